import { type CsvValue, formatDecimal, formatShare, listInWords, plural, present } from '#base';
import type {
  InfluenceFigure,
  MeasureSensitivity,
  MeasureUnit,
  RankedInfluence,
  SensitivityMethod,
} from '#experiment';
import { lowered } from '../document/words.ts';
import { formatPoints } from '../experiments/comparison-text.ts';
import type { ShownGoal } from '../experiments/goal-text.ts';
import { renderCsv } from '../run/tables/csv.ts';

/** An input that was varied, with the ends of its range as text. */
export interface VariedInput {
  readonly name: string;
  readonly low: string;
  readonly high: string;
}

export interface SensitivityPage {
  readonly title: string;
  /** How the law of the scenarios differs from that of history, in sentences. */
  readonly law: readonly string[];
  readonly method: SensitivityMethod;
  readonly inputs: readonly VariedInput[];
  readonly measures: readonly MeasureSensitivity[];
  /** The goals of the measures; those of the scenario if none were given. */
  readonly goals: readonly ShownGoal[];
  /** Points of the design, and scenarios that were run: some points may be equal. */
  readonly points: number;
  readonly scenarios: number;
  readonly replications: number;
  readonly level: number;
  readonly seed: string;
}

/** The names and meanings of each method's figures, in the order in which it gives them. */
export const METHODS: Readonly<
  Record<
    SensitivityMethod,
    { readonly title: string; readonly heads: readonly string[]; readonly how: string }
  >
> = {
  oat: {
    title: 'one input at a time',
    heads: ['At its low end', 'At its high end', 'From low to high'],
    how:
      'Each input alone at the low and at the high end of its range, the others as the scenario has them: paired ' +
      'differences under common random numbers, whose intervals hold together for one measure.',
  },
  morris: {
    title: 'elementary effects (Morris)',
    heads: ['μ*', 'μ', 'σ'],
    how:
      'Effects of moving one input across its range while the others are anywhere in theirs. μ* is the mean size of the ' +
      'effect; σ, its deviation, is large if the effect is nonlinear or depends on other inputs.',
  },
  sobol: {
    title: 'shares of variance (Sobol)',
    heads: ['Total', 'First order'],
    how:
      'The share of the variance over the whole range of inputs that is due to an input alone (first order), and together ' +
      'with others (total). What the total adds to the first order comes from interactions.',
  },
};

/** A figure with its interval. Shares of variance are plain numbers, other figures have the measure's unit. */
export function formatFigure(
  { high, low, name, value }: InfluenceFigure,
  method: SensitivityMethod,
  unit: MeasureUnit,
): string {
  const sign = (method === 'oat' || name === 'μ') && value > 0 ? '+' : '';
  const isKnown = low !== null && high !== null;
  if (method === 'sobol') {
    const format = (one: number) => formatDecimal(one, 2).replace(/^-/, '−');
    return isKnown ? `${format(value)} (${format(low)} to ${format(high)})` : format(value);
  }
  const halfWidth = isKnown ? (high - low) / 2 : Number.POSITIVE_INFINITY;
  return `${sign}${formatPoints({ mean: value, halfWidth }, unit, 'points')}`;
}

export function rangeOf({ high, low }: VariedInput): string {
  return `${low} to ${high}`;
}

/** Whether luck alone could have moved the measure as far as the input did. Known only for one at a time. */
function isUndetected(figures: readonly InfluenceFigure[]): boolean {
  return figures.every(({ high, low }) => low === null || high === null || (low <= 0 && high >= 0));
}

/** Whether the measure is certainly not moved: one at a time, it is the same at both ends of the input's range in every replication. */
function isWithoutEffect({ figures, weight }: RankedInfluence, method: SensitivityMethod): boolean {
  return method === 'oat' ? figures.every(({ high, low }) => low === 0 && high === 0) : weight === 0;
}

