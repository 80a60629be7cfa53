import { formatCount, formatShare, NOTHING, plural, present } from '#base';
import type { Backtest, BacktestRow, Forecast, SeriesForecast, VarianceSplit } from '#calibration';
import type { MeasureUnit } from '#experiment';
import { inTerminal, onPage, type Part, table } from '../document/parts.ts';
import { inNumbers, inWords, type TextColumn } from '../document/table.ts';
import { blockLines, PLAIN_TEXT } from '../document/text.ts';
import { firstNamed } from '../document/words.ts';
import { formatMeasured } from '../experiments/comparison-text.ts';

/** What a forecast shows. */
export interface ForecastPage {
  readonly log: string;
  /** First day, as in 2016-04-18. */
  readonly from: string;
  /** Days. */
  readonly ahead: number;
  readonly forecast: Forecast;
  /** Null if the past is too short. */
  readonly backtest: Backtest | null;
  /** Origins that a backtest needs. */
  readonly origins: number;
  /** Cases of each day before; null where nothing is known. */
  readonly history: readonly (Pick<SeriesForecast, 'segment' | 'channel'> & {
    readonly counts: readonly (number | null)[];
  })[];
  /** How much of the spread of service is forecast, over `runs` runs; none without a scenario. */
  readonly splits: readonly VarianceSplit[];
  readonly runs: number;
  /** What the scenario cannot take, and what the log leaves out. */
  readonly notes: readonly string[];
}

/** Coverage of 90 % intervals that is below this is worth a warning. */
const COVERAGE_LEAST = 0.85;

/** The answer: whether to trust the forecast, what comes, and what that means for service. */
export function forecastSentences({
  ahead,
  backtest,
  forecast,
  from,
  origins,
  splits,
}: ForecastPage): readonly string[] {
  const { total } = forecast;
  const cases = `From ${from}, ${plural(ahead, 'day')}: ${formatCount(total.cases)} cases are expected, 90 %: ${formatCount(total.low)} to ${formatCount(total.high)}.`;
  const judged =
    backtest === null
      ? [
          `The past is too short to try forecasts of ${plural(ahead, 'day')}: nothing shows how good this one is. Choose a smaller --ahead, or a longer log.`,
        ]
      : [judgement(backtest), ...fewOrigins(backtest, origins), ...weakSeries(backtest)];
  const [first, ...more] = judged as [string, ...string[]];
  const isBetter = backtest !== null && !isSimplerCloser(backtest.all);
  // What is bad comes first.
  const opening = isBetter ? [cases, first] : [first, cases];
  return present([
    ...opening,
    ...more,
    backtest !== null && coverageSentence(backtest),
    ...splitSentences(splits),
  ]);
}

function isSimplerCloser({ naive, ofFour, wape }: BacktestRow): boolean {
  return wape !== null && naive !== null && ofFour !== null && Math.min(naive, ofFour) < wape;
}

function judgement({ ahead, all, origins }: Backtest): string {
  const { naive, ofFour, wape } = all;
  if (wape === null || naive === null || ofFour === null) return 'No cases came in the time of the backtest.';
  const over = `over ${plural(origins, 'forecast')} of ${plural(ahead, 'day')}`;
  const [own, last, four] = [wape, naive, ofFour].map((one) => formatShare(one));
  const others = `the same weekday of the last week ${last}, the mean of the last four ${four}`;
  if (naive < wape)
    return `Last week's figures are closer than this forecast: ${over}, it misses by ${own} of the cases, ${others}.`;
  if (ofFour < wape) {
    return `The mean of the last four weeks is closer than this forecast: ${over}, it misses by ${own} of the cases, ${others}.`;
  }
  return `It is closer than last week's figures: ${over}, it misses by ${own} of the cases, ${others}.`;
}

function fewOrigins(backtest: Backtest, wanted: number): readonly string[] {
  if (backtest.origins >= wanted) return [];
  return [`The past has room for ${plural(backtest.origins, 'forecast')} only, not for ${wanted}.`];
}

const NAMED_MOST = 3;

/** Series for which last week's figures are closer. */
function weakSeries({ rows }: Backtest): readonly string[] {
  const weak = rows.filter(({ naive, wape }) => wape !== null && naive !== null && naive < wape);
  if (rows.length < 2 || weak.length === 0) return [];
  const names = weak.map(({ channel, segment }) => `${segment} by ${channel}`);
  return [
    `For ${weak.length} of ${plural(rows.length, 'series', 'series')}, last week's figures are closer: ${firstNamed(names, NAMED_MOST)}.`,
  ];
}

