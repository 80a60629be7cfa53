import { expect, it } from 'vitest';
import { parseScenario } from '#scenario';
import { parseOverMinimal } from '../parsing.ts';

/** What a file with tens of thousands of findings may take, ms of processor time: two seconds on a machine with much else to do, but nine or more if each looked through all others. */
const MOST_MS = 6000;

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { system, user } = process.cpuUsage(before);
  return (system + user) / 1000;
}

const rowsOf = (many: number, row: (i: number) => string) => Array.from({ length: many }, (_, i) => row(i));

it('a file in which very much is wrong is told of as fast as it is read, finding by finding', () => {
  const rows = rowsOf(2500, (i) => `  c${i}: { title: "C${i}", country: DE, entity: none }`);
  const text = `meridian: 1\nname: huge\ncentres:\n${rows.join('\n')}\n`;
  const took = processorMs(() => {
    const parsed = parseScenario({
      path: 'huge.yaml',
      text,
      readFile: () => ({ ok: false, problem: 'no such file' }),
    });
    const issues = parsed.ok ? [] : parsed.problem;
    expect(issues.length).toBeGreaterThan(4 * rows.length);
    expect(issues.at(-1)?.line).toBeGreaterThan(3);
  });
  expect(took).toBeLessThan(MOST_MS);
});

it('so is one whose sense is checked with stand-ins for all that is wrong', () => {
  const rows = rowsOf(6000, (i) => `  c${i}: { country: XX, wrong: 1 }`);
  const took = processorMs(() => {
    const parsed = parseOverMinimal(`centres:\n${rows.join('\n')}\n`);
    const issues = parsed.ok ? [] : parsed.problem;
    expect(issues).toHaveLength(9 * rows.length);
    expect(issues.filter(({ code }) => code === 'unknown-country')).toHaveLength(rows.length);
  });
  expect(took).toBeLessThan(MOST_MS);
});

it('one in which more is wrong than can be listed says that, and lists what is wrong with the first of each part', () => {
  const rows = rowsOf(40_000, () => '      - {}');
  const parsed = parseOverMinimal(`segments:\n  irish:\n    customers:\n${rows.join('\n')}\n`);
  const [first, ...others] = parsed.ok ? [] : parsed.problem;
  expect(first).toMatchObject({ code: 'too-many-values', remedy: expect.stringContaining('all others') });
  expect(new Set(others.map(({ line }) => line)).size).toBe(1000);
  expect(others[0]).toMatchObject({ code: 'missing-key', path: expect.stringContaining('customers[0]') });
});
