// The types of forms whose values embed a resource.
import type {
  AnyAttribute,
  EmbeddedOf,
  ItemsOf,
  MembersOf,
  PresentInputOf,
} from '../definition/attribute.ts';
import type { EmbeddedInput } from '../definition/embedded.ts';
import type { AttributesOf } from '../definition/infer.ts';
import type { AnyResource } from '../definition/resource.ts';

/** The names of those inputs, of attributes and arguments, that are forms. */
export type EmbeddingName<Inputs> = {
  [K in keyof Inputs]: Inputs[K] extends AnyAttribute
    ? [FormOfValue<ValueIn<Inputs[K]>>] extends [never]
      ? never
      : K
    : never;
}[keyof Inputs];

/** What these forms are made of. */
export type EmbeddingForms<Inputs> = {
  [K in EmbeddingName<Inputs> & string]: Inputs[K & keyof Inputs] extends infer A extends
    AnyAttribute
    ? { list: [ItemsOf<A>] extends [never] ? false : true; form: FormOfValue<ValueIn<A>> }
    : never;
};

// The values that have forms: the items of a list.
type ValueIn<A extends AnyAttribute> = [ItemsOf<A>] extends [never] ? A : ItemsOf<A>;

type FormOfValue<A extends AnyAttribute> = [EmbeddedOf<A>] extends [never]
  ? [EmbeddedMember<MembersOf<A>>] extends [never]
    ? never
    : UnionForm<MembersOf<A>>
  : RecordForm<EmbeddedOf<A>>;

type Members = Readonly<Record<string, AnyAttribute>>;
type EmbeddedMember<M extends Members> = { [K in keyof M]: EmbeddedOf<M[K]> }[keyof M];

// Interfaces, so that resources may embed each other.
interface RecordForm<R> {
  fields: R extends AnyResource
    ? Omit<Required<EmbeddedInput<R>>, EmbeddingName<AttributesOf<R>>>
    : never;
  forms: R extends AnyResource ? EmbeddingForms<AttributesOf<R>> : never;
}

interface PlainForm<A extends AnyAttribute> {
  fields: { value: PresentInputOf<A> };
  forms: object;
}

type MemberForm<A extends AnyAttribute> = [EmbeddedOf<A>] extends [never]
  ? PlainForm<A>
  : RecordForm<EmbeddedOf<A>>;

type AnyMemberForm<M extends Members> = { [K in keyof M]: MemberForm<M[K]> }[keyof M];

// Which member it is for is known when it runs: it may have the fields of any.
interface UnionForm<M extends Members> {
  fields: Merged<AnyMemberForm<M>['fields']> & { _union_type: keyof M & string };
  forms: Merged<AnyMemberForm<M>['forms']>;
}

type Merged<Union> = { [K in KeyOfAny<Union>]: ValueOfAny<Union, K> };

/** The keys of each of several types. */
export type KeyOfAny<Union> = Union extends unknown ? keyof Union : never;

/** What any of them has under a key. */
export type ValueOfAny<Union, K> = Union extends unknown
  ? K extends keyof Union
    ? Union[K]
    : never
  : never;
