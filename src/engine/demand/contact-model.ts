import { type Indexed, Sampler } from '#base';
import {
  type CaseEvent,
  CHANNELS,
  type ChannelIndex,
  type DurationMs,
  type OpenCase,
  type ProductIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type SeverityIndex,
  type TierNumber,
} from '#domain';
import type { CaseColumn } from '../cases/case-column.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import { speedsDiffer } from '../people/agent-speeds.ts';
import type { Agent } from '../people/agents.ts';
import type { Clock } from '../time/clock.ts';
import { mayAwaitCustomer, mayResample } from '../world/interruption-policies.ts';
import type { DrawOf } from './case-draw.ts';
import { createContactOutcomes, createTierTransfers, type NumberedTransfers } from './contact-outcomes.ts';
import { mayComeAgain, mayKeep } from './follow-ups.ts';
import { leftAfter, shareBeyond } from './open-cases.ts';
import type { TraceReplay } from './trace-replay.ts';
import { exceptionClock, handleExceptions } from './work-exceptions.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * What a contact will be: how long it takes, and what follows. Draws are keyed by the case's episode (the number of contacts finished), so
 * that a contact that a shift end or an outage interrupts keeps its work and its outcome.
 */
export interface ContactModel {
  /** Fills in the ASSIGN event: handle time of that agent from now on, times of a reply and of a re-opening, and the tier that solves the case. */
  plan(record: CaseRecord, agent: Agent, event: Extract<CaseEvent, { type: 'ASSIGN' }>): void;
  /**
   * Work of a case's first contact, at tier 1, by the word drawn for it, ms at speed 1. `product`: as the customer declares it; `isMisrouted`:
   * the customer is mistaken.
   */
  firstContentMs(
    channel: ChannelIndex,
    product: ProductIndex,
    word: number,
    isMisrouted: boolean,
  ): DurationMs;
  /** Work of the first contact that the case would have now, at tier 1, ms at speed 1. Hours of centres do not matter. */
  firstWorkMs(record: CaseRecord): DurationMs;
  /** The work that the next agent finds if the contact is interrupted now, ms at speed 1. */
  workLeftMs(record: CaseRecord, nowMs: RunMs): DurationMs;
  /** Transfers within a tier, and to single groups; null if the scenario has none. */
  readonly numbered: NumberedTransfers | null;
  /** Sets what is left of the work, or of the wait for others, of a case that was opened before the run. */
  goOn(record: CaseRecord, one: OpenCase): void;
}

