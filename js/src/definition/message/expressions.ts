import { toSnakeCase } from '../../wire/names.ts';
import type { ExpressionNode } from '../expression.ts';
import { type Message, present } from './parts.ts';

/** An expression with its names respelled. */
export function expressionMessage(node: ExpressionNode): Message {
  if ('op' in node) return { op: node.op, args: node.args.map(expressionMessage) };
  if ('fn' in node) return { fn: node.fn, args: node.args.map(expressionMessage) };
  if ('ref' in node)
    return present({ ref: toSnakeCase(node.ref), path: node.path?.map(toSnakeCase) });
  if ('arg' in node) return { arg: toSnakeCase(node.arg) };
  if ('actor' in node) return { actor: toSnakeCase(node.actor) };
  if ('upsertConflict' in node) return { upsert_conflict: toSnakeCase(node.upsertConflict) };
  if ('atomicRef' in node) return { atomic_ref: toSnakeCase(node.atomicRef) };
  if ('parent' in node) return { parent: expressionMessage(node.parent) };
  if ('if' in node) return { if: node.if.map(expressionMessage) };
  if ('exists' in node)
    return {
      exists: {
        path: node.exists.path.map(toSnakeCase),
        filter: expressionMessage(node.exists.filter),
      },
    };
  if ('combination' in node) return { combination: toSnakeCase(node.combination) };
  if ('search' in node) return { search: searchMessage(node.search) };
  if ('searchRank' in node) return { search_rank: searchMessage(node.searchRank) };
  if ('cond' in node) return { cond: node.cond.map((pair) => pair.map(expressionMessage)) };
  if ('list' in node) return { list: node.list.map(expressionMessage) };
  if ('interpolate' in node) return { interpolate: node.interpolate.map(expressionMessage) };
  if ('calc' in node) {
    const args = Object.entries(node.args).map(([key, value]) => [key, expressionMessage(value)]);
    return { calc: toSnakeCase(node.calc), args: Object.fromEntries(args) as Message };
  }
  if ('aggregate' in node) {
    const { kind, path, field, filter } = node.aggregate;
    return {
      aggregate: present({
        kind,
        path: path.map(toSnakeCase),
        field: field === undefined ? undefined : toSnakeCase(field),
        filter: filter === undefined ? undefined : expressionMessage(filter),
      }),
    };
  }
  return { value: node.value };
}

function searchMessage({ index, text }: { index: string; text: ExpressionNode }): Message {
  return { index: toSnakeCase(index), text: expressionMessage(text) };
}
