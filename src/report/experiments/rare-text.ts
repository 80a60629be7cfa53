import { DAY_MS, formatCount, formatExactDuration, formatShare, present, WEEK_MS } from '#base';
import type { Scenario } from '#domain';
import type { RareEvent, RareLevel, RareResult } from '#experiment';
import { inNumbers, inWords } from '../document/table.ts';
import type { TextOptions } from '../document/text.ts';
import { textTable, wrap } from '../document/text-table.ts';

export interface RarePage {
  readonly scenario: Pick<Scenario, 'centres' | 'dataCentres' | 'groups' | 'horizonMs' | 'segments'>;
  readonly event: RareEvent;
  readonly fromMs: number;
  readonly runs: number;
  readonly paths: number;
  /** Confidence. */
  readonly level: number;
  readonly result: RareResult;
  /** A command that makes a path to the event again, and one that tells its story; null if no path reached it. */
  readonly commands: readonly [again: string, story: string] | null;
}

const BASES = [
  [1e3, 'a thousand'],
  [1e6, 'a million'],
  [1e9, 'a billion'],
  [1e12, 'a trillion'],
  [1e15, 'a million billion'],
] as const;

/** A share in words, with its interval: `about 3.1 of a million runs (95 %: 2 to 4.2)`. */
function often(share: number, half: number, of: string, level: number): string {
  const low = Math.max(0, share - half);
  const high = Math.min(1, share + half);
  const certainty = `${two(100 * level)} %`;
  if (share >= 0.01) {
    return `about ${two(100 * share)} % of all ${of} (${certainty}: ${two(100 * low)} % to ${two(100 * high)} %)`;
  }
  const [base, name] =
    BASES.find(([many]) => share * many >= 1) ?? (BASES[BASES.length - 1] as (typeof BASES)[number]);
  return `about ${two(base * share)} of ${name} ${of} (${certainty}: ${two(base * low)} to ${two(base * high)})`;
}

/** Two significant digits. */
function two(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded >= 100 || rounded === 0 ? formatCount(rounded) : String(rounded);
}

/** What happens to a case, in the singular and the plural. */
function verbs({ kind, longerThanMs }: RareEvent): readonly [one: string, many: string] {
  const longer = `longer than ${formatExactDuration(longerThanMs)}`;
  if (kind === 'wait') return [`waits ${longer}`, `wait ${longer}`];
  if (kind === 'stranding') return [`is stranded ${longer}`, `are stranded ${longer}`];
  const lost = { loss: 'lost', refusal: 'refused', abandonment: 'over before an agent takes it' }[kind];
  return [`is ${lost}`, `are ${kind === 'abandonment' ? 'over before an agent takes them' : lost}`];
}

function periods({ fromMs, scenario: { horizonMs } }: RarePage): string {
  const lastingMs = horizonMs - fromMs;
  if (lastingMs === WEEK_MS) return 'weeks';
  return lastingMs === DAY_MS ? 'days' : `runs of ${formatExactDuration(lastingMs)}`;
}

function ofCases({ event: { segment }, scenario }: RarePage): string {
  return segment === null ? '' : ` of ${scenario.segments[segment]?.title ?? ''}`;
}

/** The answer, and what it is worth, in sentences. */
export function rareAnswer(page: RarePage): readonly string[] {
  const { event, level, result } = page;
  const [one, many] = verbs(event);
  const { bound, estimate } = result;
  if (estimate.mean === 0)
    return [`No path led to a case${ofCases(page)} that ${one}.`, boundSentence(page, bound)];
  const answer = event.isShare
    ? `Of the cases${ofCases(page)}, ${often(estimate.mean, estimate.halfWidth, 'cases', level)} ${many}.`
    : `A case${ofCases(page)} ${one} in ${often(estimate.mean, estimate.halfWidth, periods(page), level)}.`;
  return [answer, ...workSentences(result), ...doubts(page)];
}

