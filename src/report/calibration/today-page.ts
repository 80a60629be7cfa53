import { formatCount, formatShare, formatTrimmed, plural, present } from '#base';
import type { RestBacktest, RestOfDay } from '#calibration';
import type { Estimate } from '#statistics';
import { answerInWords } from '../answer/answer-page.ts';
import { renderPage } from '../document/page.ts';
import { inTerminal, list, section, small, table } from '../document/parts.ts';
import { inNumbers, inWords } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { formatDifference } from '../experiments/comparison-text.ts';

/** A service level or target of the day. */
export interface TodayTarget {
  readonly id: string;
  readonly title: string;
  /** The share that is wanted. */
  readonly wanted: number;
  /** Cases judged so far; null if the log does not tell. */
  readonly soFar: { readonly inTime: number; readonly judged: number } | null;
  /** The share of the day, with the interval of its outcome; of the rest of the day if `soFar` is null. Null without cases. */
  readonly byEnd: { readonly mean: number; readonly low: number; readonly high: number } | null;
  /** Share of the runs in which it is reached. */
  readonly chance: number | null;
}

/** What the rest of a day brings: plain JSON, which `--json` prints as well. */
export interface TodayPage {
  /** Of the scenario. */
  readonly title: string;
  readonly log: string;
  /** Date and time on the clock of `timeZone`. */
  readonly at: string;
  readonly timeZone: string;
  /** Of all intervals. */
  readonly level: number;
  readonly rest: RestOfDay;
  /** Null if too few earlier days are known. */
  readonly tested: RestBacktest | null;
  readonly targets: readonly TodayTarget[];
  readonly replications: number;
  /** Moves for the target in most danger, whose title is `for`; null if none is in danger. */
  readonly moves: {
    readonly for: string | null;
    readonly tried: number;
    readonly best: readonly {
      readonly kind: string;
      readonly text: string;
      readonly gain: Estimate | null;
    }[];
  };
  /** Open cases from which the runs start; null for a table of counts. */
  readonly backlog: number | null;
  /** What the scenario cannot take, and what the log leaves out. */
  readonly notes: readonly string[];
  readonly law: readonly string[];
}

/** What comes, which target is in most danger, what to do, and whether to trust it. */
export function todayAnswer(page: TodayPage): readonly string[] {
  const { level, moves, tested } = page;
  return present([
    demandSentence(page),
    dangerSentence(page),
    moves.for !== null && movesSentence(moves),
    tested === null
      ? 'Too few earlier days are known to say how often such intervals hold.'
      : testSentence(tested, level),
  ]);
}

