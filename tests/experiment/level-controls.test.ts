import { describe, expect, it } from 'vitest';
import {
  askedOf,
  createJobRunner,
  estimateOfSeen,
  type JobSummary,
  measureNamed,
  type ReplicationRecord,
} from '#experiment';
import { estimateMean, estimateRatio } from '#statistics';
import { loadScenario, sha256, successOf } from '../running.ts';

const MEASURES = [
  'service level',
  'service level/phone',
  'service level/germany/phone',
  'service level/e-mail',
];

/** Replications of the scenario, with contributions to the measures. */
function replicationsOf(name: string, count: number, measures: readonly string[]) {
  const scenario = loadScenario(name);
  const named = measures.map((one) => successOf(measureNamed(one, scenario.segments, null, scenario)));
  const run = createJobRunner([scenario], sha256);
  return Array.from({ length: count }, (_, replication) => {
    const result = run({ scenario: 0, seed: 'controls', replication, ...askedOf(named) });
    if ('failed' in result) throw new Error(result.failed);
    const { summary } = result;
    return {
      scenario: 0,
      replication,
      isUnstable: false,
      contributions: Object.fromEntries(named.map((one) => [one.id, one.contribution(summary)])),
      ...controlsIn(summary),
    };
  });
}

function controlsIn({ controls }: JobSummary): Pick<ReplicationRecord, 'controls'> {
  return controls === undefined ? {} : { controls };
}

describe('controls of service levels', () => {
  const records = replicationsOf('three-centres', 40, MEASURES);
  const controlsOf = (id: string) => records.map(({ controls }) => controls?.[id] ?? Number.NaN);

  it('have the mean 0', () => {
    for (const id of ['', '/phone', '/germany/phone']) {
      const { deviation, mean } = estimateMean(controlsOf(id), 0.95);
      expect(Math.abs(mean), id).toBeLessThan((3 * deviation) / Math.sqrt(records.length));
      expect(deviation, id).toBeGreaterThan(0);
    }
  });

  it('make the intervals of levels narrower that vary by what arrives, with the same mean', () => {
    for (const id of MEASURES.slice(0, 3)) {
      const controlled = estimateOfSeen(records, id, 0.95);
      const plain = estimateRatio(
        records.flatMap(({ contributions }) => {
          const own = contributions[id];
          return own == null ? [] : [{ numerator: own.numerator, denominator: own.denominator }];
        }),
        0.95,
      );
      if (controlled === null || plain === null) throw new Error(`${id} is measured`);
      expect(controlled.halfWidth, id).toBeLessThan(0.75 * plain.halfWidth);
      expect(Math.abs(controlled.mean - plain.mean), id).toBeLessThan(plain.halfWidth);
    }
  });

  it('leave a level to itself of which the formula expects that hardly any case is late', () => {
    expect(records.every(({ controls }) => controls?.['/e-mail'] === undefined)).toBe(true);
  });

  it('are the same whatever else is asked for, and in whatever order replications are made', () => {
    const [, , third] = records;
    const alone = replicationsOf('three-centres', 3, ['service level/phone'])[2];
    expect(alone?.controls?.['/phone']).toBe(third?.controls?.['/phone']);
  });

  it('are those of the scenario’s own cases, where some are open at the start', () => {
    const [first] = replicationsOf('wednesday-morning', 1, ['service level']);
    for (const control of Object.values(first?.controls ?? {})) expect(Math.abs(control)).toBeLessThan(1);
  });

  it('do not exist where an overload has ended the run', () => {
    const scenario = { ...loadScenario('three-centres'), mostWaiting: 3 };
    const result = createJobRunner([scenario], sha256)({ scenario: 0, seed: '1', replication: 0 });
    expect('summary' in result && result.summary.overload?.endedAfterHours).toBeGreaterThan(0);
    expect('summary' in result && result.summary.controls).toBeUndefined();
  });

  it('do not exist where cases are replayed or arrive at intervals of another distribution', () => {
    const scenario = loadScenario('bench-mmc');
    const { intervals: _, ...stream } = scenario.streams[0] ?? {};
    const renewal = {
      ...scenario,
      streams: [{ ...stream, intervals: { kind: 'erlang', mean: 1, shape: 2 } }],
      horizonMs: 3_600_000,
    } as typeof scenario;
    const result = createJobRunner([renewal], sha256)({ scenario: 0, seed: '1', replication: 0 });
    expect('summary' in result && result.summary.controls).toBeUndefined();
  });
});
