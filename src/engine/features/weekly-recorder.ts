import type { DurationMs } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { createBalking } from '../demand/balking.ts';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';

/** Reports cases and contacts by what weekly measures distinguish. Null if nothing is counted by interval of the week. */
export function createWeeklyRecorder({ clock, meter: { weekly }, scenario }: Run): Feature | null {
  if (weekly === null) return null;
  const hasBalked = createBalking(scenario, clock);

  function ended(record: CaseRecord, handledMs: DurationMs): void {
    const { product, severity, source } = record;
    const { groupIndex } = record.inHandsOf as Agent;
    weekly?.contactEnded(source.index, product, severity, groupIndex, handledMs);
  }

  return {
    hooks: {
      effects: {
        releaseAgent: (record) => ended(record, record.handledMs + clock.nowMs - record.startedMs),
        releaseRestingAgent: (record) => ended(record, record.handledMs),
        recordAbandonment(record) {
          const { contacts, product, queuedMs, severity, source } = record;
          if (contacts !== 0) return;
          if (hasBalked?.(record) === true) return;
          weekly.abandoned(source.index, product, severity, clock.nowMs - queuedMs);
        },
      },
      arrived({ product, severity, source }) {
        weekly.arrived(source.index, product, severity);
      },
      waitsAtEnd({ product, queuedMs, severity, source }) {
        weekly.stillWaiting(source.index, product, severity, clock.nowMs - queuedMs);
      },
      planned({ product, severity, source }, { groupIndex }, _event, waitMs) {
        weekly.contactBegan(source.index, product, severity, groupIndex, waitMs);
      },
      answered({ inHandsOf, product, severity, source }, joinedMs, waitMs) {
        const { groupIndex: group } = inHandsOf as Agent;
        weekly.answered({ stream: source.index, product, severity, group, joinedMs, waitMs });
      },
    },
  };
}
