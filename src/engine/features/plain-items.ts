import { assert, numbered, Sampler } from '#base';
import { ACT_NUMBERS, ITEM_CLASSES, type ItemClassSet, PLAIN_STEPS } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { runs } from '../residency/transfer-law.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { SENT_AGAIN } from '../time/notices.ts';

const { 'plain items': PLAIN } = ACT_NUMBERS;
const STEPS = numbered(PLAIN_STEPS);

/**
 * Some customers have to encrypt items before they share them, and may fail to. The vendor takes the case and tells the customer, or sends
 * everything back: then the case waits for its customer, and is handed in when it comes again. Null if no customers have such a duty.
 */
export function createPlainItems({ cases, clock, drawOf, kernel, recorder, scenario }: Run): Feature | null {
  const { segments, startEpochMs, streams, work } = scenario;
  const duties = streams.map(({ segment }) => segments[segment]?.encryption ?? null);
  if (duties.every((duty) => duty === null)) return null;
  const comesPlain = drawOf('items come plain');
  const comesAgain = drawOf('plain items sent again');
  const reply = new Sampler(work.customerWait.reply);
  const classes = duties.map((duty) =>
    ITEM_CLASSES.reduce((set, name, i) => (duty?.items.includes(name) ? set | (1 << i) : set), 0),
  ) as ItemClassSet[];

  function record({ caseNumber, source }: CaseRecord, step: keyof typeof STEPS): void {
    recorder.act(PLAIN, STEPS[step], caseNumber, 0, 0, classes[source.index] as ItemClassSet, 0);
  }

  function sendsBack(one: CaseRecord): boolean {
    const duty = duties[one.source.index] ?? null;
    if (duty === null || !runs(duty, startEpochMs + clock.nowMs)) return false;
    if (comesPlain.uniform(one) < duty.share) return false;
    record(one, 'came plain');
    if (duty.plain === 'told') {
      record(one, 'customer told');
      return false;
    }
    record(one, 'sent back');
    const replyMs = Math.max(1, Math.round(reply.of(comesAgain.word(one))));
    kernel.schedule(clock.nowMs + replyMs, SENT_AGAIN, one.row, one.caseNumber);
    return true;
  }

  return {
    hooks: {
      sendsBack,
      notice(what, row, caseNumber) {
        if (what !== SENT_AGAIN) return false;
        const one = cases.records[row] as CaseRecord;
        assert(one.caseNumber === caseNumber, `case ${caseNumber} that was sent back is gone`);
        record(one, 'came encrypted');
        kernel.handIn(one);
        return true;
      },
    },
  };
}
