import {
  formatCount,
  formatDecimal,
  formatMoney,
  formatShare,
  optionFor,
  plural,
  present,
  type Reader,
} from '#base';
import { fteText } from '#domain';
import { firstNamed } from '../document/words.ts';
import { formatEstimate, formatMean, formatMeasured } from '../experiments/comparison-text.ts';
import { proofSentence } from './roster-text.ts';
import {
  holdOfBound,
  holdTitle,
  type StaffingBound,
  type StaffingChange,
  type StaffingPage,
} from './staffing-page.ts';

/** What changes and what it saves, which goals and guards hold, what binds, and what nothing protects. Missed goals come first. */
export function staffingAnswer(page: StaffingPage, reader: Reader = 'terminal'): readonly string[] {
  const held = heldSentence(page);
  const change = changeSentence(page);
  const isMet = page.isConfident && page.isGuarded;
  const proof =
    page.roster === undefined ? searchSentence(page, reader) : proofSentence(page, page.roster, reader);
  return [...(isMet ? [change, held] : [held, change]), proof, bindingSentence(page)];
}

/** What was searched, and what was not. */
function searchSentence(page: StaffingPage, reader: Reader): string {
  const { evaluations, isConfident, isGuarded, isProved, shifts } = page;
  const worked = shifts.filter(({ hours }) => hours > 0);
  const groups = plural(new Set(worked.map(({ group }) => group)).size, 'group');
  const where = `head counts of ${plural(worked.length, 'shift')} in ${groups}, ${plural(evaluations, 'staffing')} simulated`;
  const not = 'Not searched: other hours, skills and promises.';
  if (isProved) {
    return `Searched: all ${where}; each cheaper one misses a goal or guard, or has no more agents in any shift than one that does. ${not}`;
  }
  if (!isConfident || !isGuarded) return `Searched: ${where}. ${not}`;
  return `Cheapest of those searched: ${where}. There may be a cheaper one, which a longer search may find${optionFor(reader, ' (--proof <number>)')}. ${not}`;
}

const NAMED_MOST = 3;

function changeSentence({ currency, fte, horizonDays, hours, roster, shifts, wages }: StaffingPage): string {
  const span = spanOf(horizonDays);
  const money = wages === null ? '' : ` and ${formatMoney(wages.before)} ${currency} of wages`;
  const changed = shifts
    .filter(({ after, before }) => after !== before)
    .sort(
      (one, other) =>
        Math.abs(other.after - other.before) * other.hours - Math.abs(one.after - one.before) * one.hours,
    );
  if (changed.length === 0) {
    return `Today's staff stays: the search found none that costs less and keeps goals and guards (${formatCount(hours.before)} agent hours${money} ${span}).`;
  }
  const names = changed.map(({ after, before, group, shift }) => `${group}, ${shift} ${before} → ${after}`);
  const costs =
    wages === null
      ? ''
      : `, and ${formatMoney(wages.after)} instead of ${formatMoney(wages.before)} ${currency} of wages`;
  const people = fte === null ? '' : `; ${fteText(fte.after)} instead of ${fteText(fte.before)} FTE`;
  const saved = `${formatCount(hours.after)} agent hours instead of ${formatCount(hours.before)} ${span} (${changeOf(hours)}${people})${costs}`;
  if (roster !== undefined) {
    const agents = roster.tours.reduce((sum, tour) => sum + tour.agents, 0);
    const weeks = plural(roster.tours.length, 'working week');
    return `${saved}: ${plural(agents, 'agent')} on ${weeks} of the shift shapes.`;
  }
  return `${saved}: ${names.join('; ')}.`;
}

function spanOf(days: number): string {
  const [count, unit] = days < 2 ? [days * 24, 'hour'] : [days, 'day'];
  return `in ${formatDecimal(count, Number.isInteger(count) ? 0 : 1)} ${count === 1 ? unit : `${unit}s`}`;
}