/** `replay`: null if nothing is replayed. */
export function createContactModel(
  scenario: Scenario,
  clock: Clock,
  replay: TraceReplay | null,
  drawOf: DrawOf,
  column: (initial: number) => CaseColumn<number>,
): ContactModel {
  const { products, work } = scenario;
  const { customerWait, handOver, misrouted, reopening } = work;
  const { noticedAfter } = misrouted;
  const productCount = products.length;
  const channelCount = CHANNELS.length;
  /** Tier × channel × product. */
  const handles = work.handle.flatMap((tier) =>
    CHANNELS.flatMap((channel) => tier[channel].map((distribution) => new Sampler(distribution))),
  );
  const waits = [customerWait, ...(customerWait.higherTiers ?? [customerWait, customerWait])];
  const waitShares = Float64Array.from(waits, ({ share }) => share);
  const replies = waits.map((wait) => new Sampler(wait.reply));
  const reopenedAfter = new Sampler(reopening.after);
  const vendors = vendorsOf(scenario, drawOf);
  const vendorLeft = scenario.backlog === undefined ? null : vendorLeftOf(scenario, drawOf);
  const awaitsCustomer = mayAwaitCustomer(scenario);
  const comesAgain = mayComeAgain(scenario);
  const keeps = mayKeep(scenario);
  const transfers = createTierTransfers(scenario, column, comesAgain);
  const outcomes =
    transfers?.outcome ?? (work.returns === undefined ? null : createContactOutcomes(work, comesAgain));
  const mayReopen = reopening.share > 0;
  const hasSequel = awaitsCustomer || vendors !== null || outcomes !== null || mayReopen;
  const mayBeMisrouted = misrouted.language > 0 || misrouted.product > 0;
  const resamples = mayResample(scenario);
  /** Severity → factor; null if work does not depend on it. */
  const { severityFactors } = work;
  const factors: Indexed<SeverityIndex, number> | null =
    severityFactors === undefined ? null : SEVERITIES.map((severity) => severityFactors[severity]);
  const exceptions = handleExceptions(scenario, (distribution) => new Sampler(distribution));
  const weekClock = exceptionClock(scenario, ({ handle }) => handle !== undefined);
  // The work that was drawn ahead has no factor of a severity, and is that of the channel.
  const usesDrawnAhead = replay === null && factors === null && exceptions === null;
  const differs = speedsDiffer(scenario);
  const rampsUp = scenario.groups.some(({ shifts }) => shifts.some(({ rampUp }) => rampUp !== undefined));

  const variesSpeed = differs || rampsUp;

  function plan(record: CaseRecord, agent: Agent, event: Extract<CaseEvent, { type: 'ASSIGN' }>): void {
    const transferred = transfers === null ? null : transfers.handle(record);
    if (record.workLeftMs > 0) record.contentMs = record.workLeftMs;
    else if (!isDrawnAhead(record)) record.contentMs = contentOf(record, agent, transferred);
    const { contentMs } = record;
    const speed = variesSpeed ? speedOf(agent, record) : (agent.group.speed[record.product] as number);
    record.speed = speed;
    event.handleMs = speed === 1 ? contentMs : atLeastOne(contentMs / speed);
    if (hasSequel) planSequel(record, event);
  }

  /** Whether the work was drawn before the case arrived. */
  function isDrawnAhead({ contacts, episode, tier }: CaseRecord): boolean {
    return usesDrawnAhead && contacts === 0 && episode === 0 && tier === 1;
  }

  function speedOf(agent: Agent, record: CaseRecord): number {
    const full = agent.group.speed[record.product] as number;
    const common = rampsUp ? full * rampFactor(agent, clock.nowMs) : full;
    return differs ? common * agent.ownSpeed * channelSpeedOf(agent, record) : common;
  }

  /** Fills in what follows the contact. */
  function planSequel(record: CaseRecord, event: Extract<CaseEvent, { type: 'ASSIGN' }>): void {
    const { episode, ordinal, source } = record;
    const { draws } = comesAgain ? record.origin : source;
    if (awaitsCustomer) {
      const tier = record.tier - 1;
      event.replyMs =
        draws.customerWait.uniform(ordinal, episode) < (waitShares[tier] as number)
          ? atLeastOne((replies[tier] as Sampler).of(draws.reply.word(ordinal, episode)))
          : NEVER;
    }
    if (vendors !== null) event.vendorMs = vendors(record);
    if (outcomes !== null) event.solvedAtTier = outcomes(record, event.group);
    if (mayReopen) {
      event.reopeningMs =
        draws.reopened.uniform(ordinal, episode) < reopening.share
          ? atLeastOne(reopenedAfter.of(draws.reopenedAfter.word(ordinal, episode)))
          : NEVER;
    }
  }

  /** `transferred`: the handle time of the transfer by which the case came; null: that of the tier. */
  function contentOf(record: CaseRecord, { group }: Agent, transferred: Sampler | null): DurationMs {
    const { episode, ordinal, source } = record;
    const { handle, handleAgain } = (comesAgain ? record.origin : source).draws;
    const isAgain = resamples && record.resample !== 0;
    const drawn = keeps ? episode - record.workBack : episode;
    const word = isAgain ? handleAgain.word(ordinal, record.resample) : handle.word(ordinal, drawn);
    const minute = weekClock === null ? 0 : weekClock.inCentre(group.centre, clock.nowMs);
    return contentBy(word, record, minute, transferred, isAgain);
  }

  /** `minute`: of the week, when the work began, where the agents are. */
  function contentBy(
    word: number,
    record: CaseRecord,
    minute: number,
    transferred: Sampler | null,
    isAgain: boolean,
  ): DurationMs {
    const { channel, product, tier } = record;
    const isMisrouted =
      mayBeMisrouted && (product !== record.trueProduct || record.language !== record.trueLanguage);
    if (replay !== null && !isAgain && !isMisrouted) {
      const givenMs = replay.handleMs(record);
      if (givenMs >= 0) return atLeastOne(givenMs);
    }
    const own = exceptions === null ? undefined : exceptions(record, minute);
    const factor = own?.factors ?? factors;
    const sampler = own?.byProduct[product] ?? transferred ?? samplerAt(tier, channel, product);
    const contentMs = contentFrom(sampler, word, isMisrouted);
    return atLeastOne(factor === null ? contentMs : contentMs * (factor[record.severity] as number));
  }

  function goOn(record: CaseRecord, one: OpenCase): void {
    const { ordinal, source, tier } = record;
    const { draws } = source;
    const pastMs = -one.sinceMs;
    if (one.state === 'in work') {
      const group = one.group === undefined ? undefined : scenario.groups[one.group];
      const speed = group?.speed[record.product] ?? 1;
      const minute =
        weekClock === null || group === undefined ? 0 : weekClock.inCentre(group.centre, one.sinceMs);
      const quantile = (word: number) => contentBy(word, record, minute, null, false);
      const left = leftAfter(
        quantile,
        Math.round((one.workedMs ?? pastMs) * speed),
        draws.handle.uniform(ordinal, 0),
      );
      record.workLeftMs = Math.max(1, left ?? 1);
    } else if (one.state === 'awaiting customer') {
      const reply = replies[tier - 1] as Sampler;
      const left = leftAfter((word) => reply.of(word), pastMs, draws.reply.uniform(ordinal, 0));
      record.replyMs = atLeastOne(left ?? 1);
      if (pastMs + record.replyMs > record.autoCloseMs) {
        record.autoCloseMs = Math.max(1, record.autoCloseMs - pastMs);
      }
    } else if (one.state === 'awaiting vendor') {
      record.vendorMs = vendorLeft?.(record, pastMs) ?? 1;
    } else if (one.state === 'resolved') {
      record.closingMs = Math.max(0, record.closingMs - pastMs);
      const quantile = (word: number) => reopenedAfter.of(word);
      const beyond = reopening.share === 0 ? 0 : reopening.share * shareBeyond(quantile, pastMs);
      const isReopened = draws.reopened.uniform(ordinal, 0) < beyond / (1 - reopening.share + beyond);
      if (!isReopened) return;
      record.reopeningMs = atLeastOne(
        leftAfter(quantile, pastMs, draws.reopenedAfter.uniform(ordinal, 0)) ?? 1,
      );
    }
  }

  function samplerAt(tier: TierNumber, channel: ChannelIndex, product: ProductIndex): Sampler {
    return handles[((tier - 1) * channelCount + channel) * productCount + product] as Sampler;
  }

  function contentFrom(sampler: Sampler, word: number, isMisrouted: boolean): number {
    const fullMs = sampler.of(word);
    return isMisrouted ? fullMs * noticedAfter : fullMs;
  }

  return {
    plan,
    goOn,
    numbered: transfers?.numbered ?? null,
    firstContentMs: (channel, product, word, isMisrouted) =>
      atLeastOne(contentFrom(samplerAt(1, channel, product), word, isMisrouted)),
    firstWorkMs: (record) =>
      isDrawnAhead(record)
        ? record.contentMs
        : contentBy(record.source.draws.handle.word(record.ordinal, 0), record, 0, null, false),
    workLeftMs(record, nowMs) {
      const done = (record.handledMs + nowMs - record.startedMs) * record.speed;
      const left = record.contentMs - done * (1 - handOver.lostShare);
      return Math.max(1, Math.round(left)) + handOver.timeMs;
    },
  };
}

