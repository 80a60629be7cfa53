import { formatCount, formatDecimal, formatDuration, formatShare, NOTHING, plural } from '#base';
import {
  CHANNELS,
  fullTimeHours,
  type Scenario,
  SEVERITIES,
  serviceLevelOf,
  tellsProductsApart,
  waitedShare,
} from '#domain';
import { partsOfCell } from '#planning';
import type { ProductLevelRow, ServiceRow, Summary } from '#statistics';
import { element, type Markup } from '../../document/markup.ts';
import { drawn } from '../../document/page.ts';
import { fold, type Part, pageTable } from '../../document/parts.ts';
import { type Column, inNumbers, inWords, renderTable, type TextColumn } from '../../document/table.ts';
import { titleIn } from '../../document/words.ts';
import { COST_COLUMNS, costLines } from './cost-lines.ts';
import { renderGroups } from './groups.ts';
import { targetTable, titledTargets } from './targets.ts';
import { renderWeeklyMeasures } from './weekly-measures.ts';

const SERVICE_COLUMNS: readonly Column<ServiceRow>[] = [
  inNumbers('Cases', ({ arrived }) => formatCount(arrived)),
  inNumbers('Answered', ({ answered }) => formatCount(answered)),
  inNumbers('Service level', ({ serviceLevel }) => formatShare(serviceLevel)),
  inNumbers('without short abandons', (row) => formatShare(row.serviceLevelWithoutShortAbandons)),
  inNumbers('Waited', (row) => formatShare(waitedShare(row))),
];

const WAIT_COLUMNS: readonly Column<ServiceRow>[] = [
  inNumbers('Speed of answer', ({ speedOfAnswerS }) => formatDuration(speedOfAnswerS)),
  inNumbers('± (σ)', ({ waitDeviationS }) => formatDuration(waitDeviationS), { label: 'σ of these waits' }),
  inNumbers('Wait of all', ({ waitOfAllS }) => formatDuration(waitOfAllS)),
  inNumbers('Wait, 50 %', ({ waitP50S }) => formatDuration(waitP50S)),
  inNumbers('90 %', ({ waitP90S }) => formatDuration(waitP90S), { label: 'Wait, 90 %' }),
  inNumbers('95 %', ({ waitP95S }) => formatDuration(waitP95S), { label: 'Wait, 95 %' }),
];

