/** A part of a JSON Schema, as far as the schema of scenario files uses it. */
interface Schema {
  readonly [keyword: string]: unknown;
}

/** A type that is this long and used more than once gets a name. */
const LONG = 200;

/**
 * Declares the type of a whole scenario file by its JSON Schema, as `name`, and the parts that it uses several times. The schema allows null for
 * keys, because null removes a key of the extended file; its part `else` adds what a file that extends nothing must have.
 */
export function typesOfSchema(root: Schema, name: string): string {
  const uses = new Map<string, number>();
  const start = merged(root, (root.else ?? {}) as Schema, root);
  typeOf(start, root, (plain, again) => {
    uses.set(plain, (uses.get(plain) ?? 0) + 1);
    if (uses.get(plain) === 1) again();
    return plain;
  });
  const named = new Map<string, string>();
  const texts: string[] = [];
  const type = typeOf(start, root, (plain, again) => {
    if (plain.length < LONG || (uses.get(plain) ?? 0) < 2) return again();
    const known = named.get(plain);
    if (known !== undefined) return known;
    const text = again();
    const own = `${name}Part${named.size + 1}`;
    named.set(plain, own);
    texts.push(`type ${own} = ${text};`);
    return own;
  });
  return [...texts, `export type ${name} = ${type};`].join('\n');
}

/**
 * The type of a part. `give` receives each type written out, and a function that writes it with the results of `give` for the types below it. It
 * returns what stands for the type.
 */
function typeOf(given: Schema, root: Schema, give: (plain: string, again: () => string) => string): string {
  const schema = resolved(given, root);
  const plain = written(schema, root, (part) => typeOf(part, root, (type) => type));
  return give(plain, () => written(schema, root, (part) => typeOf(part, root, give)));
}

function written(schema: Schema, root: Schema, typeOf: (part: Schema) => string): string {
  const { additionalProperties = {}, enum: words, items = {}, properties, propertyNames } = schema;
  const anyOf = (schema.anyOf as readonly Schema[] | undefined)?.filter((one) => one.type !== 'null');
  const type = Array.isArray(schema.type) ? withoutNull(schema.type) : schema.type;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(words)) return words.map((word) => JSON.stringify(word)).join(' | ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(' | ');
  if (properties !== undefined) return mapOf(schema, root, typeOf);
  if (Array.isArray(type)) return type.map((one) => PLAIN[String(one)] ?? 'unknown').join(' | ');
  if (type === 'array')
    return Array.isArray(items)
      ? `readonly [${(items as readonly Schema[]).map(typeOf).join(', ')}]`
      : `readonly (${typeOf(items as Schema)})[]`;
  if (type !== 'object') return PLAIN[String(type)] ?? 'unknown';
  const keys = (propertyNames as { readonly enum?: readonly string[] } | undefined)?.enum;
  const value = typeOf(additionalProperties as Schema);
  return keys === undefined
    ? `{ readonly [id: string]: ${value} }`
    : `{ readonly [Key in ${keys.map((key) => JSON.stringify(key)).join(' | ')}]?: ${value} }`;
}

function mapOf(
  { properties, required = [] }: Schema,
  root: Schema,
  typeOf: (part: Schema) => string,
): string {
  const keys = Object.entries(properties as Readonly<Record<string, Schema>>).map(([key, value]) => {
    const { description } = { ...resolved(value, root), ...value };
    const comment =
      description === undefined ? '' : `/** ${String(description).replaceAll('*/', '* /')} */\n`;
    const name = /^\w+$/.test(key) ? key : `'${key}'`;
    const mark = (required as readonly string[]).includes(key) ? '' : '?';
    return `${comment}readonly ${name}${mark}: ${typeOf(value)};\n`;
  });
  return `{\n${keys.join('')}}`;
}

const PLAIN: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  integer: 'number',
  null: 'null',
  number: 'number',
  string: 'string',
};

function withoutNull(types: readonly unknown[]): unknown {
  const others = types.filter((one) => one !== 'null');
  return others.length === 1 ? others[0] : others;
}

/** A schema with what another adds to it, part by part. */
function merged(given: Schema, added: Schema, root: Schema): Schema {
  const schema = resolved(given, root);
  if (added.type !== undefined || added.anyOf !== undefined || added.$ref !== undefined)
    return { ...schema, ...added };
  const { additionalProperties, items, properties, ...rest } = added;
  const own = (keyword: string) => (schema[keyword] ?? {}) as Schema;
  const both = (keyword: string, other: unknown) =>
    other === undefined ? {} : { [keyword]: merged(own(keyword), other as Schema, root) };
  const parts = Object.entries((properties ?? {}) as Schema).map(([key, part]) => [
    key,
    merged(own('properties')[key] as Schema, part as Schema, root),
  ]);
  return {
    ...schema,
    ...rest,
    ...both('additionalProperties', additionalProperties),
    ...both('items', items),
    ...(parts.length === 0 ? {} : { properties: { ...own('properties'), ...Object.fromEntries(parts) } }),
  };
}

/** The part that a `$ref` within the schema names, alone or in an `allOf`, with what stands beside it. */
function resolved(schema: Schema, root: Schema): Schema {
  const [only, ...others] = (schema.allOf ?? []) as readonly Schema[];
  if (only !== undefined && others.length === 0)
    return { ...resolved(only, root), ...schema, allOf: undefined };
  if (typeof schema.$ref !== 'string') return schema;
  const steps = schema.$ref.split('/').slice(1);
  return resolved(steps.reduce<unknown>((part, step) => (part as Schema)[step], root) as Schema, root);
}
