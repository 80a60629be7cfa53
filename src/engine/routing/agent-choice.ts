import type { AgentIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import { NOBODY } from '../people/idle-agents.ts';
import type { Workforce } from '../people/workforce.ts';
import type { PreferenceStage } from './preferences.ts';

/** The largest place in an order of choice that the ledger can hold. */
const LAST_PLACE = 255;

/** Chooses one of the idle agents who may have a case: by the preferences of its stage, or the one who has been idle longest. */
export interface AgentChoice {
  /** Whether preferences rank the groups. If not, the longest idle agent is chosen. */
  readonly ranks: boolean;
  /** The last decision: rank of the chosen group, and number of groups that had a free agent. */
  readonly decision: { rank: number; candidates: number };
  /** The agent for the case in a set of groups (one bit each), or null if none of them is idle. */
  bestOf(among: Int32Array, record: CaseRecord): Agent | null;
  /** Sets `decision` when an agent of the group takes the case. */
  noteChoice(group: Group, record: CaseRecord): void;
  /** Index of the stage of the routing rule that applies to the case now. */
  stageOf(record: CaseRecord): number;
  /** The groups in their order of choice for the case. Groups that rank equal share a place. */
  orderOf(groups: readonly Group[], record: CaseRecord): readonly { group: Group; place: number }[];
}

/** `decisions`: how many have been made, which random preferences read. */
export function createAgentChoice(
  { agents, groups, idle }: Workforce,
  stages: readonly PreferenceStage[],
  decisions: { number: number },
): AgentChoice {
  const { first: idleFirst, groups: idleGroups, since: idleSince } = idle;
  const words = Math.ceil(groups.length / 32);
  const ranks = stages.some((stage) => stage.ranks.length > 0);
  const decision = { rank: 0, candidates: 0 };

  /** The longest idle agent of a set of groups (one bit each). */
  function longestIdle(among: Int32Array): Agent | null {
    let best: AgentIndex = NOBODY;
    let candidates = 0;
    for (let word = 0; word < words; word++) {
      let bits = (idleGroups[word] as number) & (among[word] as number);
      while (bits !== 0) {
        const agent = idleFirst((word << 5) + lowestBit(bits));
        bits &= bits - 1;
        candidates++;
        if (best === NOBODY || isLonger(agent, best)) best = agent;
      }
    }
    decision.rank = 0;
    decision.candidates = candidates;
    return best === NOBODY ? null : (agents[best] as Agent);
  }

  /** The longest idle agent of a set of at most 32 groups. Usually no more than one of them has an idle agent. */
  function longestIdleOfFew(among: Int32Array): Agent | null {
    let bits = (idleGroups[0] as number) & (among[0] as number);
    decision.rank = 0;
    decision.candidates = 0;
    if (bits === 0) return null;
    let best = idleFirst(lowestBit(bits));
    let candidates = 1;
    for (bits &= bits - 1; bits !== 0; bits &= bits - 1) {
      const agent = idleFirst(lowestBit(bits));
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
    return picked ?? (agents[idleFirst(best.index)] as Agent);
  }

  function isBefore(group: Group, best: Group, record: CaseRecord, stage: PreferenceStage): boolean {
    const difference = compare(group, best, record, stage);
    if (difference !== 0) return difference < 0;
    return isLonger(idleFirst(group.index), idleFirst(best.index));
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
    decision.rank = stage.order === null ? 0 : Math.min(LAST_PLACE, stage.order(group, record));
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

  const bestOf = ranks ? firstChoice : words === 1 ? longestIdleOfFew : longestIdle;
  return { ranks, decision, bestOf, noteChoice, stageOf, orderOf };
}

/** Position of the lowest set bit, from 0. */
function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