function changeOf({ after, before }: StaffingPage['hours']): string {
  if (before === 0 || after === before) return 'as many as today';
  const change = after / before - 1;
  return `${formatShare(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'}`;
}

function heldSentence(page: StaffingPage): string {
  const missed = [...page.goals, ...page.guards].filter(({ isMet }) => !isMet);
  if (missed.length > 0) {
    return `Not every goal and guard holds: ${missed.map((bound) => missedText(page, bound)).join('; ')}.`;
  }
  const { goals, level } = page;
  const sure = `${formatShare(level)} confidence${goals.length > 1 ? ' each' : ''}`;
  const shown =
    goals.length <= NAMED_MOST ? goals.map(boundText).join('; ') : `all ${goals.length} goals are met`;
  return `${goals.length === 1 ? 'The goal is' : 'The goals are'} met with ${sure}: ${shown}${guardText(page)}.`;
}

function boundText({ better, bound, found, title, unit }: StaffingBound): string {
  const side = better === 'more' ? 'at least' : 'at most';
  return `${title} ${formatEstimate(found, unit)} (${side} ${formatMeasured(bound, unit)})`;
}

function missedText({ level }: StaffingPage, bound: StaffingBound): string {
  if (bound.guard !== null) return `${boundText(bound)}, worse than today`;
  const gap = (bound.better === 'more' ? 1 : -1) * (bound.bound - bound.found.mean);
  return gap > 0 ? boundText(bound) : `${boundText(bound)}, reached without ${formatShare(level)} confidence`;
}

function guardText({ guards, guardsOff, guardsOn }: StaffingPage): string {
  const seen = guardsOn.filter((name) => name === 'cover' || guards.some(({ guard }) => guard === name));
  const on = seen.length === 0 ? '' : `; guards held against today: ${seen.join(', ')}`;
  return guardsOff.length === 0 ? on : `${on}; switched off: ${guardsOff.join(', ')}`;
}

function bindingSentence(page: StaffingPage): string {
  const bounds = [...page.goals, ...page.guards];
  const missed = bounds.filter(({ isMet }) => !isMet).map(holdOfBound);
  const counts = new Map<string, number>();
  for (const hold of page.shifts.flatMap(({ holds }) => holds)) {
    if (!missed.includes(hold)) counts.set(hold, (counts.get(hold) ?? 0) + 1);
  }
  const broken = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([hold, count]) => `${holdTitle(page, hold)} in ${plural(count, 'shift')}`);
  const near = bounds.filter(({ binding }) => binding === 'at its bound').map(({ title }) => title);
  const worst = worstOf(page.unprotected);
  const parts = present([
    broken.length === 0
      ? 'No goal or guard that is met prevents fewer agents'
      : `One agent fewer breaks: ${firstNamed(broken, NAMED_MOST)}`,
    near.length > 0 && `at the bound: ${firstNamed(near, NAMED_MOST)}`,
    worst !== null && `not protected: ${worst.title} goes ${fromTo(worst)}`,
  ]);
  return `${parts.join('; ')}.`;
}

function fromTo({ found, today, unit }: StaffingChange): string {
  return `from ${formatMean(today, unit)} to ${formatMean(found, unit)}`;
}

/** The unprotected share that worsens most, if the interval of the difference is unambiguous. */
function worstOf(changes: readonly StaffingChange[]): StaffingChange | null {
  const worse = changes.filter((change) => change.unit === 'share' && isWorse(change));
  const size = ({ difference }: StaffingChange) => Math.abs(difference?.mean ?? 0);
  return [...worse].sort((one, other) => size(other) - size(one))[0] ?? null;
}

/** Whether the whole interval of the difference lies on the worse side. */
export function isWorse({ better, difference }: StaffingChange): boolean {
  if (difference === null || !Number.isFinite(difference.halfWidth)) return false;
  const loss = (better === 'more' ? -1 : 1) * difference.mean;
  return loss - difference.halfWidth > 0;
}
