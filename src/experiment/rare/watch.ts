import { numbered } from '#base';
import {
  ACT_NUMBERS,
  CASE_STATES,
  type CaseNumber,
  type CaseState,
  NO_CASE,
  type Observer,
  type RunMs,
  type Scenario,
  type SegmentIndex,
  WAITING_CAUSES,
} from '#domain';

/**
 * What can happen to a case.
 * - `wait`: it waits longer than the duration from its arrival until an agent first takes it, or until it is over.
 * - `stranding`: it waits longer than the duration without a break for another reason than busy agents.
 * - `refusal`: the lines are full. `abandonment`: it is over before an agent has taken it, and was not refused. `loss`: either.
 */
export const RARE_KINDS = ['wait', 'stranding', 'loss', 'refusal', 'abandonment'] as const;
export type RareKind = (typeof RARE_KINDS)[number];

/** An event whose probability is sought. */
export interface RareEvent {
  readonly kind: RareKind;
  /** True: the share of cases to which it happens. False: the probability that it happens to a case within the run. */
  readonly isShare: boolean;
  /** Null: cases of all segments. */
  readonly segment: SegmentIndex | null;
  /** Infinity for kinds without a duration. */
  readonly longerThanMs: number;
}

const {
  open: OPEN,
  'follow-up': FOLLOW_UP,
  transition: TRANSITION,
  wait: WAIT,
  assign: ASSIGN,
  refuse: REFUSE,
  centre: CENTRE,
  'data centre': DATA_CENTRE,
} = ACT_NUMBERS;
const { stalled: STALLED } = numbered(CASE_STATES);
const NEVER = Number.POSITIVE_INFINITY;

/** What levels count: cases that wait, or these and those in an agent's hands; of the event's segment, or of all. */
export const IMPORTANCES = ['in system', 'waiting', 'in system of all', 'waiting of all'] as const;
export type Importance = (typeof IMPORTANCES)[number];

const WAITING: readonly CaseState[] = ['stalled', 'open.triage', 'open.waiting.queued'];
const IN_SYSTEM: readonly CaseState[] = [...WAITING, 'open.working', 'open.paused', 'open.unreached'];
const OVER: readonly CaseState[] = ['resolved', 'closed', 'erased'];
/** Causes with which a case would wait however idle the agents on duty are. */
const STRANDING = WAITING_CAUSES.map(
  (cause) => cause !== 'no agent free' && cause !== 'held for a local specialist',
);

interface WatchedCase {
  /** Whether it counts for the level. */
  readonly counts: boolean;
  /** Whether the event can happen to it. */
  isConcerned: boolean;
  wasTaken: boolean;
  isOver: boolean;
  inLevel: boolean;
  /** Since when the wait lasts that may become the event; Infinity for no wait, ms. */
  sinceMs: number;
}

interface Wait {
  readonly caseNumber: CaseNumber;
  readonly sinceMs: RunMs;
}

/**
 * Watches a run for the event, and for the first time at which each level is reached: the number of cases that the importance counts. Once the
 * event has happened, all levels are reached. Nothing counts before `fromMs`.
 */
export class RareWatch implements Observer {
  /** By level: when it was first reached, ms; shorter than the levels that were not. */
  readonly reachedMs: number[] = [];
  /** When the event first happened, and to which case; Infinity if it did not. */
  eventMs = NEVER;
  eventCase = -1;
  /** Whether an outage was in force then. */
  wasOutage = false;
  /** How often it happened. */
  events = 0;
  private readonly event: RareEvent;
  private readonly fromMs: RunMs;
  private readonly segmentOf: readonly number[];
  private readonly countsAll: boolean;
  private readonly inLevel: readonly boolean[];
  private readonly waiting: readonly boolean[];
  private readonly over: readonly boolean[];
  private readonly cases = new Map<CaseNumber, WatchedCase>();
  /** In the order in which they began; includes those that are over. */
  private waits: Wait[] = [];
  private firstWait = 0;
  private level = 0;
  private nowMs = -1;
  private readonly down = new Set<number>();

  constructor(scenario: Scenario, event: RareEvent, importance: Importance, fromMs: RunMs) {
    this.event = event;
    this.fromMs = fromMs;
    this.segmentOf = scenario.streams.map(({ segment }) => segment);
    this.countsAll = importance.endsWith('of all');
    const flags = (states: readonly CaseState[]) => CASE_STATES.map((state) => states.includes(state));
    this.inLevel = flags(importance.startsWith('waiting') ? WAITING : IN_SYSTEM);
    this.waiting = flags(WAITING);
    this.over = flags(OVER);
  }

  /** When the level was reached, or for Infinity the event; Infinity if not yet. */
  timeOf(level: number): RunMs {
    return level === NEVER ? this.eventMs : Math.min(this.reachedMs[level] ?? NEVER, this.eventMs);
  }

