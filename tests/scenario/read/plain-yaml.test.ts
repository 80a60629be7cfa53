import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainYaml } from '../../../src/scenario/read/plain-yaml.ts';
import { readAnyYaml } from '../../../src/scenario/read/read-yaml.ts';

const files = ['scenarios', 'tests/scenario', 'tests/differential/worlds/kept'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') })),
);

/** Whether the plain reader reads the text. If it does, the library must find the same values at the same places. */
function readsAlike(text: string): boolean {
  const plain = readPlainYaml('file', text);
  if (plain !== null) expect(readAnyYaml('file', text)).toEqual({ ok: true, value: plain });
  return plain !== null;
}

/** What mistakes and rarer forms of YAML consist of. */
const BITS =
  '  |\n|:|: |- |-|#| #|,|[|]|{|}|"|\'|>|&|*|!|a|1|.|e|0x1|null|~|\n  |\n    |? |<<: |%|@|`|\\|\'\'|true|: x|\n\n|+|é|\u00a0|---\n|...\n|"a": |a: b\n|>-\n|>\n  x\n|-1|.5|1.|1e3|.inf|1e999|\t|\r|__proto__: '.split(
    '|',
  );

/** Some lines of a file, with bits put in or cut out. */
const damaged = fc
  .record({
    file: fc.constantFrom(...files),
    first: fc.nat(),
    count: fc.integer({ min: 1, max: 14 }),
    isFromTop: fc.boolean(),
    changes: fc.array(
      fc.record({ at: fc.nat(), bit: fc.constantFrom(...BITS, '|', '|\n  x\n'), cut: fc.nat({ max: 3 }) }),
      { maxLength: 3 },
    ),
  })
  .map(({ changes, count, file, first, isFromTop }) => {
    const lines = file.text.split('\n');
    const from = first % lines.length;
    const text = lines.slice(isFromTop ? 0 : from, from + count).join('\n');
    const put = (before: string, { at, bit, cut }: (typeof changes)[number]) => {
      const place = at % (before.length + 1);
      return before.slice(0, place) + bit + before.slice(place + cut);
    };
    return changes.reduce(put, text);
  });

describe('the reader of plain YAML', () => {
  it('finds in every file of the repository what the library finds, and reads most of them', () => {
    const left = files.filter(({ text }) => !readsAlike(text)).map(({ name }) => name);
    expect(left.length).toBeLessThan(files.length / 10);
    expect(left).not.toContain('scenarios/css-2014/scenario.yaml');
  });

  it('finds in parts of files, whole or damaged, what the library finds, or leaves them to it', () => {
    let read = 0;
    fc.assert(
      fc.property(damaged, (text) => {
        if (readsAlike(text)) read++;
      }),
      { numRuns: 4000, seed: 20141103 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it.each([
    ['an anchor', 'a: &x 1\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['an empty value', 'a:\nb: 1\n'],
    ['a text on two lines', 'a: b\n  c\n'],
    ['an escape', 'a: "\\n"\n'],
    ['a number that is not finite', 'a: 1e999\n'],
    ['a second document', 'a: 1\n---\nb: 1\n'],
    ['a tab', 'a:\t1\n'],
    ['seventeen levels', `a: ${'['.repeat(17)}1${']'.repeat(17)}\n`],
  ])('leaves %s to the library', (_, text) => {
    expect(readPlainYaml('file', text)).toBeNull();
  });

  it('takes no longer for long lines of blanks and brackets than for others', () => {
    const startedMs = performance.now();
    readPlainYaml('file', `a: b${' '.repeat(240_000)}c\n`);
    readPlainYaml('file', `a: [${'x, '.repeat(80_000)}]\n`);
    readPlainYaml('file', `a: [${'x '.repeat(120_000)}\n`);
    readPlainYaml('file', `a: ${"'".repeat(240_000)}\n`);
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });
});
