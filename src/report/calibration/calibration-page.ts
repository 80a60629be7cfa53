import { scaleLinear } from 'd3-scale';
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatMinute,
  formatShare,
  NOTHING,
  plural,
  sumOf,
  weekdayName,
} from '#base';
import type { Calibration, DistributionFit, Figure, Validation } from '#calibration';
import { WEEKDAYS } from '#domain';
import type { MeasureUnit } from '#experiment';
import { answerInWords } from '../answer/answer-page.ts';
import { tickLabels, ticksOf } from '../document/axis.ts';
import { element, type Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { fold, list, type Part, pageTable, section, styled } from '../document/parts.ts';
import { legendEntry, renderFigure, renderSvg, stepPath, text, uprightAxis } from '../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../document/table.ts';
import { formatMeasured } from '../experiments/comparison-text.ts';
import { drawFit } from './fit-drawing.ts';
import { BEHAVIOURS, bothOf, distanceTable } from './validation-text.ts';

/** What the page of a calibration, or of a validation, shows. */
export interface CalibrationPage {
  readonly title: string;
  /** Sentences of the answer. */
  readonly answer: readonly string[];
  /** Null for a validation. */
  readonly calibration: Calibration | null;
  readonly validation: Validation;
  readonly figures: readonly Figure[];
  readonly assumptions: readonly string[];
}

/** The page that compares history and model, and lists figures and assumptions. */
export function renderCalibrationPage(page: CalibrationPage): string {
  const { title } = page;
  return renderPage({
    title,
    kicker: page.calibration === null ? 'Meridian validation' : 'Meridian calibration',
    heading: title,
    facts: [spanText(page)],
    parts: calibrationSections(page),
  });
}

/** Its sections, the answer first. */
export function calibrationSections(page: CalibrationPage): readonly Part[] {
  const { answer, assumptions, calibration, figures, validation } = page;
  return [
    answerInWords(answer),
    assumptions.length === 0
      ? null
      : section('What the log cannot tell', [assumptionsPart(assumptions)], { id: 'assumptions' }),
    distancesPart(validation),
    behaviourPart(validation),
    renderArrivals(validation),
    renderWaits(validation),
    calibration === null ? null : renderFits(calibration),
    figures.length === 0 ? null : figuresPart(figures),
  ];
}

/** The answer counts them. Only a few are listed at once. */
const ASSUMPTIONS_OPEN = 4;

function assumptionsPart(assumptions: readonly string[]): Part {
  return fold(
    `${plural(assumptions.length, 'assumption')} in its place`,
    list(assumptions),
    assumptions.length <= ASSUMPTIONS_OPEN,
  );
}

/** Whether the compared time was kept out of the calibration. */
function isHeldOut({ questions }: Validation): boolean {
  return questions !== null;
}

function spanText({ validation }: CalibrationPage): string {
  const [from, until] = [validation.fromMs, validation.untilMs].map(formatMinute);
  const kind = isHeldOut(validation)
    ? 'Compared with a part of the log'
    : 'Compared with the end of the part that it was calibrated from';
  return `${kind}: cases opened from ${from} until ${until} UTC.`;
}

function distancesPart(validation: Validation): Part {
  return section(
    isHeldOut(validation)
      ? 'How far the model is from what came'
      : 'How far the model is from what it was calibrated from',
    [
      styled(
        'note',
        'Each distance says how far events, cases or times must be moved on average to turn one log into the other; for sequences, the share that differs. Halves: two halves of history, drawn by lot, which is what chance alone makes.',
      ),
      distanceTable(validation),
    ],
    { id: 'distances' },
  );
}

function behaviourPart({ rows }: Validation): Part {
  return section(
    'Waits, resolutions and changes of agent',
    [
      styled(
        'note',
        'Cases of the model are the mean of its runs. Neither includes what happens after the end of the compared time.',
      ),
      pageTable(rows.flatMap(bothOf), {
        caption: 'History and model by segment',
        columns: [
          inWords('Cases of', ({ segment }) => segment),
          inWords('In', ({ name }) => name),
          ...BEHAVIOURS,
        ],
        beginsGroup: ({ name }) => name === 'history',
        isFolding: true,
        isDense: true,
      }),
    ],
    { id: 'segments' },
  );
}

const WIDTH = 900;
const HEIGHT = 220;
const LEFT = 44;
const BOTTOM = 190;
const TOP = 12;

const LEGEND = [legendEntry('bold-key', 'history'), legendEntry('dashed-key', 'model')];

function renderArrivals({ hours }: Validation): Markup {
  const { history, model } = hours;
  const rows = WEEKDAYS.map((_, k) => ({
    day: weekdayName(k),
    history: sumOfDay(history.arrivals, k),
    model: sumOfDay(model.arrivals, k),
  }));
  return renderFigure({
    id: 'arrivals',
    heading: 'Arrivals by hour of the week',
    lead: 'Cases that arrive in an hour of the week, on the clock of the log: mean over the weeks. Hours outside the compared time are left out.',
    legend: LEGEND,
    drawing: drawSteps(
      'arrivals-drawing',
      'Arrivals by hour of the week',
      [history.arrivals, model.arrivals],
      'cases',
    ),
    layout: 'wide',
    table: renderTable(rows, {
      caption: 'Arrivals by day of the week',
      columns: [
        inWords('Day', ({ day }) => day),
        inNumbers('History', ({ history }) => formatDecimal(history, 1)),
        inNumbers('Model', ({ model }) => formatDecimal(model, 1)),
      ],
    }),
  });
}

/** Null if an hour of the day is missing from the compared time. */
function sumOfDay(hours: Series, day: number): number | null {
  const own = hours.slice(24 * day, 24 * day + 24).filter((value) => value !== null);
  return own.length < 24 ? null : sumOf(own);
}

function renderWaits({ hours }: Validation): Markup {
  const { history, model } = hours;
  const seconds = (all: readonly (number | null)[]) => all.map((ms) => (ms === null ? null : ms / 1000));
  const shown = (value: number | null) => formatDuration(value === null ? null : value / 1000);
  return renderFigure({
    id: 'waits',
    heading: 'Waits by hour of the day',
    lead: 'Median wait for the first answer, by the hour in which the case was opened, on the clock of the log.',
    legend: LEGEND,
    drawing: drawSteps(
      'waits-drawing',
      'Waits by hour of the day',
      [seconds(history.waits), seconds(model.waits)],
      's',
    ),
    layout: 'wide',
    table: renderTable(
      Array.from({ length: 24 }, (_, hour) => ({ hour })),
      {
        caption: 'Median waits by hour of the day',
        columns: [
          inWords('Hour', ({ hour }) => String(hour)),
          inNumbers('History', ({ hour }) => shown(history.waits[hour] ?? null)),
          inNumbers('Model', ({ hour }) => shown(model.waits[hour] ?? null)),
        ],
      },
    ),
  });
}

type Series = readonly (number | null)[];

/** History as a solid and the model as a dashed step line. */
function drawSteps(
  id: string,
  title: string,
  [history, model]: readonly [Series, Series],
  unit: MeasureUnit,
): Markup {
  const most = Math.max(1e-9, ...[...history, ...model].map((value) => value ?? 0));
  const x = scaleLinear([0, history.length], [LEFT, WIDTH - 10]);
  const y = scaleLinear([0, most], [BOTTOM, TOP]);
  const places = Array.from({ length: history.length + 1 }, (_, k) => x(k));
  const path = (series: Series) =>
    stepPath(
      places,
      series.map((value) => (value === null ? null : y(value))),
    );
  const peak = (series: Series) => series.reduce<number>((best, value) => Math.max(best, value ?? 0), 0);
  const description = `At most ${formatMeasured(peak(history), unit)} in history and ${formatMeasured(peak(model), unit)} in the model.`;
  const ticks = ticksOf(unit, y, 4);
  const tickTexts = tickLabels(unit, ticks);
  const isWeek = history.length > 24;
  const labels = isWeek
    ? WEEKDAYS.map((_, k) => [x(24 * k + 12), weekdayName(k)] as const)
    : [0, 6, 12, 18].map((hour) => [x(hour + 0.5), `${hour}:00`] as const);
  return renderSvg(
    { id, title, description, width: WIDTH, height: HEIGHT },
    uprightAxis(ticks, y, { left: LEFT, right: WIDTH - 10, gap: 5 }, (_, k) => tickTexts[k] ?? ''),
    labels.map(([at, label]) => text(at, BOTTOM + 18, label, { class: 'tick middle' })),
    element('path', { class: 'curve', d: path(history) }),
    element('path', { class: 'boundary', d: path(model) }),
  );
}

function renderFits({ flow, patience, work }: Calibration): Markup {
  const fits: readonly (readonly [string, DistributionFit | null])[] = [
    ...[...patience].map(([channel, { fit }]) => [`Patience, ${channel}`, fit] as const),
    ...[...work.handle.values()].map(
      ({ channel, fit, tier }) => [`Handle time, tier ${tier}, ${channel}`, fit] as const,
    ),
    ['Replies of customers', flow.customerReply],
    ...[...flow.vendorReply].map(([tier, fit]) => [`Replies of third parties, tier ${tier}`, fit] as const),
    ['Until a case is opened again', flow.reopeningAfter],
  ];
  const drawn = fits.flatMap(([name, fit], k) => {
    const drawing = fit === null ? null : drawFit(`fit-${k}`, name, fit);
    return drawing === null ? [] : [{ drawing, distance: fit?.chosen?.distance ?? 1 }];
  });
  const rows = fits.flatMap(([name, fit]) =>
    fit === null ? [] : fit.families.map((family) => ({ name, family, isChosen: family === fit.chosen })),
  );
  return renderFigure({
    id: 'fits',
    heading: 'Times and the curves that were fitted to them',
    lead: 'Share of times that last longer: observed by Kaplan and Meier, and fitted. The time has a logarithmic scale.',
    legend: [legendEntry('bold-key', 'observed'), legendEntry('dashed-key', 'fitted')],
    drawing: drawn.filter(({ distance }) => distance > CLOSE).map(({ drawing }) => drawing),
    less: renderLess(drawn.filter(({ distance }) => distance <= CLOSE)),
    layout: 'grid',
    notes: [
      'AIC chooses among four families. A family more than 8 points away from the observed curve is not used. The test is a parametric bootstrap on at most 400 times; it decides nothing.',
    ],
    table: renderTable(rows, {
      caption: 'Families by AIC',
      columns: [
        inWords('Times', ({ name }) => name),
        inWords('Family', ({ family, isChosen }) => (isChosen ? `${family.kind} (chosen)` : family.kind)),
        inNumbers('AIC', ({ family }) => family.aic.toFixed(0)),
        inNumbers('Distance', ({ family }) => formatShare(family.distance)),
      ],
    }),
  });
}

interface DrawnFit {
  readonly drawing: Markup;
  /** From the observed curve, a share; 1 where no family is close. */
  readonly distance: number;
}

/** A curve that is further from what was observed is drawn at once, the others in a fold. */
const CLOSE = 0.05;

function renderLess(close: readonly DrawnFit[]) {
  if (close.length === 0) return undefined;
  const most = 100 * Math.max(...close.map(({ distance }) => distance));
  return {
    summary: `Show ${plural(close.length, 'curve')} that ${close.length === 1 ? 'is' : 'are'} at most ${most.toFixed(1)} points away`,
    drawing: close.map(({ drawing }) => drawing),
  };
}

/** Weights and head counts by hour are in the JSON file only. */
const BY_HOUR = /\.(?:hours|present)\.\d+$/;

function figuresPart(figures: readonly Figure[]): Part {
  const shown = figures.filter(({ key }) => !BY_HOUR.test(key));
  const left = figures.length - shown.length;
  return section(
    'Every figure',
    [
      styled(
        'note',
        `Keys that begin with found are no keys of a scenario. ${formatCount(left)} figures by hour are in calibration.json only.`,
      ),
      fold(
        'The figures as a table',
        pageTable(shown, {
          caption: 'Figures with source, number and interval',
          label: 'Every figure',
          columns: [
            // Long keys may break after a point.
            inWords('Key', ({ key }) => key.replaceAll('.', '.\u200b')),
            inNumbers('Value', ({ unit, value }) => figureText(value, unit)),
            inNumbers(
              '95 %',
              ({ high, low, unit }) => `${figureText(low, unit)} to ${figureText(high, unit)}`,
            ),
            inNumbers('n', ({ n }) => formatCount(n)),
            inWords('Counted', ({ source }) => source),
            inWords('Method', ({ method }) => method),
          ],
          isFolding: true,
        }),
      ),
    ],
    { id: 'figures' },
  );
}

function figureText(value: number, unit: Figure['unit']): string {
  if (!Number.isFinite(value)) return NOTHING;
  if (unit === 'ms') return formatDuration(value / 1000);
  if (unit === 'share') return formatShare(value);
  const [whole = '', decimals] = String(Math.abs(Number(value.toPrecision(4)))).split('.');
  const size = decimals === undefined ? formatCount(Number(whole)) : `${whole}.${decimals}`;
  return value < 0 ? `−${size}` : size;
}
