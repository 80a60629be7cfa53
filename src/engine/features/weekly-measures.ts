import type { Meter, Scenario } from '#domain';
import { type Effects, runBefore } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent } from '../people/agents.ts';
import type { Clock } from '../time/clock.ts';
import { createBalking } from './balking.ts';

/** Tells of cases and contacts by what weekly measures tell apart. */
export interface WeeklyTeller {
  arrived(record: CaseRecord): void;
  /** An agent takes the case, after a wait of `waitMs`; whether that is its first answer. */
  taken(record: CaseRecord, agent: Agent, waitMs: number, isAnswer: boolean): void;
  /** The first answer of a customer who is called back, and had joined the queue then. */
  answered(record: CaseRecord, joinedMs: number, waitMs: number): void;
  /** The effects, with the telling of who gives up, and of contacts that end. */
  counting(effects: Effects): Effects;
}

/** Null where nothing is counted by interval of the week. */
export function createWeeklyTeller(scenario: Scenario, { weekly }: Meter, clock: Clock): WeeklyTeller | null {
  if (weekly === null) return null;
  const hasBalked = createBalking(scenario, clock);

  function answered({ product, severity, source }: CaseRecord, joinedMs: number, waitMs: number): void {
    weekly?.answered(source.index, product, severity, joinedMs, waitMs);
  }

  function ended(record: CaseRecord, handledMs: number): void {
    const { product, severity, source } = record;
    const { groupIndex } = record.inHandsOf as Agent;
    weekly?.contactEnded(source.index, product, severity, groupIndex, handledMs);
  }

  return {
    arrived: ({ product, severity, source }) => weekly.arrived(source.index, product, severity),
    taken(record, { groupIndex }, waitMs, isAnswer) {
      const { product, severity, source } = record;
      weekly.contactBegan(source.index, product, severity, groupIndex, waitMs);
      if (isAnswer) answered(record, record.queuedMs, waitMs);
    },
    answered,
    counting: (effects) =>
      runBefore(effects, {
        releaseAgent: (record) => ended(record, record.handledMs + clock.nowMs - record.startedMs),
        releaseRestingAgent: (record) => ended(record, record.handledMs),
        recordAbandonment(record) {
          const { product, queuedMs, severity, source } = record;
          if (hasBalked?.(record) === true) return;
          weekly.abandoned(source.index, product, severity, clock.nowMs - queuedMs);
        },
      }),
  };
}
