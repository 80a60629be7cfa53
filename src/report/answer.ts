import { formatShare, plural } from '#base';
import { type Scenario, WAITING_CAUSES, type WaitingCause } from '#domain';
import { type LateAnswers, type LateCell, lateKeyOf, shortShifts } from '#evidence';
import type { Summary } from '#statistics';
import { groupTitleOf, shiftTitle } from './shift-title.ts';
import { kindOfCases, shareOf, type TargetVerdict, targetVerdicts } from './target-verdicts.ts';
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
  const kind = kindOf(worst);
  const cell = kind === 'met' ? null : lateCellOf(worst, late);
  const hours = cell === null ? null : worstHours(cell.arrived, cell.late);
  const hurt = cell === null ? [] : [whereItHurts(worst, cell, hours, scenario)];
  const next = cell === null ? null : kind === 'open' ? TOO_FEW : whatToTry(cell, hours, worst, scenario);
  const then = [tried ?? next].filter((sentence) => sentence !== null);
  return { kind, sentences: [headlineOf(worst, targets), ...hurt, ...then], targets };
}

/** The same of replications. `name`: of the scenario, as a command takes it. */
export function replicatedAnswer(
  targets: readonly TargetVerdict[],
  {
    level,
    name,
    replications,
  }: { readonly level: number; readonly name: string; readonly replications: number },
): Answer {
  const [worst] = targets;
  if (worst === undefined) return { kind: 'none', sentences: [NO_TARGETS], targets };
  if (replications === 1) {
    const headline = `One replication has no interval, so no target is called met or missed; worst: ${worstText(worst)}.`;
    return { kind: 'open', sentences: [headline, MORE, `${WHY}${name}.`], targets };
  }
  const isOpen = targets.some(({ state }) => state === 'too close to call');
  const found = ` in ${plural(replications, 'replication')} (${formatShare(level)} intervals)`;
  return {
    kind: kindOf(worst),
    sentences: [
      headlineOf(worst, targets, found),
      ...(isOpen ? [MORE] : []),
      ...(worst.state === 'met' ? [] : [`${WHY}${name}.`]),
    ],
    targets,
  };
}

/** Nothing is missed for certain, so nothing is to be changed yet. */
const TOO_FEW =
  'This run alone has too few such cases to tell: `--replications 10` makes ten runs and narrows the intervals.';
const MORE = 'More replications narrow the intervals: --replications takes a larger number.';
const WHY = 'One run says in which hours, and why: meridian run ';

function kindOf({ state }: TargetVerdict): 'met' | 'missed' | 'open' {
  return state === 'too close to call' ? 'open' : state;
}

const NO_TARGETS =
  'No target was judged: the scenario names none, or nothing happened that they judge. Name them under `serviceLevels` and `targets`.';

/** How many targets are met, missed or too close to call, and the worst. `found`: by what, where it is not one run. */
function headlineOf(worst: TargetVerdict, targets: readonly TargetVerdict[], found = ''): string {
  const count = (state: TargetVerdict['state']) => targets.filter((one) => one.state === state).length;
  const [missed, open] = [count('missed'), count('too close to call')];
  if (worst.state === 'met')
    return targets.length === 1
      ? `The target is met${found}: ${shareOf(worst)}.`
      : `All ${targets.length} targets are met${found}.`;
  const verdict =
    missed === 0
      ? `No target is missed, but ${open} of ${targets.length} ${open === 1 ? 'is' : 'are'} too close to call`
      : `${missed} of ${plural(targets.length, 'target')} ${missed === 1 ? 'is' : 'are'} missed${open === 0 ? '' : `, ${open} too close to call`}`;
  return `${verdict}${found}; worst: ${worstText(worst)}.`;
}

function worstText(worst: TargetVerdict): string {
  return `${worst.segment.title}, ${kindOfCases(worst)}: ${shareOf(worst)}`;
}

/** Late answers are known by service level, and by target of answers and abandonment; of the others nothing is known. */
export function lateCellOf(
  { channels, id, segment, severities }: TargetVerdict,
  late: LateAnswers | null,
): LateCell | null {
  const key = id === null ? `${segment.id}/${channels[0]}/${severities[0]}` : lateKeyOf(id, segment.id);
  return late?.get(key) ?? null;
}

