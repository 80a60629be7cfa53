import type { WaitingCauseIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Recorder } from '../cases/recorder.ts';
import type { Router } from '../routing/router.ts';
import type { RunState } from './run.ts';

/** Says why cases wait: when they begin to wait, and again whenever the world has changed. */
export interface CauseJudge {
  /** Cases that began to wait while the world was still changing. */
  readonly unjudged: CaseRecord[];
  /** The case waits for this cause from now on. */
  note(record: CaseRecord, cause: WaitingCauseIndex): void;
  /** The world of this instant has settled. Records the cause of each case whose cause has changed. */
  judge(): void;
}

export function createCauseJudge(state: RunState, router: Router, recorder: Recorder): CauseJudge {
  const unjudged: CaseRecord[] = [];

  function note(record: CaseRecord, cause: WaitingCauseIndex): void {
    record.cause = cause;
    recorder.wait(record, cause, record.stage);
  }

  function noteChange(record: CaseRecord, cause: WaitingCauseIndex): void {
    if (record.cause !== cause) note(record, cause);
  }

  function judge(): void {
    state.worldChanged = false;
    router.judgeCauses(noteChange);
    for (const record of unjudged) {
      if (record.queue !== null && record.queue !== router.queues.blocked) {
        noteChange(record, router.causeOf(record));
      }
    }
    unjudged.length = 0;
  }

  return { unjudged, note, judge };
}
