// What the package offers everywhere; index.ts and node.ts add how a database is opened.
export { t, newType } from './definition/t.ts';
export type {
  ArrayConstraints,
  AtomConstraints,
  CiStringConstraints,
  DatetimeConstraints,
  DecimalConstraints,
  DecimalInput,
  DurationConstraints,
  DurationName,
  FieldsInput,
  FieldsOutput,
  FloatConstraints,
  IntegerConstraints,
  Json,
  JsonMap,
  StringConstraints,
  TimeConstraints,
  TypeOf,
  UnionMember,
  UuidV7Constraints,
} from './definition/t.ts';
export type {
  AnyAttribute,
  Attribute,
  AttributeDefinition,
  AttributeMethods,
  ConstraintMethods,
  Default,
  EnumValue,
  Flag,
  TypeReference,
  TypeShape,
} from './definition/attribute.ts';
export type { EmbeddedConstraints, EmbeddedInput, EmbeddedRecord } from './definition/embedded.ts';
export { resource } from './definition/resource.ts';
export type {
  AllAttributes,
  AnyResource,
  Attributes,
  CustomIndex,
  FullText,
  Identity,
  KeyAttributes,
  Multitenancy,
  None,
  Resource,
  ResourceInput,
  ResourceTypes,
  TypeErrorMessage,
} from './definition/resource.ts';
export { define, domain } from './definition/domain.ts';
export type {
  AnyDomain,
  Domain,
  InterfaceFunction,
  InterfaceMap,
  InterfaceOptions,
} from './definition/domain.ts';
export type {
  ActionInput,
  ActionsInput,
  CreateAction,
  DestroyAction,
  GenericAction,
  Pagination,
  ReadAction,
  UpdateAction,
} from './definition/action.ts';
export { belongsTo, hasMany, hasOne, manyToMany } from './definition/relationship.ts';
export type {
  BelongsToOptions,
  Direction,
  HasManyOptions,
  HasOneOptions,
  KeyType,
  ManyToManyOptions,
  ReferenceAction,
  Relationship,
  RelationshipKind,
  RelationshipOptions,
} from './definition/relationship.ts';
export {
  avg,
  calculate,
  count,
  customAggregate,
  first,
  list,
  max,
  min,
  someRelated,
  sum,
} from './definition/derived.ts';
export type {
  Aggregate,
  AggregateOptions,
  CalculateFunction,
  Calculation,
  CalculationContext,
  CalculationOptions,
  CustomAggregate,
} from './definition/derived.ts';
export {
  actor,
  ago,
  arg,
  atomicRef,
  calc,
  combination,
  cond,
  dateAdd,
  datetimeAdd,
  exists,
  expr,
  fromNow,
  join,
  literal,
  now,
  parent,
  ref,
  related,
  search,
  searchRank,
  textOf,
  today,
  upsertConflict,
  when,
} from './definition/expression.ts';
export type { DateUnit, Expression, ExpressionNode, Operations } from './definition/expression.ts';
export { change, preparation, validation } from './definition/custom.ts';
export type {
  AtomicResult,
  BatchRecord,
  BatchResult,
  CallbackContext,
  ChangeFunction,
  CustomChange,
  CustomValidation,
  EntryOptions,
  PreparationFunction,
  ValidationError,
  ValidationFunction,
  ValidationResult,
} from './definition/custom.ts';
export { Change, Preparation, Validation } from './definition/entry.ts';
export type { ActionType } from './definition/entry.ts';
export type {
  ActionName,
  ActionNameOfType,
  AttributeName,
  InputOf,
  KeyOf,
  RecordOf,
} from './definition/infer.ts';
export type {
  FilterOf,
  FullTextFilter,
  Loaded,
  LoadMap,
  LoadName,
  LoadOf,
  NestedQuery,
  Page,
  PageOptions,
  RowLock,
  Predicates,
  ResourceMap,
  SortOf,
  SortTerm,
} from './definition/query_types.ts';
export { asRecord, manageRelationshipOptions } from './definition/manage.ts';
export type {
  JoinKeys,
  ManagedInput,
  ManagedItem,
  ManageRelationshipOptions,
  ManageRelationshipType,
  OnLookup,
  OnMatch,
  OnMissing,
  OnNoMatch,
} from './definition/manage.ts';
export { Changeset } from './client/changeset.ts';
export { metadataOf, type RecordMetadata } from './client/metadata.ts';
export type {
  AddedError,
  AsyncNext,
  ChangesetFields,
  ChangesetOptions,
  HookOptions,
  HookOutcome,
  Next,
} from './client/changeset_types.ts';
export {
  hasNextPage,
  hasPrevPage,
  lastPage,
  pageFromParams,
  pageLinkParams,
  pageNumber,
} from './client/page_links.ts';
export type { PageParams, PageTarget } from './client/page_links.ts';
export { Form } from './form/form.ts';
export { formParams, type PostedParams } from './form/posted.ts';
export type { AddedFormError } from './form/form.ts';
export type { ErrorFormat, FormattedErrors, SimpleError } from './form/errors.ts';
export type { FormError, FormType } from './form/node.ts';
export type {
  FormOptions,
  ParamsPhase,
  Submission,
  SubmitOptions,
  ValidateOptions,
} from './form/options.ts';
export type { AddFormOptions, SortInstruction } from './form/nested.ts';
export type { FieldState, FormState, NestedForm } from './form/state.ts';
export type {
  FieldPath,
  FormOf,
  FormPath,
  FormTypes,
  InputAt,
  NestedParamsAt,
  NestedPath,
  ParamsOf,
  Typed,
} from './form/types.ts';
export { Tunez } from './client/tunez.ts';
export type { BulkInputs, BulkItem, BulkResult, BulkRows } from './client/bulk.ts';
export type { TunezOf } from './client/tunez.ts';
export type { InterfaceOf, Result } from './client/interface.ts';
export type {
  BulkChangeOptions,
  BulkCreateOptions,
  BulkOptions,
  BulkQuery,
  BulkStrategy,
  CallOptions,
  CombinationMember,
  CombinationType,
  ReadOptions,
  LoadOptions,
  StreamOptions,
  WriteOptions,
} from './client/options.ts';
export type {
  Backup,
  Kept,
  KeptFile,
  Recovery,
  Replacement,
  StorageReport,
  StorageStatus,
  TunezStorage,
} from './client/storage.ts';
export type { Explanation, PlanStep } from './client/explanation.ts';
export type { Migration } from './client/migrations.ts';
export type { Durability } from './client/session.ts';
export type { OpenOptions } from './client/open.ts';
export { connect } from './client/connect.ts';
export type { ConnectOptions } from './client/connect.ts';
export type { WorkerLike } from './client/worker_link.ts';
export { Forbidden, Framework, Invalid, TunezError, Unknown } from './wire/errors.ts';
export type { ErrorClass, ErrorCode, ErrorDetail } from './wire/errors.ts';
export type { TunezStatus } from './wire/transport.ts';
export { Atom, Decimal, ForbiddenField, Instance, Union } from './wire/values.ts';
export type { TunezConfig } from './cli/config.ts';
export type { ServeOptions, ServeScope } from './client/serve.ts';
