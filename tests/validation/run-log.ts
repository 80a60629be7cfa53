import { actKind, CASE_STATES, type Scenario, SEVERITIES, TRANSITION_EVENTS } from '#domain';
import { openLedger } from '#ledger';
import { sha256 } from '../running.ts';
import { isOver } from './case-ends.ts';

/**
 * A run told case by case, read from the ledger alone: when a case was opened, when it joined the queue of a tier, who took
 * it, when it left. Times are ms since the start of the run.
 */

/** One wait for an agent, and the contact that ended it. */
export interface Visit {
  readonly tier: number;
  readonly joinedMs: number;
  /** End of the wait; Infinity for one that goes on. */
  leftMs: number;
  /** `moved`: a raised severity sent it to another line, where the wait goes on. */
  outcome: 'waiting' | 'answered' | 'abandoned' | 'moved';
  /** −1 where nobody answered. */
  agent: number;
  group: number;
  /** End of the contact; Infinity for one that goes on. */
  endedMs: number;
}

export interface LoggedCase {
  readonly number: number;
  readonly stream: number;
  readonly severity: number;
  readonly openedMs: number;
  readonly visits: Visit[];
  /** From joining the first queue until the first answer or giving up; Infinity for a wait that goes on. */
  firstWaitMs: number;
  /** Infinity for one that was answered or still waits. */
  abandonedMs: number;
  /** The last resolution; Infinity for none. */
  resolvedMs: number;
  /** Where it stands at the end of the run: an index of CASE_STATES. */
  state: number;
}

export interface RunLog {
  readonly scenario: Scenario;
  /** In the order of their numbers. */
  readonly cases: readonly LoggedCase[];
}

const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const ASSIGN = actKind('assign');
const ESCALATE = actKind('escalate');
const state = (name: (typeof CASE_STATES)[number]) => CASE_STATES.indexOf(name);
const SUBMITTED = state('submitted');
const WAITING = state('open.waiting.queued');
const WORKING = state('open.working');
const event = (timer: (typeof TRANSITION_EVENTS)[number]) => TRANSITION_EVENTS.indexOf(timer);
const PATIENCE = event('patience');
const SEVERITY_RAISE = event('severityRaise');
const NEVER = Number.POSITIVE_INFINITY;

export function readRunLog(bytes: Uint8Array, scenario: Scenario): RunLog {
  const opened = openLedger(bytes, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const cases: LoggedCase[] = [];
  const tiers: number[] = [];
  /** Of each case. */
  const last: (Visit | undefined)[] = [];

  const transition = (timeMs: number, what: number, number: number, before: number, after: number) => {
    const logged = cases[number] as LoggedCase;
    logged.state = after;
    const visit = last[number];
    // A case that is shown to more groups, or whose copies move, goes on waiting where it is.
    if (before === WAITING && after === WAITING && what !== SEVERITY_RAISE) return;
    if (visit !== undefined && before === WAITING && visit.outcome === 'waiting') {
      visit.leftMs = timeMs;
      visit.outcome = what === PATIENCE ? 'abandoned' : after === WORKING ? 'answered' : 'moved';
      if (visit.outcome === 'abandoned') logged.abandonedMs = timeMs;
      if (visit.outcome !== 'moved' && logged.firstWaitMs === NEVER) {
        logged.firstWaitMs = timeMs - (logged.visits[0] as Visit).joinedMs;
      }
    }
    if (visit !== undefined && before === WORKING && after !== WORKING) visit.endedMs = timeMs;
    if (after === WAITING) {
      const joined = newVisit(tiers[number] as number, timeMs);
      logged.visits.push(joined);
      last[number] = joined;
    }
    if (isOver(after) && !isOver(before) && what !== PATIENCE) logged.resolvedMs = timeMs;
  };

  opened.value.forEach((timeMs, kind, aux, number, a, b, c, d) => {
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
  });
  return { scenario, cases };
}

function newVisit(tier: number, joinedMs: number): Visit {
  return { tier, joinedMs, leftMs: NEVER, outcome: 'waiting', agent: -1, group: -1, endedMs: NEVER };
}

export function isAbandoned({ abandonedMs }: LoggedCase): boolean {
  return abandonedMs !== NEVER;
}
