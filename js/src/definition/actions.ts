// What a resource declares under the name of an action.
import type { ActionsInput, AnyAction } from './action.ts';
import type { AnyResource } from './resource.ts';

/** The declaration of an action; one from `defaults` has its type alone. */
export function actionOf(resource: AnyResource, name: string): AnyAction | undefined {
  const actions = (resource.definition.actions ?? {}) as ActionsInput<string, object>;
  if (name !== 'defaults' && name !== 'defaultAccept' && Object.hasOwn(actions, name))
    return actions[name] as AnyAction;
  const isDefault = actions.defaults?.some((one) =>
    typeof one === 'string' ? one === name : name in one,
  );
  return isDefault === true ? ({ type: name } as AnyAction) : undefined;
}

/** The names of all actions, those from `defaults` too. */
export function actionNames(resource: AnyResource): string[] {
  const actions = (resource.definition.actions ?? {}) as ActionsInput<string, object>;
  const declared = Object.keys(actions).filter(
    (name) => name !== 'defaults' && name !== 'defaultAccept',
  );
  const made = (actions.defaults ?? []).map((one) =>
    typeof one === 'string' ? one : Object.keys(one)[0]!,
  );
  return [...new Set([...declared, ...made])];
}

/** The names of the attributes, those that `belongsTo` makes included. */
export function attributeNames(resource: AnyResource): string[] {
  const { attributes, relationships } = resource.definition;
  const names = Object.keys(attributes ?? {});
  for (const [name, { kind, options }] of Object.entries(relationships ?? {}))
    if (kind === 'belongs_to') names.push(keyOfBelongsTo(name, options));
  return names;
}

/** The names of the attributes that make up the primary key. */
export function primaryKeyNames(resource: AnyResource): string[] {
  const { attributes, relationships } = resource.definition;
  const names = Object.entries(attributes ?? {})
    .filter(([, attribute]) => attribute.definition.primaryKey === true)
    .map(([name]) => name);
  for (const [name, { kind, options }] of Object.entries(relationships ?? {}))
    if (kind === 'belongs_to' && (options as { primaryKey?: boolean }).primaryKey === true)
      names.push(keyOfBelongsTo(name, options));
  return names;
}

function keyOfBelongsTo(name: string, options: object): string {
  return (options as { sourceAttribute?: string }).sourceAttribute ?? `${name}Id`;
}