function whereItHurts(
  { of }: TargetVerdict,
  cell: LateCell,
  hours: WorstHours | null,
  scenario: Scenario,
): string {
  const [cause, share] = mainCauseOf(cell) ?? [null, 0];
  const most = share > 0.995 ? '' : `${roundShare(share)} of that time `;
  const why = cause === null ? '' : `. The customers waited ${most}because ${BECAUSE[cause]}`;
  return `${whenLate(of, cell, hours)}${why}${outageText(cell, scenario)}.`;
}

/** In which hours the late cases arrived, as shares of whole percents: nobody decides by tenths. */
function whenLate(
  of: TargetVerdict['of'],
  { lateCount, timeZone }: LateCell,
  hours: WorstHours | null,
): string {
  const isLost = of === 'abandonment';
  const late = isLost
    ? `${plural(lateCount, 'customer')} who gave up`
    : `${plural(lateCount, 'answer')} that came late or never`;
  if (hours === null) return `Its ${late} are spread over the week`;
  const { arrivedShare, lateShare, name } = hours;
  const share = lateShare > 0.995 ? '' : `${roundShare(lateShare)} of `;
  const all = lateShare > 0.995 && lateCount > 1 ? ' all' : '';
  const be = lateCount === 1 ? 'is' : 'are';
  const from = isLost ? `came${all}` : `${be}${all} of ${lateCount === 1 ? 'a case' : 'cases'} that arrived`;
  const also = `as ${roundShare(arrivedShare)} of all ${isLost ? 'customers' : 'cases'} do`;
  return `${share}${share === '' ? 'Its' : 'its'} ${late} ${from} ${name} (${timeZone}), ${also}`;
}

function roundShare(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The centre that was down for some of the time in which at least a third of them waited. */
function outageText(cell: LateCell, { centres }: Scenario): string {
  const shares = centres.map(({ title }, centre) => ({
    title,
    share: (cell.whileDown[centre] as number) / cell.lateCount,
  }));
  const [worst] = shares.toSorted((one, other) => other.share - one.share);
  if (worst === undefined || worst.share < 1 / 3) return '';
  const which = worst.share > 0.995 ? 'all' : roundShare(worst.share);
  return `. ${worst.title} was down at some time during ${which} of these waits`;
}

/** The cause for which the late ones waited longest, and its share of their time. */
export function mainCauseOf({ waitedMs }: LateCell): readonly [cause: WaitingCause, share: number] | null {
  const all = waitedMs.reduce((sum, ms) => sum + ms, 0);
  if (all === 0) return null;
  const longest = waitedMs.indexOf(Math.max(...waitedMs));
  return [WAITING_CAUSES[longest] as WaitingCause, (waitedMs[longest] as number) / all];
}

const BECAUSE: Readonly<Record<WaitingCause, string>> = {
  'data centre down': 'no data centre with a copy was up',
  'no agent free': 'nobody of those on duty was free',
  'held for a local specialist': 'they were held for a local specialist',
  'residency leaves no eligible centre': 'promise and law left nobody who may take them',
  'centre down': 'the centres that could take them were down',
  'centre closed': 'the centres that could take them were closed',
  'nobody with the skill on duty': 'nobody with the skill was on duty',
  'no expertise': 'nobody has the expertise',
  'no language match': 'nobody speaks the language',
};

/**
 * The obvious change for the cause for which the late ones waited longest. Nobody has tried it, and the sentence says so. `--try`
 * simulates more agents in a shift.
 */
function whatToTry(
  cell: LateCell,
  hours: WorstHours | null,
  { channels, segment }: TargetVerdict,
  scenario: Scenario,
): string {
  const cause = mainCauseOf(cell)?.[0] ?? 'no agent free';
  const when = hours === null ? '' : ' in those hours';
  const group = groupTitle(cell.answeredBy, scenario);
  const shift = group === null ? `a shift${when}` : `a shift of ${group}${when}`;
  const more = group === null ? `more agents${when}` : `one more agent in ${group}${when}`;
  const [short] =
    cause === 'no agent free' ? shortShifts(cell, { segment: segment.id, channels }, scenario) : [];
  const changes: Readonly<Record<WaitingCause, string>> = {
    'no agent free': short === undefined ? more : `one more agent in ${shiftTitle(short, scenario)}`,
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
  const how = short === undefined ? '' : '; `meridian run` with `--try` does it';
  return `To try next (not simulated yet${how}): ${changes[cause]}.`;
}

/** The group that answered most of the late cases in the end: `Dublin, german`. */
function groupTitle(answeredBy: Float64Array, scenario: Scenario): string | null {
  const most = Math.max(0, ...answeredBy);
  return most === 0 ? null : groupTitleOf(answeredBy.indexOf(most), scenario);
}