  /** The highest level that was reached. */
  get highest(): number {
    return this.reachedMs.length - 1;
  }

  act(...[timeMs, kind, aux, caseNumber, a, b]: Parameters<Observer['act']>): void {
    if (timeMs !== this.nowMs) this.timePasses(timeMs);
    if (caseNumber === NO_CASE) {
      if (kind === CENTRE || kind === DATA_CENTRE) this.turn(kind === CENTRE ? a : -1 - a, aux === 1);
      return;
    }
    if (kind === OPEN) return this.open(caseNumber, this.segmentOf[a] as number);
    const found = this.cases.get(caseNumber);
    if (found === undefined) return;
    if (kind === TRANSITION) this.moves(caseNumber, found, b);
    else if (kind === ASSIGN) {
      found.wasTaken = true;
      found.sinceMs = NEVER;
    } else if (kind === FOLLOW_UP && this.event.isShare) found.isConcerned = false;
    else if (kind === WAIT && this.event.kind === 'stranding') this.waitsFor(caseNumber, found, aux);
    else if (kind === REFUSE) this.isLost(caseNumber, found, 'refusal');
  }

  /** The run is over: nothing more happens before that time. */
  finish(timeMs: RunMs): void {
    this.timePasses(timeMs);
  }

  private timePasses(timeMs: RunMs): void {
    if (this.nowMs < this.fromMs && timeMs >= this.fromMs) this.note(this.fromMs);
    this.nowMs = timeMs;
    const { longerThanMs } = this.event;
    for (; ; this.firstWait++) {
      const wait = this.waits[this.firstWait];
      // A wait that ends at that very instant is not longer.
      if (wait === undefined || wait.sinceMs + longerThanMs >= timeMs) break;
      if (this.cases.get(wait.caseNumber)?.sinceMs === wait.sinceMs)
        this.happens(wait.caseNumber, wait.sinceMs + longerThanMs);
    }
    if (this.firstWait < 1024) return;
    this.waits = this.waits.slice(this.firstWait);
    this.firstWait = 0;
  }

  private happens(caseNumber: CaseNumber, timeMs: RunMs): void {
    if (timeMs < this.fromMs) return;
    this.events++;
    if (this.eventMs !== NEVER) return;
    this.eventMs = timeMs;
    this.eventCase = caseNumber;
    this.wasOutage = this.down.size > 0;
  }

  private turn(place: number, isUp: boolean): void {
    if (isUp) this.down.delete(place);
    else this.down.add(place);
  }

  private open(caseNumber: CaseNumber, segment: number): void {
    const isOfSegment = this.event.segment === null || this.event.segment === segment;
    if (!isOfSegment && !this.countsAll) return;
    const opened: WatchedCase = {
      counts: this.countsAll || isOfSegment,
      isConcerned: isOfSegment,
      sinceMs: NEVER,
      wasTaken: false,
      isOver: false,
      inLevel: false,
    };
    this.cases.set(caseNumber, opened);
    if (this.event.kind === 'wait') this.begins(caseNumber, opened);
  }

  private begins(caseNumber: CaseNumber, found: WatchedCase): void {
    if (!found.isConcerned || found.sinceMs !== NEVER) return;
    found.sinceMs = this.nowMs;
    this.waits.push({ caseNumber, sinceMs: this.nowMs });
  }

  private waitsFor(caseNumber: CaseNumber, found: WatchedCase, cause: number): void {
    if (STRANDING[cause] === true) this.begins(caseNumber, found);
    else found.sinceMs = NEVER;
  }

  private isLost(caseNumber: CaseNumber, found: WatchedCase, how: 'refusal' | 'abandonment'): void {
    found.sinceMs = NEVER;
    found.isOver = true;
    const { kind } = this.event;
    if (found.isConcerned && (kind === how || kind === 'loss')) this.happens(caseNumber, this.nowMs);
  }

  private moves(caseNumber: CaseNumber, found: WatchedCase, after: number): void {
    const isIn = this.inLevel[after] === true;
    if (found.counts && isIn !== found.inLevel) {
      found.inLevel = isIn;
      this.level += isIn ? 1 : -1;
      if (isIn && this.nowMs >= this.fromMs) this.note(this.nowMs);
    }
    if (after === STALLED && this.event.kind === 'stranding') this.begins(caseNumber, found);
    else if (this.waiting[after] !== true && this.event.kind === 'stranding') found.sinceMs = NEVER;
    if (this.over[after] !== true) return;
    // A case that is over without having been taken was given up. One that is opened again has been taken before.
    if (!found.isOver && !found.wasTaken) this.isLost(caseNumber, found, 'abandonment');
    found.isOver = true;
    found.sinceMs = NEVER;
    if (CASE_STATES[after] !== 'resolved') this.cases.delete(caseNumber);
  }

  private note(timeMs: RunMs): void {
    while (this.reachedMs.length <= this.level) this.reachedMs.push(timeMs);
  }
}
