import { formatCount, formatDecimal, formatDuration, formatMoney, formatShare } from '#base';
import type { FigureColumns } from '#experiment';
import { groupNameOf } from '#planning';
import type { GroupRow, Summary } from '#statistics';
import { element, fragment, type Markup } from '../../document/markup.ts';
import { drawn } from '../../document/page.ts';
import { fold, pageTable, styled } from '../../document/parts.ts';
import { inNumbers, inWords, type TextColumn } from '../../document/table.ts';
import { titleIn } from '../../document/words.ts';
import { figureCells, renderCsv } from './csv.ts';

/** `Dublin, First line`. */
function titleOf(row: GroupRow, { centres }: Pick<Summary, 'centres'>): string {
  return `${titleIn(centres, row.centre)}, ${groupNameOf(row)}`;
}

/** Hours of many agents: days of 24 hours would be read as working days. */
function hoursText(hours: number | null): string {
  if (hours === null) return formatDuration(null);
  return `${hours < 10 ? formatDecimal(hours, 1) : formatCount(Math.round(hours))} h`;
}

const STAFF: readonly TextColumn<GroupRow>[] = [
  inNumbers('Scheduled', ({ scheduledHours }) => hoursText(scheduledHours)),
  inNumbers('Available', ({ availability }) => formatShare(availability)),
  inNumbers('On duty', ({ onDutyMean }) => formatDecimal(onDutyMean, 1)),
  inNumbers('Busy', ({ busyMean }) => formatDecimal(busyMean, 1)),
  inNumbers('Occupancy', ({ occupancy }) => formatShare(occupancy)),
];

const CONTACTS: TextColumn<GroupRow> = inNumbers('Contacts', ({ contacts }) => formatCount(contacts));

const HANDLE_TIME: TextColumn<GroupRow> = inNumbers('Handle time', ({ handleMeanS }) =>
  formatDuration(handleMeanS),
);

const LATER: readonly TextColumn<GroupRow>[] = [
  inNumbers('± (σ)', ({ handleDeviationS }) => formatDuration(handleDeviationS), {
    label: 'σ of handle times',
  }),
  inNumbers('Taken over', ({ takenOver }) => formatCount(takenOver)),
  inNumbers('Overtime', ({ overtimeHours }) => hoursText(overtimeHours)),
];

/** Only where some group has shrinkage. */
function rosterColumns({ groups }: Pick<Summary, 'groups'>): readonly TextColumn<GroupRow>[] {
  if (groups.every(({ rosteredMean }) => rosteredMean === undefined)) return [];
  const text = (figure: number | null | undefined) => (figure === undefined ? '' : formatDecimal(figure, 1));
  return [
    inNumbers('Rostered', ({ rosteredMean }) => text(rosteredMean)),
    inNumbers('FTE', ({ fte }) => text(fte)),
  ];
}

/** Only where some group has a wage. */
function wageColumns({ costs }: Summary): readonly TextColumn<GroupRow>[] {
  if (costs === null) return [];
  return [
    inNumbers('Paid', ({ paidHours }) => hoursText(paidHours)),
    inNumbers(`Cost (${costs.currency})`, ({ cost }) => formatMoney(cost)),
  ];
}

/** For a terminal, which drops the last columns if it is too narrow. */
export function groupTextColumns(summary: Summary): readonly TextColumn<GroupRow>[] {
  return [
    inWords('Group', (row) => titleOf(row, summary)),
    ...rosterColumns(summary),
    ...[...STAFF, CONTACTS, HANDLE_TIME, ...wageColumns(summary)],
  ];
}

const MEANING =
  'Scheduled: agent hours in the shifts. Available: the share of them in which agents were present and their centre was up. ' +
  'On duty and busy: agents, on average over the measured time; an absent agent is not on duty. ' +
  'Taken over: hand-overs to the group, from its own centre, too.';

const ROSTERED =
  ' Rostered: people in the shifts on average, whether they come or not. FTE: how many full-time people are paid for these hours.';

export function renderGroups(summary: Summary): Markup {
  const { groups } = summary;
  const caption = 'Groups of agents';
  const all = pageTable(groups, {
    caption,
    columns: [
      inWords('Group', (row) => titleOf(row, summary)),
      inNumbers('Tier', ({ tier }) => String(tier)),
      inNumbers('Agents', ({ agents }) => formatCount(agents)),
      ...rosterColumns(summary),
      ...[...STAFF, CONTACTS, HANDLE_TIME, ...LATER, ...wageColumns(summary)],
    ],
    beginsGroup: (row) => groups.find(({ centre }) => centre === row.centre) === row,
    isFolding: true,
    isDense: true,
  });
  return fragment(
    element('h2', { id: 'groups' }, caption),
    drawn([
      ...extremesText(summary),
      styled('note', rosterColumns(summary).length === 0 ? MEANING : MEANING + ROSTERED),
      groups.length <= GROUPS_OPEN ? all : fold(`All ${formatCount(groups.length)} groups as a table`, all),
    ]),
  );
}

/** The table of more groups is folded away. */
const GROUPS_OPEN = 20;

/** The busiest group, and the least busy one. */
function extremesText(summary: Summary): readonly string[] {
  const busy = summary.groups.flatMap((row) =>
    row.occupancy === null ? [] : [{ title: titleOf(row, summary), occupancy: row.occupancy }],
  );
  const sorted = busy.toSorted((one, other) => other.occupancy - one.occupancy);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (most === undefined || least === undefined || sorted.length < 2) return [];
  return [
    `The busiest is ${most.title}, at ${formatShare(most.occupancy)} occupancy; the least busy is ${least.title}, at ${formatShare(least.occupancy)}.`,
  ];
}

/** A row per group, with the summary's own numbers (hours, s, shares). Hand-overs in and out are counted by centre only. */
export function renderGroupsCsv({ groups }: Summary, { staff }: FigureColumns): string {
  const { heads, of } = figureCells(
    staff.filter(({ name }) => !name.startsWith('hand-overs')),
    groups,
  );
  return renderCsv([
    ['agent_group', 'centre', 'tier', 'agents', ...heads],
    ...groups.map((row) => [row.id, row.centre, row.tier, row.agents, ...of(row)]),
  ]);
}
