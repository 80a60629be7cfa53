import type { Column, Indexed } from '#base';
import type {
  AgentIndex,
  CentreIndex,
  DurationMs,
  OwnPreference,
  QueueOwnerIndex,
  StreamIndex,
  WaitingCauseIndex,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { WaitingList, WaitingQueues } from '../cases/waiting-queues.ts';
import type { Source } from '../demand/source.ts';
import type { Agent, Group } from '../people/agents.ts';
import { emptyGroupSet, NOBODY } from '../people/idle-agents.ts';
import type { Workforce } from '../people/workforce.ts';
import type { Policy } from '../residency/policy.ts';
import type { Clock } from '../time/clock.ts';
import type { World } from '../world/world.ts';
import { caseSorts } from './case-kinds.ts';
import { createGuards, type Guards } from './guards.ts';
import { createStages, holdsForRegion, type PreferenceStage } from './preferences.ts';
import type { QueueLengths } from './queue-lengths.ts';
import { queueOwners } from './queue-owners.ts';
import { narrowedTo, type RoutingClass, RoutingClasses } from './routing-classes.ts';
import { waitingCauseOf } from './waiting-cause.ts';

/** The largest place in an order of choice that the ledger can hold. */
const LAST_PLACE = 255;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * Matches waiting cases with idle agents: first by eligibility (routing classes, made from promise and law), then by preference. It
 * keeps the queues and makes the decisions; the kernel carries them out.
 */
export interface Router {
  /** Offset of each centre's clock from UTC, ms; kept up to date by the simulation. */
  readonly clockOffsetMs: Column<CentreIndex, DurationMs>;
  readonly queues: WaitingQueues;
  /** Whether preferences rank the groups. If not, the longest idle agent is chosen. */
  readonly ranks: boolean;
  /** The last decision: rank of the chosen group, and number of groups that had a free agent. */
  readonly decision: { rank: number; candidates: number };
  /** Recomputes the classes after a change of promise or law, and moves the waiting cases into the new queues. */
  reclassify(): void;
  /** The part of a class that is in the queue of one centre or group. */
  narrowedTo(routingClass: RoutingClass, owner: QueueOwnerIndex): RoutingClass;
  /** The list in which the case waits now. */
  listFor(record: CaseRecord): WaitingList;
  /** The idle agent who gets the waiting case, or null. */
  agentFor(record: CaseRecord): Agent | null;
  /**
   * The waiting case that an agent of the group takes, or null: by severity, then by the order of the queue. `idle`: how many agents
   * of the group are free, including the one who asks.
   */
  caseFor(group: Group, idle?: number): CaseRecord | null;
  /**
   * The waiting case that an agent of the group takes among those for which `isAmong` is true, or null. Groups without ranks take them
   * first in, first out within a severity.
   */
  caseAmong(group: Group, idle: number, isAmong: (record: CaseRecord) => boolean): CaseRecord | null;
  /** Whether the group's conditions let it take the case now. `idle`: how many of its agents are free. */
  admits(group: Group, record: CaseRecord, idle: number): boolean;
  /** Whether the group's conditions let it interrupt a contact for the case. */
  admitsInterruption(group: Group, record: CaseRecord): boolean;
  /** Sets `decision` when an agent of the group takes the case. */
  noteChoice(group: Group, record: CaseRecord): void;
  /** Index of the stage of the routing rule that applies to the case now. */
  stageOf(record: CaseRecord): number;
  /** The groups in their order of choice for the case. Groups that rank equal share a place. */
  orderOf(groups: readonly Group[], record: CaseRecord): readonly { group: Group; place: number }[];
  /** Why the case waits, as of the last call of `judgeCauses`. */
  causeOf(record: CaseRecord): WaitingCauseIndex;
  /** Recomputes the cause of every class. Calls `changed` for each waiting case whose cause has changed. */
  judgeCauses(changed?: (record: CaseRecord, cause: WaitingCauseIndex) => void): void;
  /** Groups that may take the case now, busy or not. While the case is held for its own region, only groups of that region. */
  eligibleGroups(record: CaseRecord): readonly Group[];
  /** Whether the case is held for its own region: under that preference, while the hold lasts, if the region has an eligible group. */
  isHeld(record: CaseRecord): boolean;
}

interface RouterOptions {
  readonly seed: string;
  readonly replication: number;
  readonly queueLengths: QueueLengths | null;
  /** Ranks groups before the scenario's preferences do. */
  readonly preference?: OwnPreference;
}

export function createRouter(
  world: World,
  { agents, groups, idle }: Workforce,
  sources: Indexed<StreamIndex, Source>,
  clock: Clock,
  policy: Policy,
  queues: WaitingQueues,
  { queueLengths, preference, replication, seed }: RouterOptions,
): Router {
  const { scenario } = world;
  const words = Math.ceil(groups.length / 32);
  const { first: idleFirst, groups: idleGroups, since: idleSince } = idle;
  const clockOffsetMs = new Float64Array(scenario.centres.length);
  const decision = { rank: 0, candidates: 0 };
  const decisions = { number: 0 };
  const stages = createStages({
    scenario,
    clock,
    clockOffsetMs,
    idleSince,
    decisions,
    seed,
    replication,
    own: preference ?? null,
    waitingCases: () => queues.length,
  });
  const ranks = stages.some((stage) => stage.ranks.length > 0);
  const holds = holdsForRegion(scenario.routing);
  const guards = createGuards(scenario, groups, clock, queueLengths);
  const sorts = caseSorts(scenario);
  const admittedSet = emptyGroupSet(groups.length);
  const ownerOf = queueOwners(scenario);
  /** By class, then owner of the queue. */
  const narrowed: { at: readonly ReadonlyMap<number, RoutingClass>[] } = { at: [] };
  const law = { classes: classify() };

  function classify(): readonly RoutingClass[] {
    const { byStream, classes: whole } = new RoutingClasses(world, groups, policy);
    const { all: classes, at } =
      ownerOf === null ? { all: whole, at: [] } : narrowedTo(whole, ownerOf, groups.length);
    narrowed.at = at;
    queues.clear(classes.length, sorts.count);
    for (const group of groups) group.mask = queues.emptyMask();
    for (const { index, local, permitted } of classes) {
      for (const { mask } of local) queues.admit(mask, index, 0);
      for (const { mask } of permitted) queues.admit(mask, index, 1);
    }
    sources.forEach((source, stream) => {
      source.classes = byStream[stream] as readonly RoutingClass[];
    });
    return classes;
  }

  function reclassify(): void {
    const waiting = queues.all().map((record) => ({ record, isBlocked: record.queue === queues.blocked }));
    law.classes = classify();
    for (const { record, isBlocked } of waiting) {
      const { language, product, source, tier } = record;
      record.routingClass = source.classOf(product, language, tier);
      queues.insert(record, isBlocked ? queues.blocked : listFor(record));
    }
    judgeCauses();
  }

  function listFor(record: CaseRecord): WaitingList {
    const routingClass = record.routingClass as RoutingClass;
    const stage = holds && isHeld(record, routingClass) ? 0 : 1;
    return queues.listOf(routingClass.index, stage, record.severity, sorts.of(record));
  }

  function agentFor(record: CaseRecord): Agent | null {
    return bestOf(eligibleSet(record), record);
  }

  /** `agentFor` where groups have conditions. */
  function agentForGuarded(conditions: Guards, record: CaseRecord): Agent | null {
    return bestOf(admitted(conditions, eligibleSet(record), record), record);
  }

  function eligibleSet(record: CaseRecord): Int32Array {
    const routingClass = record.routingClass as RoutingClass;
    return isHeld(record, routingClass) ? routingClass.localSet : routingClass.permittedSet;
  }

  function eligibleGroups(record: CaseRecord): readonly Group[] {
    const routingClass = record.routingClass as RoutingClass;
    return isHeld(record, routingClass) ? routingClass.local : routingClass.permitted;
  }

  function bestOf(among: Int32Array, record: CaseRecord): Agent | null {
    if (ranks) return firstChoice(among, record);
    decision.rank = 0;
    return words === 1 ? longestIdleOfFew(among[0] as number) : longestIdle(among);
  }

  function admitted({ admits }: Guards, eligible: Int32Array, record: CaseRecord): Int32Array {
    admittedSet.set(eligible);
    for (const group of groups) {
      if (group.idleCount === 0 || admits(group, record, group.idleCount)) continue;
      const word = group.index >> 5;
      admittedSet[word] = (admittedSet[word] as number) & ~(1 << (group.index & 31));
    }
    return admittedSet;
  }

  /** By rank; within a rank by severity and order of joining, or by weight × wait. Ranks need the default order of queues. */
  function caseForGuarded(guard: Guards, group: Group, idle: number): CaseRecord | null {
    if (guard.isFree(group)) return queues.best(group.mask);
    if (scenario.routing.order !== undefined)
      return queues.bestAmong(group.mask, (record) => guard.admits(group, record, idle));
    return caseRanked(guard, group, idle, () => true);
  }

  function caseRanked(
    { isWeighing, rank, weight }: Guards,
    group: Group,
    idle: number,
    isAmong: (record: CaseRecord) => boolean,
  ): CaseRecord | null {
    const rankOf = (record: CaseRecord) => (isAmong(record) ? rank(group, record, idle) : NEVER);
    const first = queues.bestBy(group.mask, rankOf, () => true);
    if (first === null || !isWeighing(group)) return first;
    const best = rankOf(first);
    // Falls as the weighted wait grows, and is never 0.
    const shortness = (record: CaseRecord) =>
      rankOf(record) === best ? 1 / (1 + weight(group, record) * (clock.nowMs - record.queuedMs)) : NEVER;
    return queues.bestBy(group.mask, shortness, ({ isByWait }) => isByWait);
  }

  /** The longest idle agent of a set of groups (one bit each). */
  function longestIdle(among: Int32Array): Agent | null {
    let best: AgentIndex = NOBODY;
    let candidates = 0;
    for (let word = 0; word < words; word++) {
      let bits = (idleGroups[word] as number) & (among[word] as number);
      while (bits !== 0) {
        const agent = idleFirst[(word << 5) + lowestBit(bits)] as AgentIndex;
        bits &= bits - 1;
        candidates++;
        if (best === NOBODY || isLonger(agent, best)) best = agent;
      }
    }
    decision.candidates = candidates;
    return best === NOBODY ? null : (agents[best] as Agent);
  }

  /** The longest idle agent of a set of at most 32 groups. Usually no more than one of them has an idle agent. */
  function longestIdleOfFew(among: number): Agent | null {
    let bits = (idleGroups[0] as number) & among;
    decision.candidates = 0;
    if (bits === 0) return null;
    let best = idleFirst[lowestBit(bits)] as AgentIndex;
    let candidates = 1;
    for (bits &= bits - 1; bits !== 0; bits &= bits - 1) {
      const agent = idleFirst[lowestBit(bits)] as AgentIndex;
      candidates++;
      if (isLonger(agent, best)) best = agent;
    }
    decision.candidates = candidates;
    return agents[best] as Agent;
  }

  function isLonger(agent: AgentIndex, other: AgentIndex): boolean {
    return (idleSince[agent] as number) < (idleSince[other] as number);
  }

  function firstChoice(among: Int32Array, record: CaseRecord): Agent | null {
    const stage = stageFor(record);
    let best: Group | null = null;
    let candidates = 0;
    decisions.number++;
    for (let word = 0; word < words; word++) {
      let bits = (idleGroups[word] as number) & (among[word] as number);
      while (bits !== 0) {
        const group = groups[(word << 5) + lowestBit(bits)] as Group;
        bits &= bits - 1;
        candidates++;
        if (best === null || isBefore(group, best, record, stage)) best = group;
      }
    }
    if (best === null) return null;
    noteChoice(best, record, stage);
    decision.candidates = candidates;
    const picked = stage.pick === null ? null : stage.pick(best, record);
    return picked ?? (agents[idleFirst[best.index] as AgentIndex] as Agent);
  }

  function isBefore(group: Group, best: Group, record: CaseRecord, stage: PreferenceStage): boolean {
    const difference = compare(group, best, record, stage);
    if (difference !== 0) return difference < 0;
    return isLonger(idleFirst[group.index] as AgentIndex, idleFirst[best.index] as AgentIndex);
  }

  function compare(left: Group, right: Group, record: CaseRecord, { ranks }: PreferenceStage): number {
    for (const rank of ranks) {
      const difference = rank(left, record) - rank(right, record);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  function stageOf(record: CaseRecord): number {
    let stage = 0;
    while (!(stages[stage] as PreferenceStage).applies(record)) stage++;
    return stage;
  }

  function stageFor(record: CaseRecord): PreferenceStage {
    return stages[stageOf(record)] as PreferenceStage;
  }

  function noteChoice(group: Group, record: CaseRecord, stage = stageFor(record)): void {
    const [first] = stage.ranks;
    decision.rank = stage.isOrdered && first !== undefined ? Math.min(LAST_PLACE, first(group, record)) : 0;
    decision.candidates = 1;
    group.lastChosen = decisions.number;
  }

  function orderOf(among: readonly Group[], record: CaseRecord): readonly { group: Group; place: number }[] {
    const stage = stageFor(record);
    const sorted = [...among].sort(
      (left, right) => compare(left, right, record, stage) || left.index - right.index,
    );
    let place = -1;
    return sorted.map((group, i) => {
      const before = sorted[i - 1];
      if (before === undefined || compare(before, group, record, stage) !== 0) place++;
      return { group, place };
    });
  }

  function causeOf(record: CaseRecord): WaitingCauseIndex {
    const routingClass = record.routingClass as RoutingClass;
    return holds && isHeld(record, routingClass) ? routingClass.causeWhenHeld : routingClass.causeWhenOpen;
  }

  function judgeCauses(changed?: (record: CaseRecord, cause: WaitingCauseIndex) => void): void {
    const report = (routingClass: RoutingClass, stage: number, cause: WaitingCauseIndex) => {
      if (changed !== undefined) {
        queues.forEachOf(routingClass.index, stage, (record) => changed(record, cause));
      }
    };
    for (const routingClass of law.classes) {
      const whenHeld = waitingCauseOf(routingClass, true);
      if (whenHeld !== routingClass.causeWhenHeld) {
        routingClass.causeWhenHeld = whenHeld;
        report(routingClass, 0, whenHeld);
      }
      const whenOpen = waitingCauseOf(routingClass, false);
      if (whenOpen !== routingClass.causeWhenOpen) {
        routingClass.causeWhenOpen = whenOpen;
        report(routingClass, 1, whenOpen);
      }
    }
  }

  function isHeld(record: CaseRecord, routingClass: RoutingClass): boolean {
    return holds && record.stage === 0 && routingClass.local.length > 0;
  }

  return {
    clockOffsetMs,
    queues,
    ranks,
    decision,
    reclassify,
    listFor,
    narrowedTo: (routingClass, owner) => narrowed.at[routingClass.index]?.get(owner) as RoutingClass,

    agentFor: guards === null ? agentFor : (record) => agentForGuarded(guards, record),
    caseFor:
      guards === null
        ? (group) => queues.best(group.mask)
        : (group, idle = group.idleCount + 1) => caseForGuarded(guards, group, idle),
    caseAmong:
      guards === null
        ? ({ mask }, _idle, isAmong) => queues.bestBy(mask, (record) => (isAmong(record) ? 0 : NEVER))
        : (group, idle, isAmong) => caseRanked(guards, group, idle, isAmong),
    admits: guards === null ? () => true : guards.admits,
    admitsInterruption: guards === null ? () => true : guards.admitsInterruption,
    noteChoice,
    stageOf,
    orderOf,
    causeOf,
    judgeCauses,
    eligibleGroups,
    isHeld: (record) => isHeld(record, record.routingClass as RoutingClass),
  };
}

/** Position of the lowest set bit, from 0. */
function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
