import { sumOf, WEEK_MS } from '#base';
import { mergeWindows } from './calendar/windows.ts';
import type { CaseNumber, RunMs } from './indices.ts';
import type { Backlog, OpenCase } from './scenario/open-case.ts';
import type { Scenario } from './scenario/scenario.ts';
import { type Channel, policyFor, type Severity } from './vocabulary.ts';

/** The case of that number, if it was opened before the run. */
export function openCaseOf(
  { backlog }: { readonly backlog?: Backlog | undefined },
  caseNumber: CaseNumber,
): OpenCase | undefined {
  return backlog === undefined ? undefined : backlog[caseNumber];
}

/** Whether an agent has answered the case before the run. */
export function wasAnswered({ state }: OpenCase): boolean {
  return state !== 'waiting' && state !== 'triage';
}

/** Whether cases of the scenario come to stand there at that tier. */
export function mayStand(
  { customerWait, vendorWait }: Scenario['work'],
  { state, tier }: Pick<OpenCase, 'state' | 'tier'>,
): boolean {
  const higher = tier > 1 ? customerWait.higherTiers : undefined;
  if (state === 'awaiting customer') return (higher?.[tier - 2] ?? customerWait).share > 0;
  return state !== 'awaiting vendor' || (vendorWait?.[tier - 1]?.share ?? 0) > 0;
}

/** A case in hand: the id of the group that has it, if it is known, and words that the scenario may not have. */
interface HandedCase extends Readonly<Record<'channel' | 'severity', string>> {
  readonly group: string | undefined;
  readonly tier: number;
}

/**
 * How much of a contact in hand may be done at an instant, ms. If work rests at the end of a shift, only the hours count in which people are
 * there who may have the case; other weeks are taken to be like the first of the scenario. Undefined: all the time counts.
 */
export function workedWithin(
  { groups, horizonMs, work }: Pick<Scenario, 'groups' | 'horizonMs' | 'work'>,
  { channel, group, severity, tier }: HandedCase,
  [fromMs, atMs]: readonly [RunMs, RunMs],
): number | undefined {
  if (policyFor(work.shiftEnd[channel as Channel], severity as Severity) !== 'pause') return undefined;
  const own = groups.filter((one) => (group === undefined ? one.tier === tier : one.id === group));
  const windows = mergeWindows(own.flatMap(({ shifts }) => shifts.flatMap(({ duty }) => duty)));
  const lengthMs = Math.min(horizonMs, WEEK_MS);
  const upTo = (ms: RunMs) =>
    sumOf(windows.map(({ fromMs, toMs }) => Math.max(0, Math.min(toMs, ms) - Math.max(fromMs, 0))));
  const until = (ms: RunMs) => {
    const weeks = Math.floor(ms / lengthMs);
    return weeks * upTo(lengthMs) + upTo(ms - weeks * lengthMs);
  };
  return Math.round(until(atMs) - until(fromMs));
}
