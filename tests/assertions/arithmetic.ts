import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { ROOT } from '../running.ts';

/** A place of the source at which a piece of arithmetic is replaced by another. */
export interface Mutation {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
}

/** What stands in for each operator: the mistake that is easily made. */
const OTHER: Readonly<Record<string, string>> = {
  ...{ '+': '-', '-': '+', '*': '/', '/': '*', '+=': '-=', '-=': '+=', '++': '--', '--': '++' },
  ...{ '<': '<=', '<=': '<', '>': '>=', '>=': '>' },
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
  readonly value?: unknown;
}

/** All places in files of these folders, in the order of the source. Texts are not added up, so `+` beside a text is left out. */
export function mutationsIn(folders: readonly string[]): readonly Mutation[] {
  return folders.flatMap((folder) =>
    (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .flatMap((name) => mutationsOf(join(folder, name))),
  );
}

function mutationsOf(file: string): readonly Mutation[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found: Mutation[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const place = placeOf(value as Node, text);
    if (place !== null) {
      const line = text.slice(0, place.start).split('\n').length;
      found.push({ file, line, ...place });
    }
    Object.values(value).forEach(visit);
  };
  visit(parseSync(file, text).program.body);
  return found;
}

function placeOf(node: Node, text: string): Pick<Mutation, 'start' | 'end' | 'from' | 'to'> | null {
  const { argument, left, operator = '', prefix, right } = node;
  const to = OTHER[operator];
  if (to === undefined) return null;
  if (node.type === 'UpdateExpression' && argument !== undefined) {
    const start = prefix === true ? node.start : node.end - 2;
    return { start, end: start + 2, from: operator, to };
  }
  if (left === undefined || right === undefined || isText(left) || isText(right)) return null;
  const start = text.indexOf(operator, left.end);
  return { start, end: start + operator.length, from: operator, to };
}

function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

export function mutated(text: string, { end, start, to }: Mutation): string {
  return text.slice(0, start) + to + text.slice(end);
}
