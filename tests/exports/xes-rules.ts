import { XMLParser } from 'fast-xml-parser';

/** An element as the parser gives it: its name with its children, and its attributes. */
type Node = Readonly<Record<string, readonly Node[]>> & { readonly ':@'?: Readonly<Record<string, string>> };

const NC_NAME = /^[\p{L}_][\p{L}\p{N}._-]*$/u;
const NAME = /^[\p{L}_:][\p{L}\p{N}._:-]*$/u;
const ANY = /^/;

/** What `value` may contain, by the kind of attribute. */
const VALUES: Readonly<Record<string, RegExp>> = {
  string: ANY,
  date: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  int: /^[+-]?\d{1,18}$/,
  float: /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)$/,
  boolean: /^(true|false|0|1)$/,
  id: ANY,
};

/** The attributes of the elements that are not values; a question mark marks optional ones. */
const ELEMENTS: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  log: { 'xes.version': /^\d+(\.\d+)?$/, 'xes.features?': ANY, 'xmlns?': ANY },
  extension: { name: NC_NAME, prefix: NC_NAME, uri: /^\S+$/ },
  global: { 'scope?': NC_NAME },
  classifier: { name: NC_NAME, 'scope?': NC_NAME, keys: /^\S+( \S+)*$/ },
  trace: {},
  event: {},
};

/** Elements that another one may contain, in their order; `value` for those of `VALUES`. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  log: ['extension', 'global', 'classifier', 'value', 'trace', 'event'],
  global: ['value'],
  trace: ['value', 'event'],
  event: ['value'],
};

/** Breaches of the XML Schema of XES (IEEE 1849-2016), as we formulate it: each fault once. Our attributes are not nested. */
export function xesFaults(xml: string): readonly string[] {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    ignoreDeclaration: true,
    parseAttributeValue: false,
  });
  const roots = parser.parse(xml) as readonly Node[];
  const faults = new Set<string>();
  const look = (node: Node) => {
    const name = nameOf(node);
    const attributes = node[':@'] ?? {};
    const isValue = name in VALUES;
    const rules: Readonly<Record<string, RegExp>> | undefined = isValue
      ? { key: NAME, value: VALUES[name] ?? ANY }
      : ELEMENTS[name];
    if (rules === undefined) {
      faults.add(`there is no element ${name}`);
      return;
    }
    for (const [rule, pattern] of Object.entries(rules)) {
      const key = rule.replace('?', '');
      const value = attributes[key];
      if (value === undefined ? key === rule : !pattern.test(value)) faults.add(`${name} ${key}="${value}"`);
    }
    for (const key of Object.keys(attributes)) {
      if (!(key in rules || `${key}?` in rules)) faults.add(`${name} has no attribute ${key}`);
    }
    const allowed = CHILDREN[name] ?? [];
    let reached = 0;
    for (const child of node[name] ?? []) {
      const childName = nameOf(child);
      const place = allowed.indexOf(childName in VALUES ? 'value' : childName);
      if (place < reached) faults.add(`${childName} stands in ${name} where it must not`);
      reached = Math.max(reached, place);
      look(child);
    }
  };
  if (roots.length !== 1 || nameOf(roots[0] as Node) !== 'log') return ['there is not one log'];
  look(roots[0] as Node);
  return [...faults];
}

function nameOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}
