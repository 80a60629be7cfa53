import { scaleThreshold } from 'd3-scale';
import { formatCompact, formatCount, formatShare, groupedBy, increase, plural, sumOf } from '#base';
import { ESCALATION_REASONS, type EscalationReason, type Scenario } from '#domain';
import type { Summary } from '#statistics';
import { element, type Markup } from '../../document/markup.ts';
import { legendEntry, rectangle, renderFigure, renderSvg, text } from '../../document/svg.ts';
import { inNumbers, inWords, renderTable } from '../../document/table.ts';
import { shorten } from '../../document/words.ts';
import { eastFirst } from './follow-the-sun.ts';

const LEFT = 176;
const CELL_HEIGHT = 34;
const WIDTH = 1040;
const GAP = 2;
/** Characters of a centre's name above its column. */
const HEAD_LENGTH = 18;
/** With more rows or columns than this, they are too narrow to read. */
const DRAWN_MAX = 60;
/** Room for the sums of rows. */
const SUMS = 64;

interface Party {
  /** Null: no centre had the case yet. */
  readonly id: string | null;
  readonly title: string;
}

interface Flow {
  readonly from: Party;
  readonly to: Party;
  readonly total: number;
  /** By reason, in the order of ESCALATION_REASONS. */
  readonly byReason: readonly number[];
}

interface Grid {
  readonly cellWidth: number;
  /** Top of the first row, below the column heads. */
  readonly top: number;
}

/**
 * Which centre hands cases over to which: a matrix (from × to) in the order of the follow-the-sun chart, so that hand-overs to the west lie
 * above the diagonal. Each cell has its count, and its reasons as a bar of shares.
 */
export function renderEscalationFlows(summary: Summary, scenario: Scenario): Markup {
  const flows = flowsOf(summary, scenario);
  const parties = partiesOf(summary, scenario);
  const from = drawnOf(parties, flows, 'from');
  const to = drawnOf(parties, flows, 'to');
  const total = flows.reduce((sum, flow) => sum + flow.total, 0);
  const description = describe(flows, total, summary.cases);
  const cellWidth = Math.min(90, (WIDTH - LEFT - SUMS) / Math.max(1, to.length));
  // Column heads rise at 40°: a character is 6.2 units wide, of which 0.64 go upwards.
  const longest = Math.max(...to.map(({ title }) => shorten(title, HEAD_LENGTH).length), 0);
  const top = 26 + longest * 4;
  const grid = { cellWidth, top };
  const height = top + (from.length + 1) * CELL_HEIGHT + 4;
  const picture = {
    id: 'flows',
    title: 'Hand-overs between service centres, by reason',
    description,
    width: WIDTH,
    height,
  };
  return renderFigure({
    id: 'escalation-flows',
    heading: 'Escalations and hand-overs',
    lead:
      total === 0
        ? description
        : `${description} Rows hand over, columns take; within one centre a case changes tier or agent.${whatIsDrawn(parties)}`,
    legend: reasonsShown(flows).map((reason) => {
      const r = ESCALATION_REASONS.indexOf(reason);
      const count = flows.reduce((sum, flow) => sum + (flow.byReason[r] ?? 0), 0);
      return legendEntry(`r${r}`, `${reason} ${formatCount(count)}`);
    }),
    layout: 'wide',
    drawing:
      total === 0
        ? renderSvg({ ...picture, height: 40 }, text(0, 24, 'no hand-over', { class: 'tick' }))
        : renderSvg(
            picture,
            renderHeads(to, grid),
            from.map((party, i) => renderRow(party, i, to, flows, grid)),
            renderColumnTotals(from.length, to, flows, grid),
          ),
    table: renderFlows(flows),
  });
}

/** The centres that hand over (or take), in their order; if there are very many, the busiest ones. */
function drawnOf(parties: readonly Party[], flows: readonly Flow[], side: 'from' | 'to'): readonly Party[] {
  const totals = new Map<string | null, number>();
  for (const flow of flows) increase(totals, flow[side].id, flow.total);
  const some = parties.filter(({ id }) => totals.has(id));
  const totalOf = ({ id }: Party) => totals.get(id) ?? 0;
  const most = new Set([...some].sort((one, other) => totalOf(other) - totalOf(one)).slice(0, DRAWN_MAX));
  return some.filter((party) => most.has(party));
}

function whatIsDrawn(parties: readonly Party[]): string {
  if (parties.length <= DRAWN_MAX) return '';
  return ` Only the ${DRAWN_MAX} that hand over most often and the ${DRAWN_MAX} that take most often are drawn; the table has all.`;
}

function partiesOf(summary: Summary, scenario: Scenario): readonly Party[] {
  const centres = eastFirst(summary, scenario).map(({ row: { id, title } }) => ({ id, title }));
  return [...centres, { id: null, title: 'no centre yet' }];
}

function flowsOf(summary: Summary, scenario: Scenario): readonly Flow[] {
  const parties = partiesOf(summary, scenario);
  const pairs = groupedBy(summary.escalations, ({ from, to }) => JSON.stringify([from, to]));
  return parties.flatMap((from) =>
    parties.flatMap((to) => {
      const between = pairs.get(JSON.stringify([from.id, to.id]));
      if (between === undefined) return [];
      const byReason = ESCALATION_REASONS.map((reason) =>
        sumOf(between.map((flow) => (flow.reason === reason ? flow.count : 0))),
      );
      return [{ from, to, byReason, total: sumOf(byReason) }];
    }),
  );
}

