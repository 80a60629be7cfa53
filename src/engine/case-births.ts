import { Sampler } from '#base';
import { CHANNELS, type Channel, NONE, type Scenario, SEVERITIES } from '#domain';
import { type CaseRecord, type CaseTable, NOT_QUEUED } from './case-record.ts';
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
export interface ChannelTimes {
  readonly triageMs: number;
  readonly closingMs: number;
  readonly retentionMs: number;
  readonly autoCloseMs: number;
  readonly regionHoldMs: number;
  readonly patience: Sampler | null;
  /** Share of the customers who raise the severity, and after how long a wait. */
  readonly raises: number;
  readonly raisedAfter: Sampler;
}

export function timesOf({ retention, routing, work }: Scenario, channel: Channel): ChannelTimes {
  return {
    triageMs: work.triageMs[channel],
    closingMs: work.closingMs,
    retentionMs: retention.eraseAfterMs,
    autoCloseMs: work.customerWait.autoCloseMs,
    regionHoldMs: routing.preference === 'local specialist' ? routing.holdMs[channel] : NEVER,
    patience: work.patience[channel] === null ? null : new Sampler(work.patience[channel]),
    raises: channel === 'phone' ? 0 : work.severityRaise.share,
    raisedAfter: new Sampler(work.severityRaise.after),
  };
}

/** Draws what is fixed about a case at its arrival, and sets every number of its record. */
export class CaseBirths {
  private readonly world: World;
  private readonly cases: CaseTable;
  private readonly draws: CaseDraws;
  private readonly ordinals: Int32Array;
  private readonly tier1Fails: Float64Array;
  private readonly tier2Fails: Float64Array;
  private readonly languageMisdeclared: number;
  private readonly productMisdeclared: number;
  private readonly times: readonly ChannelTimes[];
  private readonly mayBeImpatient: boolean;
  private readonly mayRaiseSeverity: boolean;
  private born = 0;

  constructor(world: World, cases: CaseTable, draws: CaseDraws) {
    const { work } = world.scenario;
    this.world = world;
    this.cases = cases;
    this.draws = draws;
    this.ordinals = new Int32Array(world.streams.length);
    this.tier1Fails = Float64Array.from(work.escalation, ([share]) => share);
    this.tier2Fails = Float64Array.from(work.escalation, ([, share]) => share);
    this.languageMisdeclared = work.misrouted.language;
    this.productMisdeclared = work.misrouted.product;
    this.times = CHANNELS.map((channel) => timesOf(world.scenario, channel));
    this.mayBeImpatient = this.times.some(({ patience }) => patience !== null);
    this.mayRaiseSeverity = this.times.some(({ raises }) => raises > 0);
  }

  get count(): number {
    return this.born;
  }

  /** The record of a new case of the stream. */
  bear(stream: number, nowMs: number): CaseRecord {
    const record = this.cases.allocate();
    const ordinal = this.ordinals[stream] as number;
    this.ordinals[stream] = ordinal + 1;
    record.caseNumber = this.born++;
    record.stream = stream;
    record.ordinal = ordinal;
    record.arrivedMs = nowMs;
    const table = this.world.streams[stream] as StreamTable;
    this.clear(record);
    this.drawAttributes(record, table);
    this.setTimes(record, table.channel);
    return record;
  }

  /** The customer behind the case, a number within its stream. */
  customer(record: CaseRecord): number {
    return Math.floor(this.draw(record, CUSTOMER) * CUSTOMERS_PER_STREAM);
  }

  private drawAttributes(record: CaseRecord, table: StreamTable): void {
    const { onlyLanguage, onlyProduct, onlySeverity } = table;
    const product = onlyProduct === -1 ? pick(table.products, this.draw(record, PRODUCT)) : onlyProduct;
    const language = onlyLanguage === -1 ? pick(table.languages, this.draw(record, LANGUAGE)) : onlyLanguage;
    const fails1 = this.happens(record, TIER_1_FAILS, this.tier1Fails[product] as number);
    const fails2 = fails1 && this.happens(record, TIER_2_FAILS, this.tier2Fails[product] as number);
    record.channel = table.channel;
    record.severity =
      onlySeverity === -1 ? pick(table.severities, this.draw(record, SEVERITY)) : onlySeverity;
    record.trueLanguage = language;
    record.trueProduct = product;
    record.solvedAtTier = fails2 ? 3 : fails1 ? 2 : 1;
    record.language = this.happens(record, LANGUAGE_MISDECLARED, this.languageMisdeclared)
      ? pickAnother(table.languages, language, this.draw(record, DECLARED_LANGUAGE))
      : language;
    record.product = this.happens(record, PRODUCT_MISDECLARED, this.productMisdeclared)
      ? pickAnother(table.products, product, this.draw(record, DECLARED_PRODUCT))
      : product;
  }

  private setTimes(record: CaseRecord, channel: number): void {
    const times = this.times[channel] as ChannelTimes;
    if (record.timesOf !== channel) {
      record.timesOf = channel;
      record.triageMs = times.triageMs;
      record.closingMs = times.closingMs;
      record.retentionMs = times.retentionMs;
      record.autoCloseMs = times.autoCloseMs;
      record.regionHoldMs = times.regionHoldMs;
    }
    if (this.mayBeImpatient) {
      record.patienceMs =
        times.patience === null ? NEVER : Math.round(times.patience.of(this.word(record, PATIENCE)));
    }
    if (this.mayRaiseSeverity) {
      const raises = record.severity !== HIGHEST && this.happens(record, SEVERITY_RAISED, times.raises);
      record.severityRaiseMs = raises
        ? Math.round(times.raisedAfter.of(this.word(record, SEVERITY_RAISED_AFTER)))
        : NEVER;
    }
  }

  private clear(record: CaseRecord): void {
    record.episode = 0;
    record.tier = 1;
    record.stage = 0;
    record.primary = NONE;
    record.replica = NONE;
    record.agent = NONE;
    record.group = NONE;
    record.centre = NONE;
    record.contacts = 0;
    record.holdMs = NEVER;
    record.handleMs = 0;
    record.replyMs = NEVER;
    record.reopeningMs = NEVER;
    record.workLeftMs = 0;
    record.queue = NOT_QUEUED;
    record.queuedMs = NONE;
    record.cause = -1;
    record.workingCopy = -1;
    record.viewedPlace = -1;
    record.leftReason = -1;
    record.leftCentre = -1;
  }

  private happens(record: CaseRecord, purpose: number, share: number): boolean {
    return share > 0 && this.draw(record, purpose) < share;
  }

  private draw({ ordinal, stream }: CaseRecord, purpose: number): number {
    return this.draws.uniform(stream, purpose, ordinal, 0);
  }

  private word({ ordinal, stream }: CaseRecord, purpose: number): number {
    return this.draws.word(stream, purpose, ordinal, 0);
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
