import { ACT_KINDS } from '#domain';
import { type ActNumbers, ENTRY_FIELDS, fieldsOf } from './entry-fields.ts';
import type { ScenarioNames } from './names.ts';

/** A field for formats whose attributes have one type and no lists. */
export interface TypedField {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly value: string | number | boolean;
}

/** The fields of an act that have a value, each with the type that it has in every act of the kind. */
export function typedFields(kind: number, act: ActNumbers, names: ScenarioNames): readonly TypedField[] {
  const known = ACT_KINDS[kind];
  const values = fieldsOf(kind, act, names);
  return (known === undefined ? [] : ENTRY_FIELDS[known]).flatMap(
    ({ codec: { type }, name }): readonly TypedField[] => {
      const value = values[name];
      if (value === null || value === undefined) return [];
      if (type === 'string')
        return [{ name, type, value: Array.isArray(value) ? value.join('; ') : String(value) }];
      // A number where a truth value belongs, from a ledger that is not in order, is left out rather than told as one.
      return typeof value === (type === 'integer' ? 'number' : 'boolean')
        ? [{ name, type, value: value as number | boolean }]
        : [];
    },
  );
}
