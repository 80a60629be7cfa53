import { Sampler } from '#base';
import { type CaseEvent, CHANNELS, type WorkModel } from '#domain';
import type { CaseRecord } from './case-record.ts';
import { type CaseDraws, purposeIndex } from './draws.ts';
import type { World } from './world.ts';

const HANDLE = purposeIndex('handle');
const CUSTOMER_WAIT = purposeIndex('customer wait');
const REPLY = purposeIndex('reply');
const REOPENED = purposeIndex('reopened');
const REOPENED_AFTER = purposeIndex('reopened after');

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
  private readonly world: World;
  private readonly draws: CaseDraws;

  constructor(world: World, draws: CaseDraws) {
    this.work = world.scenario.work;
    this.products = world.scenario.products.length;
    this.handle = this.work.handle.flatMap((tier) =>
      CHANNELS.flatMap((channel) => tier[channel].map((distribution) => new Sampler(distribution))),
    );
    this.reply = new Sampler(this.work.customerWait.reply);
    this.reopenedAfter = new Sampler(this.work.reopening.after);
    this.world = world;
    this.draws = draws;
  }

  /** Fills in the times of the ASSIGN event: handling by that group, the customer's reply, a re-opening. */
  plan(record: CaseRecord, group: number, event: Extract<CaseEvent, { type: 'ASSIGN' }>): void {
    const { customerWait, reopening } = this.work;
    const speed = this.world.speed[group * this.products + record.product] as number;
    const content = record.workLeftMs > 0 ? record.workLeftMs : this.content(record);
    record.contentMs = content;
    record.speed = speed;
    event.handleMs = Math.max(1, Math.round(content / speed));
    if (customerWait.share > 0) {
      event.replyMs =
        this.draw(record, CUSTOMER_WAIT) < customerWait.share
          ? Math.max(1, Math.round(this.reply.of(this.word(record, REPLY))))
          : Number.POSITIVE_INFINITY;
    }
    if (reopening.share > 0) {
      event.reopeningMs =
        this.draw(record, REOPENED) < reopening.share
          ? Math.max(1, Math.round(this.reopenedAfter.of(this.word(record, REOPENED_AFTER))))
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
    const full = handle.of(this.word(record, HANDLE));
    return Math.max(1, Math.round(isMisrouted ? full * this.work.misrouted.noticedAfter : full));
  }

  private draw(record: CaseRecord, purpose: number): number {
    return this.draws.uniform(record.stream, purpose, record.ordinal, record.episode);
  }

  private word(record: CaseRecord, purpose: number): number {
    return this.draws.word(record.stream, purpose, record.ordinal, record.episode);
  }
}
