import { quantileOf } from '#base';
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

/** Draws what is fixed about a case at its arrival, and sets every column of its row. */
export class CaseBirths {
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly rows: CaseRows;
  private readonly draws: CaseDraws;
  private readonly ordinals: Int32Array;
  private born = 0;

  constructor(world: World, rows: CaseRows, draws: CaseDraws) {
    this.scenario = world.scenario;
    this.world = world;
    this.rows = rows;
    this.draws = draws;
    this.ordinals = new Int32Array(world.streams.length);
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
    this.drawAttributes(row, stream, this.world.streams[stream] as StreamTable);
    this.setTimes(row, this.world.streams[stream] as StreamTable);
    this.clear(row);
    return row;
  }

  /** The customer behind the case, a number within its stream. */
  customer(row: number): number {
    return Math.floor(this.draw(row, CUSTOMER) * CUSTOMERS_PER_STREAM);
  }

  private drawAttributes(row: number, stream: number, table: StreamTable): void {
    const { work } = this.scenario;
    const c = this.rows.columns;
    const product = pick(table.products, this.draw(row, PRODUCT));
    const language = pick(table.languages, this.draw(row, LANGUAGE));
    const [tier1Fails, tier2Fails] = work.escalation[product] as readonly [number, number];
    const fails1 = tier1Fails > 0 && this.draw(row, TIER_1_FAILS) < tier1Fails;
    const fails2 = fails1 && tier2Fails > 0 && this.draw(row, TIER_2_FAILS) < tier2Fails;
    const { language: languageShare, product: productShare } = work.misrouted;
    const mistakesLanguage = languageShare > 0 && this.draw(row, LANGUAGE_MISDECLARED) < languageShare;
    const mistakesProduct = productShare > 0 && this.draw(row, PRODUCT_MISDECLARED) < productShare;
    c.stream[row] = stream;
    c.channel[row] = table.channel;
    c.severity[row] = pick(table.severities, this.draw(row, SEVERITY));
    c.trueLanguage[row] = language;
    c.trueProduct[row] = product;
    c.solvedAtTier[row] = fails2 ? 3 : fails1 ? 2 : 1;
    c.language[row] = mistakesLanguage
      ? pickAnother(table.languages, language, this.draw(row, DECLARED_LANGUAGE))
      : language;
    c.product[row] = mistakesProduct
      ? pickAnother(table.products, product, this.draw(row, DECLARED_PRODUCT))
      : product;
  }

  private setTimes(row: number, table: StreamTable): void {
    const { retention, routing, work } = this.scenario;
    const c = this.rows.columns;
    const channel = CHANNELS[table.channel] as Channel;
    const patience = work.patience[channel];
    const raises =
      work.severityRaise.share > 0 &&
      channel !== 'phone' &&
      c.severity[row] !== HIGHEST &&
      this.draw(row, SEVERITY_RAISED) < work.severityRaise.share;
    c.triageMs[row] = work.triageMs[channel];
    c.closingMs[row] = work.closingMs;
    c.retentionMs[row] = retention.eraseAfterMs;
    c.autoCloseMs[row] = work.customerWait.autoCloseMs;
    c.regionHoldMs[row] = routing.preference === 'local specialist' ? routing.holdMs[channel] : NEVER;
    c.patienceMs[row] =
      patience === null ? NEVER : Math.round(quantileOf(patience, this.draw(row, PATIENCE)));
    c.severityRaiseMs[row] = raises
      ? Math.round(quantileOf(work.severityRaise.after, this.draw(row, SEVERITY_RAISED_AFTER)))
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