function demandSentence({ at, level, rest }: TodayPage): string {
  const { cases, factor, high, low, soFar, usual } = rest;
  const time = at.slice(-5);
  const part = Math.round(100 * (factor - 1));
  const than =
    part === 0 ? 'as many as usual' : `${Math.abs(part)} % ${part > 0 ? 'more' : 'fewer'} than usual`;
  return `From ${time} on, ${formatCount(cases)} cases are expected (${percent(level)}: ${formatCount(low)} to ${formatCount(high)}), ${than}: ${formatCount(soFar)} came before, and ${formatCount(usual)} were expected.`;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

function dangerSentence({ targets }: TodayPage): string {
  const judged = targets.filter(({ chance }) => chance !== null);
  const [worst] = [...judged].sort((one, other) => (one.chance ?? 1) - (other.chance ?? 1));
  if (worst === undefined) return 'No target has cases today.';
  const { byEnd, chance, soFar, wanted } = worst;
  const rest = soFar === null ? 'of the rest of the day' : 'by the end of the day';
  const until =
    soFar === null || soFar.judged === 0 ? '' : `${formatShare(soFar.inTime / soFar.judged)} so far, `;
  const likely = judged.filter((one) => (one.chance ?? 1) >= 0.5).length;
  return `${likely} of ${plural(judged.length, 'target')} will more likely than not be reached. In most danger: ${nameOf(worst)}, ${until}${formatShare(byEnd?.mean ?? null)} ${rest} (${formatShare(byEnd?.low ?? null)} to ${formatShare(byEnd?.high ?? null)}); the chance of ${formatShare(wanted)} is ${percent(chance ?? 0)}.`;
}

function movesSentence({ best, for: title, tried }: TodayPage['moves']): string {
  if (best.length === 0)
    return tried === 0
      ? 'No move that is possible today concerns these cases.'
      : `Of ${plural(tried, 'move')} that ${tried === 1 ? 'is' : 'are'} possible today, none clearly helps.`;
  const each = best.map(({ gain, text }) => `${text} (${formatDifference(gain, 'share')})`);
  return `What clearly helps ${title} in the rest of the day: ${each.join('; ')}.`;
}

function testSentence(
  { days, held, pValue, weekdayWidth, widthNeeded }: RestBacktest,
  level: number,
): string {
  const times = (weekdayWidth / widthNeeded).toFixed(1);
  const beside = Number.isFinite(weekdayWidth / widthNeeded)
    ? ` Intervals about the weekday's mean that hold as often are ${times} times as wide.`
    : '';
  const trust = pValue < 0.05 ? ', which is not what chance explains' : '';
  return `Such intervals held on ${held} of ${days} earlier days at this time (${percent(level)} wanted; exact binomial test p = ${pValue.toFixed(2)}${trust}).${beside}`;
}

/** A share in percent without its sign. */
const tenths = (share: number) => formatTrimmed(100 * share, 1);
const nameOf = ({ title }: TodayTarget) => title.replace(/^Service level, /, '');

/** What so far is, only where the log tells it. */
function columnsOf({ targets }: TodayPage) {
  const isKnown = targets.some(({ soFar }) => soFar !== null);
  const soFarText = ({ soFar }: TodayTarget) => {
    if (soFar === null) return 'not known';
    return soFar.judged === 0 ? '–' : `${formatShare(soFar.inTime / soFar.judged)} of ${soFar.judged}`;
  };
  return present([
    inWords('Target', nameOf),
    inNumbers('Wanted', ({ wanted }: TodayTarget) => formatShare(wanted)),
    inNumbers('Chance', ({ chance }: TodayTarget) => (chance === null ? '–' : percent(chance))),
    inNumbers(isKnown ? 'By the end' : 'Rest of the day', ({ byEnd }: TodayTarget) =>
      byEnd === null ? '–' : `${formatShare(byEnd.mean)} (${tenths(byEnd.low)} to ${tenths(byEnd.high)})`,
    ),
    isKnown && inNumbers('So far', soFarText),
  ]);
}

function meaningOf({ backlog, level, replications }: TodayPage): readonly string[] {
  return [
    `By the end: mean and interval (${percent(level)}) of the day's share in ${plural(replications, 'run')}; chance: the part of the runs that reach what is wanted. Where so far is not known, both are of the rest of the day.`,
    backlog === null
      ? 'A table of counts says nothing of waits: each run begins at midnight with the demand of the day, and is measured from now on.'
      : `Each run starts from the ${plural(backlog, 'open case')} of the log.`,
    'Expected cases: the forecast of the day, corrected by what came so far; one factor of the day for all segments.',
  ];
}

/** The rest of the day for a terminal. Ends with a line break. */
export function renderTodayText(page: TodayPage, options: TextOptions): string {
  return renderText(
    [
      todayAnswer(page),
      table(page.targets, { caption: 'Targets of the day', columns: columnsOf(page), styleOf }),
      inTerminal(small([...meaningOf(page), ...page.notes])),
    ],
    options,
  );
}

function styleOf({ chance }: TodayTarget): 'bad' | 'quiet' {
  return chance !== null && chance < 0.5 ? 'bad' : 'quiet';
}

/** The page of the rest of the day. */
export function renderTodayPage(page: TodayPage): string {
  const { at, law, log, notes, targets, timeZone, title } = page;
  return renderPage({
    title: `Today: ${title} – Meridian`,
    kicker: 'Meridian today',
    heading: title,
    facts: [`${at} (${timeZone})`, `from ${log}`],
    parts: [
      answerInWords(todayAnswer(page)),
      ...law,
      section('Targets of the day', [
        table(targets, { caption: 'Targets of the day', columns: columnsOf(page) }),
      ]),
      section('What is left out or assumed', [list([...meaningOf(page), ...notes])], { id: 'notes' }),
    ],
    notice: 'Simulated, not observed.',
  });
}
