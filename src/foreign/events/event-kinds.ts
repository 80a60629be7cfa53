import { utf8Of } from '#base';
import { byKind } from '#domain';
import { EVENT_PREFIX, eventType } from '#exports';
import { ByteTable } from '../bytes/byte-table.ts';

/** Types that have no meaning here: of another system, and misspelt types of ours. */
export const LEFT_OUT = -1;
export const UNKNOWN = -2;

/** Event types (`meridian.view-end`), numbered as their kinds. */
export const KIND_TYPES = new ByteTable();
for (const type of byKind((_, number) => eventType(number))) {
  const bytes = utf8Of(type);
  KIND_TYPES.add(bytes, 0, bytes.length);
}

/** Kinds by the names that a log may use: `meridian.view-end`, `view end`, `view-end`. */
const KINDS: ReadonlyMap<string, number> = new Map(
  byKind((kind, index) =>
    [eventType(index), kind, kind.replaceAll(' ', '-')].map((name): [string, number] => [name, index]),
  ).flat(),
);

/** Index of the kind with that name, or `LEFT_OUT` or `UNKNOWN`. */
export function kindNamed(name: string): number {
  return KINDS.get(name) ?? (name.startsWith(EVENT_PREFIX) ? UNKNOWN : LEFT_OUT);
}
