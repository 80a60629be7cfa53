import { formatShare, listInWords, plural } from '#base';
import type { Comparison } from '#experiment';
import { answerInWords, TARGET_STATES } from '../answer/answer-page.ts';
import { byChance } from '../answer/target-words.ts';
import { type Child, element } from '../document/markup.ts';
import { renderPage } from '../document/page.ts';
import { firstOf, fold, list, type Part, pageTable, section, table } from '../document/parts.ts';
import { stateSign } from '../document/svg.ts';
import { inNumbers, inWords } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { type ComparisonContext, comparisonAnswers } from './comparison-answer.ts';
import { formatEstimate, verdictSentences } from './comparison-text.ts';
import { figureColumns, renderDifferences, rowsOf } from './difference-table.ts';

/** Up to this number, changes are visible at once; more are folded away. */
const CHANGES_OPEN = 8;

/** The comparison as one page: what differs in the scenarios, the verdicts, and a chart for each measure. */
export function renderComparison(comparison: Comparison, context: ComparisonContext): string {
  const { level, replications, scenarios } = comparison;
  const { titles } = context;
  const heading = comparisonHeading(scenarios, titles);
  return renderPage({
    title: `${heading} – Meridian comparison`,
    kicker: 'Meridian comparison',
    heading,
    facts: [
      `Baseline: ${scenarios[0] ?? ''}`,
      plural(replications, 'replication'),
      `common random numbers, ${formatShare(level)} together`,
    ],
    parts: comparisonSections(comparison, context),
  });
}

/** The comparison for a terminal: the answer, then the figures. Ends with a line break. */
export function renderComparisonText(
  comparison: Comparison,
  context: ComparisonContext,
  options: TextOptions,
): string {
  const { changes, titles } = context;
  const { correctedLevel, isChosen, level, measures, replications, scenarios } = comparison;
  const [baseline = '', ...others] = scenarios;
  const overall = measures.filter(({ measure }) => measure.of === 'all');
  const shown = isChosen || overall.length === 0 ? measures : overall;
  const effort =
    `${plural(replications, 'pair')} of replications under common random numbers; all ` +
    `${formatShare(level)} intervals of differences hold together (each at ${formatLevel(correctedLevel)}).`;
  return renderText(
    [
      ...answersOf(comparison, context),
      effort,
      ...others.flatMap((name, i) => [
        changesText(titled(titles[i + 1], name), changes[i] ?? []),
        table(rowsOf(shown, [name], i), {
          caption: name,
          columns: [
            inWords(`${name} against ${baseline}`, ({ row }) => row.measure.title),
            ...figureColumns(baseline, name),
          ],
        }),
        verdictSentences({ ...comparison, measures: shown }, i, { baseline, other: name }),
      ]),
    ],
    options,
  );
}

/** The title, with the name that the tables use. */
function titled(title: string | undefined, name: string): string {
  return title === undefined || title === name ? name : `${title} (${name})`;
}

/** The differences between the scenarios themselves. */
function changesText(name: string, changes: readonly string[]): Part {
  if (changes.length === 0) return `${name}: the scenario files say the same.`;
  return [`${name} differs from the baseline in:`, firstOf(changes, CHANGES_OPEN, 'comparison.html')];
}

function formatLevel(level: number): string {
  return `${(level * 100).toFixed(level > 0.999 ? 3 : 2)} %`;
}

export function comparisonHeading(names: readonly string[], titles: readonly string[]): string {
  const [first = '', ...others] = toldApart(names, titles);
  // Titles have commas of their own.
  const [base = '', ...told] =
    others.length === 1 ? [first, ...others] : [first, ...others].map((one) => `“${one}”`);
  return `${listInWords(told)} against ${base}`;
}

/** Scenarios by title; by name, if a title is that of several, as of a scenario that was edited. */
function toldApart(names: readonly string[], titles: readonly string[]): readonly string[] {
  return new Set(titles).size === names.length ? titles : names;
}

