import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import {
  type Baseline,
  baselineOf,
  type LeftMeasure,
  leftOf,
  measuresOfBaseline,
  readBaseline,
} from '#experiment';
import { parseDuration } from '#scenario';
import { type Answer, answered, known } from './arguments.ts';
import { chosenMeasures, experiment, type RunsOptions, refuseStrangers } from './experiment.ts';
import type { ReplicateOptions } from './replicate.ts';

/** Which measures have left the intervals of a baseline. */
export interface BaselineCheck {
  /** Measures of the baseline. */
  readonly checked: number;
  /** In the order of the baseline. */
  readonly left: readonly LeftMeasure[];
}

/**
 * Measures a scenario, and returns what `meridian baseline save` writes: the interval of every measure, as plain JSON. Fails like `replicate`, and
 * once the signal is aborted.
 *
 * @example
 * const kept = await baseline(scenario, { measures: ['service level'] });
 * if (kept.ok) writeFileSync('base.json', JSON.stringify(kept.value));
 */
export async function baseline(scenario: Scenario, options: ReplicateOptions = {}): Answer<Baseline> {
  return answered(async () => {
    refuseStrangers([scenario]);
    const asked = { measures: chosenMeasures([scenario], options.measures) };
    return experiment(
      [scenario],
      options,
      asked,
      async ({ level, records, replications, seed }, { measures }) => {
        const [made = []] = await records([scenario], measures);
        return baselineOf(
          { scenario: scenario.name, seed, replications, level, until: null },
          made,
          measures,
        );
      },
    );
  });
}

/**
 * Measures a scenario again as the baseline says, and compares. `kept`: what `baseline` returned, or what the file of `meridian baseline save`
 * holds. Fails like `replicate`, if `kept` is no baseline, and once the signal is aborted.
 *
 * @example
 * const found = await checkBaseline(scenario, JSON.parse(readFileSync('base.json', 'utf8')));
 * if (found.ok) for (const { id, now } of found.value.left) console.log(`${id} is now ${now}`);
 */
export async function checkBaseline(
  scenario: Scenario,
  kept: Baseline,
  options: Omit<RunsOptions, 'level' | 'replications' | 'seed'> = {},
): Answer<BaselineCheck> {
  return answered(async () => {
    refuseStrangers([scenario]);
    const read = readBaseline(kept, 'baseline');
    const from = known(read.ok ? read : failure([`${read.problem.message}; ${read.problem.remedy}`]));
    const part = known(partOf(scenario, from));
    const { level, replications, seed } = from;
    const asked = { measures: success(measuresOfBaseline(from, part)) };
    const how = { ...options, level, replications, seed };
    return experiment([part], how, asked, async ({ records }, { measures }) => {
      const [made = []] = await records([part], measures);
      return { checked: Object.keys(from.measures).length, left: leftOf(from, measures, made) };
    });
  });
}

/** The part of the scenario that the baseline was made from. */
function partOf(scenario: Scenario, { until }: Baseline): Result<Scenario, readonly string[]> {
  if (until === null) return success(scenario);
  const duration = parseDuration(until);
  if (!duration.ok || duration.value <= 0)
    return failure([`baseline: until ${until} is not a duration; make one with \`meridian baseline save\``]);
  if (duration.value <= scenario.horizonMs) return success({ ...scenario, horizonMs: duration.value });
  return failure([
    `baseline: it was made until ${until}, and the scenario ends earlier; lengthen its horizon`,
  ]);
}
