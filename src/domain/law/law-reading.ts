import { isOpenForNewContracts } from './clause-sets.ts';
import { isInForce } from './dated-fact.ts';
import { frameworkCovers } from './frameworks.ts';
import { exportRegimeOf, isFreeFlow } from './regimes.ts';
import { isZoneMember } from './zones.ts';

/**
 * How the tables of the law are read. Whoever decides takes its answers from here, so that a wrong reading can be put in its place, and somebody
 * else has to find it out.
 */
export interface LawReading {
  readonly exportRegimeOf: typeof exportRegimeOf;
  readonly frameworkCovers: typeof frameworkCovers;
  readonly isFreeFlow: typeof isFreeFlow;
  readonly isInForce: typeof isInForce;
  readonly isOpenForNewContracts: typeof isOpenForNewContracts;
  readonly isZoneMember: typeof isZoneMember;
}

export const LAW_READING: LawReading = {
  exportRegimeOf,
  frameworkCovers,
  isFreeFlow,
  isInForce,
  isOpenForNewContracts,
  isZoneMember,
};
