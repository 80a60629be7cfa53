/** A value that JSON can carry. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * Writes the value as JSON with sorted keys and no white space, so that equal values have equal bytes (RFC 8785 for the values we use:
 * finite numbers, strings without lone surrogates).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/**
 * Returns the value with sorted keys. An object whose keys are already sorted is returned as it is: nearly all are, and copying them would
 * take most of the time.
 */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  return Array.isArray(value) ? sortedList(value) : sortedObject(value as Readonly<Record<string, unknown>>);
}

function sortedList(list: readonly unknown[]): readonly unknown[] {
  const members = list.map(sorted);
  return members.every((member, k) => member === list[k]) ? list : members;
}

function sortedObject(value: Readonly<Record<string, unknown>>): unknown {
  const keys = Object.keys(value);
  const members = keys.map((key) => sorted(value[key]));
  const isSorted = keys.every((key, k) => k === 0 || (keys[k - 1] as string) < key);
  if (isSorted && members.every((member, k) => member !== undefined && member === value[keys[k] as string]))
    return value;
  const entries = keys.flatMap((key, k) => (members[k] === undefined ? [] : [[key, members[k]] as const]));
  entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return Object.fromEntries(entries);
}
