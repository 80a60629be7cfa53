import { assert, assertEqual } from '#base';
import { type CaseTally, CHANNELS, type Channel, SEVERITIES, type Severity } from '#domain';
import type { HandOvers } from './hand-overs.ts';
import { QuantileHistogram } from './quantile-histogram.ts';
import type { WaitingBins } from './waiting-bins.ts';

/** Acceptable waiting time of cells for which the scenario gives none: no wait is below it. */
export const NO_LEVEL = -1;

/** What the cells of a run share. */
interface Shared {
  readonly waitingBins: WaitingBins;
  readonly handOvers: HandOvers;
}

/**
 * Tallies of service to the cases of a segment × channel × severity. Counts are whole numbers and sums are whole milliseconds, both exact
 * in doubles, so cells can be added up in any order.
 */
export class ServiceCell implements CaseTally {
  /** Acceptable waiting time (ms), or NO_LEVEL if there is none, or not the same for all products (`ProductTally`). */
  readonly withinMs: number;
  arrivals = 0;
  /** Cases that waited for the first answer at the start of the run, or when the warm-up ended. */
  carriedOver = 0;
  /** Cases that came here while they waited for the first answer, since their severity changed, less those that left so. */
  moved = 0;
  answers = 0;
  /** Answers to customers who did not wait at all. They are not in `waits`. */
  answeredAtOnce = 0;
  abandonments = 0;
  balks = 0;
  refusals = 0;
  messages = 0;
  losses = 0;
  /** Customers who gave up a later wait, after an answer. */
  laterAbandonments = 0;
  readonly clearings = { answered: 0, unanswered: 0 };
  readonly callbacks = { offered: 0, accepted: 0, reached: 0, missed: 0 };
  retries = 0;
  stalls = 0;
  reopenings = 0;
  handOvers = 0;
  preemptions = 0;
  readonly consultations = { asked: 0, joined: 0, alone: 0 };
  /** Answers within the acceptable waiting time. */
  answeredInTime = 0;
  abandonedInTime = 0;
  /** Cases that waited longer than acceptable for their first answer when the run ended: late, whatever comes. */
  lateWaiting = 0;
  /** Where products have acceptable waiting times of their own: the cases of those that have one. */
  judgedByProduct = 0;
  /** Sums do not start as small integers, so that V8 keeps doubles. */
  waitSumMs = Number.POSITIVE_INFINITY;
  abandonedWaitSumMs = Number.POSITIVE_INFINITY;
  messageWaitSumMs = Number.POSITIVE_INFINITY;
  clearedWaitSumMs = Number.POSITIVE_INFINITY;
  consultationWaitSumMs = Number.POSITIVE_INFINITY;
  sojournSumMs = Number.POSITIVE_INFINITY;
  /** Waits (above 0) of the answered, and sojourns of the resolved. */
  readonly waits = new QuantileHistogram();
  readonly sojourns = new QuantileHistogram();
  /** Counts at the close of the last hour. */
  readonly reported = { arrivals: 0, answers: 0, answeredInTime: 0, abandonments: 0 };
  private readonly waitingRow: number;
  private readonly waitingBins: WaitingBins;
  private readonly handOversOfRun: HandOvers;

  /** `waitingRow`: see `waitingRowOf`. */
  constructor(waitingRow: number, withinMs: number, { handOvers, waitingBins }: Shared) {
    this.waitingRow = waitingRow;
    this.withinMs = withinMs;
    this.waitingBins = waitingBins;
    this.handOversOfRun = handOvers;
    this.waitSumMs = 0;
    this.abandonedWaitSumMs = 0;
    this.messageWaitSumMs = 0;
    this.clearedWaitSumMs = 0;
    this.consultationWaitSumMs = 0;
    this.sojournSumMs = 0;
  }

  arrived(): void {
    this.arrivals++;
  }

  carriedIn(isWaiting: boolean): void {
    if (isWaiting) this.carriedOver++;
  }

  changedSeverity(step: -1 | 1): void {
    this.moved += step;
  }

  answered(waitMs: number): void {
    this.answers++;
    if (waitMs <= this.withinMs) this.answeredInTime++;
    if (waitMs === 0) {
      this.answeredAtOnce++;
      return;
    }
    this.waitSumMs += waitMs;
    this.waitingBins.count(this.waitingRow, waitMs, this.waits.record(waitMs));
  }

  abandoned(waitMs: number): void {
    this.abandonments++;
    this.abandonedWaitSumMs += waitMs;
    if (waitMs <= this.withinMs) this.abandonedInTime++;
  }

  stillWaiting(waitMs: number): void {
    if (this.withinMs !== NO_LEVEL && waitMs > this.withinMs) this.lateWaiting++;
  }

  /** Not an abandonment: nobody waited. */
  balked(): void {
    this.balks++;
  }

  blocked(): void {
    this.refusals++;
  }

  leftMessage(waitMs: number): void {
    this.messages++;
    this.messageWaitSumMs += waitMs;
  }

