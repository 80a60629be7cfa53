import { formatCount, formatDecimal, formatDuration, formatMoney, formatShare, NOTHING, plural } from '#base';
import {
  CHANNELS,
  type Scenario,
  SEVERITIES,
  serviceLevelOf,
  tellsProductsApart,
  waitedShare,
} from '#domain';
import { partsOfCell } from '#planning';
import type { CentreRow, ProductLevelRow, ServiceRow, Summary } from '#statistics';
import { element, type Markup, scrolling } from '../../document/markup.ts';
import { type Column, renderTable } from '../../document/table.ts';
import { type CostLine, costLines } from './cost-lines.ts';
import { renderGroups } from './groups.ts';
import { hasMixedWaits } from './mixed-waits.ts';
import { renderTargets, titledTargets } from './targets.ts';
import { renderWeeklyMeasures } from './weekly-measures.ts';

const SERVICE_COLUMNS: readonly Column<ServiceRow>[] = [
  { head: 'Cases', kind: 'number', cell: ({ arrived }) => formatCount(arrived) },
  { head: 'Answered', kind: 'number', cell: ({ answered }) => formatCount(answered) },
  { head: 'Service level', kind: 'number', cell: ({ serviceLevel }) => formatShare(serviceLevel) },
  {
    head: 'without short abandons',
    kind: 'number',
    cell: (row) => formatShare(row.serviceLevelWithoutShortAbandons),
  },
  { head: 'Waited', kind: 'number', cell: (row) => formatShare(waitedShare(row)) },
];

const WAIT_COLUMNS: readonly Column<ServiceRow>[] = [
  { head: 'Speed of answer', kind: 'number', cell: ({ speedOfAnswerS }) => formatDuration(speedOfAnswerS) },
  {
    head: '± (σ)',
    label: 'σ of these waits',
    kind: 'number',
    cell: ({ waitDeviationS }) => formatDuration(waitDeviationS),
  },
  { head: 'Wait of all', kind: 'number', cell: ({ waitOfAllS }) => formatDuration(waitOfAllS) },
  { head: 'Wait, 50 %', kind: 'number', cell: ({ waitP50S }) => formatDuration(waitP50S) },
  { head: '90 %', label: 'Wait, 90 %', kind: 'number', cell: ({ waitP90S }) => formatDuration(waitP90S) },
  { head: '95 %', label: 'Wait, 95 %', kind: 'number', cell: ({ waitP95S }) => formatDuration(waitP95S) },
];

const LATER_COLUMNS: readonly Column<ServiceRow>[] = [
  { head: 'Abandoned', kind: 'number', cell: ({ abandonmentShare }) => formatShare(abandonmentShare) },
  {
    head: 'after',
    label: 'Abandoned after',
    kind: 'number',
    cell: ({ abandonedWaitS }) => formatDuration(abandonedWaitS),
  },
  { head: 'Resolutions', kind: 'number', cell: ({ resolved }) => formatCount(resolved) },
  { head: 'Time to resolve', kind: 'number', cell: ({ sojournMeanS }) => formatDuration(sojournMeanS) },
  {
    head: '90 %',
    label: 'Time to resolve, 90 %',
    kind: 'number',
    cell: ({ sojournP90S }) => formatDuration(sojournP90S),
  },
  { head: 'Hand-overs', kind: 'number', cell: ({ handOvers }) => formatCount(handOvers) },
  { head: 'Re-opened', kind: 'number', cell: ({ reopened }) => formatCount(reopened) },
];

/** Counts that are zero in most scenarios: shown if there are any. */
const RARE_COLUMNS: readonly (Column<ServiceRow> & { readonly count: (row: ServiceRow) => number })[] = [
  { head: 'Stalled', count: ({ stalled }: ServiceRow) => stalled },
  { head: 'Balked', count: ({ balked }: ServiceRow) => balked },
  { head: 'Blocked', count: ({ blocked }: ServiceRow) => blocked },
  { head: 'Left a message', count: ({ messages }: ServiceRow) => messages },
  {
    head: 'Cleared',
    count: ({ cleared }: ServiceRow) => (cleared === undefined ? 0 : cleared.unanswered + cleared.answered),
  },
  { head: 'Gave up later', count: ({ abandonedLater = 0 }: ServiceRow) => abandonedLater },
  { head: 'Lost in transfer', count: ({ lost = 0 }: ServiceRow) => lost },
  { head: 'Callback accepted', count: ({ callbacks }: ServiceRow) => callbacks?.accepted ?? 0 },
  { head: 'Callback missed', count: ({ callbacks }: ServiceRow) => callbacks?.missed ?? 0 },
  { head: 'Came again', count: ({ retries }: ServiceRow) => retries },
  { head: 'Consulted', count: ({ consultations }: ServiceRow) => consultations?.joined ?? 0 },
  { head: 'Went on alone', count: ({ consultations }: ServiceRow) => consultations?.alone ?? 0 },
  { head: 'Interrupted', count: ({ preemptions = 0 }: ServiceRow) => preemptions },
].map(({ head, count }) => ({
  head,
  kind: 'number',
  count,
  cell: (row) => withShare(count(row), row.arrived),
}));

