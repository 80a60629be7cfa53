import { formatDecimal, formatShare, plural } from '#base';
import { type RequiredAgents, TRIED_MOST } from '#planning';
import { inNumbers, inWords } from '../document/columns.ts';
import { table } from '../document/parts.ts';
import { renderText, type TextOptions } from '../document/text.ts';

/** Required agents of the worst hours for a terminal: the worst hour in words, then all. Ends with a line break. */
export function renderRequiredText(rows: readonly RequiredAgents[], options: TextOptions): string {
  return renderText(
    [
      requiredAnswer(rows),
      rows.length === 0 ? null : table(rows, { caption: 'Required against scheduled', columns: COLUMNS }),
    ],
    options,
  );
}

function requiredAnswer([worst, ...others]: readonly RequiredAgents[]): readonly string[] {
  if (worst === undefined) return ['No service level is missed in any hour of the week.'];
  const { group, hour, scheduled, target, then, timeZone, title, today } = worst;
  const have = formatDecimal(scheduled, 1).replace(/\.0$/, '');
  const when = `${hour} (${timeZone})`;
  const now = `${title} has ${formatShare(today)} in time, and ${formatShare(target)} is wanted`;
  return [
    `Worst hour: ${when}. ${now}; ${group} has ${have} on duty.`,
    worst.required === null
      ? `${plural(TRIED_MOST, 'more agent')} in this hour are not enough: ${formatShare(then)}. Look at the hours before it, or at what else delays cases (meridian explain).`
      : `It requires ${agentsText(worst)} in this hour: ${formatShare(then)} in time, other hours and groups as they are.`,
    ...(others.length === 0
      ? []
      : [`${plural(others.length, 'more hour')} of groups below, each by itself.`]),
  ];
}

function agentsText({ required }: RequiredAgents): string {
  if (required === null) return `more than ${TRIED_MOST} added`;
  return formatDecimal(required, 1).replace(/\.0$/, '');
}

const COLUMNS = [
  inWords('Group', ({ group }: RequiredAgents) => group),
  inWords('Hour', ({ hour }: RequiredAgents) => hour),
  inNumbers('Scheduled', ({ scheduled }: RequiredAgents) => formatDecimal(scheduled, 1).replace(/\.0$/, '')),
  inNumbers('Required', (row: RequiredAgents) => agentsText(row)),
  inWords('Missed most', ({ title }: RequiredAgents) => title),
  inNumbers('Now', ({ today }: RequiredAgents) => formatShare(today)),
  inNumbers('Then', ({ then }: RequiredAgents) => formatShare(then)),
];
