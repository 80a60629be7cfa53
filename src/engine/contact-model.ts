import { type Distribution, quantileOf } from '#base';
import { type CaseEvent, CHANNELS, type WorkModel } from '#domain';
import type { CaseRows } from './case-rows.ts';
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
  private readonly handle: readonly Distribution[];
  private readonly world: World;
  private readonly rows: CaseRows;
  private readonly draws: CaseDraws;

  constructor(world: World, rows: CaseRows, draws: CaseDraws) {
    this.work = world.scenario.work;
    this.products = world.scenario.products.length;
    this.handle = this.work.handle.flatMap((tier) => CHANNELS.flatMap((channel) => tier[channel]));
    this.world = world;
    this.rows = rows;
    this.draws = draws;
  }

  /** Fills in the times of the ASSIGN event: handling by that group, the customer's reply, a re-opening. */
  plan(row: number, group: number, event: Extract<CaseEvent, { type: 'ASSIGN' }>): void {
    const { customerWait, reopening } = this.work;
    const c = this.rows.columns;
    const product = c.product[row] as number;
    const speed = this.world.speed[group * this.products + product] as number;
    const workLeft = c.workLeftMs[row] as number;
    const content = workLeft > 0 ? workLeft : this.content(row);
    c.contentMs[row] = content;
    c.speed[row] = speed;
    event.handleMs = Math.max(1, Math.round(content / speed));
    event.replyMs =
      customerWait.share > 0 && this.draw(row, CUSTOMER_WAIT) < customerWait.share
        ? Math.max(1, Math.round(quantileOf(customerWait.reply, this.draw(row, REPLY))))
        : Number.POSITIVE_INFINITY;
    event.reopeningMs =
      reopening.share > 0 && this.draw(row, REOPENED) < reopening.share
        ? Math.max(1, Math.round(quantileOf(reopening.after, this.draw(row, REOPENED_AFTER))))
        : Number.POSITIVE_INFINITY;
  }

  /** Work content that the next agent finds when the contact is interrupted now, ms at speed 1. */
  workLeftMs(row: number, nowMs: number): number {
    const { handOver } = this.work;
    const c = this.rows.columns;
    const done = (nowMs - (c.startedMs[row] as number)) * (c.speed[row] as number);
    const left = (c.contentMs[row] as number) - done * (1 - handOver.lostShare);
    return Math.max(1, Math.round(left)) + handOver.timeMs;
  }

  /** Whether work in hand is handed over at the end of a shift, rather than finished in overtime. */
  handsOver(row: number): boolean {
    const channel = CHANNELS[this.rows.columns.channel[row] as number] as (typeof CHANNELS)[number];
    return this.work.shiftEnd[channel] === 'hand over';
  }

  private content(row: number): number {
    const c = this.rows.columns;
    const product = c.product[row] as number;
    const key = ((c.tier[row] as number) - 1) * CHANNELS.length + (c.channel[row] as number);
    const distribution = this.handle[key * this.products + product] as Distribution;
    const isMisrouted = product !== c.trueProduct[row] || c.language[row] !== c.trueLanguage[row];
    const full = quantileOf(distribution, this.draw(row, HANDLE));
    return Math.max(1, Math.round(isMisrouted ? full * this.work.misrouted.noticedAfter : full));
  }

  private draw(row: number, purpose: number): number {
    const c = this.rows.columns;
    return this.draws.uniform(
      c.stream[row] as number,
      purpose,
      c.ordinal[row] as number,
      c.episode[row] as number,
    );
  }
}
