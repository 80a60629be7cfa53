import { DAY_MS, formatShare, HOUR_MS, plural } from '#base';
import type { Scenario, WaitingCause } from '#domain';
import type { LateAnswers, LateCell } from '#evidence';
import type { Summary } from '#statistics';
import { isLateByWaiting, lateCellOf, mainCauseOf } from './late-causes.ts';
import { candidatesFor, moreAgentsText } from './shift-candidates.ts';
import { groupTitleOf } from './shift-title.ts';
import { kindOfCases, shareOf, type TargetVerdict, targetVerdicts } from './target-verdicts.ts';
import { whereItHurts } from './where-it-hurts.ts';
import { type WorstHours, worstHours } from './worst-hours.ts';

/** What a planner should know first about a run, and do next. */
export interface Answer {
  readonly kind: 'met' | 'missed' | 'open' | 'none';
  /** At most three: whether targets are met, with the worst first; where and why it hurts; what to try. */
  readonly sentences: readonly string[];
  /** The worst first. */
  readonly targets: readonly TargetVerdict[];
}

/** `late`: null where no ledger tells of single cases. `tried`: what trials came to, in place of what to try. */
export function answerOf(
  summary: Pick<Summary, 'cells' | 'targets'>,
  scenario: Scenario,
  late: LateAnswers | null,
  tried: string | null = null,
): Answer {
  const targets = targetVerdicts(summary, scenario);
  const [worst] = targets;
  if (worst === undefined) return { kind: 'none', sentences: [NO_TARGETS], targets };
  const cell = worst.state === 'met' ? null : lateCellOf(worst, late);
  const { next, where } = cell === null ? NOTHING_LATE : lateWords(worst, cell, scenario);
  const headline = headlineOf(worst, targets, { found: '', tooShort: tooShort(scenario) });
  const sentences = [headline, where, tried ?? next].filter((sentence) => sentence !== null);
  return { kind: kindOf(worst), sentences, targets };
}

/** What is known of replications besides their verdicts. */
interface Replicated {
  readonly level: number;
  /** Of the scenario, as a command takes it. */
  readonly name: string;
  readonly replications: number;
  readonly scenario: Scenario;
  /** What was late of the worst target over these replications; null where nobody has looked. */
  readonly late: { readonly cell: LateCell; readonly replications: number } | null;
}

/** The same of replications. */
export function replicatedAnswer(
  targets: readonly TargetVerdict[],
  { late, level, name, replications, scenario }: Replicated,
): Answer {
  const [worst] = targets;
  if (worst === undefined) return { kind: 'none', sentences: [NO_TARGETS], targets };
  if (replications === 1) {
    const headline = `One replication has no interval, so no target is called met or missed; worst: ${worstText(worst)}.`;
    return { kind: 'open', sentences: [headline, MORE, `${WHY}${name}.`], targets };
  }
  const isOpen = targets.some(({ state }) => state === 'too close to call');
  const found = ` in ${plural(replications, 'replication')} (${formatShare(level)} intervals)`;
  const hurts = late === null ? [`${WHY}${name}.`] : lateSentences(worst, late, replications, scenario);
  return {
    kind: kindOf(worst),
    sentences: [
      headlineOf(worst, targets, { found, tooShort: '' }),
      ...(isOpen ? [MORE] : []),
      ...(worst.state === 'met' ? [] : hurts),
    ],
    targets,
  };
}

/** Where the worst target hurts, over replications, and what to try if it is missed. */
function lateSentences(
  worst: TargetVerdict,
  { cell, replications }: NonNullable<Replicated['late']>,
  of: number,
  scenario: Scenario,
): readonly string[] {
  const { next, where } = lateWords(worst, cell, scenario);
  const which = replications === of ? `all ${of}` : `the first ${replications} of ${of}`;
  const told = `In ${which} replications together, ${where.replace(/^Its/, 'its')}`;
  return next === null ? [told] : [told, next];
}

/** Where a target hurts, and what to try if it is missed. */
function lateWords(worst: TargetVerdict, cell: LateCell, scenario: Scenario) {
  const hours = worstHours(cell.arrived, cell.late, { wholeDays: worst.of === 'backlog' });
  return {
    where: whereItHurts(worst, cell, hours, scenario),
    next: worst.state === 'missed' ? whatToTry(cell, hours, worst, scenario) : null,
  };
}

