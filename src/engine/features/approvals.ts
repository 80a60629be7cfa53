import { numbered, Sampler } from '#base';
import { ACT_NUMBERS, type ActOf, APPROVAL_STEPS, CASE_STATES, NONE } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { isOver } from '../cases/case-table.ts';
import { promiseTo } from '../residency/contracts.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { APPROVAL_ANSWERED } from '../time/notices.ts';

const { 'access approval': APPROVAL } = ACT_NUMBERS;
const { asked: ASKED, given: GIVEN, refused: REFUSED } = numbered(APPROVAL_STEPS);
const { erased: ERASED, refused: TURNED_AWAY } = numbered(CASE_STATES);

/** Customers approve, or refuse, that somebody outside of their promise sees a case. An answer holds for as long as the case exists. */
export interface Approvals extends Feature {
  /** Asks the customer of a waiting case, unless that has been done or need not be. */
  ask(record: CaseRecord): void;
  /** Whether somebody outside may see the case, as far as the customer is to approve it. */
  isOpen(record: CaseRecord): boolean;
}

/** Null if no promise asks for an approval. */
export function createApprovals({
  cases,
  clock,
  drawOf,
  kernel,
  policy,
  recorder,
  scenario,
}: Run): Approvals | null {
  const rules = scenario.streams.map((_, stream) => promiseTo(scenario, stream)?.approval ?? null);
  if (rules.every((rule) => rule === null)) return null;
  const answers = rules.map((rule) => rule && new Sampler(rule.answer));
  const answersAfter = drawOf('approval answered');
  const refuses = drawOf('approval refused');
  /** The last step of its approval; NONE before the first. */
  const steps = cases.column<number>(NONE);

  function take(record: CaseRecord, step: ActOf<'access approval'>['aux']): void {
    steps.set(record, step);
    recorder.act(APPROVAL, step, record.caseNumber, 0, 0, 0, 0);
  }

  function ask(record: CaseRecord): void {
    const answer = answers[record.source.index] ?? null;
    if (answer === null || steps.of(record) !== NONE) return;
    take(record, ASKED);
    const answerMs = Math.max(1, Math.round(answer.of(answersAfter.word(record))));
    kernel.schedule(clock.nowMs + answerMs, APPROVAL_ANSWERED, record.row, record.caseNumber);
  }

  /** The answer for a case that is over is of no use, and is not recorded. By now, the row may be another case's. */
  function answered(record: CaseRecord, caseNumber: number): void {
    const { state } = record;
    if (record.caseNumber !== caseNumber || state === ERASED || state === TURNED_AWAY || isOver(record))
      return;
    const isRefused = refuses.uniform(record) < (rules[record.source.index]?.refused ?? 0);
    take(record, isRefused ? REFUSED : GIVEN);
  }

  return {
    ask,
    isOpen: (record) => rules[record.source.index] === null || policy.isApproved(steps.of(record)),
    hooks: {
      notice(what, row, caseNumber) {
        if (what !== APPROVAL_ANSWERED) return false;
        answered(cases.records[row] as CaseRecord, caseNumber);
        return true;
      },
    },
  };
}
