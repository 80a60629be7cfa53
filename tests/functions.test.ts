import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { ROOT } from './running.ts';

/** Sizes of functions. A function's own lines are those outside its nested functions. */

const OWN_LINES_MAX = 60;
const PARAMETERS_MAX = 5;
const PLAIN_NUMBERS_MAX = 3;

/** Functions with more parameters, most of which take the numbers of an act. The list may only shrink. */
const WIDE: Readonly<Record<string, number>> = {
  'src/engine/cases/recorder.ts act': 7,
  'src/engine/exploration/case-moves.ts act': 8,
  'src/engine/faults/faulty-records.ts act': 8,
  'src/experiment/replications/replication.ts act': 8,
  'src/ledger/entry.ts act': 8,
  'src/ledger/writer.ts act': 8,
  'src/prover/story.ts put': 6,
  'src/scenario/issue-list.ts issueAt': 6,
};

/**
 * Functions, and types of functions, with more parameters that are plain numbers: two of them are easily swapped. A number that stands
 * for something has a kind (`src/domain/indices.ts`). Those of acts have none before somebody looks at the kind of the act. The list may
 * only shrink.
 */
const PLAIN: Readonly<Record<string, number>> = {
  'src/apps/studio/chronicle/case-table.ts assign': 4,
  'src/domain/acts/observer.ts act': 5,
  'src/engine/cases/recorder.ts act': 5,
  'src/ledger/writer.ts act': 5,
  'src/report/document/svg.ts boxPath': 4,
  'src/report/document/svg.ts line': 4,
  'src/report/document/svg.ts rectangle': 4,
};

interface Measured {
  /** `path name`. */
  readonly at: string;
  /** None for a type of functions. */
  readonly ownLines: number;
  readonly parameters: number;
  readonly plainNumbers: number;
}

type Node = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly start: number;
  readonly end: number;
};

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const TYPES = ['TSFunctionType', 'TSMethodSignature', 'TSDeclareFunction', 'TSEmptyBodyFunctionExpression'];

/** How many parameters are declared as `number`. */
function plainNumbersIn(parameters: readonly unknown[]): number {
  return parameters.filter((parameter) => {
    const { left = parameter } = parameter as Node;
    const { typeAnnotation } = left as Node;
    return isNode(typeAnnotation) && (typeAnnotation.typeAnnotation as Node).type === 'TSNumberKeyword';
  }).length;
}

function functionsIn(path: string, text: string): readonly Measured[] {
  const { errors, program } = parseSync(path, text);
  expect(errors, path).toEqual([]);
  const found: Measured[] = [];
  const linesOf = ({ end, start }: Node) => text.slice(start, end).split('\n').length;

  /** The lines of nested functions. */
  function visit(value: unknown, around: string): number {
    if (Array.isArray(value)) return value.reduce((sum, one) => sum + visit(one, around), 0);
    if (!isNode(value)) return 0;
    const name = nameOf(value) ?? around;
    const inside = Object.values(value).reduce((sum: number, part) => sum + visit(part, name), 0);
    const isFunction = FUNCTIONS.includes(value.type) && value.body !== null;
    if (!isFunction && !TYPES.includes(value.type)) return inside;
    const parameters = value.params as readonly unknown[];
    const plainNumbers = plainNumbersIn(parameters);
    const at = `${path} ${name}`;
    if (!isFunction) {
      found.push({ at, ownLines: 0, parameters: 0, plainNumbers });
      return inside;
    }
    found.push({ at, ownLines: linesOf(value) - inside, parameters: parameters.length, plainNumbers });
    return linesOf(value);
  }
  visit(program, '?');
  return found;
}

const NAMED_BY_ID = ['VariableDeclarator', 'FunctionDeclaration', 'TSTypeAliasDeclaration'];

/** The name of a function in this place. */
function nameOf({ id, key, type }: Node): string | undefined {
  const named = NAMED_BY_ID.includes(type) ? id : key;
  return isNode(named) && typeof named.name === 'string' ? named.name : undefined;
}

describe('the functions of the source', () => {
  const all = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort()
    .flatMap((path) => functionsIn(path, readFileSync(join(ROOT, path), 'utf8')));

  /** The largest figure of each name that is above the limit. */
  function above(limit: number, figure: (measured: Measured) => number): Record<string, number> {
    const worst: Record<string, number> = {};
    for (const measured of all)
      if (figure(measured) > limit) worst[measured.at] = Math.max(worst[measured.at] ?? 0, figure(measured));
    return worst;
  }

  it('are found and read', () => {
    expect(all.length).toBeGreaterThan(5000);
    const nested = 'function outer() {\n  const inner = () => {\n    return 1;\n  };\n}\n';
    expect(functionsIn('a.ts', nested)).toEqual([
      { at: 'a.ts inner', ownLines: 3, parameters: 0, plainNumbers: 0 },
      { at: 'a.ts outer', ownLines: 2, parameters: 0, plainNumbers: 0 },
    ]);
    const typed =
      'interface A { b(c: number, d: Index, e: number): void }\nfunction f(g: number, h = 1) {}\n';
    expect(functionsIn('a.ts', typed).map(({ at, plainNumbers }) => [at, plainNumbers])).toEqual([
      ['a.ts b', 2],
      ['a.ts f', 1],
    ]);
  });

  it(`have at most ${OWN_LINES_MAX} lines of their own`, () => {
    expect(above(OWN_LINES_MAX, ({ ownLines }) => ownLines)).toEqual({});
  });

  it(`have at most ${PARAMETERS_MAX} parameters, except those listed`, () => {
    expect(above(PARAMETERS_MAX, ({ parameters }) => parameters)).toEqual(WIDE);
  });

  it(`have at most ${PLAIN_NUMBERS_MAX} parameters that are plain numbers, except those listed`, () => {
    expect(above(PLAIN_NUMBERS_MAX, ({ plainNumbers }) => plainNumbers)).toEqual(PLAIN);
  });
});
