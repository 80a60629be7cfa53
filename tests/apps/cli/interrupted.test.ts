import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentsOf, keptIn, meridian, newFolder, start, writeSweep } from './cli.ts';

/** Ctrl-C in the middle of an experiment keeps what is done, and `--resume` comes to the same bytes. */

const folder = newFolder();
const SWEEP = join(folder, 'sweep.yaml');
const SHORT = ['--until', '2 days', '--replications'];
const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['run', ['run', 'scenarios/first-steps', ...SHORT, '80']],
  ['sweep', ['sweep', SWEEP]],
  ['sensitivity', ['sensitivity', SWEEP]],
  ['price', ['price', 'scenarios/german-night', ...SHORT, '3']],
  [
    'staff',
    ['staff', 'scenarios/bench-mmc', '--until', '2 h', '--replications', '4', '--goal', 'service level>=50%'],
  ],
];

/** Starts it in one thread, and presses Ctrl-C as soon as something has been made. */
async function interrupt(args: readonly string[], place: string): Promise<void> {
  const one = start([...args, '--threads', '1']);
  while (keptIn(place).length < 2 && one.child.exitCode === null) await setTimeout(5);
  one.kill('SIGINT');
  expect({ code: await one.ended, err: one.err() }).toEqual({
    code: 130,
    err: expect.stringMatching(/^interrupted: .* kept in .*; --resume goes on\n$/),
  });
}

describe('an experiment that is interrupted', () => {
  beforeAll(() => writeSweep(SWEEP, 20, '1 day'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(KINDS)('%s goes on where it was', async (kind, args) => {
    const [whole, broken] = [join(folder, `${kind}-whole`), join(folder, `${kind}-broken`)];
    expect(meridian(...args, '--out', whole).code).toBe(0);
    await interrupt([...args, '--out', broken], broken);
    const kept = keptIn(broken).length;
    expect(kept).toBeGreaterThan(0);
    expect(meridian(...args, '--out', broken, '--resume').code).toBe(0);
    expect(contentsOf(broken)).toEqual(contentsOf(whole));
    expect(keptIn(whole).length).toBeGreaterThan(kept);
  });

  it('baseline save goes on where it was, and leaves nothing but the baseline', async () => {
    const [whole, broken] = [join(folder, 'whole.json'), join(folder, 'broken.json')];
    const save = (path: string) => ['baseline', 'save', 'scenarios/first-steps', path, ...SHORT, '80'];
    expect(meridian(...save(whole)).code).toBe(0);
    await interrupt(save(broken), `${broken}.replications`);
    expect(existsSync(broken)).toBe(false);
    expect(meridian(...save(broken), '--resume').code).toBe(0);
    expect(readFileSync(broken, 'utf8')).toBe(readFileSync(whole, 'utf8'));
    expect(readdirSync(folder).filter((name) => name.endsWith('.replications'))).toEqual([]);
  });
});
