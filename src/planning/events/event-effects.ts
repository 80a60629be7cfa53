import {
  DAY_MS,
  list,
  MINUTE_MS,
  number,
  type Of,
  optional,
  orNull,
  Reading,
  record,
  sumOf,
  text,
  weekdayOf,
  word,
} from '#base';
import type { CaseLife, CaseListener, CaseLives } from '#cases';
import {
  type CaseNumber,
  CHANNELS,
  NONE,
  offsetsOf,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Severity,
  serviceLevelOf,
  WAITING_CAUSES,
} from '#domain';
import { type DatedEvent, datedEvent, touchesRun } from '#scenario';
import { CaseSeries, type EventCounts, eventCounts } from './case-series.ts';

/** What an event did to the cases of a segment on a channel. */
const eventHit = record({
  /** Ids. */
  segment: text,
  channel: word(CHANNELS),
  /** Counts the cases that came while it lasted. */
  during: eventCounts,
  /** Like `during`, as a mean over the spans compared with; null if there are none. */
  usual: orNull(eventCounts),
  /** Counts the cases that came from its end until waits were back to normal. */
  after: eventCounts,
  /** How many were unanswered at its end. */
  waitingAtEnd: number(),
  /** The most unanswered cases from its start until waits were back to normal, and the first step of time in which they were as many. */
  peak: record({ waiting: number(), atMs: number<RunMs>() }),
  /** When waits were back to normal; null if not by the end of the run. */
  recoveredMs: orNull(number<RunMs>()),
});
export interface EventHit extends Of<typeof eventHit> {}

/** What a dated event did in one run. */
const eventEffect = record({
  event: datedEvent,
  /** What is counted: the part of the event inside of the run; of what lasts, at most a week. */
  fromMs: number<RunMs>(),
  toMs: number<RunMs>(),
  /** With how many spans of the same hours it is compared, and how far apart those lie. */
  comparedWith: number(),
  apart: word(['weeks', 'days']),
  /** How many cases, answered before or not, waited meanwhile because a centre or data centre was down. */
  heldUp: number(),
  /** The segments and channels that it hit, the worst first. */
  hits: list(eventHit),
  /** How many later events of the run were not looked at; only on the last effect of a run with more than 100 events. */
  notLookedAt: optional(number()),
});
export interface EventEffect extends Of<typeof eventEffect> {}

/** The effects that the record of a run holds; none if it holds anything else. */
export function eventEffectsIn(record: string | null): readonly EventEffect[] {
  try {
    const { events } = JSON.parse(record ?? '{}') as { readonly events?: unknown };
    const reading = new Reading(events);
    const effects = reading.read(list(eventEffect), events);
    return reading.problems.length === 0 ? effects : [];
  } catch {
    return [];
  }
}

/** Steps of `CaseSeries`. `to` is the first one after. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The series of a run become no longer than some 20,000 steps; hours and days are whole numbers of steps. */
const STEPS_MS = [5, 15, 60].map((minutes) => minutes * MINUTE_MS);
const STEPS_MOST = 20_160;
const DOWN = new Set(
  WAITING_CAUSES.flatMap((cause, k) => (cause === 'centre down' || cause === 'data centre down' ? [k] : [])),
);
const LASTING_MS = 7 * DAY_MS;
/** More events of one run are not looked at: each is compared with spans of the whole run. */
const EVENTS_MOST = 100;
/** An effect is more than usual by more than this many standard deviations of Poisson counts: of its own, and of the mean of the others. */
const DEVIATIONS = 3;
/** Fewer other weeks do not tell what is usual; nor do fewer spans of any kind for what lasts, with which nothing later can be compared. */
const WEEKS_LEAST = 2;

/**
 * Finds what dated events did. Cases are counted by segment and channel. An event has hit them if more of those that came meanwhile were late
 * or lost than in any of the spans that it is compared with, and more than chance makes of the mean of those. These spans are the same hours of
 * other weeks without an event, or with fewer than two of these of other days (working days with working days), or else of any days; of what
 * lasts, at least two earlier ones.
 *
 * Waits are back to normal in the first step of time after the event in which no more cases are unanswered than on average in the same step of
 * the spans compared with, rounded up. If there are none: than at the start of the event.
 */
export class EventEffectFinder implements CaseListener {
  private readonly scenario: Scenario;
  private readonly windows: readonly (Span & { readonly event: DatedEvent })[];
  private readonly notLookedAt: number;
  private readonly stepMs: number;
  private readonly steps: number;
  /** By stream, the series of its segment and channel. */
  private readonly series: readonly CaseSeries[];
  /** Those not answered yet. */
  private readonly unanswered = new Set<CaseLife>();
  private readonly changed = new Set<CaseSeries>();
  /** By window, the cases that waited in it because a place was down. */
  private readonly heldUp: readonly Set<CaseNumber>[];
  private nowMs: RunMs = 0;
  private lives: CaseLives | null = null;

