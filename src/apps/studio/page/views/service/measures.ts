import { HOUR_MS, NOTHING } from '#base';
import type { ServiceAnswer } from '../../../chronicle/service-figures.ts';
import { count, duration, oneDigit, share } from '../../format.ts';

/** What charts by hour of the run and maps by hour of the week show. */
export interface HourMeasure {
  readonly of: keyof ServiceAnswer['hours'];
  readonly chart: string;
  readonly heat: string;
  readonly unit: keyof typeof UNITS;
  /** Class of its curve. */
  readonly style: string;
  /** Which values mean more strain. */
  readonly worse: 'more' | 'less';
  /** Height of the chart, px. */
  readonly height: number;
  /** Maximum of the axis; null: determined by the data. */
  readonly most: number | null;
}

export const MEASURES: readonly HourMeasure[] = [
  {
    of: 'arrived',
    chart: 'Arrivals per hour',
    heat: 'Mean arrivals',
    unit: 'cases',
    style: 'arrivals-area',
    worse: 'more',
    height: 110,
    most: null,
  },
  {
    of: 'waiting',
    chart: 'Cases waiting (mean over the hour)',
    heat: 'Cases waiting',
    unit: 'cases',
    style: 'waiting-area',
    worse: 'more',
    height: 130,
    most: null,
  },
  {
    of: 'serviceLevel',
    chart: 'Service level',
    heat: 'Service level',
    unit: 'share',
    style: 'level-line',
    worse: 'less',
    height: 110,
    most: 1,
  },
  {
    of: 'waitMeanS',
    chart: 'Mean wait of those answered',
    heat: 'Mean wait',
    unit: 's',
    style: 'wait-area',
    worse: 'more',
    height: 110,
    most: null,
  },
  {
    of: 'occupancy',
    chart: 'Occupancy',
    heat: 'Occupancy',
    unit: 'share',
    style: 'occupancy-line',
    worse: 'more',
    height: 110,
    // Overtime is no part of it.
    most: 1,
  },
];

const inDuration = (seconds: number) => duration(seconds * 1000);

/** By unit: how charts and maps write values, what is counted, and the kind of values in saved files. */
export const UNITS = {
  cases: { inChart: count, inHeat: oneDigit, counted: ' cases', kind: 'decimal' },
  share: { inChart: (value: number) => share(value, 0), inHeat: share, counted: '', kind: 'percentage' },
  s: { inChart: inDuration, inHeat: inDuration, counted: '', kind: 'duration' },
} as const;

/** The value of an hour in words; nothing observed: a dash. */
export function valueAt(values: Float64Array, atMs: number, unit: HourMeasure['unit']): string {
  const value = values[Math.floor(atMs / HOUR_MS)] ?? Number.NaN;
  return Number.isNaN(value) ? NOTHING : UNITS[unit].inHeat(value);
}
