import { utf8Of } from '#base';
import { ACT_KINDS } from '#domain';
import { EVENT_PREFIX, eventType } from '../cloud-events.ts';
import { ByteTable } from './byte-table.ts';

/** An event of another thing, and one of a type that would be ours and is not. */
export const LEFT_OUT = -1;
export const UNKNOWN = -2;

/** Types of events by the index of their kind: `meridian.view-end`. */
export const KIND_TYPES = new ByteTable();
for (let kind = 0; kind < ACT_KINDS.length; kind++) {
  const bytes = utf8Of(eventType(kind));
  KIND_TYPES.add(bytes, 0, bytes.length);
}

/** Kinds of acts by what a log may call them: `meridian.view-end`, `view end`, `view-end`. */
const KINDS: ReadonlyMap<string, number> = new Map(
  ACT_KINDS.flatMap((kind, index) =>
    [eventType(index), kind, kind.replaceAll(' ', '-')].map((name): [string, number] => [name, index]),
  ),
);

/** The index of the kind of act that the name of an event stands for; `LEFT_OUT` or `UNKNOWN` where it is none. */
export function kindNamed(name: string): number {
  return KINDS.get(name) ?? (name.startsWith(EVENT_PREFIX) ? UNKNOWN : LEFT_OUT);
}
