import { CASES_LEAST, DAY_MS, formatExactDuration, formatShare, listInWords, plural, present } from '#base';
import type { Scenario, WaitingCause } from '#domain';
import {
  candidateFor,
  type EventEffect,
  groupTitleOf,
  isBehind,
  isLateByWaiting,
  type JudgedRun,
  type LateAnswers,
  type LateCell,
  lateCellOf,
  mainCauseOf,
  oneMoreAgentText,
  type TargetVerdict,
  targetVerdicts,
  type WorstHours,
  worstHours,
} from '#planning';
import { lowered } from '../document/words.ts';
import { eventSentences } from './event-text.ts';
import { incidentSentences } from './incident-text.ts';
import { softwareSentences } from './software-text.ts';
import { byChance, kindOfCases, shareOf } from './target-words.ts';
import { whereItHurts } from './where-it-hurts.ts';

/** What a planner should know first about a run, and do next. */
export interface Answer {
  readonly kind: 'met' | 'missed' | 'open' | 'none';
  /** Whether anything judges a run from open cases; what dated events did; whether targets are met, with the worst first; where and why it hurts; what to try. */
  readonly sentences: readonly string[];
  /** The worst first. */
  readonly targets: readonly TargetVerdict[];
}

/** The sentences of an answer by what they are about; null where nothing is to be said of it. */
export interface AnswerParts {
  /** What dated events did. */
  readonly happened: readonly string[];
  /** Whether targets are met, with the worst first. */
  readonly headline: string;
  /** Where and why it hurts. */
  readonly where: string | null;
  readonly next: string | null;
  /** What `next` proposes, without its frame; null if nothing follows. */
  readonly proposal: Proposal | null;
  /** What software contained, by group of software; then what was linked, by incident. */
  readonly contained: readonly string[];
  /** The worst first. */
  readonly targets: readonly TargetVerdict[];
}

interface AnswerOptions {
  readonly events?: readonly EventEffect[];
  /** What trials came to, in place of what to try. */
  readonly tried?: string | null;
  /** How well runs foretell the open cases from which this one starts, in a sentence; null or left out where nobody has looked. */
  readonly judged?: string | null;
}

interface Proposal {
  /** `one more agent in Dublin, first line, night shift`. */
  readonly change: string;
  /** The scenario with the shift, in which more agents are to be tried; null if the change is of another kind. */
  readonly candidate: ReturnType<typeof candidateFor>;
}

/** `late`: null where no ledger tells of single cases. */
export function answerOf(
  summary: JudgedRun,
  scenario: Scenario,
  late: LateAnswers | null,
  options: AnswerOptions = {},
): Answer {
  const { contained, happened, headline, next, targets, where } = answerParts(
    summary,
    scenario,
    late,
    options,
  );
  const [worst] = targets;
  return {
    kind: worst === undefined ? 'none' : kindOf(worst),
    sentences: present([
      ...judgementOf(scenario, options.judged),
      ...happened,
      headline,
      where,
      next,
      ...contained,
    ]),
    targets,
  };
}

/** The answer of `answerOf`, part by part, for a page that sets its parts apart. */
export function answerParts(
  summary: JudgedRun,
  scenario: Scenario,
  late: LateAnswers | null,
  { events = [], tried = null }: AnswerOptions = {},
): AnswerParts {
  const targets = targetVerdicts(summary, scenario);
  const [worst] = targets;
  const happened = eventSentences(events, scenario);
  const contained = [
    ...softwareSentences(summary.software ?? [], scenario),
    ...incidentSentences(summary.incidents ?? []),
  ];
  if (worst === undefined) return { happened, headline: NO_TARGETS, ...NOTHING_LATE, contained, targets };
  const cell = isBehind(worst) ? lateCellOf(worst, late) : null;
  const found = cell === null ? NOTHING_LATE : lateWords(worst, cell, scenario);
  const headline = headlineOf(worst, targets, { found: GIVEN, advice: ADVICE, error: ONE_RUN_ERROR });
  return { happened, headline, ...found, next: tried ?? found.next, contained, targets };
}

/** A run from open cases says first how well it foretells them, or that nothing shows it: the times that earlier cases took may foretell more. */
function judgementOf({ backlog = [] }: Scenario, judged: string | null = null): readonly string[] {
  if (backlog.length === 0) return [];
  return [
    judged ??
      'Not judged: nothing compares what this foretells of the open cases with what came of such cases; how long earlier ones of the same age went on may foretell it better.',
  ];
}