function withShare(count: number, arrived: number): string {
  return arrived === 0 ? formatCount(count) : `${formatCount(count)} (${formatShare(count / arrived)})`;
}

/** Service by segment, channel, severity and their cells; centres; tiers; waiting causes. */
export function renderServiceTables(summary: Summary, scenario: Scenario): Markup {
  const listed = cellsListed(summary, scenario);
  const groups = [[summary.total], summary.segments, summary.channels, summary.severities];
  const withName = (head: string): readonly Column<ServiceRow>[] => [
    { head, kind: 'words', cell: ({ title }) => title },
    ...SERVICE_COLUMNS,
    ...WAIT_COLUMNS.map((column) => ({
      ...column,
      cell: (row: ServiceRow) => (hasMixedWaits(row, summary) ? NOTHING : column.cell(row)),
    })),
    ...LATER_COLUMNS,
    ...RARE_COLUMNS.filter(({ count }) => count(summary.total) > 0),
  ];
  return element(
    'section',
    { id: 'service' },
    element('h2', {}, 'Service'),
    scrolling(
      'Service by segment, channel and severity',
      renderTable({
        caption: hasMixedWaits(summary.total, summary)
          ? 'Service by segment, channel and severity; waits are by channel, as calls and written cases have no common wait'
          : 'Service by segment, channel and severity',
        columns: withName('Group'),
        rows: groups.flat(),
        beginsGroup: (row) => groups.some(([first]) => first === row),
        isFolding: true,
        isDense: true,
      }),
    ),
    element(
      'details',
      {},
      element('summary', {}, 'By segment × channel × severity'),
      listed.length === summary.cells.length
        ? null
        : element(
            'p',
            {},
            `Below their target, or among the ${CELLS_LISTED} with most cases. ${othersText(summary.cells.length - listed.length)}`,
          ),
      scrolling(
        'Service by segment × channel × severity',
        renderTable({
          caption: 'Service by segment × channel × severity; ▼ marks a service level below its target',
          columns: [...withName('Cell'), targetColumn(scenario)],
          rows: listed,
          isFolding: true,
          isFolded: true,
          isDense: true,
        }),
      ),
    ),
    ...(summary.productLevels === undefined
      ? []
      : [scrolling('Service levels by product', renderProductLevels(summary.productLevels, scenario))]),
    ...(summary.targets === undefined ? [] : [scrolling('Targets', renderTargets(titledTargets(summary)))]),
    ...renderWeeklyMeasures(summary),
    element('h2', { id: 'centres' }, 'Service centres'),
    scrolling('Service centres', renderCentres(summary)),
    renderGroups(summary),
    ...(summary.costs === null ? [] : [scrolling('Costs', renderCosts(summary, summary.costs.currency))]),
    element('h2', { id: 'waiting' }, 'Tiers, and why cases waited'),
    scrolling('Tiers', renderTiers(summary)),
    element('div', { class: 'grid' }, renderCauses(summary)),
    ...(summary.exceptions === undefined ? [] : [renderExceptions(summary.exceptions)]),
  );
}

/** The table lists this many of the largest cells, even if they meet their targets. */
const CELLS_LISTED = 20;

/** The cells below their target, and those with most cases. */
function cellsListed({ cells }: Summary, scenario: Scenario): readonly ServiceRow[] {
  const most = new Set([...cells].sort((one, other) => other.arrived - one.arrived).slice(0, CELLS_LISTED));
  return cells.filter((row) => most.has(row) || targetText(row, scenario).startsWith(MISSED));
}

function othersText(others: number): string {
  return `The ${plural(others, 'other cell')} are in service.csv, and under cells in summary.json.`;
}

const MISSED = '▼ ';

function targetColumn(scenario: Scenario): Column<ServiceRow> {
  return { head: 'Target', kind: 'number', cell: (row) => targetText(row, scenario) };
}

function targetText(row: ServiceRow, scenario: Scenario): string {
  const [id, ...kind] = partsOfCell(row);
  const segment = scenario.segments.findIndex((one) => one.id === id);
  const channel = CHANNELS.find((name) => name === kind[0]);
  const severity = SEVERITIES.find((name) => name === kind[1]);
  if (channel === undefined || severity === undefined) return NOTHING;
  if (tellsProductsApart(scenario, segment, channel, severity)) return 'by product';
  const level = serviceLevelOf(scenario, segment, channel, severity);
  if (level === undefined) return NOTHING;
  const isMissed = row.serviceLevel !== null && row.serviceLevel < level.target;
  return `${isMissed ? MISSED : ''}${formatShare(level.target)} in ${formatDuration(level.withinMs / 1000)}`;
}

