// What a resource declares under the name of an action.
import type { AcceptList, ActionsInput, AnyAction } from './action.ts';
import type { AnyResource } from './resource.ts';

type Actions = ActionsInput<string, object>;

// What an embedded resource does not say about its actions (spec 11.1).
const ofEmbedded = {
  defaults: ['create', 'read', 'update', 'destroy'],
  defaultAccept: '*',
} as const;

function actionsOf({ definition }: AnyResource): Actions {
  const actions: Actions = definition.actions ?? {};
  return definition.embedded === true ? { ...ofEmbedded, ...actions } : actions;
}

/** The declaration of an action; one from `defaults` has its type, and its accept list. */
export function actionOf(resource: AnyResource, name: string): AnyAction | undefined {
  const actions = actionsOf(resource);
  if (name !== 'defaults' && name !== 'defaultAccept' && Object.hasOwn(actions, name))
    return actions[name] as AnyAction;
  for (const one of actions.defaults ?? []) {
    if (one === name) return { type: name };
    if (typeof one === 'object' && name in one)
      return { type: name, accept: one[name as keyof typeof one] } as AnyAction;
  }
  return undefined;
}

/** The names of the attributes that an action takes. */
export function acceptedNames(resource: AnyResource, name: string): readonly string[] {
  const action = actionOf(resource, name) as { type?: string; accept?: AcceptList; soft?: boolean };
  const writes = action.type === 'create' || action.type === 'update' || action.soft === true;
  const accept = writes ? (action.accept ?? actionsOf(resource).defaultAccept ?? []) : [];
  if (accept !== '*') return accept;
  return Object.entries(resource.definition.attributes ?? {})
    .filter(([, { definition }]) => definition.public === true && definition.writable !== false)
    .map(([attribute]) => attribute);
}

/** The names of all actions, those from `defaults` too. */
export function actionNames(resource: AnyResource): string[] {
  const actions = actionsOf(resource);
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
