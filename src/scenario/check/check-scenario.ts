import type { IssueList } from '../issue-list.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { checkAdequacy } from './check-adequacy.ts';
import { checkAllocation } from './check-allocation.ts';
import { checkAlternatives } from './check-alternatives.ts';
import { checkBreakGlass } from './check-break-glass.ts';
import { checkBusyness } from './check-busyness.ts';
import { checkConcurrency } from './check-concurrency.ts';
import { checkConsultation, checkConsulted } from './check-consultation.ts';
import { checkEligibility } from './check-eligibility.ts';
import { checkExceptions } from './check-exceptions.ts';
import { checkForecasts } from './check-forecasts.ts';
import { checkHandleTimes } from './check-handle-times.ts';
import { checkHeadcounts } from './check-headcounts.ts';
import { checkInstruments } from './check-instruments.ts';
import { checkLaw } from './check-law.ts';
import { checkLedger } from './check-ledger.ts';
import { checkLimits } from './check-limits.ts';
import { checkLists } from './check-lists.ts';
import { checkMeasures } from './check-measures.ts';
import { checkPromises } from './check-promises.ts';
import { checkReferences } from './check-references.ts';
import { checkRosters } from './check-rosters.ts';
import { checkShares } from './check-shares.ts';
import { checkShifts } from './check-shifts.ts';
import { checkTargets } from './check-targets.ts';
import { checkTimes } from './check-times.ts';
import { checkTraces } from './check-traces.ts';
import { checkTransfers } from './check-transfers.ts';
import { checkTrends } from './check-trends.ts';
import { checkUse } from './check-use.ts';
import { checkWarmUp } from './check-warm-up.ts';

/** Checks the parts of a file together. Also runs on a file whose wrong values were replaced by stand-ins. */
export function checkMeaning(file: ScenarioFile, list: IssueList): void {
  checkReferences(file, list);
  checkAlternatives(file, list);
  checkAllocation(file, list);
  checkTransfers(file, list);
  checkConsultation(file, list);
  checkConcurrency(file, list);
  checkTimes(file, list);
  checkInstruments(file, list);
  checkAdequacy(file, list);
  checkLaw(file, list);
  checkShifts(file, list);
  checkHeadcounts(file, list);
  checkRosters(file, list);
  checkShares(file, list);
  checkHandleTimes(file, list);
  checkExceptions(file, list);
  checkLists(file, list);
  checkUse(file, list);
  checkTraces(file, list);
  checkMeasures(file, list);
  checkTargets(file, list);
  checkWarmUp(file, list);
  checkBusyness(file, list);
  checkForecasts(file, list);
  checkTrends(file, list);
  checkBreakGlass(file, list);
}

/** Checks the scenario as a whole. Runs on files in which everything else is right. */
export function checkWorld(file: ScenarioFile, list: IssueList): void {
  checkLimits(file, list);
  checkPromises(file, list);
  checkLedger(file, list);
  checkEligibility(file, list);
  checkConsulted(file, list);
}
