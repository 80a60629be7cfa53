import { formatDuration, formatShare, plural } from '#base';
import { type Scenario, WAITING_CAUSES, type WaitingCause } from '#domain';
import type { LateAnswers, LateCell } from '#evidence';
import type { Summary } from '#statistics';
import { kindOfCases, type TargetVerdict, targetVerdicts } from './target-verdicts.ts';
import { type WorstHours, worstHours } from './worst-hours.ts';

/** What a planner should know first about a run, and do next. */
export interface Answer {
  readonly kind: 'met' | 'missed' | 'open' | 'none';
  /** At most three: whether targets are met, with the worst first; where and why it hurts; what to try. */
  readonly sentences: readonly string[];
  /** The worst first. */
  readonly targets: readonly TargetVerdict[];
}

/** `late`: null where no ledger tells of single cases. */
export function answerOf(
  summary: Pick<Summary, 'cells' | 'targets'>,
  scenario: Scenario,
  late: LateAnswers | null,
): Answer {
  const targets = targetVerdicts(summary, scenario);
  const [worst] = targets;
  if (worst === undefined) return { kind: 'none', sentences: [NO_TARGETS], targets };
  const kind = worst.state === 'missed' ? 'missed' : worst.state === 'met' ? 'met' : 'open';
  const cell = kind === 'met' ? null : cellOf(worst, late);
  const hours = cell === null ? null : worstHours(cell.arrived, cell.late);
  const hurt =
    cell === null ? [] : [whereItHurts(cell, hours, scenario), whatToTry(cell, hours, worst, scenario)];
  return { kind, sentences: [headlineOf(targets, worst), ...hurt], targets };
}

const NO_TARGETS =
  'No target was judged: the scenario names none, or no case of theirs was answered or given up. Name them under `serviceLevels` and `targets`.';

function headlineOf(targets: readonly TargetVerdict[], worst: TargetVerdict): string {
  const count = (state: TargetVerdict['state']) => targets.filter((one) => one.state === state).length;
  const [missed, open] = [count('missed'), count('too close to call')];
  if (worst.state === 'met')
    return targets.length === 1
      ? `The target is met: ${shareOf(worst)}.`
      : `All ${targets.length} targets are met.`;
  const verdict =
    missed === 0
      ? `No target is missed, but ${open} of ${targets.length} ${open === 1 ? 'is' : 'are'} too close to call`
      : `${missed} of ${plural(targets.length, 'target')} ${missed === 1 ? 'is' : 'are'} missed${open === 0 ? '' : `, ${open} too close to call`}`;
  return `${verdict}; worst: ${worst.segment.title}, ${kindOfCases(worst)}: ${shareOf(worst)}.`;
}

/** `71.2 % answered within 60 s, 80 % wanted (34 cases)`. */
export function shareOf({ cases, of, share, wanted, withinMs }: TargetVerdict): string {
  const done = of === 'resolution' ? 'resolved' : 'answered';
  const within = formatDuration(withinMs / 1000);
  return `${formatShare(share)} ${done} within ${within}, ${formatShare(wanted)} wanted (${plural(cases, 'case')})`;
}

/** Late answers are known by segment, one channel and one severity; of resolutions nothing is known. */
function cellOf(
  { channels, of, segment, severities }: TargetVerdict,
  late: LateAnswers | null,
): LateCell | null {
  if (late === null || of !== 'answer' || channels.length !== 1 || severities.length !== 1) return null;
  return late.get(`${segment.id}/${channels[0]}/${severities[0]}`) ?? null;
}

function whereItHurts(cell: LateCell, hours: WorstHours | null, scenario: Scenario): string {
  const [cause, share] = mainCauseOf(cell) ?? [null, 0];
  const most = share > 0.995 ? '' : `${roundShare(share)} of that time `;
  const why = cause === null ? '' : `. The customers waited ${most}because ${BECAUSE[cause]}`;
  return `${whenLate(cell, hours)}${why}${outageText(cell, scenario)}.`;
}

/** In which hours the late cases arrived, as shares of whole percents: nobody decides by tenths. */
function whenLate({ lateCount, timeZone }: LateCell, hours: WorstHours | null): string {
  const late = `${plural(lateCount, 'answer')} that came late or never`;
  if (hours === null) return `Its ${late} are spread over the week`;
  const { arrivedShare, lateShare, name } = hours;
  const when = `that arrived ${name} (${timeZone}), as ${roundShare(arrivedShare)} of all cases do`;
  if (lateShare <= 0.995) return `${roundShare(lateShare)} of its ${late} are of cases ${when}`;
  return lateCount === 1 ? `Its ${late} is of a case ${when}` : `Its ${late} are all of cases ${when}`;
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

function mainCauseOf({ waitedMs }: LateCell): readonly [cause: WaitingCause, share: number] | null {
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

/** The obvious change for the cause for which the late ones waited longest. Nobody has tried it: the sentence says so. */
function whatToTry(
  cell: LateCell,
  hours: WorstHours | null,
  { channels }: TargetVerdict,
  scenario: Scenario,
): string {
  const cause = mainCauseOf(cell)?.[0] ?? 'no agent free';
  const group = groupName(cell.answeredBy, scenario);
  const when = hours === null ? '' : ' in those hours';
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
  return `To try next (not simulated yet): ${changes[cause]}.`;
}

/** The group that answered most of the cases: `Dublin, german`. */
function groupName(answeredBy: Float64Array, { centres, groups }: Scenario): string | null {
  const most = Math.max(0, ...answeredBy);
  const group = most === 0 ? undefined : groups[answeredBy.indexOf(most)];
  if (group === undefined) return null;
  const id = group.id.slice(group.id.indexOf('/') + 1);
  return `${centres[group.centre]?.title}, ${id}`;
}