const LATER_COLUMNS: readonly Column<ServiceRow>[] = [
  inNumbers('Abandoned', ({ abandonmentShare }) => formatShare(abandonmentShare)),
  inNumbers('after', ({ abandonedWaitS }) => formatDuration(abandonedWaitS), { label: 'Abandoned after' }),
  inNumbers('Resolutions', ({ resolved }) => formatCount(resolved)),
  inNumbers('Time to resolve', ({ sojournMeanS }) => formatDuration(sojournMeanS)),
  inNumbers('90 %', ({ sojournP90S }) => formatDuration(sojournP90S), { label: 'Time to resolve, 90 %' }),
  inNumbers('Hand-overs', ({ handOvers }) => formatCount(handOvers)),
  inNumbers('Re-opened', ({ reopened }) => formatCount(reopened)),
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
  { head: 'Waiting too long at the end', count: ({ lateWaiting = 0 }: ServiceRow) => lateWaiting },
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
  const { cells, channels, costs, exceptions, productLevels, segments, severities, targets, total } = summary;
  const listed = cellsListed(summary, scenario);
  const groups = [[total], segments, channels, severities];
  const withName = (head: string): readonly Column<ServiceRow>[] => [
    inWords(head, ({ title }) => title),
    ...SERVICE_COLUMNS,
    ...WAIT_COLUMNS.map((column) => ({
      ...column,
      cell: (row: ServiceRow) => (hasMixedWaits(row, summary) ? NOTHING : column.cell(row)),
    })),
    ...LATER_COLUMNS,
    ...RARE_COLUMNS.filter(({ count }) => count(total) > 0),
  ];
  const label = 'Service by segment, channel and severity';
  const ofCells = 'Service by segment × channel × severity';
  const parts: readonly Part[] = [
    pageTable(groups.flat(), {
      caption: hasMixedWaits(total, summary)
        ? `${label}; waits are by channel, as calls and written cases have no common wait`
        : label,
      label,
      columns: withName('Group'),
      beginsGroup: (row) => groups.some(([first]) => first === row),
      isFolding: true,
      isDense: true,
    }),
    fold('By segment × channel × severity', [
      listed.length === cells.length
        ? null
        : `Below their target, or among the ${CELLS_LISTED} with most cases. The ${plural(cells.length - listed.length, 'other cell')} are in service.csv, and under cells in summary.json.`,
      pageTable(listed, {
        caption: `${ofCells}; ▼ marks a service level below its target`,
        label: ofCells,
        columns: [...withName('Cell'), inNumbers('Target', (row) => targetText(row, scenario))],
        isFolding: true,
        isFolded: true,
        isDense: true,
      }),
    ]),
    productLevels === undefined ? null : productTable(productLevels, scenario),
    targets === undefined ? null : targetTable(titledTargets(summary)),
    renderWeeklyMeasures(summary),
    element('h2', { id: 'centres' }, 'Service centres'),
    centreTable(summary),
    renderGroups(summary),
    costs === null ? null : costTable(summary, scenario, costs.currency),
    element('h2', { id: 'waiting' }, 'Tiers, and why cases waited'),
    tierTable(summary),
    element('div', { class: 'grid' }, renderCauses(summary)),
    exceptions === undefined ? null : renderExceptions(exceptions),
  ];
  return element('section', { id: 'service' }, element('h2', {}, 'Service'), drawn(parts));
}

/** The table lists this many of the largest cells, even if they meet their targets. */
const CELLS_LISTED = 20;

/** The cells below their target, and those with most cases. */
function cellsListed({ cells }: Summary, scenario: Scenario): readonly ServiceRow[] {
  const most = new Set([...cells].sort((one, other) => other.arrived - one.arrived).slice(0, CELLS_LISTED));
  return cells.filter((row) => most.has(row) || targetText(row, scenario).startsWith(MISSED));
}

const MISSED = '▼ ';

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
function productTable(rows: readonly ProductLevelRow[], scenario: Scenario): Markup {
  const { products, segments } = scenario;
  return pageTable(rows, {
    caption: 'Service levels by product, as the customers declared it',
    label: 'Service levels by product',
    columns: [
      inWords('Segment', ({ segment }) => titleIn(segments, segment)),
      inWords('Channel', ({ channel }) => channel),
      inWords('Severity', ({ severity }) => severity),
      inWords('Product', ({ product }) => titleIn(products, product)),
      inNumbers('Judged', ({ judged }) => formatCount(judged)),
      inNumbers('Service level', ({ serviceLevel }) => formatShare(serviceLevel)),
    ],
    isFolding: true,
    isDense: true,
  });
}

function centreTable(summary: Summary): Markup {
  return pageTable(summary.centres, {
    caption:
      'Service centres: agents available (share of scheduled time), on duty and busy (on average); hand-overs are with other centres',
    label: 'Service centres',
    columns: [
      inWords('Centre', ({ title }) => title),
      inWords('Country', ({ country }) => country),
      inNumbers('Agents', ({ agents }) => formatCount(agents)),
      inNumbers('Contacts', ({ contacts }) => formatCount(contacts)),
      inNumbers('Handle time', ({ handleMeanS }) => formatDuration(handleMeanS)),
      inNumbers('± (σ)', ({ handleDeviationS }) => formatDuration(handleDeviationS), {
        label: 'σ of handle times',
      }),
      inNumbers('Available', ({ availability }) => formatShare(availability)),
      inNumbers('On duty', ({ onDutyMean }) => formatDecimal(onDutyMean, 1)),
      inNumbers('Busy', ({ busyMean }) => formatDecimal(busyMean, 1)),
      inNumbers('Occupancy', ({ occupancy }) => formatShare(occupancy)),
      inNumbers('Overtime', ({ overtimeHours }) => formatDuration(overtimeHours * 3600)),
      inNumbers('Taken over', ({ handOversIn }) => formatCount(handOversIn)),
      inNumbers('Handed over', ({ handOversOut }) => formatCount(handOversOut)),
    ],
    isFolding: true,
    isDense: true,
  });
}