function boundSentence(page: RarePage, bound: RareResult['bound']): string {
  const { level, paths, result, runs } = page;
  const hint = 'Other cases to count (--count) or more --paths may reach it.';
  if (bound !== null && bound.level !== null) {
    const { halfWidth, mean } = bound.estimate;
    return `If it comes only through many cases at once, it is at most as probable as ${bound.level} of them: ${often(mean, halfWidth, periods(page), level)}. This is a bound and no estimate. ${hint}`;
  }
  const none = 'so this says nothing about the event';
  if (result.levels.length > 1) return `No level is known well enough for a bound, ${none}. ${hint}`;
  const most = 1 - (1 - level) ** (1 / (runs * paths));
  return `None of ${formatCount(runs * paths)} independent runs did, so at most ${two(1e6 * most)} of a million ${periods(page)} do (${two(100 * level)} %). Nothing came nearer to the event than anything else, so splitting did not help. ${hint}`;
}

function workSentences({ crude, notices }: RareResult): readonly string[] {
  const made = `Splitting simulated ${formatCount(notices)} events, replays and pilot included`;
  if (crude === null)
    return [`${made}. The runs agree exactly, so no effort of crude simulation can be named.`];
  const needs = `Crude simulation would need about ${two(crude.runs)} runs (${two(crude.notices)} events) for an interval as narrow`;
  const share = `${two(100 * crude.share)} % of crude simulation's work`;
  const advice = crude.share > 1 ? ' The event is not rare enough: use `meridian run --replications`.' : '';
  return [`${needs}. ${made}: ${share}.${advice}`];
}

/** Reasons not to trust the interval. */
function doubts(page: RarePage): readonly string[] {
  const { result, runs } = page;
  const { inOutage, largestShare, paths, runs: successful } = result.reached;
  const spread = result.estimate.deviation / result.estimate.mean;
  return present([
    largestShare > 0.5 && runs > 2
      ? `Beware: one of the ${runs} runs makes up ${two(100 * largestShare)} % of the estimate, so the true value may lie outside the interval. Use more --paths.`
      : null,
    largestShare <= 0.5 && spread > 0.5
      ? `The runs differ much (their deviation is ${two(100 * spread)} % of the estimate): most give too little and few far too much, so the true value lies above the interval more often than it should. Use more --paths.`
      : null,
    successful < runs ? `${runs - successful} of the ${runs} runs did not reach the event.` : null,
    inOutage > 0
      ? `${two((100 * inOutage) / paths)} % of the paths that reached the event did so while a centre or data centre was down.`
      : null,
    ...unbranched(page),
  ]);
}

/** Chance that branches leave as it was. */
function unbranched({ result, scenario }: RarePage): readonly string[] {
  const { origins, paths } = result.reached;
  const places = [...scenario.centres, ...scenario.dataCentres];
  const isDown = places.some(({ randomOutages }) => randomOutages.length > 0);
  const isAway = scenario.groups.some(({ absences }) => absences !== undefined);
  if (!isDown && !isAway) return [];
  const what = [isDown ? 'outages' : '', isAway ? 'absences' : ''].filter((one) => one !== '').join(' and ');
  return [
    `Random ${what} are not branched: paths have those of their first path, and the ${formatCount(paths)} that reached the event have ${formatCount(origins)} different ones. If the event hangs on them, splitting saves little.`,
  ];
}

/** The answer, the levels, and how to see such a path. */
export function renderRareText(page: RarePage, options: TextOptions): string {
  const { commands, event, paths, result, runs } = page;
  const probability = ({ estimate: { halfWidth, mean } }: RareLevel) =>
    `${mean.toPrecision(3)} ± ${halfWidth.toPrecision(2)}`;
  const table = textTable(
    result.levels,
    [
      inWords('Cases at once', ({ level }) => (level === null ? 'the event' : String(level))),
      inNumbers('Reached from the line above', ({ share }) => formatShare(share)),
      inNumbers('Probability in a run', probability),
    ],
    options.width,
  );
  const share =
    event.isShare && result.cases !== null
      ? [
          `It happens ${result.perRun.toPrecision(3)} times a run on average, to ${formatCount(Math.round(result.cases))} cases that arrive by the rates.`,
        ]
      : [];
  const how = `${runs} independent runs of ${formatCount(paths)} paths a level; levels chosen beforehand from other paths. The interval is Student's over the runs.`;
  const lines = [...rareAnswer(page), '', ...table, '', ...share, how];
  const story =
    commands === null ? [] : ['', 'One such path, and its story:', ...commands.map((one) => `  ${one}`)];
  return [
    ...lines.flatMap((line) => (line.includes('  ') ? [line] : wrap(line, options.width))),
    ...story,
  ].join('\n');
}