/** What affects each measure, a sentence each, and those together of which nobody can tell what moves them. */
export function sensitivitySentences(
  rows: readonly MeasureSensitivity[],
  method: SensitivityMethod,
): readonly string[] {
  const quiet = rows.filter(
    ({ influences }) => influences !== null && heardOf(influences, method).length === 0,
  );
  const isStill = ({ influences }: MeasureSensitivity) =>
    influences?.every((one) => isWithoutEffect(one, method)) === true;
  const titles = (some: readonly MeasureSensitivity[]) =>
    some.map(({ measure }) => lowered(measure.title)).join('; ');
  const [still, open] = [titles(quiet.filter(isStill)), titles(quiet.filter((row) => !isStill(row)))];
  return present([
    ...rows.filter((row) => !quiet.includes(row)).map((row) => sensitivitySentence(row, method)),
    still !== '' && `No input moves ${still}.`,
    open !== '' && `These replications do not tell whether any input moves ${open}.`,
  ]);
}

function heardOf(
  influences: readonly RankedInfluence[],
  method: SensitivityMethod,
): readonly RankedInfluence[] {
  const isSilent = (figures: readonly InfluenceFigure[]) => method === 'oat' && isUndetected(figures);
  return influences.filter(({ figures, weight }) => weight > 0 && !isSilent(figures));
}

export function sensitivitySentence(row: MeasureSensitivity, method: SensitivityMethod): string {
  const { influences, measure } = row;
  if (influences === null) {
    return method === 'sobol'
      ? `${measure.title}: it does not vary, or some point did not observe it.`
      : `${measure.title}: some point did not observe it.`;
  }
  const heard = heardOf(influences, method);
  const silent = influences.filter((one) => !heard.includes(one));
  const named = (isStill: boolean) =>
    silent
      .filter((one) => isWithoutEffect(one, method) === isStill)
      .map(({ input }) => input)
      .join(', ');
  const [still, open] = [named(true), named(false)];
  if (heard.length === 0)
    return open === ''
      ? `${measure.title}: no input moves it.`
      : `${measure.title}: these replications do not tell whether any input moves it.`;
  const [first = [], ...others] = groupsOf(heard);
  const most = [first, ...others].map(groupText).join(', then ');
  const rest = [
    still === '' ? '' : `; not moved by ${still}`,
    open === '' ? '' : `; these replications do not tell whether it is moved by ${open}`,
  ].join('');
  return `${measure.title}: moved most by ${most}${rest}.`;
}

/** Inputs in their order, where everything in a group certainly moves the measure more than everything in the next. */
function groupsOf(heard: readonly RankedInfluence[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  heard.forEach(({ input }, place) => {
    const before = heard.slice(0, place);
    const isApart = heard
      .slice(place)
      .every(({ tiedWith }) => before.every((one) => !tiedWith.includes(one.input)));
    const last = groups.at(-1);
    if (last === undefined || isApart) groups.push([input]);
    else last.push(input);
  });
  return groups;
}

function groupText(inputs: readonly string[]): string {
  return inputs.length === 1 ? (inputs[0] ?? '') : `${listInWords(inputs)} (too close to rank)`;
}

/** `1` if the rank is certain, otherwise the ranks that an input may have: `2 to 4`. */
export function rankText({ ranks: [first, last] }: Pick<RankedInfluence, 'ranks'>): string {
  return first === last ? String(first) : `${first} to ${last}`;
}

export function effortSentence({ level, method, points, replications, scenarios }: SensitivityPage): string {
  const runs = `${plural(points, 'point')}${scenarios === points ? '' : ` (${scenarios} different)`}`;
  return `${METHODS[method].title}: ${runs}, ${plural(replications, 'replication')} each, ${formatShare(level)} intervals`;
}

/** Measures over all cases; if only measures of segments were requested, those. */
export function overallOrAll(measures: readonly MeasureSensitivity[]): readonly MeasureSensitivity[] {
  const overall = measures.filter(({ measure }) => measure.of === 'all');
  return overall.length === 0 ? measures : overall;
}

/** One row for each measure, input and figure. */
export function renderSensitivityCsv({ measures }: SensitivityPage): string {
  const rows = measures.flatMap(({ influences, measure }) =>
    (influences ?? []).flatMap(({ figures, input, ranks }) =>
      figures.map(({ high, low, name, value }): CsvValue[] => [
        measure.id,
        measure.unit,
        input,
        name,
        value,
        low,
        high,
        ...ranks,
      ]),
    ),
  );
  return renderCsv([
    ['measure', 'unit', 'input', 'figure', 'value', 'low', 'high', 'first_rank', 'last_rank'],
    ...rows,
  ]);
}
