import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { queueText } from '../../../benchmarks/scaling/queue.ts';
import { meridianWith, newFolder } from './cli.ts';

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a scenario whose queue exceeds the memory', () => {
  const path = join(folder, 'scenario.yaml');
  const run = (megabytes: number) =>
    meridianWith(
      [`--max-old-space-size=${megabytes}`],
      ['run', path, '--until', '1 min', '--quiet', '--out', join(folder, 'run')],
    );

  it('is refused beforehand, with the memory that it needs and a remedy; with enough memory it runs', () => {
    writeFileSync(path, queueText({ cases: 1_000 }).replace('10000000', '3000000'));
    const { code, err } = run(1_000);
    expect(code).toBe(2);
    expect(err).toContain("'mostWaiting' lets 3,000,000 cases wait, which take some 3,900 MB; Node may use");
    expect(err).toContain(
      "let Node use more (NODE_OPTIONS=--max-old-space-size=3900), or write 'mostWaiting:",
    );
    expect(err).not.toMatch(/\n\s+at /);
    expect(run(3_900)).toMatchObject({ code: 0, err: '' });
  });
});