/** The reasons that occur. */
function reasonsShown(flows: readonly Flow[]): readonly EscalationReason[] {
  return ESCALATION_REASONS.filter((_, r) => flows.some(({ byReason }) => (byReason[r] ?? 0) > 0));
}

function renderHeads(to: readonly Party[], { cellWidth, top }: Grid): Markup {
  return element(
    'g',
    {},
    text(LEFT - 12, top - 12, 'from ↓   to →', { class: 'tick end' }),
    [...to.map(({ title }) => shorten(title, HEAD_LENGTH)), 'all'].map((title, i) => {
      const x = LEFT + (i + 0.5) * cellWidth;
      return text(0, 0, title, { class: 'tick', transform: `translate(${x} ${top - 10}) rotate(-40)` });
    }),
  );
}

function renderRow(
  party: Party,
  index: number,
  to: readonly Party[],
  flows: readonly Flow[],
  { cellWidth, top }: Grid,
): Markup {
  const y = top + index * CELL_HEIGHT;
  const mine = flows.filter((flow) => flow.from.id === party.id);
  const most = flows.reduce((highest, { total }) => Math.max(highest, total), 0);
  // Shades by powers of ten below the largest flow: flows differ by orders of magnitude.
  const shadeOf = scaleThreshold<number, number>()
    .domain([most / 100, most / 30, most / 10, most / 3])
    .range([0, 1, 2, 3, 4]);
  return element(
    'g',
    {},
    text(LEFT - 12, y + CELL_HEIGHT / 2 + 4, shorten(party.title, 22), { class: 'label end' }),
    to.map((target, i) => {
      const x = LEFT + i * cellWidth;
      const flow = mine.find((candidate) => candidate.to.id === target.id);
      const box = [x + GAP / 2, y + GAP / 2, cellWidth - GAP, CELL_HEIGHT - GAP] as const;
      if (flow === undefined) return rectangle(...box, target.id === party.id ? 'cell own' : 'cell');
      return element(
        'g',
        {},
        rectangle(...box, `f${shadeOf(flow.total)}`),
        text(x + cellWidth / 2, y + 18, formatCompact(flow.total), { class: 'value middle' }),
        renderReasons(flow, x + 6, y + CELL_HEIGHT - 10, cellWidth - 12),
      );
    }),
    text(
      sumsAt(to.length, cellWidth),
      y + CELL_HEIGHT / 2 + 4,
      formatCount(mine.reduce((sum, { total }) => sum + total, 0)),
      { class: 'value end' },
    ),
  );
}

/** Right end of the sums of rows. */
function sumsAt(columns: number, cellWidth: number): number {
  return LEFT + columns * cellWidth + SUMS;
}

function renderReasons(flow: Flow, left: number, y: number, width: number): (Markup | null)[] {
  let x = left;
  return flow.byReason.map((count, r) => {
    if (count === 0) return null;
    const part = (count / flow.total) * width;
    x += part;
    return rectangle(x - part, y, part, 5, `r${r}`);
  });
}

function renderColumnTotals(
  rows: number,
  to: readonly Party[],
  flows: readonly Flow[],
  { cellWidth, top }: Grid,
): Markup {
  const y = top + rows * CELL_HEIGHT + CELL_HEIGHT / 2 + 4;
  const sum = (chosen: readonly Flow[]) => chosen.reduce((total, flow) => total + flow.total, 0);
  const totals = [...to.map(({ id }) => sum(flows.filter((flow) => flow.to.id === id))), sum(flows)];
  return element(
    'g',
    {},
    text(LEFT - 12, y, 'all', { class: 'label end' }),
    totals.map((total, i) =>
      i < to.length
        ? text(LEFT + (i + 0.5) * cellWidth, y, formatCount(total), { class: 'value middle' })
        : text(sumsAt(i, cellWidth), y, formatCount(total), { class: 'label end' }),
    ),
  );
}

function describe(flows: readonly Flow[], total: number, cases: number): string {
  const between = flows.filter((flow) => flow.from.id !== flow.to.id && flow.from.id !== null);
  if (total === 0) return 'No case was handed over.';
  const largest = between.reduce<Flow | null>(
    (best, flow) => (best === null || flow.total > best.total ? flow : best),
    null,
  );
  const shared = between.reduce((sum, flow) => sum + flow.total, 0) / total;
  const first =
    largest === null
      ? ''
      : ` The largest flow between two centres is ${largest.from.title} → ${largest.to.title} ` +
        `(${formatCount(largest.total)}).`;
  return (
    `${plural(total, 'hand-over')}, ${(total / Math.max(1, cases)).toFixed(2)} per case; ` +
    `${formatShare(shared)} of them between different centres.${first}`
  );
}

function renderFlows(flows: readonly Flow[]): Markup {
  return renderTable(flows, {
    caption: 'Hand-overs by pair of centres and reason',
    columns: [
      inWords('From', ({ from }) => from.title),
      inWords('To', ({ to }) => to.title),
      ...reasonsShown(flows).map((reason) =>
        inNumbers(reason, ({ byReason }: Flow) =>
          formatCount(byReason[ESCALATION_REASONS.indexOf(reason)] ?? 0),
        ),
      ),
      inNumbers('All', ({ total }) => formatCount(total)),
    ],
  });
}
