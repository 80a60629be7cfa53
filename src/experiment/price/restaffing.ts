import { WEEK_MS } from '#base';
import type { Scenario } from '#domain';
import { type Estimate, estimateMean } from '#statistics';
import type { Goal } from '../measures/goals.ts';
import type { Executor } from '../replications/executor.ts';
import type { Permissions } from '../staffing/cover.ts';
import { withHeadcounts } from '../staffing/headcounts.ts';
import { findStaff } from '../staffing/staffing.ts';
import { addedFte, addedHours, addedWages } from './price.ts';

/** The cheapest staff with a promise, less the cheapest without it, at equal service. Intervals are over independent searches. */
export interface PriceInStaff {
  readonly searches: number;
  /** Full-time equivalents; agent hours over the run, if it is shorter than a week. */
  readonly staff: Estimate;
  readonly unit: 'FTE' | 'agent hours';
  /** Null if nobody has a wage. */
  readonly wages: {
    readonly currency: string;
    readonly per: 'year' | 'run';
    readonly amount: Estimate;
  } | null;
}

export interface RestaffingOptions {
  /** The service to hold in both scenarios. */
  readonly goals: readonly Goal[];
  readonly permissionsIn: (scenario: Scenario) => Permissions;
  readonly searches: number;
  /** How often each staffing is simulated; the check of what is found takes four times as many. */
  readonly replications: number;
  readonly level: number;
  readonly seed: string;
  /** Makes the replications. The caller ends it. */
  readonly executor: Executor;
  /** Called before each staffing is simulated. Returning false ends the search. */
  readonly watch: () => boolean;
}

/** Staffings that each search tries by exchange, and as many as proof. */
const PROOF_MOST = 50;

/**
 * Searches for the cheapest staff in both scenarios, which differ in the promise alone, each time with other random numbers. Null if a search
 * finds none that meets the goals, or was ended.
 */
export async function priceInStaff(
  promised: Scenario,
  without: Scenario,
  options: RestaffingOptions,
): Promise<PriceInStaff | null> {
  const { level, permissionsIn, replications, searches } = options;
  const staff: number[] = [];
  const wages: number[] = [];
  for (let n = 0; n < searches; n++) {
    const staffed = async (scenario: Scenario) => {
      const found = await findStaff(scenario, {
        ...options,
        guards: ['cover'],
        permissions: permissionsIn(scenario),
        checked: 4 * replications,
        seed: `${options.seed}/staff/${n}`,
        proofMost: PROOF_MOST,
      });
      return found?.isConfident === true ? withHeadcounts(scenario, found.after) : null;
    };
    const [more, less] = [await staffed(promised), await staffed(without)];
    if (more === null || less === null) return null;
    staff.push(addedFte(less, more) ?? addedHours(less, more));
    const { amount = 0, per } = addedWages(less, more) ?? {};
    wages.push(per === 'month' ? 12 * amount : amount);
  }
  const { currency, horizonMs } = promised;
  const isWeek = horizonMs >= WEEK_MS;
  return {
    searches,
    unit: isWeek ? 'FTE' : 'agent hours',
    staff: estimateMean(staff, level),
    wages:
      currency === undefined
        ? null
        : { currency, per: isWeek ? 'year' : 'run', amount: estimateMean(wages, level) },
  };
}
