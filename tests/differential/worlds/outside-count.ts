import {
  ACCESS_PURPOSES,
  actKind,
  CALLBACK_STEPS,
  CASE_STATES,
  CHANNELS,
  type Scenario,
  SESSION_STEPS,
  TRANSITION_EVENTS,
} from '#domain';
import type { Ledger } from '#ledger';
import type { ServiceRow, Summary } from '#statistics';
import { isOver } from '../../validation/case-ends.ts';

/**
 * What became of the cases of a run, by a walk over its ledger that knows nothing of meters: how many were opened, got an answer, were
 * resolved, are over without an answer, and are open; each by segment and by channel. A summary must say the same of them. What software
 * has or has contained is no case of people.
 */

const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const CALLBACK = actKind('callback');
const VIEW = actKind('view');
const SESSION = actKind('session');
const CONSULTED = ACCESS_PURPOSES.indexOf('consultation');
const REACHED = CALLBACK_STEPS.indexOf('reached');
const CALLED_BACK = CALLBACK_STEPS.indexOf('accepted');
const NOT_REACHED = CALLBACK_STEPS.indexOf('not reached');
const SUBMITTED = CASE_STATES.indexOf('submitted');
const step = (name: (typeof SESSION_STEPS)[number]) => SESSION_STEPS.indexOf(name);
/** Where software gets a case, and where it gives it to people. What it contains stays with it. */
const TAKEN_BY_SOFTWARE = new Set((['waits', 'begins'] as const).map(step));
const GIVEN_TO_PEOPLE = new Set((['handed over', 'given up', 'broken off'] as const).map(step));
const event = (name: (typeof TRANSITION_EVENTS)[number]) => TRANSITION_EVENTS.indexOf(name);
/** The customer leaves, or the case is lost: it is over without a resolution. */
const LEFT = new Set((['patience', 'message', 'CLEAR', 'LOSE'] as const).map(event));
const REFUSED = CASE_STATES.indexOf('refused');

interface CaseCount {
  readonly stream: number;
  state: number;
  isAnswered: boolean;
  resolutions: number;
  hungUp: boolean;
  /** The contact in hand is a call that nobody answers. */
  rings: boolean;
  /** It waits for software, is with it, or was contained by it: people have not had it. */
  isWithSoftware: boolean;
}

interface Counts {
  opened: number;
  answered: number;
  resolutions: number;
  /** Over without an answer, and without an answer still. */
  left: number;
  unanswered: number;
}

const nothing = (): Counts => ({ opened: 0, answered: 0, resolutions: 0, left: 0, unanswered: 0 });

/** Sentences about what does not add up; none if all does. */
export function countOutside(scenario: Scenario, ledger: Ledger, summary: Summary): readonly string[] {
  const wrong: string[] = [];
  const cases = casesOf(ledger, wrong);
  const old = scenario.backlog?.length ?? 0;
  const total = nothing();
  const bySegment = scenario.segments.map(nothing);
  const byChannel = CHANNELS.map(nothing);
  cases.forEach((one, number) => {
    if (one.isWithSoftware) return;
    const { channel, segment } = scenario.streams[one.stream] as Scenario['streams'][number];
    const counts = [total, bySegment[segment], byChannel[CHANNELS.indexOf(channel)]] as Counts[];
    for (const count of counts) add(count, one, number < old);
  });
  if (scenario.warmUp === undefined && old === 0) {
    compare('all', summary.total, total, wrong);
    summary.segments.forEach((row, i) => compare(row.id, row, bySegment[i] as Counts, wrong));
    for (const row of summary.channels)
      compare(row.id, row, byChannel[CHANNELS.indexOf(row.id as (typeof CHANNELS)[number])] as Counts, wrong);
  }
  for (const row of [summary.total, ...summary.segments, ...summary.channels]) checkRow(row, wrong);
  return wrong;
}

function add(count: Counts, { isAnswered, resolutions, state }: CaseCount, isOld: boolean): void {
  if (!isOld) count.opened++;
  count.resolutions += resolutions;
  if (isAnswered) count.answered++;
  else if (isOver(state)) count.left++;
  else count.unanswered++;
}

function casesOf(ledger: Ledger, wrong: string[]): readonly CaseCount[] {
  const cases: CaseCount[] = [];
  let lastMs = 0;
  ledger.forEach(({ a, aux, b, caseNumber: number, kind, timeMs }) => {
    if (timeMs < lastMs) wrong.push(`time goes back from ${lastMs} to ${timeMs} ms`);
    lastMs = timeMs;
    if (kind === OPEN) {
      if (number !== cases.length) wrong.push(`case ${number} is opened after ${cases.length} cases`);
      cases[number] = {
        stream: a,
        state: SUBMITTED,
        isAnswered: false,
        resolutions: 0,
        hungUp: false,
        rings: false,
        isWithSoftware: false,
      };
      return;
    }
    const one = cases[number];
    if (one === undefined) return;
    if (kind === TRANSITION) move(one, number, aux, [a, b], wrong);
    if (kind === SESSION && TAKEN_BY_SOFTWARE.has(aux)) one.isWithSoftware = true;
    if (kind === SESSION && GIVEN_TO_PEOPLE.has(aux)) one.isWithSoftware = false;
    if (kind === CALLBACK && aux === CALLED_BACK) one.hungUp = true;
    if (kind === CALLBACK) one.rings = aux === NOT_REACHED;
    // A customer who has hung up is answered when a call reaches them.
    if (kind === CALLBACK && aux === REACHED) one.isAnswered = true;
    if (kind === VIEW && aux !== CONSULTED && !one.hungUp) one.isAnswered = true;
  });
  return cases;
}

function move(
  one: CaseCount,
  number: number,
  what: number,
  [before, after]: readonly [number, number],
  wrong: string[],
): void {
  if (before !== one.state) wrong.push(`case ${number} leaves a state that it is not in`);
  const ends = isOver(after) && !isOver(before);
  if (ends && !LEFT.has(what) && after !== REFUSED && !one.rings) one.resolutions++;
  one.state = after;
}

function compare(id: string, row: ServiceRow, count: Counts, wrong: string[]): void {
  const { abandoned, answered, arrived, balked, blocked, callbacks, cleared, messages, resolved } = row;
  const left =
    abandoned + balked + blocked + messages + (cleared?.unanswered ?? 0) + (callbacks?.missed ?? 0);
  const said = {
    opened: arrived,
    answered,
    resolutions: resolved,
    left,
    unanswered: arrived - answered - left,
  };
  for (const key of Object.keys(count) as (keyof Counts)[])
    if (said[key] !== count[key])
      wrong.push(`${id}: the summary says ${said[key]} ${key}, the ledger ${count[key]}`);
}

/** Counts and waits are not negative, shares lie between 0 and 1. */
function checkRow(row: ServiceRow, wrong: string[]): void {
  for (const [key, value] of Object.entries(row)) {
    if (typeof value === 'number' && !(value >= 0)) wrong.push(`${row.id}: ${key} is ${value}`);
  }
  const shares = [row.serviceLevel, row.serviceLevelWithoutShortAbandons, row.abandonmentShare];
  if (shares.some((share) => share !== null && share > 1)) wrong.push(`${row.id}: a share is above 1`);
}
