import type { DurationMs, RunMs } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { createBalking } from '../demand/balking.ts';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';

/** Tells of cases and contacts by what weekly measures tell apart. */
export interface WeeklyRecorder extends Feature {
  /** The first answer of a customer who is called back, and had joined the queue then. */
  answered(record: CaseRecord, joinedMs: RunMs, waitMs: DurationMs): void;
}

/** Null where nothing is counted by interval of the week. */
export function createWeeklyRecorder({ clock, meter: { weekly }, scenario }: Run): WeeklyRecorder | null {
  if (weekly === null) return null;
  const hasBalked = createBalking(scenario, clock);

  function answered(
    { inHandsOf, product, severity, source }: CaseRecord,
    joinedMs: RunMs,
    waitMs: DurationMs,
  ): void {
    const { groupIndex: group } = inHandsOf as Agent;
    weekly?.answered({ stream: source.index, product, severity, group, joinedMs, waitMs });
  }

  function ended(record: CaseRecord, handledMs: DurationMs): void {
    const { product, severity, source } = record;
    const { groupIndex } = record.inHandsOf as Agent;
    weekly?.contactEnded(source.index, product, severity, groupIndex, handledMs);
  }

  return {
    answered,
    hooks: {
      effects: {
        releaseAgent: (record) => ended(record, record.handledMs + clock.nowMs - record.startedMs),
        releaseRestingAgent: (record) => ended(record, record.handledMs),
        recordAbandonment(record) {
          const { product, queuedMs, severity, source } = record;
          if (hasBalked?.(record) === true) return;
          weekly.abandoned(source.index, product, severity, clock.nowMs - queuedMs);
        },
      },
      created: ({ product, severity, source }) => weekly.arrived(source.index, product, severity),
      planned(record, { groupIndex }, _event, waitMs) {
        const { calledBack, contacts, product, queuedMs, severity, source } = record;
        weekly.contactBegan(source.index, product, severity, groupIndex, waitMs);
        // Who is called back has been answered when the call is taken.
        if (contacts === 0 && calledBack !== 1) answered(record, queuedMs, waitMs);
      },
    },
  };
}