function coverageSentence({ all, leftOut }: Backtest): string {
  if (all.expected === 0) return 'On no day was a case expected, so that intervals were not put to the test.';
  const coverage = all.covered / all.expected;
  const held = `90 % intervals held ${formatShare(coverage)} of ${plural(all.expected, 'day')}`;
  const sums =
    all.totals === 0 ? '' : `, and ${all.totalsCovered} of ${plural(all.totals, 'sum')} over all days ahead`;
  const narrow = coverage < COVERAGE_LEAST ? ' They are too narrow.' : '';
  const out =
    leftOut === 0
      ? ''
      : ` ${plural(leftOut, 'forecast of a day', 'forecasts of days')} that turned out almost silent and that nobody named as holidays ${leftOut === 1 ? 'does' : 'do'} not count.`;
  return `${held}${sums}.${narrow}${out}`;
}

const SPLITS_SAID = 2;

function splitSentences(splits: readonly VarianceSplit[]): readonly string[] {
  return splits
    .slice(0, SPLITS_SAID)
    .map(
      (one) =>
        `${one.title}: 90 % of the runs lie between ${spanText(one, one.drawn)}, and between ${spanText(one, one.fixed)} if the forecast were certain; ${formatShare(one.forecastShare)} of the variance comes from the forecast (95 %: ${formatShare(one.low)} to ${formatShare(one.high)}), the rest from chance.`,
    );
}

export function spanText({ unit }: VarianceSplit, [low, high]: readonly [number, number]): string {
  return `${formatMeasured(low, unit as MeasureUnit)} and ${formatMeasured(high, unit as MeasureUnit)}`;
}

/** How good earlier forecasts were, by series. On a page, all of them together come first. */
export function backtestTable({ all, rows }: Backtest): Part {
  const columns: readonly TextColumn<BacktestRow>[] = [
    inNumbers('Days', ({ days }) => formatCount(days)),
    inNumbers('Cases', ({ cases }) => formatCount(cases)),
    inNumbers('WAPE', ({ wape }) => formatShare(wape)),
    inNumbers('Last week', ({ naive }) => formatShare(naive)),
    inNumbers('Four weeks', ({ ofFour }) => formatShare(ofFour)),
    inNumbers('90 % held', ({ covered, expected }) =>
      formatShare(expected === 0 ? null : covered / expected),
    ),
    inNumbers('Sums held', ({ totals, totalsCovered }) =>
      totals === 0 ? NOTHING : `${totalsCovered} of ${totals}`,
    ),
  ];
  const isOne = rows.length < 2;
  const named = (head: string) => ({
    caption: 'Backtest',
    isFolding: true,
    isDense: true,
    columns: [inWords(head, nameOf), ...columns],
  });
  return [
    onPage(table(isOne ? rows : [all, ...rows], named('Series'))),
    inTerminal(table(isOne ? rows : [...rows, all], named('Backtest'))),
  ];
}

/** What each series is taken to do. */
export const SERIES_COLUMNS: readonly TextColumn<SeriesForecast>[] = [
  inNumbers('Cases', ({ total }) => formatCount(total.cases)),
  inNumbers('90 %', ({ total }) => `${formatCount(total.low)} to ${formatCount(total.high)}`),
  inNumbers('Growth a week', growthText),
];
export const BUSY_COLUMN = inNumbers('Busy days', ({ busy }: SeriesForecast) => `±${formatShare(busy)}`);

export function nameOf({ channel, segment }: Pick<BacktestRow, 'channel' | 'segment'>): string {
  return segment === null ? 'All series' : `${segment} by ${channel}`;
}

/** Growth in a week, with its sign; nothing of less than a thousandth. */
function growthText({ weekGrowth }: { readonly weekGrowth: number }): string {
  if (Math.abs(weekGrowth) < 0.0005) return '0 %';
  return `${weekGrowth < 0 ? '−' : '+'}${formatShare(Math.abs(weekGrowth))}`;
}

/** Lines for a terminal: the backtest, the series, and notes. */
export function forecastText({ backtest, forecast, notes }: ForecastPage): readonly string[] {
  const series = table(forecast.series, {
    caption: 'Forecast',
    columns: [
      inWords('Forecast', nameOf),
      ...SERIES_COLUMNS,
      BUSY_COLUMN,
      inNumbers('Level, last day', ({ days }) => `±${formatShare(days.at(-1)?.error ?? 0)}`),
    ],
  });
  return [
    '',
    ...blockLines([backtest === null ? null : backtestTable(backtest)], PLAIN_TEXT),
    ...(backtest === null
      ? []
      : [
          'WAPE: sum of absolute errors ÷ sum of cases. Last week, four weeks: the same of the last day of the same weekday (seasonal naive), and of the mean of the last four. 90 % held: of days with at least one expected case.',
          '',
        ]),
    ...blockLines([series], PLAIN_TEXT),
    '',
    ...notes.map((note) => `- ${note}`),
  ];
}
