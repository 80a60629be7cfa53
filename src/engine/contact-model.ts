import { Sampler } from '#base';
import { type CaseEvent, CHANNELS, type Scenario } from '#domain';
import type { Group } from './agents.ts';
import type { CaseRecord } from './case-record.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * What a contact will be: how long it takes, and what comes of it. Draws are keyed by the case's episode (the number
 * of contacts finished), so that a contact interrupted by a shift end or an outage keeps its work and its outcome.
 */
export interface ContactModel {
  /** Fills in the times of the ASSIGN event: handling by that group, the customer's reply, a re-opening. */
  plan(record: CaseRecord, group: Group, event: Extract<CaseEvent, { type: 'ASSIGN' }>): void;
  /** Work content that the next agent finds when the contact is interrupted now, ms at speed 1. */
  workLeftMs(record: CaseRecord, nowMs: number): number;
  /** Whether work in hand is handed over at the end of a shift, rather than finished in overtime. */
  handsOver(record: CaseRecord): boolean;
}

export function createContactModel({ products, work }: Scenario): ContactModel {
  const { customerWait, handOver, misrouted, reopening } = work;
  const productCount = products.length;
  const channelCount = CHANNELS.length;
  /** Tier × channel × product. */
  const handles = work.handle.flatMap((tier) =>
    CHANNELS.flatMap((channel) => tier[channel].map((distribution) => new Sampler(distribution))),
  );
  const reply = new Sampler(customerWait.reply);
  const reopenedAfter = new Sampler(reopening.after);
  const mayComeAgain = work.retry !== undefined || work.message !== undefined;
  const mayAwaitCustomer = customerWait.share > 0;
  const mayReopen = reopening.share > 0;
  const mayBeMisrouted = misrouted.language > 0 || misrouted.product > 0;
  const handsOver = CHANNELS.map((channel) => work.shiftEnd[channel] === 'hand over');

  function plan(record: CaseRecord, group: Group, event: Extract<CaseEvent, { type: 'ASSIGN' }>): void {
    const { episode, ordinal, source, workLeftMs } = record;
    const { draws } = mayComeAgain ? record.origin : source;
    const speed = group.speed[record.product] as number;
    const contentMs = workLeftMs > 0 ? workLeftMs : contentOf(record);
    record.contentMs = contentMs;
    record.speed = speed;
    event.handleMs = speed === 1 ? contentMs : atLeastOne(contentMs / speed);
    if (mayAwaitCustomer) {
      event.replyMs =
        draws.customerWait.uniform(ordinal, episode) < customerWait.share
          ? atLeastOne(reply.of(draws.reply.word(ordinal, episode)))
          : NEVER;
    }
    if (mayReopen) {
      event.reopeningMs =
        draws.reopened.uniform(ordinal, episode) < reopening.share
          ? atLeastOne(reopenedAfter.of(draws.reopenedAfter.word(ordinal, episode)))
          : NEVER;
    }
  }

  function contentOf(record: CaseRecord): number {
    const { channel, episode, ordinal, product, source, tier } = record;
    const key = Math.imul(Math.imul(tier - 1, channelCount) + channel, productCount) + product;
    const { draws } = mayComeAgain ? record.origin : source;
    const full = (handles[key] as Sampler).of(draws.handle.word(ordinal, episode));
    if (mayBeMisrouted && (product !== record.trueProduct || record.language !== record.trueLanguage)) {
      return atLeastOne(full * misrouted.noticedAfter);
    }
    return atLeastOne(full);
  }

  return {
    plan,
    workLeftMs(record, nowMs) {
      const done = (nowMs - record.startedMs) * record.speed;
      const left = record.contentMs - done * (1 - handOver.lostShare);
      return Math.max(1, Math.round(left)) + handOver.timeMs;
    },
    handsOver: (record) => handsOver[record.channel] as boolean,
  };
}

/** Whole milliseconds, at least one. */
function atLeastOne(durationMs: number): number {
  return durationMs < 1 ? 1 : Math.floor(durationMs + 0.5);
}