/** What is known of replications besides their verdicts. */
interface Replicated {
  readonly level: number;
  /** The name of the scenario, as a command takes it. */
  readonly name: string;
  readonly replications: number;
  readonly scenario: Scenario;
  /** What was late of the worst target over these replications; null where nobody has looked. */
  readonly late: { readonly cell: LateCell; readonly replications: number } | null;
  /** How replications that go on until each target is decided have ended; null for a number that was given. */
  readonly decision?: Decision | null;
  readonly judged?: string | null;
}

interface Decision {
  readonly isReached: boolean;
  readonly longestMs: number;
}

export function replicatedAnswer(
  targets: readonly TargetVerdict[],
  { decision = null, judged: known, late, level, name, replications, scenario }: Replicated,
): Answer {
  const [worst] = targets;
  const judged = judgementOf(scenario, known);
  if (worst === undefined) return { kind: 'none', sentences: [...judged, NO_TARGETS], targets };
  if (replications === 1) {
    const headline = `One replication has no interval, so no target is called met or missed; worst: ${worstText(worst)}.`;
    return { kind: 'open', sentences: [...judged, headline, MORE, `${WHY}${name}.`], targets };
  }
  const isOpen = targets.some((target) => kindOf(target) === 'open');
  const found = ` in ${plural(replications, 'replication')} (${formatShare(level)} intervals)`;
  const hurts = late === null ? [`${WHY}${name}.`] : lateSentences(worst, late, replications, scenario);
  return {
    kind: kindOf(worst),
    sentences: [
      ...judged,
      headlineOf(worst, targets, { found, advice: '', error: (1 - level) / 2 }),
      ...(decision === null ? (isOpen ? [MORE] : []) : [decisionSentence(targets, replications, decision)]),
      ...(isBehind(worst) ? hurts : []),
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
  const told = `In ${which} replications together, ${lowered(where)}`;
  return next === null ? [told] : [told, next];
}

/** Where a target hurts, and what to try if it is missed. */
function lateWords(worst: TargetVerdict, cell: LateCell, scenario: Scenario) {
  const hours = worstHours(cell.arrived, cell.late, { wholeDays: worst.of === 'backlog' });
  const proposal = worst.state === 'missed' ? proposalFor(cell, hours, worst, scenario) : null;
  return {
    where: whereItHurts(worst, cell, hours, scenario),
    next: proposal === null ? null : whatToTry(proposal),
    proposal,
  };
}

const NOTHING_LATE = { where: null, next: null, proposal: null };

/** Larger numbers are not estimated: the target may lie on the bound itself. */
const ESTIMATED_MOST = 100_000;

/** Whether replications have decided every target; if not, about how many the closest one would take. */
function decisionSentence(
  targets: readonly TargetVerdict[],
  replications: number,
  { isReached, longestMs }: Decision,
): string {
  if (isReached)
    return `Decided after ${plural(replications, 'replication')}: the level holds although the runs went on until no target was too close to call.`;
  const open = targets.filter((target) => kindOf(target) === 'open');
  const needed = open.map(({ interval: [low, high], judged, share, state, wanted }) => {
    if (state === 'too few cases') return (replications * CASES_LEAST) / judged;
    const times = (high - low) / 2 / Math.abs(share - wanted);
    return replications * times ** 2;
  });
  const most = Math.max(...needed);
  const [closest] = open.filter((_, k) => needed[k] === most);
  const count =
    most > ESTIMATED_MOST
      ? `more than ${ESTIMATED_MOST.toLocaleString('en-GB')}`
      : `about ${Number(most.toPrecision(2)).toLocaleString('en-GB')}`;
  const which =
    closest === undefined ? '' : ` for the closest one: ${closest.segment.title}, ${kindOfCases(closest)}`;
  return `Not decided after ${plural(replications, 'replication')} in ${formatExactDuration(longestMs)}: it would take ${count}${which}; --decide takes a longer time.`;
}

const MORE = 'More replications narrow the intervals: --replications takes a larger number.';
const WHY = 'One run says in which hours, and why: meridian run ';

function kindOf({ state }: TargetVerdict): 'met' | 'missed' | 'open' {
  return state === 'met' || state === 'missed' ? state : 'open';
}

const NO_TARGETS =
  'No target was judged: the scenario names none, or nothing happened that they judge. Name them under `serviceLevels` and `targets`.';

/** The greatest probability with which one run calls a target met or missed that is not (`npm run validate:verdicts`). */
const ONE_RUN_ERROR = 0.03;

/** One run does not know whether its scenario is right. */
const GIVEN = ', given the volumes and handle times of the scenario';

const ADVICE = ' Ten runs tell more: meridian run --replications 10.';

/**
 * How many targets are met, missed or in doubt, the worst, and why the others have no verdict. `found`: by what. `advice`: what to do where none
 * is missed, but some are in doubt. `error`: the greatest probability with which a verdict is wrong.
 */
function headlineOf(
  worst: TargetVerdict,
  targets: readonly TargetVerdict[],
  { advice, error, found }: { readonly advice: string; readonly error: number; readonly found: string },
): string {
  const count = (kind: Answer['kind']) => targets.filter((one) => kindOf(one) === kind).length;
  const [missed, open, all] = [count('missed'), count('open'), targets.length];
  const chance = byChance(all - open, error);
  const isOnly = all === 1;
  if (worst.state === 'met')
    return isOnly
      ? `The target is met${found}: ${shareOf(worst)}.`
      : `All ${all} targets are met${found}.${chance}`;
  const doubt = open === 0 ? '' : ` and ${open} in doubt`;
  const of = `${missed} of ${all} targets ${missed === 1 ? 'is' : 'are'} missed${doubt}`;
  const none = `No target is certainly missed, but ${open} of ${all} ${open === 1 ? 'is' : 'are'} in doubt`;
  const verdict = isOnly ? `The target is ${missed === 1 ? 'missed' : 'in doubt'}` : missed > 0 ? of : none;
  const which = isOnly ? '' : isBehind(worst) ? 'Worst: ' : 'Closest: ';
  const why = open === 0 ? '' : ` In doubt: ${listInWords(openTexts(targets))}.`;
  return `${verdict}${found}. ${which}${worstText(worst)}.${why}${missed === 0 ? advice : ''}${chance}`;
}

/** How many targets have no verdict, by reason. */
function openTexts(targets: readonly TargetVerdict[]): readonly string[] {
  const told: readonly (readonly [
    TargetVerdict['state'],
    (isOne: boolean, own: readonly TargetVerdict[]) => string,
  ])[] = [
    ['too close to call', (isOne) => `${isOne ? 'is' : 'are'} too close to call`],
    ['too short', (isOne, own) => `${isOne ? 'needs' : 'need'} ${neededText(own)}`],
    ['too few cases', (isOne) => `${isOne ? 'has' : 'have'} too few cases`],
    ['not judged', (isOne) => `${isOne ? 'is' : 'are'} not judged (an older build made the run)`],
  ];
  return told.flatMap(([state, text]) => {
    const own = targets.filter((one) => one.state === state);
    const count = targets.length === 1 ? 'it' : `${own.length}`;
    return own.length === 0 ? [] : [`${count} ${text(own.length === 1, own)}`];
  });
}

/** How long one run would have to be for a verdict on all of these targets. Nobody simulates more than a year for it. */
function neededText(targets: readonly TargetVerdict[]): string {
  const days = Math.ceil(Math.max(...targets.map(({ neededMs }) => neededMs ?? 0)) / DAY_MS);
  return days > DAYS_MOST
    ? 'several runs (too short: --replications)'
    : `a longer run (too short: ${plural(days, 'day')}, or --replications)`;
}

const DAYS_MOST = 366;

function worstText(worst: TargetVerdict): string {
  return `${worst.segment.title}, ${kindOfCases(worst)}: ${shareOf(worst)}`;
}

/** The obvious change for the cause for which the late ones waited longest. */
function proposalFor(
  cell: LateCell,
  hours: WorstHours | null,
  target: TargetVerdict,
  scenario: Scenario,
): Proposal {
  const candidate = candidateFor(target, cell, scenario);
  const change =
    candidate === null ? otherChange(cell, hours, target, scenario) : oneMoreAgentText(candidate);
  return { change, candidate };
}

/** Nobody has tried it, and the sentence says so. */
function whatToTry({ candidate, change }: Proposal): string {
  const how = candidate === null ? '' : '; meridian run --try does it';
  return `To try next (not simulated yet${how}): ${change}.`;
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
    'no agreement in force': 'an agreement with these customers that starts earlier, or does not lapse',
  };
  return changes[cause];
}

/** The group that answered most of the late cases in the end: `Dublin, German (first line)`. */
function groupTitle(answeredBy: Float64Array, scenario: Scenario): string | null {
  const most = Math.max(0, ...answeredBy);
  return most === 0 ? null : groupTitleOf(answeredBy.indexOf(most), scenario);
}
