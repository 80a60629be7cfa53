import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '#base';
import type { Target } from '#domain';
import { wantedShares } from '#experiment';
import type { Estimate, Summary } from '#statistics';
import { replicatedVerdicts, targetVerdicts } from '../../../src/planning/targets/target-verdicts.ts';
import { kindOfCases, shareOf, targetText } from '../../../src/report/answer/target-words.ts';
import { steadyRun } from '../../generators/judged-run.ts';
import { worldScenario } from '../../generators/world-scenario.ts';

const scenario = worldScenario({});
const [segment] = scenario.segments;
const [level] = scenario.serviceLevels;

/** A cell of the first segment and the first service level. */
function cellsWith(judged: number, serviceLevel: number): Summary['cells'] {
  const id = `${segment?.id}/${level?.channel}/${level?.severity}`;
  return [{ id, judged, serviceLevel } as Summary['cells'][number]];
}

function verdictOf(judged: number, share: number) {
  return targetVerdicts(steadyRun({ cells: cellsWith(judged, share) }), scenario)[0];
}

describe('wilsonInterval', () => {
  it('gives the published interval', () => {
    // Agresti and Coull, The American Statistician 52 (1998): 0 of 20 gives an upper bound of 0.161.
    expect(wilsonInterval(0, 20)[0]).toBe(0);
    expect(wilsonInterval(0, 20)[1]).toBeCloseTo(0.1611, 3);
    const [low, high] = wilsonInterval(0.5, 100);
    expect(low).toBeCloseTo(0.4038, 3);
    expect(high).toBeCloseTo(0.5962, 3);
  });

  it('is the whole range if nothing was observed', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe('targetVerdicts', () => {
  const wanted = level?.target ?? 0;

  it('calls a target met or missed only if the interval of the share lies on one side of it', () => {
    expect(verdictOf(10_000, wanted - 0.05)?.state).toBe('missed');
    expect(verdictOf(10_000, Math.min(1, wanted + 0.05))?.state).toBe('met');
    expect(verdictOf(10_000, wanted - 0.001)?.state).toBe('too close to call');
    expect(verdictOf(10_000, Math.min(1, wanted + 0.001))?.state).toBe('too close to call');
    expect(verdictOf(50, wanted - 0.01)?.state).toBe('too short');
  });

  it('gives no verdict for a target that judged no case', () => {
    expect(targetVerdicts(steadyRun({}), scenario)).toEqual([]);
    expect(targetVerdicts(steadyRun({ cells: cellsWith(0, 0) }), scenario)).toEqual([]);
  });

  it('sorts the target that most cases miss to the front', () => {
    const [first, second] = scenario.serviceLevels;
    const cell = (of: typeof first, judged: number, serviceLevel: number) =>
      ({
        id: `${segment?.id}/${of?.channel}/${of?.severity}`,
        judged,
        serviceLevel,
      }) as Summary['cells'][number];
    const cells = [cell(first, 1_000, 0.5), cell(second, 100_000, 0.5)];
    const found = targetVerdicts(steadyRun({ cells }), scenario);
    expect(found.map(({ judged }) => judged)).toEqual([100_000, 1_000]);
  });

  it('sorts the target whose share is closest to it to the front, where all shares are as wanted', () => {
    const [first, second] = scenario.serviceLevels;
    const id = (of: typeof first) => `${segment?.id}/${of?.channel}/${of?.severity}`;
    // Ten points of 40 cases are fewer cases than one point of 1,000.
    const cells = [
      { id: id(first), judged: 40, serviceLevel: (first?.target ?? 0) + 0.1 },
      { id: id(second), judged: 1_000, serviceLevel: (second?.target ?? 0) + 0.01 },
    ] as unknown as Summary['cells'];
    const found = targetVerdicts(steadyRun({ cells }), scenario);
    expect(found.map(({ judged, state }) => [judged, state])).toEqual([
      [1_000, 'too close to call'],
      [40, 'too short'],
    ]);
  });

  it('judges a target with its own clock for each segment', () => {
    const target: Target = {
      id: 'fix',
      of: 'resolution',
      channels: ['phone'],
      severities: ['A'],
      withinMs: 1,
      target: 0.9,
      pauses: [],
    };
    const row = { id: 'fix', of: 'resolution', judged: 500, met: 300, attainment: 0.6, target: 0.9 } as const;
    const targets = [
      { ...row, segment: null },
      { ...row, segment: segment?.id ?? '' },
    ];
    const [verdict, ...others] = targetVerdicts(steadyRun({ targets }), { ...scenario, targets: [target] });
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ id: 'fix', state: 'missed', judged: 500, share: 0.6 });
  });
});

describe('targets of other kinds', () => {
  const base: Omit<Target, 'id' | 'of' | 'target'> = {
    channels: ['phone'],
    severities: ['A', 'B', 'C'],
    pauses: [],
  };
  const lost: Target = { ...base, id: 'lost', of: 'abandonment', target: 0.95 };
  const left: Target = { ...base, id: 'left', of: 'backlog', target: 0.9, casesMax: 40, dayEndsMs: [] };
  const solved: Target = {
    ...base,
    id: 'solved',
    of: 'resolution',
    target: 0.9,
    withinMs: 8 * 3_600_000,
    hours: [],
  };
  const judge = (target: Target, judged: number, met: number) => {
    const row = {
      id: target.id,
      of: target.of,
      judged,
      met,
      attainment: met / judged,
      target: target.target,
    };
    const targets = [{ ...row, segment: segment?.id ?? '' }];
    return targetVerdicts(steadyRun({ targets }), { ...scenario, targets: [target] })[0];
  };

  it('say abandonment as the share that gave up, which is to be at most the wanted one', () => {
    const missed = judge(lost, 1_000, 900);
    expect(missed).toMatchObject({ state: 'missed', share: 0.1, wanted: 0.05 });
    expect(missed?.interval[0]).toBeLessThan(0.1);
    expect(missed?.interval[1]).toBeGreaterThan(0.1);
    expect(judge(lost, 1_000, 990)?.state).toBe('met');
    expect(judge(lost, 40, 38)?.state).toBe('too short');
    expect(judge(lost, 20, 19)?.state).toBe('too few cases');
    expect(missed && shareOf(missed)).toBe('10.0 % gave up, at most 5.0 % wanted (1,000 cases)');
  });

  it('say a backlog by its days', () => {
    const verdict = judge(left, 14, 3);
    expect(verdict).toMatchObject({ state: 'missed', judged: 14, judgedOf: 'days' });
    expect(verdict && shareOf(verdict)).toBe(
      'at most 40 unanswered at the end of 21.4 % of days, 90.0 % wanted (14 days)',
    );
  });

  it('say business hours, and of which cases a share of resolutions is', () => {
    const verdict = judge(solved, 100, 50);
    expect(verdict && shareOf(verdict)).toBe(
      '50.0 % of those resolved were resolved within 8 h of its business hours, 90.0 % wanted (100 cases)',
    );
    expect(verdict && targetText(verdict)).toBe('90.0 % resolved within 8 h of its business hours');
  });

  it('leave segments out that they are not of', () => {
    const [, other] = scenario.segments;
    const row = { id: 'lost', of: 'abandonment', judged: 9, met: 1, attainment: 1 / 9, target: 0.95 };
    const targets = [{ ...row, segment: other?.id ?? '' }];
    const only = { ...scenario, targets: [{ ...lost, segments: [0] }] };
    expect(targetVerdicts(steadyRun({ targets }), only)).toEqual([]);
  });

  it('are judged over replications by measures that experiments have, each of them', () => {
    const all = { ...scenario, targets: [{ ...lost, segments: [0] }, left, solved] };
    const asked: string[] = [];
    const estimate: Estimate = { mean: 0.9, halfWidth: 0.01, deviation: 0.01, count: 5, level: 0.95 };
    const verdicts = replicatedVerdicts(all, 5, (id) => {
      asked.push(id);
      return id.startsWith('target lost') ? estimate : null;
    });
    expect(asked).toEqual(wantedShares(all).map(({ measure }) => measure.id));
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]).toMatchObject({ state: 'missed', share: 0.1, judged: 5, judgedOf: 'replications' });
    expect(verdicts[0] && shareOf(verdicts[0])).toBe('10.0 % ± 1.0 points gave up, at most 5.0 % wanted');
    const wide = replicatedVerdicts(all, 2, (id) =>
      id.startsWith('target lost') ? { ...estimate, halfWidth: 0.4, count: 2 } : null,
    );
    expect(wide[0] && shareOf(wide[0])).toBe('10.0 % (0.0 to 50.0) gave up, at most 5.0 % wanted');
  });
});

describe('kindOfCases', () => {
  it('names channels and severities unless all are meant', () => {
    expect(kindOfCases({ channels: ['phone'], severities: ['A', 'B'] })).toBe('phone, severity A, B');
    expect(kindOfCases({ channels: ['phone', 'e-mail', 'web'], severities: ['A', 'B', 'C'] })).toBe(
      'all cases',
    );
  });
});