/** How long a vendor takes after a contact, ms; Infinity if none is asked. Null if no contact asks a vendor. */
function vendorsOf({ work }: Scenario, drawOf: DrawOf): ((record: CaseRecord) => DurationMs) | null {
  const { vendorWait } = work;
  if (vendorWait === undefined) return null;
  const tiers = vendorWait.map(({ reply, share }) => ({ share, reply: new Sampler(reply) }));
  const isAsked = drawOf('vendor wait');
  const replies = drawOf('vendor reply');
  return (record) => {
    const { reply, share } = tiers[record.tier - 1] as (typeof tiers)[number];
    return isAsked.uniform(record) < share ? atLeastOne(reply.of(replies.word(record))) : NEVER;
  };
}

/** How much longer the vendor takes whom a case has awaited for `pastMs`, ms. */
function vendorLeftOf(
  { work }: Scenario,
  drawOf: DrawOf,
): (record: CaseRecord, pastMs: DurationMs) => number {
  const replies = work.vendorWait?.map(({ reply }) => new Sampler(reply)) ?? [];
  const draw = drawOf('vendor reply left');
  return (record, pastMs) => {
    const reply = replies[record.tier - 1];
    if (reply === undefined) return 1;
    return atLeastOne(leftAfter((word) => reply.of(word), pastMs, draw.uniform(record)) ?? 1);
  };
}

/** Whole milliseconds, at least one. */
function atLeastOne(durationMs: number): number {
  return durationMs < 1 ? 1 : Math.floor(durationMs + 0.5);
}

function channelSpeedOf({ group }: Agent, { channel }: CaseRecord): number {
  return group.channelSpeed[channel] as number;
}

/** The factor on the speed of a new agent at that time. */
function rampFactor({ rampUp }: Agent, nowMs: RunMs): number {
  if (rampUp === null) return 1;
  const { from, hiredMs, overMs } = rampUp;
  const done = Math.min(1, Math.max(0, (nowMs - hiredMs) / overMs));
  return from + (1 - from) * done;
}
