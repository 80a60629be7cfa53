import { formatCount, formatMoney, plural } from '#base';
import type { Scenario } from '#domain';
import { type LateAnswers, shortShifts } from '#evidence';
import type { Trial, Trials } from '#experiment';
import type { Estimate } from '#statistics';
import { lateCellOf, mainCauseOf } from './answer.ts';
import { shiftTitle } from './shift-title.ts';
import { kindOfCases, replicatedVerdicts, shareText, type TargetVerdict } from './target-verdicts.ts';

/** A missed target, and the shifts in which more agents may help. */
export interface Triable {
  readonly target: TargetVerdict;
  readonly shifts: ReturnType<typeof shortShifts>;
}

/** Shifts that are tried. */
const SHIFTS_MOST = 2;

/** The worst missed target whose late cases waited mostly because nobody was free; null where there is none. */
export function triableTarget(
  targets: readonly TargetVerdict[],
  late: LateAnswers,
  scenario: Scenario,
): Triable | null {
  for (const target of targets) {
    const cell = target.state === 'missed' ? lateCellOf(target, late) : null;
    if (cell === null || mainCauseOf(cell)?.[0] !== 'no agent free') continue;
    const { channels, segment } = target;
    const shifts = shortShifts(cell, { segment: segment.id, channels }, scenario);
    if (shifts.length > 0) return { target, shifts: shifts.slice(0, SHIFTS_MOST) };
  }
  return null;
}

export const NOTHING_TO_TRY =
  'Nothing was tried: no target is missed mostly because nobody was free, so that more agents in a shift are not the obvious change.';

/** What trials came to, in a sentence or two. */
export function trialSentence(
  { before, replications, tried }: Trials,
  target: TargetVerdict,
  scenario: Scenario,
): string {
  const whose = `${target.segment.title}, ${kindOfCases(target)}`;
  const verdict = (estimate: Estimate | null) =>
    replicatedVerdicts(scenario, replications, (id) => (id === target.measure ? estimate : null))[0];
  const share = (estimate: Estimate | null) => {
    const found = verdict(estimate);
    return found === undefined ? 'nothing' : shareText(found);
  };
  const done = target.of === 'abandonment' ? 'give up' : 'are answered in time';
  const runs = plural(replications, 'replication');
  const last = tried.at(-1);
  if (last === undefined) {
    return `Tried for ${whose}: over ${runs} the target is met without a change: ${share(before.estimate)} ${done}.`;
  }
  const now = `without ${last.agents === 1 ? 'the agent' : 'them'} ${share(before.estimate)}`;
  const result = (trial: Trial, verdictText: string) =>
    `Tried for ${whose}: with ${agentsText(trial, scenario)} the target ${verdictText}: ${share(trial.estimate)} ${done}, ${now} (${runs}).${wagesText(trial)}`;
  if (last.attainment === 'met') return result(last, 'is met');
  const best = tried.reduce((one, other) => (meanOf(other) > meanOf(one) ? other : one));
  return result(best, best.attainment === 'missed' ? 'is still missed' : 'is too close to call');
}

function meanOf({ estimate }: Trial): number {
  return estimate?.mean ?? Number.NEGATIVE_INFINITY;
}

/** `2 more agents in Dublin, first-line, shift night`. */
function agentsText(trial: Trial, scenario: Scenario): string {
  const { agents } = trial;
  const count = agents === 1 ? 'one more agent' : `${formatCount(agents)} more agents`;
  return `${count} in ${shiftTitle(trial, scenario)}`;
}

function wagesText({ agents, wages }: Trial): string {
  if (wages === null || wages.amount === 0) return '';
  const per = wages.per === 'month' ? 'a month' : 'over the run';
  return ` ${agents === 1 ? 'This agent costs' : 'They cost'} ${formatMoney(wages.amount)} ${wages.currency} ${per}.`;
}
