import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { SCENARIO_ISSUE_CODES } from '#scenario';
import { GOOD_FOLDER, parseText } from './parsing.ts';

const rich = readFileSync(`${GOOD_FOLDER}/rich.yaml`, 'utf8');
const RUNS = { numRuns: 150, seed: 20141103 };

/** Parses the text, and checks what must hold for every text. */
function parsesOrTells(text: string): boolean {
  const parsed = parseText(text);
  if (parsed.ok) return true;
  expect(parsed.problem.length).toBeGreaterThan(0);
  const lineCount = text.split('\n').length;
  for (const issue of parsed.problem) {
    expect(SCENARIO_ISSUE_CODES).toContain(issue.code);
    expect(issue.line).toBeGreaterThanOrEqual(1);
    expect(issue.line).toBeLessThanOrEqual(lineCount);
    expect(issue.column).toBeGreaterThanOrEqual(1);
    expect(issue.message).toMatch(/\S/);
    expect(issue.remedy).toMatch(/\S/);
    expect(issue.message + issue.value + issue.path + issue.remedy).not.toMatch(/\p{Cc}/u);
  }
  return false;
}

/** Paths of all values of the plain scenario. */
function pathsOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [path];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => pathsOf(member, [...path, key]))].filter(
    ({ length }) => length > 0,
  );
}

const paths = pathsOf(parse(rich));

/** Values that somebody might type into a scenario by mistake. */
const slips = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e300,
    true,
    [],
    {},
    [[]],
    { a: null },
    '24x7',
    'all',
    'none',
    'ANY',
    '1 h',
  ),
  fc.constantFrom<unknown>(
    '5 parsecs',
    '-3 min',
    '1/0',
    '2014-02-30',
    '99:99',
    'mon-',
    'fixed',
    'toString',
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

describe('any text', () => {
  it('that differs from a good scenario by some values is parsed, or has issues with places', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...paths), slips), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const plain = parse(rich);
          for (const [path, value] of changes) {
            const holder = path.slice(0, -1).reduce<unknown>((at, step) => {
              return at !== null && typeof at === 'object'
                ? (at as Record<string, unknown>)[step]
                : undefined;
            }, plain);
            const key = path.at(-1) as string;
            if (holder !== null && typeof holder === 'object')
              (holder as Record<string, unknown>)[key] = value;
          }
          if (!parsesOrTells(stringify(plain))) refused++;
        },
      ),
      RUNS,
    );
    expect(refused).toBeGreaterThan(RUNS.numRuns / 2);
  });

  it('that lacks some parts of a good scenario is parsed, or has issues with places', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...paths), { minLength: 1, maxLength: 3 }), (gone) => {
        const plain = parse(rich);
        for (const path of gone) {
          const holder = path.slice(0, -1).reduce<unknown>((at, step) => {
            return at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[step] : undefined;
          }, plain);
          if (holder !== null && typeof holder === 'object')
            delete (holder as Record<string, unknown>)[String(path.at(-1))];
        }
        parsesOrTells(stringify(plain));
      }),
      RUNS,
    );
  });

  it('that differs from a good scenario by some characters is parsed, or has issues with places', () => {
    const cut = fc.record({
      at: fc.nat(rich.length),
      length: fc.nat(20),
      put: fc.oneof(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ':',
          '\n',
          '  ',
          '- ',
          '*',
          '&a ',
          '!x ',
          '"',
          '|',
          '#',
          '%',
          '\t',
        ),
        fc.string({ maxLength: 5 }),
      ),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
        parsesOrTells(
          cuts.reduce((text, { at, length, put }) => text.slice(0, at) + put + text.slice(at + length), rich),
        );
      }),
      RUNS,
    );
  });

  it('whatsoever has issues with places', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(parsesOrTells(text)).toBe(false);
      }),
      RUNS,
    );
  });
});
