import { scaleLinear } from 'd3-scale';
import type { MeasureSensitivity, RankedInfluence, SensitivityMethod } from '#experiment';
import { placedLabels, tickLabels, ticksOf } from '../document/axis.ts';
import type { Child, Markup } from '../document/markup.ts';
import { line, rectangle, renderSvg, text } from '../document/svg.ts';
import { possibleValue } from '../experiments/comparison-text.ts';
import { rangeOf, sensitivitySentence, type VariedInput } from './sensitivity-text.ts';

const WIDTH = 340;
const LEFT = 14;
const RIGHT = WIDTH - 14;
const TOP = 6;
const ROW = 40;
/** Within a row: the base line of its name, and the bar below it. */
const NAME = 13;
const BAR = 19;
const THICK = 13;
const AXIS = 26;

/** Bars that start at the scenario's value, or at 0, with the most influential input on top; whiskers are intervals. */
export function renderTornado(
  id: string,
  row: MeasureSensitivity & { readonly influences: readonly RankedInfluence[] },
  method: SensitivityMethod,
  { goal, inputs }: { readonly goal: number | null; readonly inputs: readonly VariedInput[] },
): Markup {
  const { base, influences, measure } = row;
  // One at a time shows the measure itself: its value at either end of an input.
  const zero = method === 'oat' ? (base?.mean ?? 0) : 0;
  const drawn = influences.map((one) => ({
    ...one,
    figures: one.figures.filter(({ name }) => name !== 'swing' && name !== 'μ'),
  }));
  const possible = (difference: number) =>
    method === 'oat' ? possibleValue(zero + difference, measure.unit) - zero : difference;
  const ends = drawn.flatMap(({ figures }) =>
    figures.flatMap(({ high, low, value }) => [value, low ?? value, high ?? value].map(possible)),
  );
  // The target, if there is one, is on the axis as well.
  if (goal !== null) ends.push(goal - zero);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const bottom = TOP + ROW * drawn.length;
  const x = scaleLinear()
    .domain([zero + least, zero + (most > least ? most : least + 1)])
    .nice(5)
    .range([LEFT, RIGHT]);
  const at = (value: number) => x(zero + possible(value));
  const ticks = method === 'sobol' ? x.ticks(5) : ticksOf(measure.unit, x, 5);
  const labels = placedLabels(
    tickLabels(method === 'sobol' ? 'per case' : measure.unit, ticks, method === 'morris' ? 'gap' : 'value'),
    ticks.map(x),
    WIDTH,
  );
  const drawing: Child[] = [
    ...ticks.map((tick) => line(x(tick), TOP, x(tick), bottom, 'grid-line')),
    ...labels.map((one) => text(one.x, bottom + 16, one.label, { class: 'tick middle' })),
  ];
  if (goal !== null) drawing.push(line(x(goal), TOP, x(goal), bottom, 'boundary'));
  drawn.forEach(({ figures, input }, i) => {
    const top = TOP + i * ROW;
    const varied = inputs.find(({ name }) => name === input);
    drawing.push(
      text(LEFT, top + NAME, varied === undefined ? input : `${input}: ${rangeOf(varied)}`, {
        class: 'tick name',
      }),
    );
    const foot = top + BAR + THICK + 4;
    // A bar must not hide a shorter one on its side. First order is part of the total, so it always lies over it.
    const bars =
      method === 'oat'
        ? figures.toSorted((one, other) => Math.abs(other.value) - Math.abs(one.value))
        : figures;
    for (const { name, value } of bars) {
      const [from, to] = [Math.min(at(0), at(value)), Math.max(at(0), at(value))];
      if (name === 'σ') drawing.push(line(at(value), top + BAR - 4, at(value), foot, 'boundary'));
      else drawing.push(rectangle(from, top + BAR, to - from, THICK, BAR_CLASSES[name] ?? 'inside'));
    }
    figures.forEach(({ high, low }, k) => {
      if (low === null || high === null) return;
      const middle = top + BAR + THICK / 2 + (k === 0 ? -2 : 2);
      drawing.push(line(at(low), middle, at(high), middle, 'whisker'));
      drawing.push(...[low, high].map((end) => line(at(end), middle - 3, at(end), middle + 3, 'whisker')));
    });
    drawing.push(line(x(zero), top + BAR - 4, x(zero), foot, 'axis'));
  });
  return renderSvg(
    {
      id,
      title: `${measure.title}: what moves it`,
      description: sensitivitySentence(row, method),
      width: WIDTH,
      height: bottom + AXIS,
    },
    drawing,
  );
}

const BAR_CLASSES: Readonly<Record<string, string>> = {
  'at low': 'outside',
  'at high': 'inside',
  'μ*': 'inside',
  total: 'arrivals',
  first: 'inside',
};
