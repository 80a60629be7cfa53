import { type Column, Counter, DAY_MS, HOUR_MS, MINUTE_MS } from '#base';
import {
  type AgentIndex,
  type CentreIndex,
  type DurationMs,
  type LocalClock,
  localClockOf,
  type OwnPreference,
  type Preference,
  type RoutingCondition,
  type Scenario,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { fastestFactor, fastestIdle, speedsDiffer } from '../people/agent-speeds.ts';
import type { Agent, Group } from '../people/agents.ts';
import { isSubcontracted, putsSubcontractorsLast } from '../residency/contracts.ts';
import type { Clock } from '../time/clock.ts';
import { kindRanks } from './case-kinds.ts';
import type { RoutingClass } from './routing-classes.ts';

/** Local hours in which a centre counts as awake for the preference `follow the sun`. */
const DAY_FROM_MS = 8 * HOUR_MS;
const DAY_TO_MS = 18 * HOUR_MS;

/** The rank of a group for a case under one preference: the smallest is chosen. A pure function. */
export type Rank = (group: Group, record: CaseRecord) => number;

/** A stage of the routing rule: when it applies, and how it ranks groups. */
export interface PreferenceStage {
  readonly applies: (record: CaseRecord) => boolean;
  /** The first rank decides; each later one breaks the ties of those before it. The longest idle agent breaks the last ties. */
  readonly ranks: readonly Rank[];
  /** The rank that is a place in an order of choice, which the ledger records; null if none is. */
  readonly order: Rank | null;
  /** Which free agent of the chosen group gets the case; null: the one who has been free the longest. */
  readonly pick: ((group: Group, record: CaseRecord) => Agent | null) | null;
}

/** What preferences read besides group and case. */
export interface PreferenceFacts {
  readonly scenario: Scenario;
  readonly clock: Clock;
  /** Offset of each centre's clock from UTC, ms. */
  readonly clockOffsetMs: Column<CentreIndex, DurationMs>;
  /** Since when each agent has been idle, as a running number. */
  readonly idleSince: Column<AgentIndex>;
  /** Number of the decision, from 0. Random preferences draw by it. */
  readonly decisions: { number: number };
  readonly seed: string;
  readonly replication: number;
  readonly own: OwnPreference | null;
  waitingCases(): number;
}

const ORDERED = ['local specialist', 'follow the sun', 'overflow list'] as const;

/** Whether cases are held for their own region: true if a stage prefers local specialists. */
export function holdsForRegion({ stages }: Scenario['routing']): boolean {
  return stages.some(({ prefer }) => prefer.includes('local specialist'));
}

export function createStages(facts: PreferenceFacts): readonly PreferenceStage[] {
  const ranks = createRanks(facts);
  const randomAgents = createRandomAgents(facts);
  const own = facts.own === null ? [] : [rankBy(facts.own, facts.clock)];
  const last = rankLast(facts.scenario);
  return facts.scenario.routing.stages.map(({ prefer, when }) => {
    const named = prefer.filter((preference) => preference !== 'longest idle');
    const ofAgents = randomAgents(drawsAmongFastest(prefer, facts));
    const order = own.length === 0 ? ORDERED.find((preference) => preference === prefer[0]) : undefined;
    return {
      applies: createCondition(when, facts),
      ranks: [
        ...last,
        ...own,
        ...named.map((preference) => (preference === 'random agent' ? ofAgents.rank : ranks[preference])),
      ],
      order: order === undefined ? null : ranks[order],
      pick: pickOf(prefer, ofAgents, facts),
    };
  });
}

/** Ranks subcontractors after all others, for cases whose promise says so. Empty if none does. */
function rankLast(scenario: Scenario): readonly Rank[] {
  const isLast = scenario.groups.map((_, group) => isSubcontracted(scenario, group));
  const asks = scenario.streams.map((_, stream) => putsSubcontractorsLast(scenario, stream));
  if (!asks.includes(true)) return [];
  return [({ index }, { source }) => (isLast[index] === true && asks[source.index] === true ? 1 : 0)];
}

/** Whether agents are drawn among the fastest only. */
function drawsAmongFastest(prefer: readonly Preference[], { scenario }: PreferenceFacts): boolean {
  const fastest = prefer.indexOf('fastest server');
  return speedsDiffer(scenario) && fastest !== -1 && fastest < prefer.indexOf('random agent');
}

/** The choice of any free agent with equal chances. */
type RandomAgents = ReturnType<ReturnType<typeof createRandomAgents>>;

/** Bits of a draw's round that hold the agent's place in the group. The others hold the number of contacts of the case. */
const AGENT_BITS = 20;

/**
 * Each free agent has a draw for each contact, and the smallest gets the case. Draws are keyed by case, contact, group, and the agent's
 * number within the group, so neither other decisions nor more agents change them (common random numbers). Returns a function of whether
 * only the fastest free agents of each group take part.
 */
function createRandomAgents({ replication, scenario, seed }: PreferenceFacts) {
  const draws = scenario.groups.map(({ id }) => new Counter(seed, replication, `routing/random agent/${id}`));

  function drawOf({ group, index }: Agent, { caseNumber, contacts }: CaseRecord): number {
    const place = index - (group.agents[0] as Agent).index;
    return (draws[group.index] as Counter).uniform(caseNumber, (contacts << AGENT_BITS) + place);
  }

  return (amongFastest: boolean) => {
    /** The free agent of the group with the smallest draw. */
    function pick(group: Group, record: CaseRecord): Agent | null {
      const least = amongFastest ? fastestFactor(group) : 0;
      let best: Agent | null = null;
      let smallest = Number.POSITIVE_INFINITY;
      for (const agent of group.agents) {
        if (agent.isIdle === false || agent.ownSpeed < least) continue;
        const draw = drawOf(agent, record);
        if (draw < smallest) [best, smallest] = [agent, draw];
      }
      return best;
    }
    return {
      pick,
      /** That draw; Infinity if nobody is free. */
      rank(group: Group, record: CaseRecord): number {
        const agent = pick(group, record);
        return agent === null ? Number.POSITIVE_INFINITY : drawOf(agent, record);
      },
    };
  };
}

function pickOf(
  prefer: readonly Preference[],
  ofAgents: RandomAgents,
  { idleSince, scenario }: PreferenceFacts,
): PreferenceStage['pick'] {
  if (prefer.includes('random agent')) return ofAgents.pick;
  const isByAgent = speedsDiffer(scenario) && prefer.includes('fastest server');
  return isByAgent ? (group) => fastestIdle(group, idleSince) : null;
}

/** Checks what a user's module returns: it may not be a number. Groups are compared by differences, which infinity has none of. */
function rankBy(own: OwnPreference, clock: Clock): Rank {
  return (group, { contacts, language, product, queuedMs, severity, source, tier }) => {
    const { nowMs } = clock;
    const facts = { contacts, language, product, severity, tier, nowMs };
    const value = own.rank(group, { ...facts, stream: source.index, waitMs: nowMs - queuedMs });
    if (Number.isFinite(value)) return value;
    throw new BadPreference(
      `the preference ${own.name} returned ${String(value)} for a group; it must return a finite number`,
    );
  };
}

/** Thrown if a user's preference does not keep to its interface. */
export class BadPreference extends Error {}

function createRanks(facts: PreferenceFacts): Readonly<Record<Exclude<Preference, 'random agent'>, Rank>> {
  const { clock, clockOffsetMs, decisions, replication, scenario, seed } = facts;
  const { centres, routing, startEpochMs, streams } = scenario;
  const regions = [...new Set([...centres, ...streams].map(({ region }) => region))];
  const regionOfCentre = Int32Array.from(centres, ({ region }) => regions.indexOf(region));
  const regionOfStream = Int32Array.from(streams, ({ region }) => regions.indexOf(region));
  const { rank: kindRank } = kindRanks(scenario);
  const draws = new Counter(seed, replication, 'routing/random preference');
  return {
    'longest idle': () => 0,
    'local specialist': ({ centre }, { source }) =>
      regionOfCentre[centre] === regionOfStream[source.index] ? 0 : 1,
    'follow the sun': ({ centre }) => {
      const local = (startEpochMs + clock.nowMs + (clockOffsetMs[centre] as number)) % DAY_MS;
      return local >= DAY_FROM_MS && local < DAY_TO_MS ? 0 : 1;
    },
    'most idle agents': ({ idleCount }) => -idleCount,
    'least occupied': ({ idleCount, onDuty }) => (onDuty === 0 ? 1 : 1 - idleCount / onDuty),
    // The speed of the group's fastest free agent, or of the group if nobody is free. New agents count as experienced ones.
    'fastest server': speedsDiffer(scenario)
      ? (group, record) => -group.speedFor(record) * fastestFactor(group)
      : ({ speed }, { product }) => -(speed[product] as number),
    'overflow list': ({ index }) => routing.overflowPlaces[index] as number,
    'round robin': ({ lastChosen }) => lastChosen,
    'kind rank': ({ index }, record) => kindRank(index, record),
    random: ({ index }) => draws.uniform(decisions.number, index),
  };
}

function createCondition(
  { busyShare, hours, waitedMs, waiting }: RoutingCondition,
  { clock, scenario, waitingCases }: PreferenceFacts,
): PreferenceStage['applies'] {
  const { startEpochMs } = scenario;
  const clocks = new Map<string, LocalClock>();
  const minuteAt = (timeZone: string): number => {
    let zone = clocks.get(timeZone);
    if (zone === undefined) {
      zone = localClockOf(scenario, timeZone);
      clocks.set(timeZone, zone);
    }
    const now = startEpochMs + clock.nowMs;
    return ((now + zone.offsetAt(now)) % DAY_MS) / MINUTE_MS;
  };
  return (record) => {
    if (waitedMs !== null && clock.nowMs - record.queuedMs < waitedMs) return false;
    if (waiting !== null && waitingCases() < waiting) return false;
    if (busyShare !== null && busyShareOf(record.routingClass as RoutingClass) < busyShare) return false;
    if (hours === null) return true;
    const minute = minuteAt(scenario.streams[record.source.index]?.timeZone ?? 'UTC');
    return isWithin(minute, hours.fromMinute, hours.toMinute);
  };
}

/** The busy share of the agents on duty who may take the case; 1 if nobody is on duty. */
function busyShareOf({ permitted }: RoutingClass): number {
  let onDuty = 0;
  let idle = 0;
  for (const group of permitted) {
    if (!group.isUp) continue;
    onDuty += group.onDuty;
    idle += group.idleCount;
  }
  return onDuty === 0 ? 1 : 1 - idle / onDuty;
}

/** Hours that end at or before their start run across midnight. */
function isWithin(minute: number, from: number, to: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
