import { Sampler } from '#base';
import {
  answersMessages,
  type CaseNumber,
  CHANNELS,
  type ChannelIndex,
  type RetryKeeps,
  type RunMs,
  type Scenario,
  streamsOfSameCustomers,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { EventList } from '../time/event-list.ts';
import type { DrawOf } from './case-draw.ts';
import type { Source } from './source.ts';

/** Why a case follows an earlier one, as the ledger numbers it. A customer who comes back from software has come again. */
export const CAME_AGAIN = 0;
export const MESSAGE = 1;

/** Rounds of draws that an attempt may use. The draws of the next attempt begin after them. */
const ROUNDS = 65_536;

/** What is the same as at the last attempt. */
type Kept = Readonly<Record<RetryKeeps, boolean>>;
const NOTHING_KEPT: Kept = { patience: false, work: false };

/** What a new case takes from the earlier one of its customer. */
type Taken = Pick<
  CaseRecord,
  | 'language'
  | 'ordinal'
  | 'origin'
  | 'patienceBack'
  | 'product'
  | 'severity'
  | 'solvedAtTier'
  | 'trueLanguage'
  | 'trueProduct'
  | 'workBack'
>;

/** A customer who is to come again, or a message that is to be worked on. */
export interface Visit extends Readonly<Taken> {
  readonly kind: number;
  readonly earlier: CaseNumber;
  readonly target: Source;
  readonly round: number;
  /** Gets the new case, of a customer who comes back from software. Null: nobody does. */
  readonly arrives: ((again: CaseRecord) => void) | null;
}

/** What follows a case. */
interface Following {
  readonly kind: number;
  readonly channel: ChannelIndex;
  readonly kept: Kept;
  readonly arrives?: Visit['arrives'];
}

/**
 * Customers who come again after they gave up or were refused, and messages of customers who waited too long. The new case has the product,
 * language, severity and solving tier of the earlier one, and uses later rounds of the draws of the first, so that a return does not change
 * the draws of other cases.
 */
export interface FollowUps {
  /** When the next visit is due, ms; Infinity for none. */
  nextMs(): RunMs;
  /** Returns the visit that is due, and forgets it. */
  take(): Visit;
  /** The customer has gone without an answer, and may come again. */
  gaveUp(record: CaseRecord, nowMs: RunMs): void;
  leftMessage(record: CaseRecord, nowMs: RunMs): void;
  /** The customer, whose case software has contained, comes on the same channel at that time. Then `arrives` gets the new case. */
  comesBack(record: CaseRecord, timeMs: RunMs, arrives: (again: CaseRecord) => void): void;
}

/** Whether the case follows an earlier one. */
export function isFollowUp({ episode }: CaseRecord): boolean {
  return episode >= ROUNDS;
}

/** Whether a case can follow an earlier one, and then continues with its draws. */
export function mayComeAgain({ software = [], work }: Scenario): boolean {
  const comesBack = software.some((one) => one.comesBack !== undefined);
  return comesBack || work.retry !== undefined || answersMessages(work.message);
}

/** Whether customers who come again may keep the patience or the work of the last attempt. */
export function mayKeep({ work }: Scenario): boolean {
  return CHANNELS.some((channel) => (work.retry?.[channel]?.keeps ?? []).length > 0);
}

/** Null if nobody comes again and nobody leaves a message. */
export function createFollowUps(
  scenario: Scenario,
  sources: readonly Source[],
  drawOf: DrawOf,
): FollowUps | null {
  const { message, retry } = scenario.work;
  if (!mayComeAgain(scenario)) return null;
  const comesAgain = drawOf('comes again');
  const comesAgainAfter = drawOf('comes again after');
  const due = new EventList();
  const visits = new Map<number, Visit>();
  const count = { noted: 0 };
  const rules = CHANNELS.map((channel) => {
    const again = retry?.[channel] ?? null;
    if (again === null) return null;
    const { after, channel: by, keeps = [], share } = again;
    const kept = { patience: keeps.includes('patience'), work: keeps.includes('work') };
    return { share, after: new Sampler(after), target: CHANNELS.indexOf(by), kept };
  });
  /** By channel: that of its messages; −1 if nobody answers them. */
  const messageTo = CHANNELS.map((channel) => {
    const target = message?.[channel]?.channel ?? null;
    return target === null ? -1 : CHANNELS.indexOf(target);
  });
  /** By stream, then by channel: the stream of the same customers. */
  const siblings = streamsOfSameCustomers(scenario.streams).map((family) =>
    CHANNELS.map((channel) => family.find((other) => scenario.streams[other]?.channel === channel) ?? -1),
  );

  function note(record: CaseRecord, timeMs: RunMs, { arrives = null, channel, kept, kind }: Following): void {
    const { source } = record;
    const target = sources[(siblings[source.index] as readonly number[])[channel] as number] as Source;
    const { language, ordinal, origin, product, severity, solvedAtTier, trueLanguage, trueProduct } = record;
    const about = { language, product, severity, solvedAtTier, trueLanguage, trueProduct };
    const index = count.noted++;
    visits.set(index, {
      ...about,
      kind,
      earlier: record.caseNumber,
      origin,
      target,
      ordinal,
      round: record.episode + ROUNDS,
      patienceBack: kept.patience ? record.patienceBack + ROUNDS : 0,
      workBack: kept.work ? record.workBack + ROUNDS : 0,
      arrives,
    });
    due.schedule(timeMs, 0, kind, index, 0);
  }

  return {
    nextMs: () => due.nextMs,
    take() {
      due.take(Number.POSITIVE_INFINITY);
      const visit = visits.get(due.row) as Visit;
      visits.delete(due.row);
      return visit;
    },
    gaveUp(record, nowMs) {
      const rule = rules[record.channel] ?? null;
      if (rule === null || comesAgain.uniform(record) >= rule.share) return;
      const afterMs = Math.round(rule.after.of(comesAgainAfter.word(record)));
      note(record, nowMs + afterMs, { kind: CAME_AGAIN, channel: rule.target, kept: rule.kept });
    },
    comesBack: (record, timeMs, arrives) =>
      note(record, timeMs, { kind: CAME_AGAIN, channel: record.channel, kept: NOTHING_KEPT, arrives }),
    leftMessage(record, nowMs) {
      const target = messageTo[record.channel] as number;
      if (target >= 0) note(record, nowMs, { kind: MESSAGE, channel: target, kept: NOTHING_KEPT });
    },
  };
}
