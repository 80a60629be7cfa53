import { type Counter, Sampler } from '#base';
import { CHANNELS, type Channel, NONE, type Scenario, SEVERITIES } from '#domain';
import type { CaseRecord, CaseTable } from './case-record.ts';
import { pick } from './draws.ts';
import type { Source } from './source.ts';

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
  private readonly cases: CaseTable;
  private readonly tier1Fails: Float64Array;
  private readonly tier2Fails: Float64Array;
  private readonly languageMisdeclared: number;
  private readonly productMisdeclared: number;
  private readonly times: readonly ChannelTimes[];
  private readonly mayBeImpatient: boolean;
  private readonly mayRaiseSeverity: boolean;
  private born = 0;

  constructor(scenario: Scenario, cases: CaseTable) {
    const { work } = scenario;
    this.cases = cases;
    this.tier1Fails = Float64Array.from(work.escalation, ([share]) => share);
    this.tier2Fails = Float64Array.from(work.escalation, ([, share]) => share);
    this.languageMisdeclared = work.misrouted.language;
    this.productMisdeclared = work.misrouted.product;
    this.times = CHANNELS.map((channel) => timesOf(scenario, channel));
    this.mayBeImpatient = this.times.some(({ patience }) => patience !== null);
    this.mayRaiseSeverity = this.times.some(({ raises }) => raises > 0);
  }

  get count(): number {
    return this.born;
  }

  /** The record of a new case of the source. */
  bear(source: Source, nowMs: number): CaseRecord {
    const record = this.cases.allocate(source);
    record.caseNumber = this.born++;
    record.ordinal = source.nextOrdinal++;
    record.arrivedMs = nowMs;
    this.clear(record);
    this.drawAttributes(record, source);
    this.setTimes(record, source);
    return record;
  }

  /** The customer behind the case, a number within its stream. */
  customer({ ordinal, source }: CaseRecord): number {
    return Math.floor(source.draws.customer.uniform(ordinal, 0) * CUSTOMERS_PER_STREAM);
  }

  private drawAttributes(record: CaseRecord, { draws, table }: Source): void {
    const { languages, onlyLanguage, onlyProduct, onlySeverity, products, severities } = table;
    const { ordinal } = record;
    const product = onlyProduct === -1 ? pick(products, draws.product.uniform(ordinal, 0)) : onlyProduct;
    const language =
      onlyLanguage === -1 ? pick(languages, draws.language.uniform(ordinal, 0)) : onlyLanguage;
    const fails1 = happens(draws.tier1Fails, ordinal, this.tier1Fails[product] as number);
    const fails2 = fails1 && happens(draws.tier2Fails, ordinal, this.tier2Fails[product] as number);
    record.channel = table.channel;
    record.severity =
      onlySeverity === -1 ? pick(severities, draws.severity.uniform(ordinal, 0)) : onlySeverity;
    record.trueLanguage = language;
    record.trueProduct = product;
    record.solvedAtTier = fails2 ? 3 : fails1 ? 2 : 1;
    record.language = happens(draws.languageMisdeclared, ordinal, this.languageMisdeclared)
      ? pickAnother(languages, language, draws.declaredLanguage.uniform(ordinal, 0))
      : language;
    record.product = happens(draws.productMisdeclared, ordinal, this.productMisdeclared)
      ? pickAnother(products, product, draws.declaredProduct.uniform(ordinal, 0))
      : product;
  }

  private setTimes(record: CaseRecord, { draws, table }: Source): void {
    const { channel } = table;
    const { ordinal } = record;
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
        times.patience === null ? NEVER : Math.round(times.patience.of(draws.patience.word(ordinal, 0)));
    }
    if (this.mayRaiseSeverity) {
      const raises = record.severity !== HIGHEST && happens(draws.severityRaised, ordinal, times.raises);
      record.severityRaiseMs = raises
        ? Math.round(times.raisedAfter.of(draws.severityRaisedAfter.word(ordinal, 0)))
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
    record.queue = null;
    record.queuedMs = NONE;
    record.cause = -1;
    record.workingCopy = -1;
    record.viewedPlace = -1;
    record.leftReason = -1;
    record.leftCentre = -1;
  }
}

function happens(counter: Counter, ordinal: number, share: number): boolean {
  return share > 0 && counter.uniform(ordinal, 0) < share;
}

/** A class other than `not`, by the remaining shares; `not` itself where there is no other. */
export function pickAnother(cumulative: Float64Array, not: number, uniform: number): number {
  const below = not === 0 ? 0 : (cumulative[not - 1] as number);
  const share = (cumulative[not] as number) - below;
  if (share >= 1 - 1e-12) return not;
  const scaled = uniform * (1 - share);
  return pick(cumulative, scaled < below ? scaled : scaled + share);
}
