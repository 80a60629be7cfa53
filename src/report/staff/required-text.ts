import { formatShare, formatTrimmed, plural, present } from '#base';
import { small, table } from '../document/parts.ts';
import { inNumbers, inWords } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';

/** An hour of the week in which the cases of a group miss a service level, and the fewest agents in it that meet all of them. */
export interface RequiredAgents {
  readonly group: string;
  /** `mon 08:00-09:00`, on the clock of the customers, each on their own. */
  readonly hour: string;
  /** The customers' time zone, or `4 time zones` if they have several. */
  readonly timeZone: string;
  /** Agents on duty in this hour, on average over the weeks of the run. */
  readonly scheduled: number;
  /** Null if not even the most that were added are enough. */
  readonly required: number | null;
  /** The service level that is missed by most cases; shares from 0 to 1. */
  readonly title: string;
  readonly target: number;
  readonly today: number;
  /** With the agents that are required, or with the most that were tried. */
  readonly withThem: number;
}

export interface RequiredPage {
  /** The worst first. */
  readonly hours: readonly RequiredAgents[];
  /** Service levels that were looked at hour by hour: those with the most late cases. */
  readonly levels: number;
  /** An hour with fewer cases of a service level, in all replications together, was left out. */
  readonly casesLeast: number;
  /** In this many hours of the week a service level is missed that has fewer cases than that. */
  readonly fewer: number;
  /** The most agents that were added to an hour. */
  readonly addedMost: number;
}

/** Required agents of the worst hours for a terminal: the worst hour in words, then all. Ends with a line break. */
export function renderRequiredText(page: RequiredPage, options: TextOptions): string {
  const { addedMost, hours } = page;
  return renderText(
    [
      requiredAnswer(page),
      hours.length === 0
        ? null
        : table(hours, { caption: 'Required against scheduled', columns: columns(addedMost) }),
      hours.length === 0 ? null : small([`${lookedAt(page)} Shares are means, without intervals.`]),
    ],
    options,
  );
}

function lookedAt({ casesLeast, levels }: RequiredPage): string {
  return (
    `Looked at: ${plural(levels, 'service level')} with the most late cases, in each hour of the week with ${casesLeast} cases or more ` +
    'in these runs and a group that may serve them.'
  );
}

function fewerText({ casesLeast, fewer }: RequiredPage): string {
  if (fewer === 0) return '';
  return `In ${plural(fewer, 'hour')} of the week with fewer than ${casesLeast} cases of a level one is missed, which may be chance: more --replications tell. `;
}

function requiredAnswer(page: RequiredPage): readonly string[] {
  const { addedMost, hours, levels } = page;
  const [worst, ...others] = hours;
  if (levels === 0) return ['No case of a service level is late in these runs.'];
  if (worst === undefined)
    return [`No service level is missed in an hour that was looked at. ${fewerText(page)}${lookedAt(page)}`];
  const { group, hour, scheduled, target, timeZone, title, today, withThem } = worst;
  const have = formatTrimmed(scheduled, 1);
  const when = `${hour} (${timeZone})`;
  const now = `${title} has ${formatShare(today)} in time, and ${formatShare(target)} is wanted`;
  return present([
    `Worst hour: ${when}. ${now}; ${group} has ${have} on duty.`,
    worst.required === null
      ? `${plural(addedMost, 'more agent')} in this hour are not enough: ${formatShare(withThem)}. Look at the hours before it, or at what else delays cases (meridian explain).`
      : `It requires ${agentsText(worst, addedMost)} in this hour: ${formatShare(withThem)} in time, other hours and groups as they are.`,
    others.length > 0 && `${plural(others.length, 'more hour')} of groups below, each by itself.`,
  ]);
}

function agentsText({ required }: RequiredAgents, addedMost: number): string {
  if (required === null) return `more than ${addedMost} added`;
  return formatTrimmed(required, 1);
}

function columns(addedMost: number) {
  return [
    inWords('Group', ({ group }: RequiredAgents) => group),
    inWords('Hour', ({ hour }: RequiredAgents) => hour),
    inNumbers('Scheduled', ({ scheduled }: RequiredAgents) => formatTrimmed(scheduled, 1)),
    inNumbers('Required', (row: RequiredAgents) => agentsText(row, addedMost)),
    inWords('Missed most', ({ title }: RequiredAgents) => title),
    inNumbers('Now', ({ today }: RequiredAgents) => formatShare(today)),
    inNumbers('Then', ({ withThem }: RequiredAgents) => formatShare(withThem)),
  ];
}
