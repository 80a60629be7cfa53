import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { contentsOf, keptIn, meridian, newFolder, type Running, start, writeSweep } from './cli.ts';

/** A signal in the middle of a command: what is kept, what is left behind, and whether both signals do the same. */

const folder = newFolder();
const SWEEP = join(folder, 'sweep.yaml');
const SHORT = ['--until', '2 days', '--replications'];
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['run', ['run', 'scenarios/first-steps', ...SHORT, '40']],
  ['compare', ['compare', 'scenarios/first-steps', 'scenarios/first-steps', ...SHORT, '20']],
  [
    'explain-change',
    ['explain-change', 'scenarios/three-centres', 'scenarios/three-centres/no-night.yaml', ...SHORT, '3'],
  ],
  ['sweep', ['sweep', SWEEP]],
  ['sensitivity', ['sensitivity', SWEEP]],
  ['price', ['price', 'scenarios/german-night', ...SHORT, '3']],
  [
    'staff',
    ['staff', 'scenarios/bench-mmc', '--until', '2 h', '--replications', '4', '--goal', 'service level>=50%'],
  ],
];

/** Starts it in one thread, and sends a signal as soon as some more work is done. */
async function interrupt(args: readonly string[], place: string, signal: NodeJS.Signals): Promise<void> {
  const before = keptIn(place).length;
  const one = start([...args, '--threads', '1']);
  while (keptIn(place).length < before + 2 && one.child.exitCode === null) await setTimeout(5);
  one.kill(signal);
  expect({ code: await one.ended, err: one.err() }).toEqual({
    code: 130,
    err: expect.stringMatching(/^interrupted: .* kept in .*; --resume continues\n$/),
  });
  expect(keptIn(place).length).toBeGreaterThan(before);
}

/** By one signal, and after `--resume` by the other. */
async function interruptTwice(args: readonly string[], place: string): Promise<void> {
  await interrupt(args, place, 'SIGINT');
  await interrupt([...args, '--resume'], place, 'SIGTERM');
}

describe('an experiment interrupted by either signal', () => {
  beforeAll(() => writeSweep(SWEEP, 10, '1 day'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(KINDS)('%s continues where it was', async (kind, args) => {
    const [whole, broken] = [join(folder, `${kind}-whole`), join(folder, `${kind}-broken`)];
    expect(meridian(...args, '--out', whole).code).toBe(0);
    await interruptTwice([...args, '--out', broken], broken);
    const kept = keptIn(broken).length;
    expect(meridian(...args, '--out', broken, '--resume').code).toBe(0);
    expect(contentsOf(broken)).toEqual(contentsOf(whole));
    expect(keptIn(whole).length).toBeGreaterThan(kept);
  });

  it('baseline save and check continue where they were, and leave nothing but the baseline', async () => {
    const [whole, broken] = [join(folder, 'whole.json'), join(folder, 'broken.json')];
    const save = (path: string) => ['baseline', 'save', 'scenarios/first-steps', path, ...SHORT, '40'];
    expect(meridian(...save(whole)).code).toBe(0);
    await interruptTwice(save(broken), `${broken}.replications`);
    expect(existsSync(broken)).toBe(false);
    expect(meridian(...save(broken), '--resume').code).toBe(0);
    expect(readFileSync(broken, 'utf8')).toBe(readFileSync(whole, 'utf8'));
    const check = ['baseline', 'check', 'scenarios/first-steps', whole];
    await interruptTwice(check, `${whole}.replications`);
    expect(meridian(...check, '--resume').code).toBe(0);
    expect(readdirSync(folder).filter((name) => name.endsWith('.replications'))).toEqual([]);
  });
});

/** Starts a command, and waits until it listens to signals. */
async function startHeeding(args: readonly string[]): Promise<Running> {
  const one = start(args, { NODE_OPTIONS: `--require=${join(ROOT, 'tests/apps/cli/heeded.cjs')}` });
  while (!one.err().includes('heeded') && one.child.exitCode === null) await setTimeout(5);
  return one;
}

describe('a command that keeps nothing while it works', () => {
  const place = newFolder();
  const out = join(place, 'out');
  const LONG = join(newFolder(), 'long.yaml');
  beforeAll(() => {
    const text = readFileSync(join(ROOT, 'scenarios/bench-mmc/scenario.yaml'), 'utf8');
    writeFileSync(LONG, text.replace('horizon: 1 day', 'horizon: 100 days'));
  });
  afterAll(() => {
    for (const folder of [place, dirname(LONG)]) rmSync(folder, { recursive: true, force: true });
  });

  it.each(SIGNALS)('run ends at %s and leaves nothing behind', async (signal) => {
    const one = await startHeeding(['run', 'scenarios/css-2014', '--out', out]);
    while (readdirSync(place).length === 0) await setTimeout(5);
    one.kill(signal);
    expect(await one.ended).toBe(130);
    expect(one.err()).toBe('heeded\ninterrupted: nothing was written, and earlier results are unchanged\n');
    expect(readdirSync(place)).toEqual([]);
  });

  it.each(SIGNALS)('run --batch-means ends at %s and leaves nothing behind', async (signal) => {
    const one = await startHeeding(['run', LONG, '--batch-means', '--out', out]);
    one.kill(signal);
    expect(await one.ended).toBe(130);
    expect(one.err()).toBe('heeded\ninterrupted: nothing was written\n');
    expect(readdirSync(place)).toEqual([]);
  });

  it.each(SIGNALS)('rare ends at %s', async (signal) => {
    const question = ['--event', 'wait of all > 4 min', '--threads', '1'];
    const one = await startHeeding(['rare', 'scenarios/bench-mmc', ...question]);
    one.kill(signal);
    expect(await one.ended).toBe(130);
    expect(one.err()).toBe('heeded\ninterrupted: nothing was written\n');
    expect(one.out()).toBe('');
  });

  // These commands never wait, so they cannot react to a signal: the system ends them at once.
  it.each(SIGNALS)('prove ends at once at %s and leaves nothing behind', async (signal) => {
    const one = start(['prove', 'scenarios/css-2014', '--out', out]);
    await setTimeout(1500);
    one.kill(signal);
    await one.ended;
    expect(one.child.signalCode).toBe(signal);
    expect(one.err() + one.out()).toBe('');
    expect(readdirSync(place)).toEqual([]);
  });

  it('ends at once at a second signal, without waiting for the replication in hand', async () => {
    const one = start(['run', 'scenarios/css-2014', '--replications', '9', '--threads', '1', '--out', out]);
    while (keptIn(out).length === 0 && one.child.exitCode === null) await setTimeout(5);
    one.kill('SIGINT');
    await setTimeout(100);
    one.kill('SIGTERM');
    expect(await one.ended).toBe(130);
    expect(one.err()).toBe('');
  });
});
