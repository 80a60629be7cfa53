import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { targetVerdicts } from '#planning';
import type { Summary } from '#statistics';
import { controlsOf } from '../../../src/planning/targets/work-control.ts';
import { loadScenario, runInMemory } from '../../running.ts';
import { scenarioOf } from '../../validation/judge.ts';
import { minutes, queueText, scenarioText } from '../../validation/scenario-text.ts';

const DAY_MS = 86_400_000;
const TARGET = 'targets: { soon: { of: answer, channel: phone, severity: all, within: 4 min, target: 0.7 } }';

/** Ten agents who are always busy, and customers who give up. `handle`: of calls; `more`: further keys of the file. */
function busy(handle: string, more = ''): Scenario {
  const text = queueText({
    agents: 10,
    rate: 1.2,
    handle,
    patience: `exponential ${minutes(10)}`,
    more: `${TARGET}\n${more}`,
  });
  return scenarioOf({ text: scenarioText(text, DAY_MS) });
}

function runOf(scenario: Scenario, replication = 0): Summary {
  return runInMemory(scenario, { seed: `${replication}` }).summary;
}

function ofOlderBuild(summary: Summary): Summary {
  const { everyS = 0, rows = [] } = summary.judgedOverTime ?? {};
  return { ...summary, judgedOverTime: { everyS, rows } };
}

/** Of the only queue: the control, and how many cases were late, by stretch. */
function seen(summary: Summary, scenario: Scenario) {
  const [row] = summary.judgedOverTime?.rows ?? [];
  const late = row?.judged.map((count, i) => count - (row.met[i] ?? 0)) ?? [];
  return { control: controlsOf(summary, scenario, DAY_MS)([0]), late };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

describe('the work that a summary says', () => {
  it('is the number of arrivals where each takes as long, also after a warm-up', () => {
    for (const more of ['', 'warmUp: { for: 5 h }']) {
      const { hourly, judgedOverTime, total } = runOf(busy('fixed 8 min', more));
      const { everyS = 0, work = [] } = judgedOverTime ?? {};
      expect(work).toHaveLength(1);
      expect(work[0]).toMatchObject({ segment: 'customers', channel: 'phone' });
      const perHour = 3600 / everyS;
      const drawn = work[0]?.drawn ?? [];
      const hours = Array.from({ length: drawn.length / perHour }, (_, hour) =>
        drawn.slice(hour * perHour, (hour + 1) * perHour).reduce((sum, one) => sum + one, 0),
      );
      expect(hours).toEqual(hourly.arrived.slice(-hours.length));
      expect(hours).toHaveLength(more === '' ? 24 : 19);
      expect(hours.reduce((sum, one) => sum + one, 0)).toBe(total.arrived);
    }
  });

  it('is left out if nothing is judged, and is in the scenario for each of its streams', () => {
    const { targets: _, ...unjudged } = busy('fixed 8 min');
    expect(runOf(unjudged).judgedOverTime).toBeUndefined();
    const steps = { ...loadScenario('first-steps'), horizonMs: DAY_MS };
    const { segments, streams } = steps;
    expect(runOf(steps).judgedOverTime?.work?.map(({ channel, segment }) => [segment, channel])).toEqual(
      streams.map(({ channel, segment }) => [segments[segment]?.id, channel]),
    );
  });
});

describe('what of a share is explained by the work that arrived', () => {
  const scenario = busy('exponential 8 min');

  it('is known by a control whose mean is 0, and which moves with the cases that are late', () => {
    const runs = Array.from({ length: 60 }, (_, replication) => seen(runOf(scenario, replication), scenario));
    const controls = runs.map(({ control }) => meanOf(control ?? []));
    const deviation = Math.sqrt(meanOf(controls.map((one) => (one - meanOf(controls)) ** 2)));
    expect(Math.abs(meanOf(controls))).toBeLessThan((3 * deviation) / Math.sqrt(runs.length));
    const late = runs.map((run) => meanOf(run.late));
    const deviationOfLate = Math.sqrt(meanOf(late.map((one) => (one - meanOf(late)) ** 2)));
    const together = meanOf(late.map((one, i) => (one - meanOf(late)) * (controls[i] ?? 0)));
    expect(together / deviation / deviationOfLate).toBeGreaterThan(0.7);
  });

  it('narrows the interval, also where the run was stored, and is not needed for the verdict of runs of older builds', () => {
    const ratios = Array.from({ length: 20 }, (_, replication) => {
      const summary = runOf(scenario, replication);
      const [known, unknown] = [summary, ofOlderBuild(summary)].map((one) => {
        const [verdict] = targetVerdicts(one, scenario);
        const [low = 0, high = 1] = verdict?.interval ?? [];
        return { share: verdict?.share, width: high - low };
      });
      expect(known?.share).toBe(unknown?.share);
      const stored = JSON.parse(JSON.stringify(summary)) as Summary;
      expect(targetVerdicts(stored, scenario)).toEqual(targetVerdicts(summary, scenario));
      return (known?.width ?? 1) / (unknown?.width ?? 1);
    });
    expect(meanOf(ratios)).toBeLessThan(0.85);
    expect(Math.max(...ratios)).toBeLessThan(1.1);
  });

  it('is not known if arrivals have no known mean, if the run ended of too many cases, or in older builds', () => {
    const summary = runOf(scenario);
    const controlOf = (of: Summary, wanted: Scenario) => controlsOf(of, wanted, DAY_MS)([0]);
    expect(controlOf(summary, scenario)).not.toBeNull();
    const intervals = { kind: 'gamma', mean: 1, shape: 2 } as const;
    const streams = scenario.streams.map((stream) => ({ ...stream, intervals }));
    expect(controlOf(summary, { ...scenario, streams } as Scenario)).toBeNull();
    const overload = { endedAfterHours: 24 } as NonNullable<Summary['overload']>;
    expect(controlOf({ ...summary, overload }, scenario)).toBeNull();
    expect(controlOf(ofOlderBuild(summary), scenario)).toBeNull();
  });
});