function costTable(summary: Summary, scenario: Scenario, currency: string): Markup {
  return pageTable(costLines(summary, scenario), {
    caption: `Costs (${currency}): wages on duty and in overtime. A segment has its busy hours and the same share of the idle ones. FTE: scheduled hours of a week, divided by ${fullTimeHours(scenario)}`,
    label: 'Costs',
    columns: COST_COLUMNS,
    beginsGroup: ({ isFirst }) => isFirst,
    isFolding: true,
  });
}

function tierTable(summary: Summary): Markup {
  return pageTable(summary.tiers, {
    caption: 'Tiers: all contacts of a case; cases that waited, on average',
    label: 'Tiers',
    columns: [
      inWords('Tier', ({ tier }) => `Tier\u00a0${tier}`),
      inNumbers('Contacts', ({ contacts }) => formatCount(contacts)),
      inNumbers('Waiting', ({ waitingMean }) => formatDecimal(waitingMean, 1)),
      inNumbers('Mean wait', ({ waitMeanS }) => formatDuration(waitMeanS)),
      inNumbers('Handle time', ({ handleMeanS }) => formatDuration(handleMeanS)),
      inNumbers('± (σ)', ({ handleDeviationS }) => formatDuration(handleDeviationS), {
        label: 'σ of handle times',
      }),
    ],
    isFolding: true,
  });
}

function renderCauses(summary: Summary): Markup {
  return renderTable(summary.waitingCauses, {
    caption: 'How often each cause was given to a waiting case',
    columns: [
      inWords('Waiting cause', ({ cause }) => cause),
      inNumbers('Times', ({ count }) => formatCount(count)),
    ],
  });
}

export const EXCEPTION_COLUMNS: readonly TextColumn<NonNullable<Summary['exceptions']>[number]>[] = [
  inWords('What', ({ what }) => what),
  inNumbers('Times', ({ count }) => formatCount(count)),
];

function renderExceptions(rows: NonNullable<Summary['exceptions']>): Markup {
  return renderTable(rows, {
    caption: 'What was done with data out of the ordinary',
    columns: EXCEPTION_COLUMNS,
  });
}

/**
 * Whether a row has cases of several channels, answered or abandoned: of a segment, of a severity, or of all. Calls and written cases wait
 * on different scales, so that they have no common wait.
 */
export function hasMixedWaits(row: ServiceRow, summary: Summary): boolean {
  const { cells, segments, severities, total } = summary;
  if (row !== total && !segments.includes(row) && !severities.includes(row)) return false;
  const own = cells.filter((cell) => {
    const [segment, , severity] = partsOfCell(cell);
    return row === total || (severities.includes(row) ? severity : segment) === row.id;
  });
  const channels = own.flatMap((cell) => (cell.answered + cell.abandoned > 0 ? [partsOfCell(cell)[1]] : []));
  return new Set(channels).size > 1;
}

/** Mean wait of the answered cases of a segment through one channel, s; null if none was answered. */
export function speedOfAnswerBy(channel: string, row: ServiceRow, { cells, total }: Summary): number | null {
  const own = cells.filter((cell) => {
    const [segment, through] = partsOfCell(cell);
    return through === channel && (row === total || segment === row.id);
  });
  const answered = own.reduce((sum, cell) => sum + cell.answered, 0);
  const waitS = own.reduce((sum, cell) => sum + cell.answered * (cell.speedOfAnswerS ?? 0), 0);
  return answered === 0 ? null : waitS / answered;
}