const NOTHING_LATE = { where: null, next: null };

const MORE = 'More replications narrow the intervals: --replications takes a larger number.';
const WHY = 'One run says in which hours, and why: meridian run ';

function kindOf({ state }: TargetVerdict): 'met' | 'missed' | 'open' {
  return state === 'too close to call' ? 'open' : state;
}

const NO_TARGETS =
  'No target was judged: the scenario names none, or nothing happened that they judge. Name them under `serviceLevels` and `targets`.';

/** Nothing is missed for certain, so nothing is to be changed yet: more runs tell. */
function tooShort({ horizonMs }: Scenario): string {
  const days = horizonMs / DAY_MS;
  const length =
    days >= 1 ? plural(Math.round(days), 'day') : plural(Math.round(horizonMs / HOUR_MS), 'hour');
  return `, since one run of ${length} is too short to tell (ten tell more: meridian run --replications 10)`;
}

/**
 * How many targets are met, missed or too close to call, and the worst. `found`: by what, where it is not one run. `tooShort`: what to do where
 * none is missed, but some are too close to call.
 */
function headlineOf(
  worst: TargetVerdict,
  targets: readonly TargetVerdict[],
  { found, tooShort: advice }: { readonly found: string; readonly tooShort: string },
): string {
  const count = (state: TargetVerdict['state']) => targets.filter((one) => one.state === state).length;
  const [missed, open] = [count('missed'), count('too close to call')];
  if (worst.state === 'met')
    return targets.length === 1
      ? `The target is met${found}: ${shareOf(worst)}.`
      : `All ${targets.length} targets are met${found}.`;
  const verdict =
    missed === 0
      ? `No target is missed, but ${open} of ${targets.length} ${open === 1 ? 'is' : 'are'} too close to call${found}${advice}`
      : `${missed} of ${plural(targets.length, 'target')} ${missed === 1 ? 'is' : 'are'} missed${open === 0 ? '' : `, ${open} too close to call`}${found}`;
  return `${verdict}; worst: ${worstText(worst)}.`;
}

function worstText(worst: TargetVerdict): string {
  return `${worst.segment.title}, ${kindOfCases(worst)}: ${shareOf(worst)}`;
}

/** The obvious change for the cause for which the late ones waited longest. Nobody has tried it, and the sentence says so. */
function whatToTry(
  cell: LateCell,
  hours: WorstHours | null,
  target: TargetVerdict,
  scenario: Scenario,
): string {
  const [first] = candidatesFor(target, cell, scenario)?.shifts ?? [];
  if (first !== undefined)
    return `To try next (not simulated yet; meridian run --try does it): ${moreAgentsText([{ ...first, agents: 1 }], scenario)}.`;
  return `To try next (not simulated yet): ${otherChange(cell, hours, target, scenario)}.`;
}

/** Where more agents in a shift are not the obvious change, or nobody knows in which. */
function otherChange(
  cell: LateCell,
  hours: WorstHours | null,
  { channels }: TargetVerdict,
  scenario: Scenario,
): string {
  if (!isLateByWaiting(cell))
    return 'shorter handle times or fewer hand-overs; more agents would shorten little of that time';
  const cause = mainCauseOf(cell)?.[0] ?? 'no agent free';
  const when = hours === null ? '' : ' in those hours';
  const group = groupTitle(cell.answeredBy, scenario);
  const shift = group === null ? `a shift${when}` : `a shift of ${group}${when}`;
  const changes: Readonly<Record<WaitingCause, string>> = {
    'no agent free': group === null ? `more agents${when}` : `one more agent in ${group}${when}`,
    'centre closed': shift,
    'nobody with the skill on duty': shift,
    'held for a local specialist': `a shorter hold (routing.hold.${channels[0]})`,
    'residency leaves no eligible centre':
      'the same skills at another centre that the promise permits, or a wider promise (`meridian price` says what the promise costs)',
    'centre down': 'the same skills at a second centre',
    'data centre down': 'a replica in another data centre',
    'no expertise': 'training for the product',
    'no language match': 'agents with the language',
  };
  return changes[cause];
}

/** The group that answered most of the late cases in the end: `Dublin, German (first line)`. */
function groupTitle(answeredBy: Float64Array, scenario: Scenario): string | null {
  const most = Math.max(0, ...answeredBy);
  return most === 0 ? null : groupTitleOf(answeredBy.indexOf(most), scenario);
}
