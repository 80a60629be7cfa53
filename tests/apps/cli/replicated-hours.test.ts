import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lateCount, lateOverReplications } from '../../../src/apps/cli/commands/replicate.ts';
import { withThreads } from '../../../src/apps/shared/threads/thread-pool.ts';
import { loadScenario } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

interface Printed {
  readonly answer: { readonly sentences: readonly string[] };
  readonly measures: readonly { readonly title: string; readonly of: string }[];
}

/** `run --replications` of three nights and days of the planner's scenario. */
function replicated(...more: readonly string[]): Printed {
  const args = ['scenarios/three-centres', '--until', '3 days', '--replications', '3', '--json', ...more];
  const { code, out } = meridian('run', ...args, '--out', join(newFolder(), 'often'));
  expect(code).toBe(0);
  return JSON.parse(out) as Printed;
}

describe('run --replications', () => {
  const one = replicated('--threads', '1');

  it('tells the worst hours of the worst target over all replications, whatever the number of threads', () => {
    const sentence = one.answer.sentences.find((text) => text.startsWith('In all 3 replications together'));
    expect(sentence).toMatch(/(all|\d+ % of the) [\d,]+ late or unanswered (calls|cases|e-mails) came/);
    expect(sentence).toContain('(Europe/Berlin)');
    expect(replicated('--threads', '2').answer).toEqual(one.answer);
  }, 60_000);

  it('tells waits by channel wherever cases come by several, and the others in files only', () => {
    const titles = one.measures.filter(({ of }) => of !== 'mixed').map(({ title }) => title);
    const waits = titles.filter((title) => /^(Speed of answer|Wait\b)/.test(title));
    expect(waits).toContain('Speed of answer, phone');
    expect(waits).toContain('Speed of answer, Germany (e-mail)');
    expect(waits.filter((title) => !/(phone|e-mail|web)\)?$/.test(title))).toEqual([]);
  });

  it('counts late cases exactly, although shares are rounded', () => {
    const [judged, late] = [1477, 30];
    const share = Number((1 - late / judged).toFixed(6));
    const contributions = { share: { numerator: share * judged, denominator: judged } };
    const record = { scenario: 0, replication: 0, contributions, isUnstable: false };
    expect(judged - share * judged).toBeLessThan(late);
    expect(lateCount([record, record], 'share')).toBe(2 * late);
  });

  it('stops at once if it is interrupted while it looks for the hours, and says how to continue', async () => {
    // To finish these replications would take minutes.
    const run = { scenario: loadScenario('three-centres'), seed: '7', replications: 2000, target: 'any' };
    const signal = AbortSignal.timeout(50);
    const found = withThreads(1, (pool) =>
      lateOverReplications(run, { isQuiet: true, pool, signal, unfinished: 'kept' }),
    );
    const message = 'interrupted: all replications are kept in kept; --resume continues';
    await expect(found).rejects.toThrow(message);
  }, 30_000);
});
