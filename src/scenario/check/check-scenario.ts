import type { IssueList } from '../issue-list.ts';
import { ofPeople } from '../resolve/software.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { checkAllocation, checkAlternatives } from './check-alternatives.ts';
import { checkCertificates } from './check-certificates.ts';
import { checkConcurrency, checkConsultation, checkConsulted, checkHandleTimes } from './check-contacts.ts';
import { checkBusyness, checkForecasts, checkTraces, checkTrends } from './check-demand.ts';
import { checkEligibility } from './check-eligibility.ts';
import { checkExceptions } from './check-exceptions.ts';
import { checkIncidents } from './check-incidents.ts';
import { checkAdequacy, checkAgreements, checkInstruments, checkLaw } from './check-law.ts';
import { checkLimits } from './check-limits.ts';
import { checkLists } from './check-lists.ts';
import { checkMeasures, checkTargets, checkWarmUp } from './check-measures.ts';
import {
  checkAccess,
  checkBreakGlass,
  checkLastResort,
  checkLedger,
  checkPromises,
} from './check-promises.ts';
import { checkReferences } from './check-references.ts';
import { checkRosters } from './check-rosters.ts';
import { checkShares } from './check-shares.ts';
import { checkHeadcounts, checkShifts } from './check-shifts.ts';
import { checkSoftware } from './check-software.ts';
import { checkTimes } from './check-times.ts';
import { checkTransfers } from './check-transfers.ts';
import { checkUse } from './check-use.ts';

/** Checks the parts of a file together. Also runs on a file whose wrong values were replaced by stand-ins. */
export function checkMeaning(whole: ScenarioFile, list: IssueList): void {
  checkReferences(whole, list);
  checkSoftware(whole, list);
  const file = ofPeople(whole);
  checkAlternatives(file, list);
  checkAllocation(file, list);
  checkTransfers(file, list);
  checkConsultation(file, list);
  checkConcurrency(file, list);
  checkTimes(file, list);
  checkIncidents(file, list);
  checkCertificates(file, list);
  checkInstruments(file, list);
  checkAdequacy(file, list);
  checkAgreements(file, list);
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
  checkLastResort(file, list);
  checkAccess(file, list);
}

/** Checks the scenario as a whole. Runs on files in which everything else is right. */
export function checkWorld(whole: ScenarioFile, list: IssueList): void {
  const file = ofPeople(whole);
  checkLimits(file, list);
  checkPromises(file, list);
  checkLedger(file, list);
  checkEligibility(file, list);
  checkConsulted(file, list);
}