/** The parts of that page below its heading, the answer first. */
export function comparisonSections(comparison: Comparison, context: ComparisonContext): readonly Part[] {
  const { measures, scenarios } = comparison;
  const { changes, law, titles } = context;
  const shown = toldApart(scenarios, titles);
  const overall = measures.filter(({ measure }) => measure.of === 'all');
  const segments = measures.filter(({ measure }) => measure.of === 'some');
  const answers = answersOf(comparison, context);
  return [
    ...law,
    answers.length === 0 ? null : answerInWords(answers),
    ...scenarios.slice(1).map((name, i) => changesPart(name, shown[i + 1] ?? name, changes[i] ?? [])),
    targetsPart(comparison),
    renderDifferences('differences', 'Differences over all cases', comparison, overall),
    segments.length === 0
      ? null
      : renderDifferences('segments', 'Differences by customer segment', comparison, segments),
  ];
}

function changesPart(name: string, title: string, changes: readonly string[]): Part {
  return section(`What is different in ${title}`, [
    `${name}: ${plural(changes.length, 'difference')} in the scenario files.`,
    changes.length === 0 ? null : fold('The differences', list(changes), changes.length <= CHANGES_OPEN),
  ]);
}

/** Targets that have changed sides, segments hit worst and losses, in sentences; none where nothing was judged. Then what events do. */
function answersOf(comparison: Comparison, context: ComparisonContext): readonly string[] {
  return [...comparisonAnswers(comparison, context).filter((answer) => answer !== ''), ...context.events];
}

/** Every target that was judged, with its result in each scenario. Those with the same verdict in each are folded away; of one scenario, those that are met. */
export function targetsPart({
  level,
  scenarios,
  targets,
}: Pick<Comparison, 'level' | 'scenarios' | 'targets'>): Part {
  const rows = targets.filter(({ judged }) => judged.some(({ attainment }) => attainment !== null));
  if (rows.length === 0) return null;
  const verdicts = rows.flatMap(({ judged }) =>
    judged.filter(({ attainment }) => attainment === 'met' || attainment === 'missed'),
  );
  const wantedOf = ({ judged }: ComparedTarget) => [
    ...new Set(judged.map(({ wanted }) => formatShare(wanted ?? null))),
  ];
  const columns = [
    inWords('Target', ({ title }: ComparedTarget) => title),
    inNumbers('Wanted', (target: ComparedTarget) => wantedOf(target).join(', then ')),
    ...scenarios.flatMap((name, s) => [
      inNumbers(name, ({ judged }: ComparedTarget) => formatEstimate(judged[s]?.estimate ?? null, 'share')),
      inWords('Verdict', ({ judged }: ComparedTarget) => verdictOf(judged[s]?.attainment ?? null), {
        label: `Verdict on ${name}`,
        state: () => 'beside',
      }),
    ]),
  ];
  const isAlone = scenarios.length === 1;
  const isShown = ({ judged }: ComparedTarget) =>
    isAlone ? judged[0]?.attainment !== 'met' : new Set(judged.map(({ attainment }) => attainment)).size > 1;
  const shown = rows.filter(isShown);
  const others = rows.filter((target) => !isShown(target));
  const alike = isAlone ? 'all met' : 'the same verdict in each scenario';
  const tableOf = (some: readonly ComparedTarget[], caption: string) =>
    element('div', { class: 'whiskers' }, pageTable(some, { caption, isFolding: true, columns }));
  return section('Targets', [
    `A target is met, or missed, if its whole ${formatShare(level)} interval lies on one side of it: the verdict that replications of the one ` +
      `scenario give.${byChance(verdicts.length, (1 - level) / 2)}`,
    shown.length === 0 ? null : tableOf(shown, 'Targets'),
    others.length === 0
      ? null
      : fold(`Show ${plural(others.length, 'more target')}: ${alike}`, tableOf(others, `Targets: ${alike}`)),
  ]);
}

/** Every measure of the first scenario with its interval. */
export function intervalsTable({ level, measures, replications }: Comparison): Part {
  return pageTable(measures, {
    caption: `${plural(replications, 'replication')}, mean and half-width of the ${formatShare(level)} interval`,
    columns: [
      inWords('Measure', ({ measure }) => measure.title),
      inNumbers('Mean and half-width', ({ baseline, measure }) => formatEstimate(baseline, measure.unit)),
    ],
  });
}

type ComparedTarget = Comparison['targets'][number];

function verdictOf(attainment: ComparedTarget['judged'][number]['attainment']): Child {
  if (attainment === null) return 'not observed';
  const state = TARGET_STATES[attainment];
  return element('span', { class: `verdict-word ${state}` }, stateSign(state), attainment);
}
