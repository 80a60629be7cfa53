import { type Distribution, quantileOf } from '#base';
import { CHANNELS, type Channel, NONE, type Scenario, SEVERITIES } from '#domain';
import type { CaseRows } from './case-rows.ts';
import { type CaseDraws, pick, purposeIndex } from './draws.ts';
import type { StreamTable, World } from './world.ts';

const PRODUCT = purposeIndex('product');
const SEVERITY = purposeIndex('severity');
const LANGUAGE = purposeIndex('language');
const LANGUAGE_MISDECLARED = purposeIndex('language misdeclared');
const DECLARED_LANGUAGE = purposeIndex('declared language');
const PRODUCT_MISDECLARED = purposeIndex('product misdeclared');
const DECLARED_PRODUCT = purposeIndex('declared product');
const TIER_1_FAILS = purposeIndex('tier 1 fails');
const TIER_2_FAILS = purposeIndex('tier 2 fails');
const PATIENCE = purposeIndex('patience');
const SEVERITY_RAISED = purposeIndex('severity raised');
const SEVERITY_RAISED_AFTER = purposeIndex('severity raised after');
const CUSTOMER = purposeIndex('customer');

/** Customers of an arrival stream are numbered below this. */
const CUSTOMERS_PER_STREAM = 1000;
const NEVER = Number.POSITIVE_INFINITY;
const HIGHEST = SEVERITIES.indexOf('A');

/** Times that a case has from its channel, ms. */
interface ChannelTimes {
  readonly triageMs: number;
  readonly closingMs: number;
  readonly retentionMs: number;
  readonly autoCloseMs: number;
  readonly regionHoldMs: number;
  readonly patience: Distribution | null;
  /** Share of the customers who raise the severity, and after how long a wait. */
  readonly raises: number;
  readonly raisedAfter: Distribution;
}

function timesOf({ retention, routing, work }: Scenario, channel: Channel): ChannelTimes {
  return {
    triageMs: work.triageMs[channel],
    closingMs: work.closingMs,
    retentionMs: retention.eraseAfterMs,
    autoCloseMs: work.customerWait.autoCloseMs,
    regionHoldMs: routing.preference === 'local specialist' ? routing.holdMs[channel] : NEVER,
    patience: work.patience[channel],
    raises: channel === 'phone' ? 0 : work.severityRaise.share,
    raisedAfter: work.severityRaise.after,
  };
}

/** Draws what is fixed about a case at its arrival, and sets every column of its row. */
export class CaseBirths {
  private readonly world: World;
  private readonly rows: CaseRows;
  private readonly draws: CaseDraws;
  private readonly ordinals: Int32Array;
  private readonly tier1Fails: Float64Array;
  private readonly tier2Fails: Float64Array;
  private readonly languageMisdeclared: number;
  private readonly productMisdeclared: number;
  private readonly times: readonly ChannelTimes[];
  private born = 0;

  constructor(world: World, rows: CaseRows, draws: CaseDraws) {
    const { work } = world.scenario;
    this.world = world;
    this.rows = rows;
    this.draws = draws;
    this.ordinals = new Int32Array(world.streams.length);
    this.tier1Fails = Float64Array.from(work.escalation, ([share]) => share);
    this.tier2Fails = Float64Array.from(work.escalation, ([, share]) => share);
    this.languageMisdeclared = work.misrouted.language;
    this.productMisdeclared = work.misrouted.product;
    this.times = CHANNELS.map((channel) => timesOf(world.scenario, channel));
  }

  get count(): number {
    return this.born;
  }

  /** The row of a new case of the stream. */
  bear(stream: number, nowMs: number): number {
    const row = this.rows.allocate();
    const ordinal = this.ordinals[stream] as number;
    this.ordinals[stream] = ordinal + 1;
    const c = this.rows.columns;
    c.caseNumber[row] = this.born++;
    c.stream[row] = stream;
    c.ordinal[row] = ordinal;
    c.arrivedMs[row] = nowMs;
    const table = this.world.streams[stream] as StreamTable;
    this.drawAttributes(row, table);
    this.setTimes(row, table.channel);
    this.clear(row);
    return row;
  }

