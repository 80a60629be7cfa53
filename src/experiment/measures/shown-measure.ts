import { isOfAllCases } from './channel-waits.ts';
import type { Measure } from './measure.ts';

/** What results say of a measure. */
export interface ShownMeasure extends Pick<Measure, 'id' | 'title' | 'unit' | 'better'> {
  /** `all`: of all cases, or the wait of all cases of one channel. `some`: of a segment or of other cases. */
  readonly of: 'all' | 'some';
}

export function shownMeasure(measure: Measure): ShownMeasure {
  const { better, id, title, unit } = measure;
  return { id, title, unit, better, of: isOfAllCases(measure) ? 'all' : 'some' };
}