/** Renders the service levels of the cells in which they depend on the product. */
function renderProductLevels(rows: readonly ProductLevelRow[], scenario: Scenario): Markup {
  const { products, segments } = scenario;
  const titleIn = (list: readonly { readonly id: string; readonly title: string }[], id: string) =>
    list.find((one) => one.id === id)?.title ?? id;
  return renderTable<ProductLevelRow>({
    caption: 'Service levels by product, as the customers declared it',
    columns: [
      { head: 'Segment', kind: 'words', cell: ({ segment }) => titleIn(segments, segment) },
      { head: 'Channel', kind: 'words', cell: ({ channel }) => channel },
      { head: 'Severity', kind: 'words', cell: ({ severity }) => severity },
      { head: 'Product', kind: 'words', cell: ({ product }) => titleIn(products, product) },
      { head: 'Judged', kind: 'number', cell: ({ judged }) => formatCount(judged) },
      { head: 'Service level', kind: 'number', cell: ({ serviceLevel }) => formatShare(serviceLevel) },
    ],
    rows,
    isFolding: true,
    isDense: true,
  });
}

function renderCentres(summary: Summary): Markup {
  return renderTable<CentreRow>({
    caption:
      'Service centres: agents available (share of scheduled time), on duty and busy (on average); hand-overs are with other centres',
    columns: [
      { head: 'Centre', kind: 'words', cell: ({ title }) => title },
      { head: 'Country', kind: 'words', cell: ({ country }) => country },
      { head: 'Agents', kind: 'number', cell: ({ agents }) => formatCount(agents) },
      { head: 'Contacts', kind: 'number', cell: ({ contacts }) => formatCount(contacts) },
      { head: 'Handle time', kind: 'number', cell: ({ handleMeanS }) => formatDuration(handleMeanS) },
      {
        head: '± (σ)',
        label: 'σ of handle times',
        kind: 'number',
        cell: ({ handleDeviationS }) => formatDuration(handleDeviationS),
      },
      { head: 'Available', kind: 'number', cell: ({ availability }) => formatShare(availability) },
      { head: 'On duty', kind: 'number', cell: ({ onDutyMean }) => formatDecimal(onDutyMean, 1) },
      { head: 'Busy', kind: 'number', cell: ({ busyMean }) => formatDecimal(busyMean, 1) },
      { head: 'Occupancy', kind: 'number', cell: ({ occupancy }) => formatShare(occupancy) },
      {
        head: 'Overtime',
        kind: 'number',
        cell: ({ overtimeHours }) => formatDuration(overtimeHours * 3600),
      },
      { head: 'Taken over', kind: 'number', cell: ({ handOversIn }) => formatCount(handOversIn) },
      { head: 'Handed over', kind: 'number', cell: ({ handOversOut }) => formatCount(handOversOut) },
    ],
    rows: summary.centres,
    isFolding: true,
    isDense: true,
  });
}

function renderCosts(summary: Summary, currency: string): Markup {
  return renderTable<CostLine>({
    caption: `Costs (${currency}): wages on duty and in overtime. A segment has its busy hours and the same share of the idle ones`,
    columns: [
      { head: 'Of', kind: 'words', cell: ({ name }) => name },
      { head: 'Cost', kind: 'number', cell: ({ cost }) => formatMoney(cost) },
      { head: 'Per case', kind: 'number', cell: ({ perCase }) => formatMoney(perCase) },
    ],
    rows: costLines(summary),
    beginsGroup: ({ isFirst }) => isFirst,
    isFolding: true,
  });
}

function renderTiers(summary: Summary): Markup {
  return renderTable({
    caption: 'Tiers: all contacts of a case; cases that waited, on average',
    columns: [
      { head: 'Tier', kind: 'words', cell: ({ tier }) => `Tier\u00a0${tier}` },
      { head: 'Contacts', kind: 'number', cell: ({ contacts }) => formatCount(contacts) },
      { head: 'Waiting', kind: 'number', cell: ({ waitingMean }) => formatDecimal(waitingMean, 1) },
      { head: 'Mean wait', kind: 'number', cell: ({ waitMeanS }) => formatDuration(waitMeanS) },
      { head: 'Handle time', kind: 'number', cell: ({ handleMeanS }) => formatDuration(handleMeanS) },
      {
        head: '± (σ)',
        label: 'σ of handle times',
        kind: 'number',
        cell: ({ handleDeviationS }) => formatDuration(handleDeviationS),
      },
    ],
    rows: summary.tiers,
    isFolding: true,
  });
}

function renderCauses(summary: Summary): Markup {
  return renderTable({
    caption: 'How often each cause was given to a waiting case',
    columns: [
      { head: 'Waiting cause', kind: 'words', cell: ({ cause }) => cause },
      { head: 'Times', kind: 'number', cell: ({ count }) => formatCount(count) },
    ],
    rows: summary.waitingCauses,
  });
}

function renderExceptions(rows: NonNullable<Summary['exceptions']>): Markup {
  return renderTable({
    caption: 'What was done with data out of the ordinary',
    columns: [
      { head: 'What', kind: 'words', cell: ({ what }) => what },
      { head: 'Times', kind: 'number', cell: ({ count }) => formatCount(count) },
    ],
    rows,
  });
}
