import { describe, expect, it } from 'vitest';
import type { Target } from '#domain';
import type { Summary } from '#statistics';
import { kindOfCases, targetVerdicts } from '../../src/report/target-verdicts.ts';
import { wilsonInterval } from '../../src/report/wilson.ts';
import { worldScenario } from '../generators/world-scenario.ts';

const scenario = worldScenario({});
const [segment] = scenario.segments;
const [level] = scenario.serviceLevels;

/** A cell of the first segment and the first service level. */
function cellsWith(judged: number, serviceLevel: number): Summary['cells'] {
  const id = `${segment?.id}/${level?.channel}/${level?.severity}`;
  return [{ id, judged, serviceLevel } as Summary['cells'][number]];
}

function verdictOf(judged: number, share: number) {
  return targetVerdicts({ cells: cellsWith(judged, share) }, scenario)[0];
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
    expect(verdictOf(20, wanted - 0.01)?.state).toBe('too close to call');
    expect(verdictOf(20, Math.min(1, wanted + 0.01))?.state).toBe('too close to call');
  });

  it('gives no verdict for a target that judged no case', () => {
    expect(targetVerdicts({ cells: [] }, scenario)).toEqual([]);
    expect(targetVerdicts({ cells: cellsWith(0, 0) }, scenario)).toEqual([]);
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
    const found = targetVerdicts({ cells }, scenario);
    expect(found.map(({ cases }) => cases)).toEqual([100_000, 1_000]);
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
    const [verdict, ...others] = targetVerdicts({ cells: [], targets }, { ...scenario, targets: [target] });
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ id: 'fix', state: 'missed', cases: 500, share: 0.6 });
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
