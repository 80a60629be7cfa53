import { describe, expect, it } from 'vitest';
import { keptScenarioJson } from '#scenario';
import {
  audit,
  BadArgument,
  compare,
  prove,
  readScenario,
  replicate,
  simulate,
  verify,
} from '../../../src/index.ts';
import { successOf } from '../../running.ts';

const scenario = successOf(readScenario('scenarios/german-night'));
/** As `scenario.json` holds it, with calendars by the week. */
const inWeeks = JSON.parse(keptScenarioJson(successOf(readScenario('scenarios/three-centres')))) as unknown;
const short = { ...scenario, horizonMs: 6 * 3_600_000 };

/** Everything that a call lists as wrong with its arguments. */
function problemsOf(call: () => unknown): readonly string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof BadArgument) return error.problems;
    throw error;
  }
  return [];
}

describe('what is no scenario', () => {
  it.each([
    ['an empty object', {}, 'scenario: '],
    ['nothing', undefined, 'scenario is missing, not a scenario'],
    ['a path', 'scenarios/german-night', 'scenario is a string, not a scenario'],
    ['the result of a reader', readScenario('scenarios/german-night'), 'scenario: '],
    ['a copy without a horizon', { ...scenario, horizonMs: 0 }, 'horizonMs'],
    ['a copy with half a millisecond', { ...scenario, horizonMs: 0.5 }, 'horizonMs'],
    [
      'a copy whose horizon is no number',
      { ...scenario, horizonMs: Number.NaN },
      'horizonMs: NaN is not a finite number',
    ],
    [
      'a copy with an infinite number where there may be none',
      {
        ...scenario,
        routing: { ...scenario.routing, stages: [{ when: { waiting: Number.POSITIVE_INFINITY } }] },
      },
      'routing.stages.0.when.waiting: Infinity is not a finite number',
    ],
    ['what a run keeps, with calendars by the week', inWeeks, 'format: expected 2, not 3'],
    ['a copy with a group of no centre', { ...scenario, centres: [] }, ''],
  ])('%s is refused with a sentence and a remedy by every function', async (_, given, sentence) => {
    const wrong = given as never;
    for (const call of [() => simulate(wrong), () => prove(wrong)]) {
      const problems = problemsOf(call);
      expect(problems.join('\n')).toContain(sentence);
      expect(problems[0]).toMatch(/give what readScenario or parseScenario returns/);
    }
    for (const result of [
      audit(new Uint8Array(8), wrong),
      await replicate(wrong),
      await compare([scenario, wrong]),
    ]) {
      expect(result.ok).toBe(false);
      if (!result.ok)
        expect(String(result.problem)).toMatch(/give what readScenario or parseScenario returns/);
    }
  });
});

describe('options', () => {
  it.each([-1, 1.5, Number.NaN, 2 ** 32, '1', null])('replication %s is refused', (replication) => {
    expect(problemsOf(() => simulate(short, { replication: replication as number }))[0]).toMatch(
      /^replication: .* is not a whole number from 0 to 4294967295$/,
    );
  });

  it('all wrong ones are listed at once', () => {
    const options = { replication: -1, seed: 7, onProgress: true, preference: () => 0 } as never;
    expect(problemsOf(() => simulate(short, options))).toHaveLength(4);
  });

  it('a changed scenario that makes sense is simulated', () => {
    const run = simulate(short, { replication: 3 });
    expect(run.summary.replication).toBe(3);
    expect(run.summary.cases).toBeGreaterThan(0);
  });

  it('a preference whose rank is infinite is refused, since infinite ranks cannot be compared', () => {
    const preference = { name: 'nowhere', rank: () => Number.POSITIVE_INFINITY };
    expect(() => simulate(short, { preference })).toThrow(
      'the preference nowhere returned Infinity for a group; it must return a finite number',
    );
  });
});

describe('files', () => {
  it('a folder that is no bundle is not verified', async () => {
    for (const folder of ['/nonexistent', 'scenarios/german-night', 7 as never]) {
      const found = await verify(folder);
      expect(found.ok).toBe(false);
    }
  });

  it('a ledger that is no Uint8Array is refused', () => {
    const judged = audit('ledger.bin' as never, scenario);
    expect(judged).toEqual({
      ok: false,
      problem: 'ledger is a string, not a Uint8Array: give the bytes of the file',
    });
  });
});
