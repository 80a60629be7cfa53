import { isOpenForNewContracts } from './clause-sets.ts';
import { isInForce } from './dated-fact.ts';
import { frameworkCovers } from './frameworks.ts';
import { exportRegimeOf, isFreeFlow } from './regimes.ts';
import { isZoneMember } from './zones.ts';

/**
 * The functions with which the vendor's policy reads the tables of law. Tests replace some of them with wrong ones, which the audit must
 * detect.
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
