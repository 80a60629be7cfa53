import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { createAfterContact } from './after-contact.ts';
import { createApprovals } from './approvals.ts';
import { createAutomation } from './automation.ts';
import { createBacklog } from './backlog.ts';
import { createBreakGlass } from './break-glass.ts';
import { createCallbacks } from './callbacks.ts';
import { createCommitments } from './commitments.ts';
import { createConcurrency } from './concurrency.ts';
import { createConsultations } from './consultations.ts';
import { createDayEnd } from './day-end.ts';
import { createIncidents } from './incidents.ts';
import { createLines } from './lines.ts';
import { createOnlookers } from './onlookers.ts';
import { createOutsideAccess } from './outside-access.ts';
import { createPassingOn } from './passing-on.ts';
import { createPatienceAgain } from './patience-again.ts';
import { createPlainItems } from './plain-items.ts';
import { createPreemption } from './preemption.ts';
import { createQueueComparison } from './queue-comparison.ts';
import { createRotas } from './rotas.ts';
import { createShrinkageLeave } from './shrinkage.ts';
import { createTakeUpToLimit } from './take-up-to-limit.ts';
import { createTargetClocks } from './target-clocks.ts';
import { createTransfers } from './transfers.ts';
import { createWaitSteps } from './wait-steps.ts';
import { createWeeklyRecorder } from './weekly-recorder.ts';

/**
 * The features that the scenario uses, in the order in which their hooks are called. A feature that depends on another gets it when it is
 * created. A feature that the scenario does not use is null, and has no part in the run.
 */
export function createFeatures(run: Run): readonly Feature[] {
  const concurrency = createConcurrency(run);
  const afterContact = createAfterContact(run, concurrency);
  const onlookers = createOnlookers(run);
  const approvals = createApprovals(run);
  const preemption = createPreemption(run, onlookers);
  const dayEnd = createDayEnd(run, concurrency);
  const commitments = createCommitments(run, dayEnd);
  const takeUpToLimit = createTakeUpToLimit(run, concurrency, dayEnd);
  const finders = [concurrency, preemption].flatMap((feature) => feature?.agentFor ?? []);
  const features = [
    createWeeklyRecorder(run),
    // What a session leaves to be done again is part of the work that other features divide.
    createAutomation(run),
    // Who misses a shift is away before its duty begins.
    createShrinkageLeave(run),
    // An agent who is to leave does so before anything else that a free agent does.
    createRotas(run),
    // Whether a call is answered decides what the contact will be.
    createCallbacks(run),
    // A contact that only links a case leads to no transfer, and needs nobody else.
    createIncidents(run),
    createBacklog(run, takeUpToLimit),
    createPlainItems(run),
    createPatienceAgain(run),
    createTargetClocks(run),
    commitments,
    // Which transfer a contact leads to is known before its agent leaves the case.
    createPassingOn(run),
    createWaitSteps(run, commitments),
    // Agents who no longer look on look for a case before queues are compared, and before anybody is interrupted.
    onlookers,
    createConsultations(run, onlookers, concurrency),
    // A case that nobody inside can take goes to somebody outside, before it is passed over or interrupts anybody.
    approvals,
    createOutsideAccess(run, onlookers, approvals, afterContact, takeUpToLimit),
    concurrency,
    createQueueComparison(run, takeUpToLimit),
    // A contact that was set aside goes on before anything is taken beside it.
    preemption,
    // An agent goes on with a case, or it is lost, only if nobody else takes it.
    createTransfers(run, afterContact),
    afterContact,
    takeUpToLimit,
    dayEnd,
    createBreakGlass(run),
    createLines(run, finders),
  ];
  return features.filter((feature) => feature !== null);
}
