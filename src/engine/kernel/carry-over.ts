import { NONE, wasAnswered } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { CaseCreation } from '../demand/case-creation.ts';
import { standsOf } from '../demand/open-cases.ts';
import type { Source } from '../demand/source.ts';
import type { Stepper } from '../lifecycle/stepper.ts';
import type { Run } from '../run/run.ts';

interface Driven {
  readonly stepper: Stepper<CaseRecord>;
  readonly creation: CaseCreation;
}

/**
 * Cases that were opened before the run are there before anything else happens at its first instant, so that they wait when the first agents
 * come on duty. None of them is refused.
 */
export function carryOver(
  { recorder, scenario, sources }: Run,
  { creation, stepper }: Driven,
  sendSubmit: (record: CaseRecord) => void,
  settle: () => void,
): void {
  const { backlog } = scenario;
  if (backlog === undefined) return;
  const { SUBMIT: submitted } = stepper.events;
  for (const one of backlog) {
    const source = sources[one.stream] as Source;
    const record = creation.createOpen(source, one);
    if (recorder.recording) recorder.open(record, creation.customer(record));
    record.tally.carriedIn(!wasAnswered(one));
    stepper.start(record);
    const { primary, replica } = one.copies ?? source;
    submitted.primary = primary;
    submitted.replica = replica;
    submitted.refused = 0;
    submitted.stands = primary === NONE ? 0 : standsOf(one);
    sendSubmit(record);
    if (record.queue !== null && one.state !== 'in work' && one.state !== 'triage')
      record.queuedMs = one.sinceMs;
  }
  submitted.stands = 0;
  settle();
}
