import { parseSync } from 'oxc-parser';

/** A place of a bundle at which a piece of arithmetic is replaced by another. */
export interface Mutation {
  /** The file of the source that it comes from. */
  readonly file: string;
  /** The line of the bundle, without its indentation. */
  readonly line: string;
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
  /** Where the expression around the operator begins and ends. */
  readonly whole: readonly [number, number];
}

/** What stands in for each operator: the mistake that is easily made. */
export const OTHER: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '+=': '-=',
  '-=': '+=',
  '++': '--',
  '--': '++',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
};

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly operator?: string;
  readonly left?: Node;
  readonly right?: Node;
  readonly argument?: Node;
  readonly prefix?: boolean;
  readonly name?: string;
  readonly id?: Node;
  readonly key?: Node;
  readonly callee?: Node;
  readonly property?: Node;
  readonly value?: unknown;
}

/**
 * All places of a bundle, in its order, but those of assertions themselves. Texts are not added up, so `+` beside a text is left out.
 */
export function mutationsIn(bundle: string): readonly Mutation[] {
  const fileAt = filesOf(bundle);
  const found: Mutation[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null || isAssertion(value as Node)) return;
    const place = placeOf(value as Node, bundle);
    if (place !== null) {
      const from = bundle.lastIndexOf('\n', place.start) + 1;
      const line = bundle.slice(from, bundle.indexOf('\n', place.start)).trim();
      found.push({ file: fileAt(place.start), line, ...place });
    }
    Object.values(value).forEach(visit);
  };
  visit(parseSync('bundle.mjs', bundle).program.body);
  return found;
}

/** A call or a function whose name begins with `assert`. */
function isAssertion({ callee, id, key, type }: Node): boolean {
  const named =
    type === 'CallExpression' ? (callee?.property ?? callee) : type === 'MethodDefinition' ? key : id;
  return named?.name?.startsWith('assert') === true;
}

/** The bundler names the file of each part in a comment before it. */
function filesOf(bundle: string): (at: number) => string {
  const regions = [...bundle.matchAll(/^\/\/(?:#region)? (\S+\.ts)$/gm)].map(({ 1: file = '', index }) => ({
    file,
    index,
  }));
  return (at) => regions.findLast(({ index }) => index < at)?.file ?? '';
}

function placeOf(node: Node, text: string): Omit<Mutation, 'file' | 'line'> | null {
  const { argument, left, operator = '', prefix, right } = node;
  const whole = [node.start, node.end] as const;
  const to = OTHER[operator];
  if (to === undefined) return null;
  if (node.type === 'UpdateExpression' && argument !== undefined) {
    const start = prefix === true ? node.start : node.end - 2;
    return { start, end: start + 2, from: operator, to, whole };
  }
  if (left === undefined || right === undefined || isText(left) || isText(right)) return null;
  const start = text.indexOf(operator, left.end);
  return { start, end: start + operator.length, from: operator, to, whole };
}

function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

export function mutated(text: string, { end, start, to }: Mutation): string {
  // Apart from what stands beside it, so that no two operators become one.
  return `${text.slice(0, start)} ${to} ${text.slice(end)}`;
}