  constructor(scenario: Scenario, events: readonly DatedEvent[]) {
    const { horizonMs, streams } = scenario;
    this.scenario = scenario;
    this.stepMs = STEPS_MS.find((ms) => horizonMs / ms <= STEPS_MOST) ?? (STEPS_MS.at(-1) as number);
    this.steps = Math.ceil(horizonMs / this.stepMs);
    const inRun = events.filter((event) => touchesRun(event, horizonMs));
    this.notLookedAt = Math.max(0, inRun.length - EVENTS_MOST);
    this.windows = inRun.slice(0, EVENTS_MOST).map((event) => {
      const toMs = event.toMs ?? event.fromMs + LASTING_MS;
      return {
        event,
        from: Math.max(0, Math.floor(event.fromMs / this.stepMs)),
        to: Math.min(this.steps, Math.ceil(toMs / this.stepMs)),
      };
    });
    this.heldUp = this.windows.map(() => new Set());
    const byKind = new Map<string, CaseSeries>();
    this.series = streams.map(({ channel, segment }) => {
      const key = `${segment}/${channel}`;
      const series = byKind.get(key) ?? new CaseSeries(segment, channel, this.stepMs, this.steps);
      byKind.set(key, series);
      return series;
    });
  }

  timePasses(timeMs: RunMs, lives: CaseLives): void {
    this.lives = lives;
    this.settle(timeMs);
  }

  private settle(timeMs: RunMs): void {
    for (const series of this.changed) series.settle(this.nowMs);
    this.changed.clear();
    this.nowMs = timeMs;
  }

  opened(life: CaseLife): void {
    if (life.isAnswered) return;
    this.unanswered.add(life);
    this.seriesOf(life).joined(life.openedMs);
    this.changed.add(this.seriesOf(life));
  }

  taken(life: CaseLife, _: RunMs, waitMs: number): void {
    this.noteHeldUp(life);
    if (!this.leaves(life)) return;
    if (waitMs > this.withinMs(life)) this.seriesOf(life).count('late', life.openedMs);
  }

  moved(life: CaseLife): void {
    if (!life.isOver) return;
    this.noteHeldUp(life);
    if (!this.leaves(life)) return;
    if (life.resolvedMs === NONE) this.seriesOf(life).count('lost', life.openedMs);
  }

  /** In order of time. Call it at the end of the run. */
  found(): readonly EventEffect[] {
    this.settle(this.nowMs);
    const { horizonMs } = this.scenario;
    for (const life of this.lives?.open() ?? []) this.noteHeldUp(life, horizonMs);
    for (const life of this.unanswered)
      if (horizonMs - life.openedMs > this.withinMs(life)) this.seriesOf(life).count('late', life.openedMs);
    this.unanswered.clear();
    const all = [...new Set(this.series)];
    for (const series of all) series.finish();
    // A span compared with must have no event and no aftermath of one, which is known only from a first comparison.
    const first = this.windows.map((window) => this.effectOf(window, this.windows, all));
    const disturbed = first.map(({ event, hits }, k): Span => {
      const { from, to } = this.windows[k] as Span;
      const isLasting = event.toMs === null && hits.length > 0;
      const ends = hits.map(({ recoveredMs }) => (recoveredMs ?? horizonMs) / this.stepMs);
      return { from, to: isLasting ? this.steps : Math.ceil(Math.max(to, ...ends)) };
    });
    const { notLookedAt } = this;
    return this.windows.map((window, k) => {
      const effect = this.effectOf(window, disturbed, all);
      return notLookedAt > 0 && k === this.windows.length - 1 ? { ...effect, notLookedAt } : effect;
    });
  }

  /** `untilMs`: the end of a wait that goes on. */
  private noteHeldUp({ caseNumber, waitCause, waits, waitSinceMs }: CaseLife, untilMs: RunMs = NONE): void {
    const own = [...waits, { cause: waitCause, fromMs: waitSinceMs, toMs: untilMs }];
    for (const { cause, fromMs, toMs } of own) {
      if (!DOWN.has(cause)) continue;
      this.windows.forEach(({ event }, k) => {
        const isMeanwhile = fromMs < (event.toMs ?? 0) && toMs > event.fromMs;
        if (event.kind === 'outage' && isMeanwhile) this.heldUp[k]?.add(caseNumber);
      });
    }
  }

  private seriesOf({ stream }: CaseLife): CaseSeries {
    return this.series[stream] as CaseSeries;
  }

  /** Whether it was still unanswered. */
  private leaves(life: CaseLife): boolean {
    if (!this.unanswered.delete(life)) return false;
    this.seriesOf(life).leave();
    this.changed.add(this.seriesOf(life));
    return true;
  }

  private withinMs({ declaredProduct, severity, stream }: CaseLife): number {
    const { channel, segment } = this.series[stream] as CaseSeries;
    const level = serviceLevelOf(
      this.scenario,
      segment,
      channel,
      SEVERITIES[severity] as Severity,
      declaredProduct,
    );
    return level?.withinMs ?? Number.POSITIVE_INFINITY;
  }

