import { isOpenForNewContracts } from './clause-sets.ts';
import { isInForce } from './dated-fact.ts';
import { frameworkCovers } from './frameworks.ts';
import { exportRegimeOf, isFreeFlow } from './regimes.ts';
import { isZoneMember } from './zones.ts';

/**
 * The functions with which the vendor's policy reads the tables of law. Tests replace some of them with wrong ones, which the audit must
 * detect.
 */
export const LAW_READING = {
  exportRegimeOf,
  frameworkCovers,
  isFreeFlow,
  isInForce,
  isOpenForNewContracts,
  isZoneMember,
};

export type LawReading = Readonly<typeof LAW_READING>;
