import type { MeasureUnit } from '#experiment';
import type { Estimate } from '#statistics';
import type { GroupWeek } from './staffing-week.ts';

/** The working week of some agents. */
export interface RosterTour {
  readonly group: string;
  readonly shape: string;
  /** Name of the shift in the proposed scenario. */
  readonly shift: string;
  /** `Mon–Fri 08:30–17:00`. */
  readonly when: string;
  readonly breaks: string;
  readonly agents: number;
  /** What these agents cost over the horizon: wages, or hours if nobody has a wage. */
  readonly cost: number;
}

/** What a level of the goal costs. */
export interface ParetoPoint {
  readonly level: number;
  readonly kind: 'proved' | 'best found' | 'none exists' | 'none found';
  readonly cost: number | null;
  readonly hours: number | null;
  readonly found: Estimate | null;
  /** No roster that costs less than this holds. */
  readonly bound: number | null;
}

export interface Pareto {
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly better: 'more' | 'less';
  readonly points: readonly ParetoPoint[];
}

/** What a proposal made of shift shapes says in addition. */
export interface RosterPart {
  readonly tours: readonly RosterTour[];
  readonly cost: number;
  readonly proof: { readonly isProved: boolean; readonly bound: number | null; readonly failed: number };
  /** Working weeks to choose among. */
  readonly candidates: number;
  /** Agents on duty against agents whom the work keeps busy, today and as proposed. */
  readonly before: readonly GroupWeek[];
  readonly after: readonly GroupWeek[];
  /** Null if levels were not asked for. */
  readonly pareto: Pareto | null;
}
