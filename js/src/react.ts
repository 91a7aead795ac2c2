// React hooks over the form object of `tunez`. Nothing here knows more than the form does.
export { useForm } from './react/use_form.ts';
export type { FormHook, FormProps, UseFormOptions } from './react/use_form.ts';
export { useFieldList } from './react/use_field_list.ts';
export type { FieldListActions, FieldListHook } from './react/use_field_list.ts';
export { useField } from './react/use_field.ts';
export type {
  CheckboxProps,
  FieldHook,
  InputProps,
  SharedProps,
  UncontrolledProps,
  UseFieldOptions,
} from './react/use_field.ts';
