import { plural } from '#base';
import type { MeasureSensitivity, RankedInfluence, SensitivityMethod } from '#experiment';
import type { Markup } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { list, section, table } from '../document/parts.ts';
import { legendEntry, renderFigure, renderPanel } from '../document/svg.ts';
import { inNumbers, inWords, renderTable, type TextColumn } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { namedOrCounted } from '../document/words.ts';
import { formatMeasured } from '../experiments/comparison-text.ts';
import { sensitivityAnswer } from './sensitivity-answer.ts';
import {
  effortSentence,
  formatFigure,
  METHODS,
  overallOrAll,
  rangeOf,
  rankText,
  type SensitivityPage,
  sensitivitySentences,
} from './sensitivity-text.ts';
import { renderTornado } from './tornado.ts';

type Seen = MeasureSensitivity & { readonly influences: readonly RankedInfluence[] };

/** Which inputs affect the answer, as one page: a sentence and a tornado chart for each measure. */
export function renderSensitivity(page: SensitivityPage): string {
  const { inputs, law, measures, method, seed, title } = page;
  const overall = overallOrAll(measures);
  const others = measures.filter((row) => !overall.includes(row));
  return renderPage({
    title: `Sensitivity: ${title} – Meridian`,
    kicker: 'Meridian sensitivity',
    heading: title,
    facts: [`${plural(inputs.length, 'input')}, ${effortSentence(page)}`, `seed ${seed}`],
    parts: [
      ...law,
      section(
        'What moves the answer',
        [...sensitivityAnswer(page), list(sensitivitySentences(overall, method))],
        { id: 'answer', class: 'answer' },
      ),
      renderMeasures('all', 'All cases', page, overall.filter(isSeen)),
      others.length === 0
        ? null
        : renderMeasures('segments', 'By segment, channel and severity', page, others.filter(isSeen)),
    ],
  });
}

/** The measures over all cases for a terminal. Ends with a line break. */
export function renderSensitivityText(page: SensitivityPage, options: TextOptions): string {
  const shown = overallOrAll(page.measures);
  return renderText(
    [
      sensitivityAnswer(page),
      effortSentence(page),
      ...shown.filter(isSeen).map((row) => {
        const { title } = row.measure;
        const columns = [inWords(title, ({ input }: Influence) => input), ...figureColumns(page)];
        return table(influencesOf([row]), { caption: title, columns });
      }),
      sensitivitySentences(shown, page.method),
    ],
    options,
  );
}

type Influence = RankedInfluence & Pick<MeasureSensitivity, 'measure'>;

function influencesOf(measures: readonly Seen[]): readonly Influence[] {
  return measures.flatMap(({ influences, measure }) => influences.map((one) => ({ ...one, measure })));
}

function figureColumns({ inputs, method }: SensitivityPage): readonly TextColumn<Influence>[] {
  return [
    inNumbers('Rank', rankText),
    inWords('Range', ({ input }) => {
      const varied = inputs.find(({ name }) => name === input);
      return varied === undefined ? '' : rangeOf(varied);
    }),
    ...METHODS[method].heads.map((head, k) =>
      inNumbers(head, ({ figures, measure }: Influence) => {
        const figure = figures[k];
        return figure === undefined ? '' : formatFigure(figure, method, measure.unit);
      }),
    ),
  ];
}

/** Whether there is a bar, or a whisker, to draw. */
function isMoved({ influences }: Seen): boolean {
  return influences.some(({ figures }) =>
    figures.some(({ high, low, value }) => value !== 0 || (low ?? 0) !== 0 || (high ?? 0) !== 0),
  );
}

function isSeen(row: MeasureSensitivity): row is Seen {
  return row.influences !== null;
}

function renderMeasures(
  id: string,
  heading: string,
  page: SensitivityPage,
  measures: readonly Seen[],
): Markup {
  const { inputs, method } = page;
  const drawn = measures.filter(isMoved);
  const still = measures.filter((row) => !drawn.includes(row)).map(({ measure }) => measure.title);
  const unmoved = still.length === 0 ? '' : ` Moved by no input, and not drawn: ${namedOrCounted(still)}.`;
  const rows = influencesOf(measures);
  return renderFigure({
    id,
    heading,
    lead: `${METHODS[method].how}${unmoved}`,
    legend: LEGENDS[method].map(([swatch, word]) => legendEntry(swatch, word)),
    layout: 'grid',
    drawing: drawn.map((row, i) => {
      const goal = method === 'oat' ? page.goals.find((one) => one.id === row.measure.id) : undefined;
      const target = goal === undefined ? '' : `dashed: target ${formatMeasured(goal.value, goal.unit)}`;
      const varied = { goal: goal?.value ?? null, inputs };
      return renderPanel(row.measure.title, target, renderTornado(`${id}-${i}`, row, method, varied));
    }),
    table: renderTable(rows, {
      caption: `${heading}: figures with their intervals`,
      columns: [
        inWords('Measure', ({ measure }) => measure.title),
        inWords('Input', ({ input }) => input),
        ...figureColumns(page),
      ],
      beginsGroup: (row) => rows.find(({ measure }) => measure === row.measure) === row,
    }),
  });
}

const LEGENDS: Readonly<Record<SensitivityMethod, readonly (readonly [string, string])[]>> = {
  oat: [
    ['outside', 'input at its low end'],
    ['inside', 'input at its high end'],
    ['axis-key', 'the scenario as it is'],
  ],
  morris: [
    ['inside', 'μ*, mean size of the effect'],
    ['boundary-key', 'σ, its deviation (dashed)'],
  ],
  sobol: [
    ['inside', 'first order'],
    ['arrivals', 'total'],
  ],
};
