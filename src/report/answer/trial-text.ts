import { formatCount, formatMoney, listInWords, plural } from '#base';
import type { Scenario } from '#domain';
import type { Trial, Trials } from '#experiment';
import type { LateAnswers } from '#planning';
import {
  type Candidates,
  candidatesFor,
  isBehind,
  lateCellOf,
  moreAgentsText,
  replicatedVerdicts,
  type TargetVerdict,
} from '#planning';
import type { Estimate } from '#statistics';
import { kindOfCases, shareText, targetText } from './target-words.ts';

/** A target that is behind, and the shifts in which more agents may help. */
export interface Triable extends Candidates {
  readonly target: TargetVerdict;
}

/**
 * The worst target that is missed, or behind in this run and open, for whose late cases more agents are the obvious change; null where there
 * is none. The replications of the trial decide what one run leaves open.
 */
export function triableTarget(
  targets: readonly TargetVerdict[],
  late: LateAnswers,
  scenario: Scenario,
): Triable | null {
  for (const target of targets) {
    const isOpen = target.state === 'too close to call' || target.state === 'too short';
    const isTried = target.state === 'missed' || (isOpen && isBehind(target));
    const cell = isTried ? lateCellOf(target, late) : null;
    const found = cell === null ? null : candidatesFor(target, cell, scenario);
    if (found !== null) return { target, ...found };
  }
  return null;
}

export const NOTHING_TO_TRY =
  'Nothing was tried: no target is missed, or behind, mostly because nobody was free or on duty, so that more agents are not the obvious change.';

/** What trials came to, in a few sentences. */
export function trialSentence(
  { before, replications, tried }: Trials,
  { scenario, shifts, target }: Triable,
): string {
  const of = target.of === 'answer' ? '' : ` (${targetText(target)})`;
  const whose = `${target.segment.title}, ${kindOfCases(target)}${of}`;
  const verdict = (estimate: Estimate | null) =>
    replicatedVerdicts(scenario, replications, (id) => (id === target.measure ? estimate : null))[0];
  const share = (estimate: Estimate | null) => {
    const found = verdict(estimate);
    return found === undefined ? 'nothing' : shareText(found);
  };
  const done = doneText(target);
  const runs = plural(replications, 'replication');
  const last = tried.at(-1);
  if (last === undefined) {
    return `Tried for ${whose}: over ${runs} the target is met without a change: ${share(before.estimate)} ${done}.`;
  }
  const best =
    last.attainment === 'met'
      ? last
      : tried.reduce((one, other) => (meanOf(other) > meanOf(one) ? other : one));
  const isOne = agentsIn(best) === 1;
  const now = `without ${isOne ? 'the agent' : 'them'} ${share(before.estimate)}`;
  const result = `Tried for ${whose}: with ${agentsText(best, shifts, scenario)} the target ${STATES[best.attainment ?? 'missed']}: ${share(best.estimate)} ${done}, ${now} (${runs}).`;
  return [result, ...wagesText(best), ...othersText(tried, best, { scenario, shifts })].join(' ');
}

const STATES = {
  met: 'is met',
  missed: 'is still missed',
  'too close to call': 'is too close to call',
  'too few cases': 'has too few cases',
} as const;

function doneText({ casesMax, of }: TargetVerdict): string {
  const told = {
    answer: 'are answered in time',
    abandonment: 'give up',
    resolution: 'of those resolved are resolved in time',
    backlog: `of days end with at most ${formatCount(casesMax ?? 0)} unanswered`,
  };
  return told[of];
}

/** What was tried without meeting the target, and what was not tried at all. */
function othersText(
  tried: readonly Trial[],
  best: Trial,
  { scenario, shifts }: Pick<Triable, 'scenario' | 'shifts'>,
): readonly string[] {
  const keyOf = ({ added }: Trial) => added.map(({ group, shift }) => `${group}/${shift}`).join();
  const most = new Map<string, Trial>();
  for (const trial of tried) if (keyOf(trial) !== keyOf(best)) most.set(keyOf(trial), trial);
  const others = [...most.values()].map((trial) => {
    const together = trial.added.length > 1 ? ' together' : '';
    return `${agentsIn(trial) > trial.added.length ? 'up to ' : ''}${agentsText(trial, shifts, scenario)}${together}`;
  });
  const isMet = best.attainment === 'met';
  const also =
    others.length === 0
      ? []
      : [`${isMet ? 'Not enough' : 'Tried as well, with less success'}: ${listInWords(others)}.`];
  if (isMet) return also;
  return [...also, 'Not tried: more agents, other shifts and other changes.'];
}

function agentsIn({ added }: Trial): number {
  return added.reduce((sum, { agents }) => sum + agents, 0);
}

function meanOf({ estimate }: Trial): number {
  return estimate?.mean ?? Number.NEGATIVE_INFINITY;
}

/** `2 more agents in Dublin, First line, night shift`. */
function agentsText({ added }: Trial, shifts: Triable['shifts'], scenario: Scenario): string {
  const known = (group: number, shift: number) =>
    shifts.find((one) => one.group === group && one.shift === shift);
  return moreAgentsText(
    added.map((one) => ({ ...known(one.group, one.shift), ...one })),
    scenario,
  );
}

function wagesText(trial: Trial): readonly string[] {
  const { wages } = trial;
  if (wages === null || wages.amount === 0) return [];
  const per = wages.per === 'month' ? 'a month' : 'over the run';
  const who = agentsIn(trial) === 1 ? 'This agent costs' : 'They cost';
  return [`${who} ${formatMoney(wages.amount)} ${wages.currency} ${per}.`];
}
