import { scaleLinear } from 'd3-scale';
import { formatCount, formatShare, weekdayName } from '#base';
import type { SeriesForecast, VarianceSplit } from '#calibration';
import { civilDateOf, WEEKDAYS } from '#domain';
import type { MeasureUnit } from '#experiment';
import { answerInWords } from '../answer/answer-page.ts';
import { element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { list, type Part, pageTable, section, styled } from '../document/parts.ts';
import {
  legendEntry,
  rectangle,
  renderFigure,
  renderSvg,
  stepArea,
  stepPath,
  text,
  uprightAxis,
} from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import { formatMeasured } from '../experiments/comparison-text.ts';
import {
  BUSY_COLUMN,
  backtestTable,
  type ForecastPage,
  nameOf,
  SERIES_COLUMNS,
  spanText,
} from './forecast-text.ts';

/** The page of a forecast. */
export function renderForecastPage(page: ForecastPage & { readonly answer: readonly string[] }): string {
  const { ahead, answer, from, log, notes, splits } = page;
  const title = `Forecast from ${log}`;
  return renderPage({
    title,
    kicker: 'Meridian forecast',
    heading: title,
    facts: [`${ahead} days from ${from}, by the clocks of customers.`],
    parts: [
      answerInWords(answer),
      renderDays(page),
      splits.length === 0 ? null : renderSplits(page),
      backtestPart(page),
      seriesPart(page),
      notes.length === 0 ? null : section('What is left out or assumed', [list(notes)], { id: 'notes' }),
    ],
  });
}

const WIDTH = 900;
const HEIGHT = 220;
const [LEFT, RIGHT, TOP, BOTTOM] = [56, WIDTH - 10, 12, 190];
/** Days of the past that are drawn. */
const PAST_DAYS = 56;
/** Series that are drawn, the largest first. */
const DRAWN_MOST = 6;

function renderDays({ forecast, history }: ForecastPage): Markup {
  const largest = [...forecast.series].sort((one, other) => other.total.cases - one.total.cases);
  const drawn = largest.slice(0, DRAWN_MOST);
  const rows = largest.flatMap((series) => series.days.map((day) => ({ series, day })));
  const left = largest.length - drawn.length;
  return renderFigure({
    id: 'days',
    heading: 'Cases by day',
    lead: 'What came, what is expected, and the 90 % interval of the number of cases, by date of the customers’ clocks.',
    legend: [
      legendEntry('bold-key', 'came'),
      legendEntry('dashed-key', 'expected'),
      legendEntry('band-key', '90 % interval'),
    ],
    drawing: drawn.map((series, k) => drawSeries(series, history, k)),
    layout: 'wide',
    notes:
      left > 0
        ? [`The ${drawn.length} largest of ${largest.length} series are drawn. The table has all.`]
        : [],
    table: renderTable(rows, {
      caption: 'Expected cases by date',
      columns: [
        inWords('Series', ({ series }) => nameOf(series)),
        inWords('Date', ({ day }) => day.date),
        inNumbers('Cases', ({ day }) => formatCount(day.cases)),
        inNumbers('90 %', ({ day }) => `${formatCount(day.low)} to ${formatCount(day.high)}`),
        inNumbers('Error of the rate', ({ day }) => `±${formatShare(day.error)}`),
      ],
      beginsGroup: ({ day, series }) => day === series.days[0],
    }),
  });
}

function drawSeries(series: SeriesForecast, history: ForecastPage['history'], number: number): Markup {
  const past = history.find(
    ({ channel, segment }) => channel === series.channel && segment === series.segment,
  );
  const counts = past?.counts.slice(-PAST_DAYS) ?? [];
  const { days } = series;
  const first = (days[0]?.day ?? 0) - counts.length;
  const all = counts.length + days.length;
  const most = Math.max(1, ...counts.map((count) => count ?? 0), ...days.map(({ high }) => high));
  const x = scaleLinear([0, all], [LEFT, RIGHT]);
  const y = scaleLinear([0, most], [BOTTOM, TOP]);
  const places = Array.from({ length: all + 1 }, (_, k) => x(k));
  const known = [...counts, ...days.map(() => null)].map((count) => (count === null ? null : y(count)));
  const expected = [...counts.map(() => null), ...days.map(({ cases }) => y(cases))];
  const name = nameOf(series);
  const description = `${formatCount(series.total.cases)} cases in ${days.length} days, 90 %: ${formatCount(series.total.low)} to ${formatCount(series.total.high)}.`;
  const weeks = Array.from({ length: Math.ceil(all / 14) }, (_, k) => 14 * k).filter((k) => k < all - 5);
  return renderSvg(
    { id: `days-${number}`, title: name, description, width: WIDTH, height: HEIGHT },
    uprightAxis(y.ticks(4), y, { left: LEFT, right: RIGHT, gap: 5 }, formatCount),
    weeks.map((k) => text(x(k), BOTTOM + 18, civilDateOf(first + k), { class: 'tick' })),
    element('path', {
      class: 'forecast-band',
      d: stepArea(
        places.slice(counts.length),
        days.map(({ low }) => y(low)),
        days.map(({ high }) => y(high)),
      ),
    }),
    element('path', { class: 'curve', d: stepPath(places, known) }),
    element('path', { class: 'boundary', d: stepPath(places, expected) }),
    text(LEFT + 4, TOP + 10, name, { class: 'tick' }),
  );
}

const SPLIT_WIDTH = 400;
const BAR_HEIGHT = 22;
const ROW_HEIGHT = 46;

/** How much of the variance of each figure is forecast. */
function renderSplits({ runs, splits }: ForecastPage): Markup {
  const height = ROW_HEIGHT * splits.length + 8;
  const x = scaleLinear([0, 1], [0, SPLIT_WIDTH]);
  const shown = (split: VarianceSplit, value: number) => formatMeasured(value, split.unit as MeasureUnit);
  return renderFigure({
    id: 'spread',
    heading: 'How much of the spread is forecast, and how much chance',
    lead: `The same ${runs} runs were made twice: with rates drawn from the forecast, and with rates that are certain. What the first adds to the variance comes from the forecast; the rest is chance, busy days among it.`,
    legend: [legendEntry('bold-key', 'forecast'), legendEntry('band-key', 'chance')],
    drawing: renderSvg(
      {
        id: 'spread-drawing',
        title: 'Variance of figures from run to run',
        description: splits
          .map((one) => `${one.title}: ${formatShare(one.forecastShare)} forecast.`)
          .join(' '),
        width: SPLIT_WIDTH,
        height,
      },
      splits.map((split, k) => {
        const top = ROW_HEIGHT * k + 20;
        return [
          text(0, top - 5, `${split.title}: ${formatShare(split.forecastShare)} forecast`, { class: 'tick' }),
          rectangle(0, top, x(1), BAR_HEIGHT, 'forecast-band'),
          rectangle(0, top, x(split.forecastShare), BAR_HEIGHT, 'forecast-bar'),
        ];
      }),
    ),
    layout: 'fitting',
    table: renderTable(splits, {
      caption: 'Spread of figures from run to run',
      columns: [
        inWords('Figure', ({ title }) => title),
        inNumbers('Mean', (one) => shown(one, one.mean)),
        inNumbers('90 % of runs, rates drawn', (one) => spanText(one, one.drawn)),
        inNumbers('90 % of runs, rates certain', (one) => spanText(one, one.fixed)),
        inNumbers('Variance that is forecast', ({ forecastShare }) => formatShare(forecastShare)),
        inNumbers('95 %', ({ high, low }) => `${formatShare(low)} to ${formatShare(high)}`),
      ],
    }),
  });
}

function backtestPart({ backtest }: ForecastPage): Part {
  const note =
    backtest === null
      ? 'The past is too short to try forecasts so far ahead.'
      : `${backtest.origins} forecasts of ${backtest.ahead} days, each from the days before it alone: the first from ${backtest.before} days, then every ${backtest.step === 1 ? 'day' : `${backtest.step} days`}. Their days overlap, so they are fewer observations than they seem. WAPE is the sum of absolute errors ÷ the sum of cases. Last week is the last day of the same weekday (seasonal naive), four weeks the mean of the last four. Intervals count on days with at least one expected case.`;
  return section(
    'How good earlier forecasts were',
    [styled('note', note), backtest === null ? null : backtestTable(backtest)],
    { id: 'backtest' },
  );
}

function seriesPart({ forecast }: ForecastPage): Part {
  const onHoliday =
    forecast.onHoliday === null
      ? 'No holiday was seen: one ahead is taken to be like a Sunday.'
      : `A holiday has ${formatShare(forecast.onHoliday)} of the cases of its weekday.`;
  const together =
    forecast.series.length < 2
      ? ''
      : ` The levels of series move together with a correlation of ${forecast.correlation.toFixed(2)}.`;
  const weights = WEEKDAYS.map((_, k) =>
    inNumbers(weekdayName(k), (one: SeriesForecast) => (one.weights[k] ?? 0).toFixed(2)),
  );
  return section(
    'What each series is taken to do',
    [
      styled('note', `Cases = level × weight of the weekday. ${onHoliday}${together}`),
      pageTable(forecast.series, {
        caption: 'Level, weekdays and spread',
        label: 'Series',
        isFolding: true,
        isDense: true,
        columns: [
          inWords('Series', nameOf),
          ...SERIES_COLUMNS,
          inNumbers('Drift a day', ({ drift }) => `±${formatShare(drift)}`),
          BUSY_COLUMN,
          inNumbers('Widened by', ({ widening }) => Math.sqrt(widening).toFixed(2)),
          ...weights,
        ],
      }),
    ],
    { id: 'series' },
  );
}
