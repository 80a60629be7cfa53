import { Sampler } from '#base';
import { type CaseEvent, CHANNELS, type Scenario, type WorkModel } from '#domain';
import type { Group } from './agents.ts';
import type { CaseRecord } from './case-record.ts';

/**
 * What a contact will be: how long it takes, and what comes of it. Draws are keyed by the case's episode (the number
 * of contacts finished), so that a contact interrupted by a shift end or an outage keeps its work and its outcome.
 */
export class ContactModel {
  private readonly work: WorkModel;
  private readonly products: number;
  /** Tier × channel × product. */
  private readonly handle: readonly Sampler[];
  private readonly reply: Sampler;
  private readonly reopenedAfter: Sampler;

  constructor({ products, work }: Scenario) {
    this.work = work;
    this.products = products.length;
    this.handle = this.work.handle.flatMap((tier) =>
      CHANNELS.flatMap((channel) => tier[channel].map((distribution) => new Sampler(distribution))),
    );
    this.reply = new Sampler(this.work.customerWait.reply);
    this.reopenedAfter = new Sampler(this.work.reopening.after);
  }

  /** Fills in the times of the ASSIGN event: handling by that group, the customer's reply, a re-opening. */
  plan(record: CaseRecord, group: Group, event: Extract<CaseEvent, { type: 'ASSIGN' }>): void {
    const { customerWait, reopening } = this.work;
    const { episode, ordinal, source } = record;
    const { draws } = source;
    const speed = group.speed[record.product] as number;
    const content = record.workLeftMs > 0 ? record.workLeftMs : this.content(record);
    record.contentMs = content;
    record.speed = speed;
    event.handleMs = Math.max(1, Math.round(content / speed));
    if (customerWait.share > 0) {
      event.replyMs =
        draws.customerWait.uniform(ordinal, episode) < customerWait.share
          ? Math.max(1, Math.round(this.reply.of(draws.reply.word(ordinal, episode))))
          : Number.POSITIVE_INFINITY;
    }
    if (reopening.share > 0) {
      event.reopeningMs =
        draws.reopened.uniform(ordinal, episode) < reopening.share
          ? Math.max(1, Math.round(this.reopenedAfter.of(draws.reopenedAfter.word(ordinal, episode))))
          : Number.POSITIVE_INFINITY;
    }
  }

  /** Work content that the next agent finds when the contact is interrupted now, ms at speed 1. */
  workLeftMs(record: CaseRecord, nowMs: number): number {
    const { handOver } = this.work;
    const done = (nowMs - record.startedMs) * record.speed;
    const left = record.contentMs - done * (1 - handOver.lostShare);
    return Math.max(1, Math.round(left)) + handOver.timeMs;
  }

  /** Whether work in hand is handed over at the end of a shift, rather than finished in overtime. */
  handsOver(record: CaseRecord): boolean {
    const channel = CHANNELS[record.channel] as (typeof CHANNELS)[number];
    return this.work.shiftEnd[channel] === 'hand over';
  }

  private content(record: CaseRecord): number {
    const { product } = record;
    const key = (record.tier - 1) * CHANNELS.length + record.channel;
    const handle = this.handle[key * this.products + product] as Sampler;
    const isMisrouted = product !== record.trueProduct || record.language !== record.trueLanguage;
    const full = handle.of(record.source.draws.handle.word(record.ordinal, record.episode));
    return Math.max(1, Math.round(isMisrouted ? full * this.work.misrouted.noticedAfter : full));
  }
}
