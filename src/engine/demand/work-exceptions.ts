import type { Distribution, Indexed, Sampler } from '#base';
import {
  type ArrivalStream,
  type CentreIndex,
  type LocalClock,
  localClockOf,
  minuteOfWeek,
  type ProductIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type SeverityIndex,
  type StreamIndex,
  TIERS,
  type WorkException,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { samplerOf } from '../world/draws.ts';
import { SelectionTable } from '../world/selection-table.ts';

/** What the exceptions say about the cases that they select; null where no exception says it. */

/** What an exception says; undefined if it says nothing. */
type Said<Value> = (exception: WorkException) => Value | undefined;

function tableOf<Value>(scenario: Scenario, said: Said<Value>): SelectionTable<Value> | null {
  const selections = (scenario.work.exceptions ?? []).flatMap((exception) => {
    const value = said(exception);
    return value === undefined ? [] : { ...exception, value };
  });
  return selections.length === 0 ? null : new SelectionTable(scenario, selections);
}

/** A sampler that may be missing: for a customer who waits for ever, or a contact that leaves no work. */
export interface OwnSampler {
  readonly sampler: Sampler | null;
}

function ownSampler(distribution: Distribution | null): OwnSampler {
  return { sampler: samplerOf(distribution) };
}

export function patienceExceptions(scenario: Scenario): SelectionTable<OwnSampler> | null {
  return tableOf(scenario, ({ patience }) => (patience === undefined ? undefined : ownSampler(patience)));
}

export function balkingExceptions(scenario: Scenario): SelectionTable<number> | null {
  return tableOf(scenario, ({ balking }) => balking);
}

/** By tier. */
export function afterContactExceptions(
  scenario: Scenario,
): readonly (SelectionTable<OwnSampler> | null)[] | null {
  if (scenario.work.exceptions?.some(({ afterContact }) => afterContact !== undefined) !== true) return null;
  return TIERS.map((tier) =>
    tableOf(scenario, ({ afterContact }) => {
      const own = afterContact?.[tier - 1] ?? null;
      return own === null ? undefined : ownSampler(own === 'none' ? null : own);
    }),
  );
}

/** The handle time of an exception, by product, and the factors on it, by severity. */
export interface OwnHandle<Value> {
  readonly byProduct: Indexed<ProductIndex, Value>;
  readonly factors: Indexed<SeverityIndex, number>;
}

/**
 * Finds the handle time of a case as it is now, at its tier, for a contact that would begin at that minute of the week; undefined if that of
 * the channel applies.
 */
export type HandleExceptions<Value> = (record: CaseRecord, minute: number) => OwnHandle<Value> | undefined;

/** `make`: what is wanted of a distribution. */
export function handleExceptions<Value>(
  scenario: Scenario,
  make: (distribution: Distribution) => Value,
): HandleExceptions<Value> | null {
  const { exceptions, severityFactors } = scenario.work;
  if (exceptions?.some(({ handle }) => handle !== undefined) !== true) return null;
  const all = SEVERITIES.map((severity) => severityFactors?.[severity] ?? 1);
  const none = SEVERITIES.map(() => 1);
  const tables = TIERS.map((tier) =>
    tableOf(scenario, ({ handle, severities }) => {
      const own = handle?.[tier - 1] ?? null;
      if (own === null) return undefined;
      return { byProduct: own.map(make), factors: severities === null ? all : none };
    }),
  );
  return ({ product, severity, source, tier }, minute) =>
    tables[tier - 1]?.of(source.index, severity, product, minute);
}

type WeekClock = ReturnType<typeof createWeekClock>;

/** The minute of the week, as clocks on the spot show it. */
function createWeekClock(scenario: Scenario) {
  const { centres, startEpochMs, streams } = scenario;
  const known = new Map<string, LocalClock>();
  const clockOf = ({ timeZone }: { readonly timeZone: string }): LocalClock => {
    const found = known.get(timeZone) ?? localClockOf(scenario, timeZone);
    known.set(timeZone, found);
    return found;
  };
  const ofCentres = centres.map(clockOf);
  const ofStreams = streams.map(clockOf);
  const minuteOn = (local: LocalClock, atMs: RunMs) => minuteOfWeek(startEpochMs + atMs, local);
  return {
    /** Where the agents of a centre are. */
    inCentre: (centre: CentreIndex, atMs: RunMs) => minuteOn(ofCentres[centre] as LocalClock, atMs),
    /** Where the customers of a stream are. */
    ofCustomers: (stream: StreamIndex, atMs: RunMs) => minuteOn(ofStreams[stream] as LocalClock, atMs),
  };
}

/** The clocks that say which exceptions hold; null if none of those that are asked for has hours. */
export function exceptionClock(
  scenario: Scenario,
  isAsked: (exception: WorkException) => boolean,
): WeekClock | null {
  const { exceptions = [] } = scenario.work;
  const hasHours = exceptions.some((one) => one.hours !== undefined && isAsked(one));
  return hasHours ? createWeekClock(scenario) : null;
}

/** The scenario without exceptions that hold in some hours only. */
export function withoutHours(scenario: Scenario): Scenario {
  const exceptions = scenario.work.exceptions?.filter(({ hours }) => hours === undefined);
  return { ...scenario, work: { ...scenario.work, ...(exceptions === undefined ? {} : { exceptions }) } };
}

/** Whether an exception makes customers of the stream impatient. */
export function makesImpatient({ work }: Scenario, { channel, segment }: ArrivalStream): boolean {
  return (work.exceptions ?? []).some(
    ({ balking = 0, channels, patience = null, segments }) =>
      channels?.includes(channel) !== false &&
      segments?.includes(segment) !== false &&
      (balking > 0 || patience !== null),
  );
}
