/** The form of a JSON value: a simple value, a list of values of one form, an object with at least these keys, or whatever a function accepts. */
export type JsonForm =
  | 'text'
  | 'count'
  | ((value: unknown) => boolean)
  | readonly [JsonForm]
  | { readonly [key: string]: JsonForm };

/** Counts, and times in ms, that an entry of a ledger can hold. */
const COUNT_MAX = 2 ** 48;

/** Whether a value that was parsed from JSON has the form. A count is a whole number from 0 to 2^48. */
export function hasForm(value: unknown, form: JsonForm): boolean {
  if (form === 'text') return typeof value === 'string';
  if (form === 'count')
    return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= COUNT_MAX;
  if (typeof form === 'function') return form(value);
  if (Array.isArray(form)) {
    const [ofItems] = form as readonly [JsonForm];
    return Array.isArray(value) && value.every((item) => hasForm(item, ofItems));
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(form).every(([key, inner]) =>
    hasForm(Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined, inner),
  );
}

export function orNull(form: JsonForm): JsonForm {
  return (value) => value === null || hasForm(value, form);
}
