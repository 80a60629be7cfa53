import { type MmcRates, relaxationTime } from './theory.ts';
import type { Plan, Setup } from './validation-case.ts';

/** Scenario files of validation cases, over `base/scenario.yaml`. Rates of cases are per minute, as a plain number. */

export const MINUTE_MS = 60_000;

export interface QueueText {
  readonly agents: number;
  /** Arrivals per minute. */
  readonly rate: number;
  readonly handle: string;
  readonly patience?: string;
  /** Shares, as a YAML map. */
  readonly severities?: string;
  /** The distribution of the times between arrivals. */
  readonly intervals?: string;
  /** Further keys of the group and of the centre, each as `key: value`. */
  readonly group?: string;
  readonly centre?: string;
  /** Further keys of `work`, and then of the file, as YAML. */
  readonly more?: string;
}

/** One queue of callers for identical agents. */
export function queueText(queue: QueueText): string {
  const { agents, centre, group, handle, intervals, more, patience, rate, severities = '{ C: 1 }' } = queue;
  return `
centres:
  home:
    ${centre ?? ''}
    groups:
      agents:
        ${group ?? ''}
        shifts: { always: { agents: ${agents} } }
segments:
  customers:
    severities: ${severities}
    arrivals: { intervals: ${intervals ?? 'exponential'} }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(rate)} }]
work:
  patience: { phone: ${patience ?? 'none'} }
  handle: { tier1: { phone: ${handle} } }
${more ?? ''}
`;
}

export interface TiersText {
  /** Arrivals per minute. */
  readonly rate: number;
  /** From the first tier on. */
  readonly tiers: readonly { readonly agents: number; readonly handle: string }[];
  /** Further keys of `work`, each on a line that is indented by two. */
  readonly work: string;
}

/** A queue of callers for each of several tiers. */
export function tiersText({ rate, tiers, work }: TiersText): string {
  const groups = tiers.map(
    ({ agents }, k) =>
      `tier-${k + 1}: { tier: ${k + 1}, languages: [en], products: all, shifts: ${alwaysOn(agents)} }`,
  );
  const handles = tiers.map(({ handle }, k) => `tier${k + 1}: { phone: ${handle} }`);
  return `
centres: { home: { groups: { agents: null, ${groups.join(', ')} } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(rate)} }]
work:
  handle: { ${handles.join(', ')} }
${work}
`;
}

/** Shifts of agents who are on duty day and night, as YAML. */
export function alwaysOn(agents: number): string {
  return `{ always: { agents: ${agents}, from: "00:00", to: "24:00" } }`;
}

export interface GroupText {
  readonly id: string;
  readonly agents: number;
  /** As YAML. */
  readonly products: string;
}

/** The centre with these groups of the first tier in place of the base's group. */
export function groupsText(groups: readonly GroupText[]): string {
  const lines = groups.map(
    ({ agents, id, products }) =>
      `      ${id}: { tier: 1, languages: [en], products: ${products}, shifts: ${alwaysOn(agents)} }`,
  );
  return `centres:
  home:
    groups:
      agents: null
${lines.join('\n')}`;
}

/** A rate as the format writes it. */
export function perMinute(rate: number): string {
  return `${rate.toFixed(12)}/min`;
}

/** A duration in minutes as the format writes it, to the millisecond. */
export function minutes(duration: number): string {
  return `${Math.round(duration * MINUTE_MS)} ms`;
}

export function scenarioText(changes: string, horizonMs: number): string {
  return `meridian: 1\nname: validation\nextends: ../base\nhorizon: ${Math.round(horizonMs)} ms\n${changes}`;
}

/** All that a steady-state run of a queue needs, minutes and arrivals. */
export interface LongRun {
  /** Arrivals that are counted. */
  readonly arrivals: number;
  /** Arrivals per minute. */
  readonly rate: number;
  readonly warmUp: number;
  /** Until the last counted cases have been answered. */
  readonly drain: number;
  /** Minimum counted time, however small the effort. */
  readonly least?: number;
}

/** A scenario observed in steady state: it warms up from empty, is counted, and runs on until all are answered. */
export function longRun(changes: string, { arrivals, drain, least = 0, rate, warmUp }: LongRun): Setup {
  return (effort: number): Plan => {
    const fromMs = Math.round(warmUp * MINUTE_MS);
    const toMs = fromMs + Math.round(Math.max((arrivals * effort) / rate, least) * MINUTE_MS);
    return { text: scenarioText(changes, toMs + drain * MINUTE_MS), fromMs, toMs };
  };
}

/**
 * The steady-state run of a queue whose theory is M/M/c, with as long a warm-up as its load requires. The probability that a wait exceeds
 * the drain is e^-40, even for the least urgent.
 */
export function queueInLongRun(
  queue: QueueText,
  meanHandle: number,
  arrivals: number,
  meanPatience = 0,
): Setup {
  const { agents, patience, rate } = queue;
  const load = { lambda: rate, mu: 1 / meanHandle, c: agents };
  const changes = queueText(queue);
  // Abandonment bounds the queue: within some handle times and patiences the start is forgotten whatever the load.
  if (patience !== undefined) {
    const time = meanHandle + meanPatience;
    return longRun(changes, { arrivals, rate, warmUp: 15 * time, drain: 10 * time, least: 50 * time });
  }
  const drain = 40 / (agents / meanHandle - rate) + 30 * meanHandle;
  return longRun(changes, { arrivals, rate, warmUp: warmUpOf(load), drain, least: leastOf(load) });
}

/** Six relaxation times, minutes: the remaining effect of the empty start is far below the sampling error. */
export function warmUpOf(load: MmcRates): number {
  return 6 * relaxationTime(load);
}

/**
 * Twenty relaxation times, minutes: means of shorter runs are so skewed that Student's interval does not cover them as often as it claims.
 */
export function leastOf(load: MmcRates): number {
  return 20 * relaxationTime(load);
}