  private effectOf(
    window: (typeof this.windows)[number],
    disturbed: readonly Span[],
    all: readonly CaseSeries[],
  ): EventEffect {
    const { event, from, to } = window;
    const { apart, shifts } = this.shiftsOf(window, disturbed);
    const found = all.flatMap((series) => {
      const during = series.countsIn(from, to);
      const others = shifts.map((shift) => series.countsIn(from + shift, to + shift));
      const excess = excessOf(during, others);
      const isTold = event.toMs !== null || others.length >= WEEKS_LEAST;
      return excess === null || !isTold
        ? []
        : [{ excess, hit: this.hitOf(series, window, { shifts, others, disturbed }) }];
    });
    found.sort((one, other) => other.excess - one.excess);
    return {
      event,
      fromMs: Math.max(0, event.fromMs),
      toMs: Math.min(this.scenario.horizonMs, event.toMs ?? to * this.stepMs),
      comparedWith: shifts.length,
      apart,
      heldUp: this.heldUp[this.windows.indexOf(window)]?.size ?? 0,
      hits: found.map(({ hit }) => hit),
    };
  }

  private hitOf(
    series: CaseSeries,
    { event, from, to }: (typeof this.windows)[number],
    { disturbed, others, shifts }: Compared,
  ): EventHit {
    const usualMost = (step: number): number => {
      const free = shifts
        .map((shift) => step + shift)
        .filter(
          (at) => at >= 0 && at < this.steps && disturbed.every((span) => at < span.from || at >= span.to),
        );
      return free.length === 0
        ? (series.waiting[from] as number)
        : Math.ceil(meanOf(free.map((at) => series.most[at] as number)));
    };
    let end = to;
    while (end < this.steps && (series.most[end] as number) > usualMost(end)) end++;
    let peak = from;
    for (let step = from; step < end; step++)
      if ((series.most[step] as number) > (series.most[peak] as number)) peak = step;
    const usual = (of: keyof EventCounts) => rounded(meanOf(others.map((counts) => counts[of])));
    return {
      segment: this.scenario.segments[series.segment]?.id ?? '',
      channel: series.channel,
      during: series.countsIn(from, to),
      usual: others.length === 0 ? null : { came: usual('came'), late: usual('late'), lost: usual('lost') },
      after: series.countsIn(to, end),
      waitingAtEnd: series.waiting[to] as number,
      peak: { waiting: series.most[peak] as number, atMs: Math.max(event.fromMs, peak * this.stepMs) },
      recoveredMs: end === this.steps ? null : Math.max(event.toMs ?? 0, end * this.stepMs),
    };
  }

  /** By how many steps the spans lie apart that an event is compared with. */
  private shiftsOf(
    { event, from, to }: (typeof this.windows)[number],
    disturbed: readonly Span[],
  ): { readonly apart: EventEffect['apart']; readonly shifts: readonly number[] } {
    const day = DAY_MS / this.stepMs;
    const { startEpochMs } = this.scenario;
    const offsets = offsetsOf(this.scenario, event.timeZone);
    const offsetAt = (step: number) => offsets(startEpochMs + step * this.stepMs);
    /** To the same time of another day on the clock of the event. */
    const shiftBy = (days: number) =>
      days * day - Math.round((offsetAt(from + days * day) - offsetAt(from)) / this.stepMs);
    const isFree = (shift: number) => {
      const [first, last] = [from + shift, to + shift];
      const isWithin = first >= 0 && last <= this.steps && (event.toMs !== null || shift < 0);
      return isWithin && disturbed.every((span) => last <= span.from || first >= span.to);
    };
    const most = Math.ceil(this.steps / day);
    const free = Array.from({ length: 2 * most + 1 }, (_, k) => k - most).filter((days) =>
      isFree(shiftBy(days)),
    );
    const weekly = free.filter((days) => days % 7 === 0);
    if (weekly.length >= WEEKS_LEAST) return { apart: 'weeks', shifts: weekly.map(shiftBy) };
    const isWeekend = (step: number) => weekdayOf(startEpochMs + step * this.stepMs + offsetAt(step)) >= 5;
    const alike = free.filter((days) => isWeekend(from + shiftBy(days)) === isWeekend(from));
    return { apart: 'days', shifts: (alike.length > 0 ? alike : free).map(shiftBy) };
  }
}

/** What an event is compared with. */
interface Compared {
  /** How many steps the spans compared with lie after the event; negative if before. */
  readonly shifts: readonly number[];
  /** The cases that came in each of these spans. */
  readonly others: readonly EventCounts[];
  /** Spans with an event or its aftermath. */
  readonly disturbed: readonly Span[];
}

/** How many more cases were late or lost than usual; null if no more than happens without the event. */
function excessOf(during: EventCounts, others: readonly EventCounts[]): number | null {
  const bad = ({ late, lost }: EventCounts) => late + lost;
  const usual = meanOf(others.map(bad));
  const excess = bad(during) - usual;
  const isMore = others.every((other) => bad(during) > bad(other));
  const deviation = Math.sqrt((usual + 1) * (1 + 1 / Math.max(1, others.length)));
  return isMore && excess > DEVIATIONS * deviation ? excess : null;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : sumOf(values) / values.length;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
