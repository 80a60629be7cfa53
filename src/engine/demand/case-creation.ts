import { numbered, Sampler } from '#base';
import {
  CHANNELS,
  type Channel,
  type ChannelIndex,
  type CustomerNumber,
  DRAWN_CUSTOMERS,
  type DurationMs,
  NONE,
  type OpenCase,
  type Scenario,
  SEVERITIES,
  type TierNumber,
  wasAnswered,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { CaseTable } from '../cases/case-table.ts';
import type { RunConstants } from '../lifecycle/stepper.ts';
import { holdsForRegion } from '../routing/preferences.ts';
import type { Clock } from '../time/clock.ts';
import { happens, samplerOf } from '../world/draws.ts';
import { mayResample } from '../world/interruption-policies.ts';
import { createArrivalBatch, type Patience, patienceOf } from './arrival-batch.ts';
import type { ContactModel } from './contact-model.ts';
import { outcomesDrawn } from './contact-outcomes.ts';
import { MESSAGE, mayComeAgain, mayKeep, type Visit } from './follow-ups.ts';
import { FIRST_OPEN_ORDINAL, leftAfter, shareBeyond } from './open-cases.ts';
import type { Source } from './source.ts';
import { replaysPatience, type TraceReplay } from './trace-replay.ts';
import { balkingExceptions, exceptionClock, patienceExceptions } from './work-exceptions.ts';

const NEVER = Number.POSITIVE_INFINITY;
/** Says that the times of a record are those of no channel. */
const NO_CHANNEL = -1;
const { A: HIGHEST } = numbered(SEVERITIES);

/** Times that a case has from its channel, ms. */
export interface ChannelTimes extends Patience {
  readonly triageMs: number;
  /** Null if all cases have `triageMs`. */
  readonly triage: Sampler | null;
  readonly closingMs: number;
  readonly retentionMs: number;
  readonly autoCloseMs: number;
  readonly regionHoldMs: number;
  /** Share of customers who do not wait at all. */
  readonly balks: number;
  /** The wait after which a customer leaves a message. */
  readonly messageMs: number;
  /** Share of customers who raise the severity, and the wait after which they do. */
  readonly raises: number;
  readonly raisedAfter: Sampler;
}

export function timesOf({ retention, routing, work }: Scenario, channel: Channel): ChannelTimes {
  const { [channel]: bySeverity = null } = work.patienceBySeverity ?? {};
  return {
    triageMs: work.triageMs[channel],
    triage: samplerOf(work.triage?.[channel] ?? null),
    closingMs: work.closingMs,
    retentionMs: retention.eraseAfterMs,
    autoCloseMs: work.customerWait.autoCloseMs ?? NEVER,
    regionHoldMs: holdsForRegion(routing) ? routing.holdMs[channel] : NEVER,
    patience: samplerOf(work.patience[channel]),
    patienceBySeverity:
      bySeverity === null ? null : SEVERITIES.map((severity) => samplerOf(bySeverity[severity])),
    balks: work.balking?.[channel] ?? 0,
    messageMs: work.message?.[channel]?.afterMs ?? NEVER,
    raises: channel === 'phone' ? 0 : work.severityRaise.share,
    raisedAfter: new Sampler(work.severityRaise.after),
  };
}

/** Draws what is fixed about a case at its arrival, and sets each number that its record needs. */
export interface CaseCreation {
  readonly count: { readonly born: number };
  /** The record of a new case of the source. */
  create(source: Source): CaseRecord;
  /** The record of a case that follows an earlier one. */
  createFollowUp(visit: Visit): CaseRecord;
  /** The record of a case that was opened before the run. Its ages and its place are known, the rest is drawn given that it is still open. */
  createOpen(source: Source, one: OpenCase): CaseRecord;
  /** The customer behind the case, a number within its stream. */
  customer(record: CaseRecord): CustomerNumber;
}

/** The clock of what depends on the hour of an arrival; null if nothing does. */
function clockOfCustomers(scenario: Scenario) {
  return exceptionClock(scenario, ({ balking, patience }) => balking !== undefined || patience !== undefined);
}

interface CreationParts {
  readonly scenario: Scenario;
  readonly cases: CaseTable;
  readonly replay: TraceReplay | null;
  readonly clock: Clock;
  readonly contacts: ContactModel;
}

/** `created` is called when the record is filled; null if no feature needs that. */
export function createCaseCreation(
  { cases, clock, contacts: { firstContentMs, goOn }, replay, scenario }: CreationParts,
  created: ((record: CaseRecord) => void) | null,
  { context }: RunConstants,
): CaseCreation {
  const { work } = scenario;
  const resamples = mayResample(scenario);
  const drawsOutcomes = outcomesDrawn(work);
  const times = CHANNELS.map((channel) => timesOf(scenario, channel));
  const ownPatience = patienceExceptions(scenario);
  const ownBalking = balkingExceptions(scenario);
  const weekClock = clockOfCustomers(scenario);
  const batch = createArrivalBatch(scenario, times, ownPatience, firstContentMs);
  const mayBalk = ownBalking !== null || times.some(({ balks }) => balks > 0);
  const knowsSome = (ownPatience ?? work.patienceAgain ?? null) !== null || times.some(knowsPatience);
  const mayBeImpatient = mayBalk || replaysPatience(scenario) || knowsSome;
  /** The replay may give another severity than was drawn ahead, and so another patience; and the hour was not known. */
  const drawsPatienceAgain =
    ownPatience?.hasHours === true ||
    (replay !== null &&
      (ownPatience !== null || times.some(({ patienceBySeverity }) => patienceBySeverity !== null)));
  const mayRaiseSeverity = times.some(({ raises }) => raises > 0);
  const mayLeaveMessage = work.message !== undefined;
  const drawsTimes = mayBalk || mayLeaveMessage || mayRaiseSeverity || work.triage !== undefined;
  const comesAgain = mayComeAgain(scenario);
  const keeps = mayKeep(scenario);
  const mayHold = context.holdMs === undefined;
  const { reopeningMs, replyMs, vendorMs } = context;
  const mayAwait = reopeningMs === undefined || replyMs === undefined || vendorMs === undefined;
  const { columns } = cases;
  const hasColumns = columns.length > 0;
  const hasMore = drawsOutcomes !== 0 || resamples || drawsTimes || hasColumns || created !== null;
  /** By channel: the first that has the same times. Its number is kept in records. */
  const timesAlike = times.map((ofChannel) => times.findIndex((other) => areAlike(ofChannel, other)));
  const count = { born: 0 };

  function create(source: Source): CaseRecord {
    const record = cases.allocate(source);
    record.caseNumber = count.born++;
    record.ordinal = source.nextOrdinal++;
    record.arrivedMs = clock.nowMs;
    if (comesAgain) record.origin = source;
    if (keeps) {
      record.patienceBack = 0;
      record.workBack = 0;
    }
    clear(record);
    const place = batch.placeOf(source, record.ordinal);
    const severity = batch.severity[place] as number;
    const product = batch.product[place] as number;
    record.channel = source.table.channel;
    record.severity = severity;
    record.tally = source.tallyOf(product, severity);
    record.trueLanguage = batch.trueLanguage[place] as number;
    record.trueProduct = batch.trueProduct[place] as number;
    record.language = batch.language[place] as number;
    record.product = product;
    record.solvedAtTier = batch.solvedAtTier[place] as number;
    record.contentMs = batch.contentMs[place] as number;
    if (mayBeImpatient) record.patienceMs = batch.patienceMs[place] as number;
    if (replay !== null) replay.setAttributes(record, drawnTier);
    if (drawsPatienceAgain) record.patienceMs = drawnPatience(record);
    setTimes(record, source);
    if (replay !== null) replay.setPatience(record);
    return record;
  }

  function createFollowUp(visit: Visit): CaseRecord {
    const { severity, target } = visit;
    const record = cases.allocate(target);
    record.caseNumber = count.born++;
    record.ordinal = visit.ordinal;
    record.arrivedMs = clock.nowMs;
    record.origin = visit.origin;
    record.patienceBack = visit.patienceBack;
    record.workBack = visit.workBack;
    clear(record);
    record.episode = visit.round;
    record.channel = target.table.channel;
    record.severity = severity;
    record.tally = target.tallyOf(visit.product, severity);
    record.trueLanguage = visit.trueLanguage;
    record.trueProduct = visit.trueProduct;
    record.language = visit.language;
    record.product = visit.product;
    record.solvedAtTier = visit.solvedAtTier;
    if (replay !== null) replay.setKept(record);
    if (mayBeImpatient) record.patienceMs = drawnPatience(record);
    setTimes(record, target);
    if (replay !== null) replay.setPatience(record);
    if (visit.kind === MESSAGE) {
      // A message waits for ever.
      record.patienceMs = NEVER;
      record.messageMs = NEVER;
      record.balks = 0;
    }
    return record;
  }

  function createOpen(source: Source, one: OpenCase): CaseRecord {
    const record = cases.allocate(source);
    record.caseNumber = count.born++;
    record.ordinal = FIRST_OPEN_ORDINAL + record.caseNumber;
    record.arrivedMs = one.openedMs;
    record.origin = source;
    record.patienceBack = 0;
    record.workBack = 0;
    clear(record);
    record.episode = 1;
    record.channel = source.table.channel;
    record.severity = one.severity;
    record.tally = source.tallyOf(one.product, one.severity);
    record.language = one.language;
    record.product = one.product;
    record.tier = one.tier;
    if (wasAnswered(one)) record.contacts = 1;
    setTruth(record, one);
    if (replay !== null) replay.setKept(record);
    if (mayBeImpatient) record.patienceMs = drawnPatience(record);
    setTimes(record, source);
    // The next case of the record does not find these times.
    record.timesOf = NO_CHANNEL;
    goOnWaiting(record, one);
    goOn(record, one);
    return record;
  }

  /** What the case is really about, and the tier that solves it, given how far it has come. */
  function setTruth(record: CaseRecord, one: OpenCase): void {
    const { state, tier } = one;
    const { language, ordinal, product, source } = record;
    const { draws, table } = source;
    record.trueLanguage = language;
    record.trueProduct = product;
    if (tier === 1 && (!wasAnswered(one) || state === 'in work')) {
      if (happens(draws.productMisdeclared, ordinal, work.misrouted.product))
        record.trueProduct = table.products.another(product, draws.declaredProduct.uniform(ordinal, 0));
      if (happens(draws.languageMisdeclared, ordinal, work.misrouted.language))
        record.trueLanguage = table.languages.another(language, draws.declaredLanguage.uniform(ordinal, 0));
    }
    // A contact that leads to a wait for others has found that its tier solves the case.
    const isFound = wasAnswered(one) && state !== 'transferred' && state !== 'in work';
    if (isFound) record.solvedAtTier = tier;
    else if (tier === 1) record.solvedAtTier = batch.tierOf(source, ordinal, record.trueProduct);
    else {
      const [, share = 0] = work.escalation[record.trueProduct] ?? [];
      record.solvedAtTier = tier === 2 && happens(draws.tier2Fails, ordinal, share) ? 3 : tier;
    }
  }

  /** What is left of a triage; or of the patience of a customer who has waited until now, and of what else may happen in that wait. */
  function goOnWaiting(record: CaseRecord, { sinceMs, state }: OpenCase): void {
    const { channel, ordinal, source } = record;
    const ofChannel = times[channel] as ChannelTimes;
    if (state === 'triage') {
      const quantile = (word: number) => ofChannel.triage?.of(word) ?? ofChannel.triageMs;
      record.triageMs = Math.round(
        leftAfter(quantile, -sinceMs, source.draws.triage.uniform(ordinal, 1)) ?? 0,
      );
      return;
    }
    const isWaiting = state === 'waiting';
    record.triageMs = 0;
    if (mayBalk) record.balks = 0;
    if (mayBeImpatient) {
      const sampler = isWaiting ? patienceSamplerOf(record) : null;
      const left =
        sampler && leftAfter((word) => sampler.of(word), -sinceMs, source.draws.patience.uniform(ordinal, 1));
      record.patienceMs = left === null ? NEVER : Math.max(1, Math.round(left));
    }
    if (mayLeaveMessage) {
      const leftMs = ofChannel.messageMs + sinceMs;
      record.messageMs = isWaiting && leftMs > 0 ? leftMs : NEVER;
    }
    if (mayRaiseSeverity) record.severityRaiseMs = isWaiting ? raiseLeft(record, ofChannel, -sinceMs) : NEVER;
  }

  /** When the customer raises the severity, given that it has not been raised until now. */
  function raiseLeft(
    record: CaseRecord,
    { raisedAfter, raises }: ChannelTimes,
    pastMs: DurationMs,
  ): DurationMs {
    const { ordinal, severity, source } = record;
    const quantile = (word: number) => raisedAfter.of(word);
    const beyond = raises * shareBeyond(quantile, pastMs);
    if (severity === HIGHEST || beyond === 0) return NEVER;
    if (source.draws.severityRaised.uniform(ordinal, 1) >= beyond / (1 - raises + beyond)) return NEVER;
    const left = leftAfter(quantile, pastMs, source.draws.severityRaisedAfter.uniform(ordinal, 1));
    return left === null ? NEVER : Math.max(1, Math.round(left));
  }

  /** Clears the record. Numbers that are constant in the run stay as they are. */
  function clear(record: CaseRecord): void {
    record.episode = 0;
    record.tier = 1;
    record.stage = 0;
    record.primary = NONE;
    record.replica = NONE;
    record.agent = NONE;
    record.group = NONE;
    record.centre = NONE;
    record.contacts = 0;
    record.handleMs = 0;
    record.workLeftMs = 0;
    record.queue = null;
    record.queuedMs = NONE;
    record.cause = -1;
    record.workingCopy = -1;
    record.viewedPlace = -1;
    record.leftReason = -1;
    if (mayHold) record.holdMs = NEVER;
    if (mayAwait) {
      record.replyMs = NEVER;
      record.vendorMs = NEVER;
      record.reopeningMs = NEVER;
    }
  }

  /** The tier that solves the case. */
  function drawnTier({ ordinal, source, trueProduct }: CaseRecord): TierNumber {
    return batch.tierOf(source, ordinal, trueProduct);
  }

  function setTimes(record: CaseRecord, source: Source): void {
    const alike = timesAlike[source.table.channel] as ChannelIndex;
    if (record.timesOf !== alike) {
      record.timesOf = alike;
      setChannelTimes(record, times[alike] as ChannelTimes);
    }
    if (hasMore) setMore(record, source);
  }

  /** Sets what only some scenarios use. */
  function setMore(record: CaseRecord, source: Source): void {
    if (drawsOutcomes !== 0) {
      record.drawsOutcomes = drawsOutcomes;
      record.returned = 0;
    }
    if (resamples) {
      record.resample = 0;
      record.resamples = 0;
    }
    if (drawsTimes) drawTimes(record, source, times[source.table.channel] as ChannelTimes);
    if (hasColumns) for (const column of columns) column.begin(record);
    if (created !== null) created(record);
  }

  /** The minute of the local week in which the customer arrives; 0 if nothing depends on it. */
  function minuteOf({ arrivedMs, source }: CaseRecord): number {
    return weekClock === null ? 0 : weekClock.ofCustomers(source.index, arrivedMs);
  }

  function patienceSamplerOf(record: CaseRecord): Sampler | null {
    const { channel, product, severity, source } = record;
    const own =
      ownPatience === null ? undefined : ownPatience.of(source.index, severity, product, minuteOf(record));
    return own === undefined ? patienceOf(times[channel] as ChannelTimes, severity) : own.sampler;
  }

  function drawnPatience(record: CaseRecord): DurationMs {
    const { ordinal } = record;
    const episode = keeps ? record.episode - record.patienceBack : record.episode;
    const sampler = patienceSamplerOf(record);
    const { draws } = comesAgain ? record.origin : record.source;
    return sampler === null ? NEVER : Math.round(sampler.of(draws.patience.word(ordinal, episode)));
  }

  /** What else the customer may do while waiting. */
  function drawTimes(record: CaseRecord, source: Source, ofChannel: ChannelTimes): void {
    const { draws } = comesAgain ? record.origin : source;
    const { episode, ordinal, product, severity } = record;
    if (mayBalk) {
      const share = ownBalking?.of(source.index, severity, product, minuteOf(record)) ?? ofChannel.balks;
      record.balks = happens(draws.balks, ordinal, share, episode) ? 1 : 0;
      if (record.balks === 1) record.patienceMs = 0;
    }
    if (mayLeaveMessage) record.messageMs = ofChannel.messageMs;
    if (work.triage !== undefined) {
      const drawn = ofChannel.triage?.of(draws.triage.word(ordinal, episode));
      record.triageMs = drawn === undefined ? ofChannel.triageMs : Math.round(drawn);
    }
    if (mayRaiseSeverity) {
      const raises =
        record.severity !== HIGHEST && happens(draws.severityRaised, ordinal, ofChannel.raises, episode);
      record.severityRaiseMs = raises
        ? Math.round(ofChannel.raisedAfter.of(draws.severityRaisedAfter.word(ordinal, episode)))
        : NEVER;
    }
  }

  return {
    count,
    create,
    createFollowUp,
    createOpen,
    customer({ ordinal, origin, source }) {
      const first = comesAgain ? origin : source;
      const given = replay === null ? -1 : replay.customer(ordinal, first);
      return given >= 0 ? given : Math.floor(first.draws.customer.uniform(ordinal, 0) * DRAWN_CUSTOMERS);
    },
  };
}

/** Whether some customer of the channel gives up. */
export function knowsPatience({ patience, patienceBySeverity }: Patience): boolean {
  return (patienceBySeverity ?? [patience]).some((sampler) => sampler !== null);
}

/** Whether `setChannelTimes` sets the same. */
function areAlike(one: ChannelTimes, other: ChannelTimes): boolean {
  const { autoCloseMs, closingMs, regionHoldMs, retentionMs, triageMs } = one;
  const isClosedAlike = closingMs === other.closingMs && autoCloseMs === other.autoCloseMs;
  const isKeptAlike = retentionMs === other.retentionMs && regionHoldMs === other.regionHoldMs;
  return isClosedAlike && isKeptAlike && triageMs === other.triageMs;
}

/** Sets the times that all cases of a channel have. */
export function setChannelTimes(record: CaseRecord, times: ChannelTimes): void {
  record.triageMs = times.triageMs;
  record.closingMs = times.closingMs;
  record.retentionMs = times.retentionMs;
  record.autoCloseMs = times.autoCloseMs;
  record.regionHoldMs = times.regionHoldMs;
}
