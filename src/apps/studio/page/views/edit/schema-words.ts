/** The parts of the scenario JSON Schema that completion reads. */
export interface SchemaPart {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly additionalProperties?: boolean | SchemaPart;
  readonly items?: SchemaPart | readonly SchemaPart[];
  readonly anyOf?: readonly SchemaPart[];
  readonly oneOf?: readonly SchemaPart[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** A possible word and its meaning. */
export interface Suggestion {
  readonly label: string;
  readonly detail: string;
  readonly kind: 'key' | 'value';
}

/** The end of the text: the enclosing keys, and whether a key or a value is being typed. */
export interface TypedPlace {
  readonly path: readonly string[];
  /** The typed part of the word. */
  readonly word: string;
  readonly kind: 'key' | 'value';
}

/** The place at the end of a text, from block maps by indentation and the open flow map of the last line. */
export function placeAt(text: string): TypedPlace | null {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  if (/(^|\s)#/.test(last)) return null;
  const { depth: indent, keys } = blockKeys(lines, last);
  const flow = last.slice(indent).match(/^(?:- )?(?:([\w.-]+):\s*)?(.*)$/s);
  const openedBy = flow?.[1];
  const rest = flow?.[2] ?? '';
  const inside = openFlow(rest);
  if (inside !== null) {
    const above = openedBy === undefined ? keys : [...keys, openedBy];
    const pair = /^\s*([\w.-]+):\s*([\w.-]*)$/.exec(inside.text);
    if (pair !== null)
      return { path: [...above, ...inside.keys, pair[1] as string], word: pair[2] ?? '', kind: 'value' };
    const word = /^\s*([\w.-]*)$/.exec(inside.text);
    return word === null ? null : { path: [...above, ...inside.keys], word: word[1] ?? '', kind: 'key' };
  }
  const pair = /^\s*(?:- )?([\w.-]+):\s+([\w.-]*)$/.exec(last);
  if (pair !== null) return { path: [...keys, pair[1] as string], word: pair[2] ?? '', kind: 'value' };
  const word = /^\s*(?:- )?([\w.-]*)$/.exec(last);
  return word === null ? null : { path: keys, word: word[1] ?? '', kind: 'key' };
}

/** Keys of the block maps around a line, by smaller indentation. The first key of a list's item stands behind its dash. */
function blockKeys(
  lines: readonly string[],
  last: string,
): { readonly keys: readonly string[]; readonly depth: number } {
  const depth = /^\s*/.exec(last)?.[0].length ?? 0;
  const keys: string[] = [];
  // A list may stand as deep as the key that it belongs to.
  let below = last.startsWith('- ', depth) ? depth + 1 : depth;
  for (let i = lines.length - 2; i >= 0 && below > 0; i--) {
    const match = /^(\s*)(- +)?([\w.-]+(?: [\w.-]+)*):(?:\s|$)/.exec(lines[i] ?? '');
    if (match === null) continue;
    const [, { length: indent } = '', dash = '', key = ''] = match;
    const column = indent + dash.length;
    if (column < below) keys.unshift(key);
    if (column <= below) below = dash === '' ? column : indent + 1;
  }
  return { keys, depth };
}

/** Contents of the innermost unclosed `{`; null if none is open. */
function openFlow(text: string): { readonly keys: readonly string[]; readonly text: string } | null {
  const open: { key: string | null; from: number }[] = [];
  let key: string | null = null;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '{' || character === '[') {
      open.push({ key, from: i + 1 });
      [key, from] = [null, i + 1];
    } else if (character === '}' || character === ']') open.pop();
    else if (character === ',') [key, from] = [null, i + 1];
    else if (character === ':') key = text.slice(from, i).trim();
  }
  if (open.length === 0) return null;
  const keys = open.flatMap((one) => one.key ?? []);
  return { keys, text: text.slice(Math.max(from, open.at(-1)?.from ?? 0)) };
}

/** Words that the schema allows at the place. */
export function suggestionsAt(schema: SchemaPart, place: TypedPlace): readonly Suggestion[] {
  let parts: readonly SchemaPart[] = alternatives(schema);
  for (const key of place.path) parts = parts.flatMap((part) => below(part, key)).flatMap(alternatives);
  const found = new Map<string, Suggestion>();
  for (const part of parts) {
    const words = place.kind === 'key' ? keysOf(part) : valuesOf(part);
    for (const suggestion of words) if (!found.has(suggestion.label)) found.set(suggestion.label, suggestion);
  }
  return [...found.values()];
}

function below(part: SchemaPart, key: string): readonly SchemaPart[] {
  const own = part.properties?.[key];
  if (own !== undefined) return [own];
  return typeof part.additionalProperties === 'object' ? [part.additionalProperties] : [];
}

/** The alternatives of a part. Lists count as their items. */
function alternatives(part: SchemaPart): readonly SchemaPart[] {
  const { anyOf = [], items, oneOf = [] } = part;
  const listed =
    items === undefined
      ? []
      : Array.isArray(items)
        ? (items as readonly SchemaPart[])
        : [items as SchemaPart];
  return [part, ...[...anyOf, ...oneOf, ...listed].flatMap(alternatives)];
}

function keysOf({ properties = {} }: SchemaPart): readonly Suggestion[] {
  return Object.entries(properties).map(([label, { description = '' }]) => ({
    label,
    detail: description,
    kind: 'key',
  }));
}

function valuesOf({ const: only, description = '', enum: words = [] }: SchemaPart): readonly Suggestion[] {
  const all = only === undefined ? words : [only, ...words];
  return all
    .filter((word) => typeof word === 'string' || typeof word === 'number')
    .map((word) => ({ label: String(word), detail: description, kind: 'value' }));
}