  /** The customer behind the case, a number within its stream. */
  customer(row: number): number {
    return Math.floor(this.draw(row, CUSTOMER) * CUSTOMERS_PER_STREAM);
  }

  private drawAttributes(row: number, table: StreamTable): void {
    const c = this.rows.columns;
    const { onlyLanguage, onlyProduct, onlySeverity } = table;
    const product = onlyProduct === -1 ? pick(table.products, this.draw(row, PRODUCT)) : onlyProduct;
    const language = onlyLanguage === -1 ? pick(table.languages, this.draw(row, LANGUAGE)) : onlyLanguage;
    const fails1 = this.happens(row, TIER_1_FAILS, this.tier1Fails[product] as number);
    const fails2 = fails1 && this.happens(row, TIER_2_FAILS, this.tier2Fails[product] as number);
    c.channel[row] = table.channel;
    c.severity[row] = onlySeverity === -1 ? pick(table.severities, this.draw(row, SEVERITY)) : onlySeverity;
    c.trueLanguage[row] = language;
    c.trueProduct[row] = product;
    c.solvedAtTier[row] = fails2 ? 3 : fails1 ? 2 : 1;
    c.language[row] = this.happens(row, LANGUAGE_MISDECLARED, this.languageMisdeclared)
      ? pickAnother(table.languages, language, this.draw(row, DECLARED_LANGUAGE))
      : language;
    c.product[row] = this.happens(row, PRODUCT_MISDECLARED, this.productMisdeclared)
      ? pickAnother(table.products, product, this.draw(row, DECLARED_PRODUCT))
      : product;
  }

  private setTimes(row: number, channel: number): void {
    const c = this.rows.columns;
    const times = this.times[channel] as ChannelTimes;
    const raises =
      times.raises > 0 && c.severity[row] !== HIGHEST && this.happens(row, SEVERITY_RAISED, times.raises);
    c.triageMs[row] = times.triageMs;
    c.closingMs[row] = times.closingMs;
    c.retentionMs[row] = times.retentionMs;
    c.autoCloseMs[row] = times.autoCloseMs;
    c.regionHoldMs[row] = times.regionHoldMs;
    c.patienceMs[row] =
      times.patience === null ? NEVER : Math.round(quantileOf(times.patience, this.draw(row, PATIENCE)));
    c.severityRaiseMs[row] = raises
      ? Math.round(quantileOf(times.raisedAfter, this.draw(row, SEVERITY_RAISED_AFTER)))
      : NEVER;
  }

  private clear(row: number): void {
    const c = this.rows.columns;
    c.episode[row] = 0;
    c.tier[row] = 1;
    c.stage[row] = 0;
    c.primary[row] = NONE;
    c.replica[row] = NONE;
    c.agent[row] = NONE;
    c.group[row] = NONE;
    c.centre[row] = NONE;
    c.contacts[row] = 0;
    c.holdMs[row] = NEVER;
    c.handleMs[row] = 0;
    c.replyMs[row] = NEVER;
    c.reopeningMs[row] = NEVER;
    c.workLeftMs[row] = 0;
    c.queue[row] = -1;
    c.queuedMs[row] = NONE;
    c.cause[row] = -1;
    c.workingCopy[row] = -1;
    c.viewedPlace[row] = -1;
    c.leftReason[row] = -1;
    c.leftCentre[row] = -1;
  }

  private happens(row: number, purpose: number, share: number): boolean {
    return share > 0 && this.draw(row, purpose) < share;
  }

  private draw(row: number, purpose: number): number {
    const { stream, ordinal } = this.rows.columns;
    return this.draws.uniform(stream[row] as number, purpose, ordinal[row] as number, 0);
  }
}

/** A class other than `not`, by the remaining shares; `not` itself where there is no other. */
export function pickAnother(cumulative: Float64Array, not: number, uniform: number): number {
  const below = not === 0 ? 0 : (cumulative[not - 1] as number);
  const share = (cumulative[not] as number) - below;
  if (share >= 1 - 1e-12) return not;
  const scaled = uniform * (1 - share);
  return pick(cumulative, scaled < below ? scaled : scaled + share);
}
