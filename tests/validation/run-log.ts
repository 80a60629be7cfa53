import { actKind, CASE_STATES, type Scenario, SEVERITIES, TRANSITION_EVENTS } from '#domain';
import { openLedger } from '#ledger';
import { sha256 } from '../running.ts';
import { isOver } from './case-ends.ts';

/**
 * A run case by case, read from the ledger alone: when a case was opened, when it joined the queue of a tier, who took it, when it left.
 * Times are ms since the start of the run.
 */

/** One wait for an agent, and the contact that ended it. */
export interface Visit {
  readonly tier: number;
  readonly joinedMs: number;
  /** End of the wait; Infinity if it did not end. */
  leftMs: number;
  /** `moved`: a raised severity sent it to another queue, where the wait continues. */
  outcome: 'waiting' | 'answered' | 'abandoned' | 'moved';
  /** −1 if nobody answered. */
  agent: number;
  group: number;
  /** End of the contact; Infinity if it did not end. */
  endedMs: number;
  /** When the agent worked on it; more than one span for a contact that was paused. */
  readonly contact: { readonly fromMs: number; toMs: number }[];
}

export interface LoggedCase {
  readonly number: number;
  readonly stream: number;
  readonly severity: number;
  readonly openedMs: number;
  readonly visits: Visit[];
  /** From joining the first queue until the first answer or giving up; Infinity if the wait did not end. */
  firstWaitMs: number;
  /** Infinity if it was answered or still waits. */
  abandonedMs: number;
  /** The last resolution; Infinity if there is none, for example for a refused case. */
  resolvedMs: number;
  /** Its state at the end of the run: an index of CASE_STATES. */
  state: number;
}

export interface RunLog {
  readonly scenario: Scenario;
  /** In the order of their numbers. */
  readonly cases: readonly LoggedCase[];
  /** When centres were down. */
  readonly outages: readonly Span[];
  /** When individual agents were away. */
  readonly absences: readonly Span[];
}

/** `who`: number of the centre or agent. */
export interface Span {
  readonly who: number;
  readonly fromMs: number;
  /** Infinity if it did not end. */
  toMs: number;
}

const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const ASSIGN = actKind('assign');
const ESCALATE = actKind('escalate');
const CENTRE = actKind('centre');
const PRESENCE = actKind('presence');
const state = (name: (typeof CASE_STATES)[number]) => CASE_STATES.indexOf(name);
const SUBMITTED = state('submitted');
const WAITING = state('open.waiting.queued');
const WORKING = state('open.working');
const REFUSED = state('refused');
const event = (timer: (typeof TRANSITION_EVENTS)[number]) => TRANSITION_EVENTS.indexOf(timer);
const PATIENCE = event('patience');
const SEVERITY_RAISE = event('severityRaise');
const NEVER = Number.POSITIVE_INFINITY;

export function readRunLog(bytes: Uint8Array, scenario: Scenario): RunLog {
  const opened = openLedger(bytes, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const cases: LoggedCase[] = [];
  const tiers: number[] = [];
  /** By case. */
  const last: (Visit | undefined)[] = [];
  const outages: Span[] = [];
  const absences: Span[] = [];

  const transition = (timeMs: number, what: number, number: number, before: number, after: number) => {
    const logged = cases[number] as LoggedCase;
    logged.state = after;
    const visit = last[number];
    // A case that is offered to more groups, or whose copies move, keeps waiting where it is.
    if (before === WAITING && after === WAITING && what !== SEVERITY_RAISE) return;
    if (visit !== undefined && before === WAITING && visit.outcome === 'waiting') {
      visit.leftMs = timeMs;
      visit.outcome = what === PATIENCE ? 'abandoned' : after === WORKING ? 'answered' : 'moved';
      if (visit.outcome === 'abandoned') logged.abandonedMs = timeMs;
      if (visit.outcome !== 'moved' && logged.firstWaitMs === NEVER) {
        logged.firstWaitMs = timeMs - (logged.visits[0] as Visit).joinedMs;
      }
    }
    if (visit !== undefined && before !== WORKING && after === WORKING) {
      visit.contact.push({ fromMs: timeMs, toMs: NEVER });
      visit.endedMs = NEVER;
    }
    if (visit !== undefined && before === WORKING && after !== WORKING) {
      visit.endedMs = timeMs;
      const span = visit.contact.at(-1);
      if (span !== undefined) span.toMs = timeMs;
    }
    if (after === WAITING) {
      const joined = newVisit(tiers[number] as number, timeMs);
      logged.visits.push(joined);
      last[number] = joined;
    }
    const isResolved = what !== PATIENCE && after !== REFUSED;
    if (isOver(after) && !isOver(before) && isResolved) logged.resolvedMs = timeMs;
  };

  opened.value.forEach(({ a, aux, b, c, caseNumber: number, d, kind, timeMs }) => {
    if (kind === OPEN) {
      const severity = (aux >> 2) % SEVERITIES.length;
      cases[number] = {
        number,
        stream: a,
        severity,
        openedMs: timeMs,
        visits: [],
        firstWaitMs: NEVER,
        abandonedMs: NEVER,
        resolvedMs: NEVER,
        state: SUBMITTED,
      };
      tiers[number] = 1;
    } else if (kind === TRANSITION) transition(timeMs, aux, number, a, b);
    else if (kind === ASSIGN) {
      const visit = last[number] as Visit;
      visit.group = a;
      visit.agent = c;
    } else if (kind === ESCALATE) tiers[number] = d;
    else if (kind === CENTRE) noteSpan(outages, a, timeMs, aux === 0);
    else if (kind === PRESENCE) noteSpan(absences, c, timeMs, aux === 0);
  });
  return { scenario, cases, outages, absences };
}

function noteSpan(spans: Span[], who: number, timeMs: number, begins: boolean): void {
  if (begins) spans.push({ who, fromMs: timeMs, toMs: NEVER });
  else {
    const open = spans.findLast((span) => span.who === who);
    if (open !== undefined) open.toMs = timeMs;
  }
}

function newVisit(tier: number, joinedMs: number): Visit {
  return {
    tier,
    joinedMs,
    leftMs: NEVER,
    outcome: 'waiting',
    agent: -1,
    group: -1,
    endedMs: NEVER,
    contact: [],
  };
}

export function isAbandoned({ abandonedMs }: LoggedCase): boolean {
  return abandonedMs !== NEVER;
}

export function isRefused({ state: at }: LoggedCase): boolean {
  return at === REFUSED;
}
