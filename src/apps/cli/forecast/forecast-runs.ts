import { splitVariance, type VarianceSplit } from '#calibration';
import { type Measure, measuresOf, replicate } from '#experiment';
import { refuse } from '../../shared/problem.ts';
import { createThreadExecutor } from '../../shared/threads/thread-executor.ts';
import type { ForecastScenarios } from './forecast-overlay.ts';

const SPLIT = ['service level', 'speed of answer', 'abandonment', 'sojourn', 'unanswered'];

/**
 * Runs a forecast with rates that are drawn and with rates that are certain, with the same random numbers, and says how much of the spread from
 * run to run is due to the forecast.
 */
export async function splitOfRuns(
  { drawn, fixed }: ForecastScenarios,
  runs: number,
  threads: number,
): Promise<readonly VarianceSplit[]> {
  const measures = measuresOf(drawn.segments).filter(({ id }) => SPLIT.includes(id));
  const executor = createThreadExecutor(threads);
  try {
    await executor.begin([drawn, fixed]);
    const outcome = await replicate(
      {
        measures: [measures, measures],
        seed: drawn.seed,
        level: 0.95,
        stopping: { minimum: runs, maximum: runs, precision: null, measures: [] },
      },
      executor,
      { known: [], add: () => {} },
      { isInterrupted: () => false, done: () => {} },
    );
    const [failed] = outcome.failures;
    if (failed !== undefined) return refuse(failed.cause, 'run the scenario on its own to see why');
    const [ofDrawn = [], ofFixed = []] = outcome.records;
    const valuesOf = (records: typeof ofDrawn, { id }: Measure) =>
      records.flatMap(({ contributions }) => {
        const one = contributions[id] ?? null;
        return one === null || one.denominator === 0 ? [] : [one.numerator / one.denominator];
      });
    return measures.flatMap((measure) => {
      const { id, title, unit } = measure;
      const [one, other] = [valuesOf(ofDrawn, measure), valuesOf(ofFixed, measure)];
      if (one.length !== other.length) return [];
      return splitVariance({ id, title, unit, drawn: one, fixed: other }) ?? [];
    });
  } finally {
    await executor.end();
  }
}
