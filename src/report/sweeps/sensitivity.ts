import { plural } from '#base';
import type { MeasureSensitivity, RankedInfluence, SensitivityMethod } from '#experiment';
import { inNumbers, inWords } from '../document/columns.ts';
import { element, type Markup, paragraphs } from '../document/markup.ts';
import { namedOrCounted } from '../document/not-drawn.ts';
import { renderPage } from '../document/page.ts';
import { legendEntry, renderFigure, renderPanel } from '../document/svg.ts';
import { renderTable } from '../document/table.ts';
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
  return renderPage(
    `Sensitivity: ${title} – Meridian`,
    element(
      'header',
      {},
      element('p', { class: 'kicker' }, 'Meridian sensitivity'),
      element('h1', {}, title),
      element(
        'p',
        { class: 'facts' },
        element('span', {}, `${plural(inputs.length, 'input')}, ${effortSentence(page)}`),
        element('span', {}, `seed ${seed}`),
      ),
    ),
    [
      paragraphs(law),
      element(
        'section',
        { id: 'answer', class: 'answer' },
        element('h2', {}, 'What moves the answer'),
        paragraphs(sensitivityAnswer(page)),
        element(
          'ul',
          {},
          sensitivitySentences(overall, method).map((sentence) => element('li', {}, sentence)),
        ),
      ),
      renderMeasures('all', 'All cases', page, overall.filter(isSeen)),
      others.length === 0
        ? null
        : renderMeasures('segments', 'By segment, channel and severity', page, others.filter(isSeen)),
    ],
  );
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
  const rows = measures.flatMap(({ influences, measure }) => influences.map((one) => ({ ...one, measure })));
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
        inNumbers('Rank', rankText),
        inWords('Range', ({ input }) => {
          const varied = inputs.find(({ name }) => name === input);
          return varied === undefined ? '' : rangeOf(varied);
        }),
        ...METHODS[method].heads.map((head, k) =>
          inNumbers(head, ({ figures, measure }: (typeof rows)[number]) => {
            const figure = figures[k];
            return figure === undefined ? '' : formatFigure(figure, method, measure.unit);
          }),
        ),
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