  cleared(waitMs: number, isAnswered: boolean): void {
    if (isAnswered) {
      this.clearings.answered++;
      return;
    }
    this.clearings.unanswered++;
    this.clearedWaitSumMs += waitMs;
  }

  abandonedLater(): void {
    this.laterAbandonments++;
  }

  lost(): void {
    this.losses++;
  }

  offeredCallback(isAccepted: boolean): void {
    this.callbacks.offered++;
    if (isAccepted) this.callbacks.accepted++;
  }

  endedCallback(isReached: boolean): void {
    if (isReached) this.callbacks.reached++;
    else this.callbacks.missed++;
  }

  cameAgain(): void {
    this.retries++;
  }

  resolved(sojournMs: number): void {
    this.sojournSumMs += sojournMs;
    this.sojourns.record(sojournMs);
  }

  reopened(): void {
    this.reopenings++;
  }

  handedOver(reason: number, fromCentre: number, toCentre: number): void {
    this.handOvers++;
    this.handOversOfRun.count(reason, fromCentre, toCentre);
  }

  preempted(): void {
    this.preemptions++;
  }

  asksForConsultation(): void {
    this.consultations.asked++;
  }

  consultationSettled(isJoined: boolean, waitMs: number): void {
    if (isJoined) this.consultations.joined++;
    else this.consultations.alone++;
    this.consultationWaitSumMs += waitMs;
  }

  /** Counts how often cases stalled at intake, but not for how long. */
  stalled(): void {
    this.stalls++;
  }

  /** Cases that have arrived and wait for their first answer. */
  get open(): number {
    const { abandonments, answers, arrivals, balks, callbacks, clearings, messages, moved, refusals } = this;
    const gone = abandonments + balks + refusals + messages + clearings.unanswered + callbacks.missed;
    return this.carriedOver + arrivals + moved - answers - gone;
  }

  /** Ends the warm-up: all counts start again, except that waiting cases are carried over. */
  forget(): void {
    const { clearings, callbacks, consultations, open, reported, waitingRow, withinMs } = this;
    for (const counts of [this, clearings, callbacks, consultations, reported]) forgetNumbers(counts);
    Object.assign(this, { carriedOver: open, waitingRow, withinMs });
    this.waits.forget();
    this.sojourns.forget();
  }

  get resolutions(): number {
    return this.sojourns.count;
  }

  /** Cases with an acceptable waiting time that were answered or abandoned, or were late already when the run ended. */
  get judged(): number {
    if (this.withinMs === NO_LEVEL) return this.judgedByProduct;
    return this.answers + this.abandonments + this.lateWaiting;
  }

  /**
   * Whether nothing was counted. A cell without arrivals may have other counts: a case that arrives with severity C can be answered, or
   * leave a message, as A.
   */
  get isEmpty(): boolean {
    const { callbacks, clearings, consultations } = this;
    const ofCases = [this.arrivals, this.carriedOver, this.answers, this.abandonments, this.balks];
    const rarely = [
      this.lateWaiting,
      this.refusals,
      this.messages,
      this.losses,
      this.retries,
      this.stalls,
      this.preemptions,
    ];
    const later = [this.laterAbandonments, this.resolutions, this.reopenings, this.handOvers];
    const groups = [callbacks, clearings, consultations].flatMap((counts) => Object.values(counts));
    return [...ofCases, ...rarely, ...later, ...groups].every((count) => count === 0);
  }
}

/** The cells of a segment and channel follow each other by severity. */
export function firstCellOf(segment: number, channel: number): number {
  return (segment * CHANNELS.length + channel) * SEVERITIES.length;
}

/** The cells of a segment, which are contiguous. With thousands of segments, nobody has to search all cells for each. */
export function ofSegment<Cell>(cells: readonly Cell[], segment: number): readonly Cell[] {
  const count = SEVERITIES.length * CHANNELS.length;
  const own = cells.slice(segment * count, (segment + 1) * count);
  assert(
    own.length === count && own[0] === cells[firstCellOf(segment, 0)],
    `segment ${segment} has other cells`,
  );
  return own;
}

/** The cells of these channels and severities. `cells`: all cells, or those of one segment. */
export function ofKinds<Cell>(
  cells: readonly Cell[],
  channels: readonly Channel[],
  severities: readonly Severity[],
): readonly Cell[] {
  const isChosen = CHANNELS.flatMap((channel) =>
    SEVERITIES.map((severity) => channels.includes(channel) && severities.includes(severity)),
  );
  return cells.filter((_, cell) => isChosen[cell % isChosen.length]);
}

/** Indices of the segment, the channel and the severity of a cell. */
export function cellKey(cell: number) {
  const severity = cell % SEVERITIES.length;
  const channel = Math.floor(cell / SEVERITIES.length) % CHANNELS.length;
  const segment = Math.floor(cell / (SEVERITIES.length * CHANNELS.length));
  assertEqual('cell of a key', firstCellOf(segment, channel) + severity, cell);
  return { segment, channel, severity };
}

function forgetNumbers(counts: object): void {
  for (const [name, value] of Object.entries(counts))
    if (typeof value === 'number') Reflect.set(counts, name, 0);
}
