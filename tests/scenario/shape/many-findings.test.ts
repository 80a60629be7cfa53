import { expect, it } from 'vitest';
import { parseScenario } from '#scenario';

/** What a file with ten thousand findings may take, ms of processor time: one second on a machine with much else to do, but seventeen if each looked through the whole file. */
const MOST_MS = 6000;

it('a file in which very much is wrong is told of as fast as it is read, finding by finding', () => {
  const rows = Array.from(
    { length: 2500 },
    (_, i) => `  c${i}: { title: "C${i}", country: DE, entity: none }`,
  );
  const before = process.cpuUsage();
  const parsed = parseScenario({
    path: 'huge.yaml',
    text: `meridian: 1\nname: huge\ncentres:\n${rows.join('\n')}\n`,
    readFile: () => ({ ok: false, problem: 'no such file' }),
  });
  const { system, user } = process.cpuUsage(before);
  const issues = parsed.ok ? [] : parsed.problem;
  expect(issues.length).toBeGreaterThan(4 * rows.length);
  expect(issues.at(-1)?.line).toBeGreaterThan(3);
  expect((system + user) / 1000).toBeLessThan(MOST_MS);
});
