import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScenarioIssue } from '#scenario';
import { GOOD_FOLDER, parseOverMinimal, parseText } from '../parsing.ts';

/** Processor time, the least of four runs, ms: other programs use the machine too, and the first runs include compilation. */
function costOf(text: string): number {
  const costs = [0, 1, 2, 3].map(() => {
    const before = process.cpuUsage();
    parseText(text);
    const { system, user } = process.cpuUsage(before);
    return (system + user) / 1000;
  });
  return Math.min(...costs);
}

const rowsOf = (many: number, row: (i: number) => string) =>
  Array.from({ length: many }, (_, i) => row(i)).join('\n');
const minimal = readFileSync(`${GOOD_FOLDER}/minimal.yaml`, 'utf8');

const customers = (timeZone: (i: number) => string) =>
  minimal.replace(
    '    customers:\n',
    `    customers:\n${rowsOf(800, (i) => `      - { country: IE, region: emea, timeZone: ${timeZone(i)}, languages: { en: 1 }, rate: 1/week }`)}\n`,
  );

function issuesOf(text: string): readonly ScenarioIssue[] {
  const parsed = parseText(text);
  return parsed.ok ? [] : parsed.problem;
}

describe('a file with very many mistakes', () => {
  it.each<[string, string, string, number]>([
    ['unknown keys', `${minimal}${rowsOf(5000, (i) => `patience${i}: 1`)}\n`, 'unknown-key', 4800],
    ['keys written twice', `${minimal}${rowsOf(5000, () => 'name: minimal')}\n`, 'duplicate-key', 4800],
    ['wrong time zones', customers((i) => `Europe/Dublim${i}`), 'unknown-time-zone', 600],
    [
      'names that refer to nothing',
      minimal.replace(
        'placements:',
        `placements:\n${rowsOf(3000, (i) => `  p${i}: { primary: [dublin-d${i}] }`)}\n#`,
      ),
      'unknown-data-centre',
      2800,
    ],
  ])('has its first issues listed and the others counted: %s', (_, text, code, unlisted) => {
    const issues = issuesOf(text);
    expect(issues.filter((issue) => issue.code === code)).toHaveLength(200);
    expect(issues.at(-1)).toMatchObject({
      code: 'more-issues',
      message: `${unlisted.toLocaleString('en')} more issues of this kind are not listed`,
    });
  });

  it('costs about as much as a correct one: wrong time zones', () => {
    const wrong = costOf(customers((i) => `Europe/Dublim${i}`));
    expect(wrong).toBeLessThan(2.4 * costOf(customers(() => 'Europe/Dublin')));
  });

  it('costs about as much as a correct one: nothing but quotes', () => {
    const length = 150_000;
    const wrong = costOf('"'.repeat(length));
    expect(wrong).toBeLessThan(2 * costOf('- "a"\n'.repeat(length / 6)));
  });

  it('is refused if it has more tokens than any honest one', () => {
    const [issue] = issuesOf(`a: [${'1,'.repeat(1_100_000)}]`);
    expect(issue).toMatchObject({ code: 'too-many-values', line: 1 });
  });
});

it('with more issues than can be listed says so, and lists the first of each part', () => {
  const rows = rowsOf(150_000, () => '      - {}');
  const parsed = parseOverMinimal(`segments:\n  irish:\n    customers:\n${rows}\n`);
  const [first, ...others] = parsed.ok ? [] : parsed.problem;
  expect(first).toMatchObject({ code: 'too-many-values', remedy: expect.stringContaining('in the others') });
  expect(others.at(-1)?.code).toBe('more-issues');
  expect(others[0]).toMatchObject({ code: 'missing-key', path: expect.stringContaining('customers[0]') });
});
