import {
  type AgentIndex,
  type CaseStateIndex,
  type GroupIndex,
  type RankedKind,
  SEVERITIES,
  type SeverityIndex,
} from '#domain';
import type { CaseView } from '../../facts/case-state.ts';
import type { FactsView } from '../../facts/facts.ts';
import { waitsSinceMs } from '../../facts/opened-before.ts';
import { isOfKind } from '../../facts/taking-guards.ts';
import type { Tally } from '../../facts/tally.ts';
import { isReachable } from '../../facts/waiting-census.ts';
import type { PoolView } from '../../facts/waiting-pool.ts';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';
import { KindQueues, type Wait } from './kind-queues.ts';

/** Products of weight and wait that differ by less count as equal. */
const ROUNDING = 1e-9;

const NO_WAIT: Wait = { sinceMs: NONE, joined: NONE };

/** How a group ranks a kind of case before waits count: smaller values come first, except that a larger weight does. */
interface Standing {
  /** With preemption: severities that interrupt others come before all kinds. */
  readonly level: number;
  readonly rank: number;
  /** 0 if the group has no weights. */
  readonly weight: number;
  readonly severity: SeverityIndex;
}

/**
 * Part of R23: which case a group takes first. An agent who has just become free, or has one contact less than
 * before, takes the waiting case whose kind the group ranks first; within a rank the one with the largest weight ×
 * wait, if the group has weights; then the highest severity; then the one that joined first. Cases that joined in
 * this very instant do not count against the choice, nor do cases whose waiting condition may have become true in it,
 * because the ledger lists simultaneous acts one after another.
 */
export class TakingOrder extends Judge {
  private readonly kinds: readonly (readonly RankedKind[])[];
  /** By group and kind. */
  private readonly ranks: readonly (readonly number[])[];
  private readonly isWeighing: readonly boolean[];
  private readonly levels: readonly number[];
  private readonly isUsed: boolean;
  private readonly raisedGoLast: boolean;
  /** When each agent last finished a case or other work, ms. */
  private readonly freedMs = new Map<number, number>();
  private joins = 0;
  private readonly waits = new Map<CaseView, Wait>();
  private readonly waitOf = (supportCase: CaseView) => this.waits.get(supportCase) ?? NO_WAIT;
  /** The queues of a pool, first for groups without weights, then for those with weights. They are made when such a group first takes a case. */
  private readonly queues: readonly WeakMap<PoolView<CaseView>, KindQueues>[] = [
    new WeakMap(),
    new WeakMap(),
  ];

  constructor(facts: FactsView, tally: Tally) {
    super(facts, tally);
    const { groups, routing, work } = facts.tables.scenario;
    this.kinds = groups.map(({ takesFirst = [] }) => takesFirst);
    this.ranks = this.kinds.map((own) => own.map(({ rank }, kind) => rank ?? kind + 1));
    this.isWeighing = groups.map((_, group) => facts.tables.weighsWaits(group));
    this.isUsed = this.kinds.some(({ length }) => length > 0);
    const interrupting = routing.preemption?.by ?? [];
    this.levels = SEVERITIES.map((severity, k) =>
      interrupting.includes(severity) ? k : interrupting.length === 0 ? 0 : SEVERITIES.length,
    );
    this.raisedGoLast = work.severityRaise.goesLast === true;
  }

  /**
   * Called when the case joins the queue: at its end, unless it was interrupted for another, or still waits for its
   * first answer.
   */
  joined(supportCase: CaseView, was: CaseStateIndex): void {
    if (!this.isUsed) return;
    const { timeMs } = this.facts.moment;
    const before = this.waits.get(supportCase);
    if (supportCase.lastAgent !== NONE || before === undefined) {
      const isInterrupted = supportCase.rare.preemptedMs === timeMs;
      const joined = isInterrupted ? (before?.joined ?? NONE) : this.joins++;
      const sinceMs = waitsSinceMs(this.facts.tables, supportCase, was, timeMs);
      this.waits.set(supportCase, { sinceMs, joined });
    } else if (this.raisedGoLast) {
      this.waits.set(supportCase, { sinceMs: before.sinceMs, joined: this.joins++ });
    }
    this.placed(supportCase);
  }

  /** Called when the case waits in another pool, with another severity, or in another place of its queue. */
  placed(supportCase: CaseView): void {
    const { pool } = supportCase;
    if (!this.isUsed || pool === null) return;
    for (const known of this.queues) {
      const queues = known.get(pool);
      queues?.add(supportCase);
      if (queues?.isCompact === false) known.delete(pool);
    }
  }

  dropped(supportCase: CaseView): void {
    if (this.isUsed) this.waits.delete(supportCase);
  }

  freed(agent: AgentIndex): void {
    if (this.isUsed) this.freedMs.set(agent, this.facts.moment.timeMs);
  }

  /**
   * Called when an agent of the group takes the case, before the facts record it. `isSettled`: whether duties and
   * states of centres are unchanged in this instant.
   */
  assigned(supportCase: CaseView, group: GroupIndex, agent: AgentIndex, isSettled: boolean): void {
    if ((this.kinds[group] ?? []).length === 0 || !this.isChoice(supportCase, group, agent)) return;
    const { eligibility, tables } = this.facts;
    this.tally.checks++;
    const comparing = this.comparingWith(group, supportCase);
    const canBeTaken = (other: CaseView) =>
      other !== supportCase && this.couldBeTaken(other, group, agent, isSettled);
    for (const pool of eligibility.poolsOfGroup[group] ?? []) {
      if (pool.total === 0) continue;
      const other = this.queuesOf(pool, group).find(comparing, canBeTaken);
      if (other === null) continue;
      const name = tables.scenario.groups[group]?.id ?? group;
      this.violate(
        supportCase,
        `agent ${agent} takes the case, but group ${name} must take case ${other.number} first`,
      );
      return;
    }
  }

  /**
   * Judges the conditions under which the group takes such a case at all. They do not bind an agent who continues a case because nobody is
   * free for it: no wait can have passed then, and the agent takes nothing from a queue.
   */
  judgeConditions(supportCase: CaseView, group: GroupIndex, agent: AgentIndex): void {
    const { givingOver, guards, tables, world } = this.facts;
    if (!guards.areUsed || givingOver.isGoingOn(supportCase, agent)) return;
    this.tally.checks++;
    // An agent who stays after duty is the only one who is free.
    const stays = world.staysSinceMs.has(agent);
    const idle = stays ? Number(!world.isBusy(agent)) : (world.idle[group] as number);
    if (guards.admit(group, supportCase, idle)) return;
    const name = tables.scenario.groups[group]?.id ?? group;
    this.violate(
      supportCase,
      `agent ${agent} takes the case, but group ${name} takes such a case only under conditions that do not hold`,
    );
  }

  /**
   * Whether the agent chose among waiting cases. An emergency, access from outside, or a case that comes back to its
   * own agent, is no choice.
   */
  private isChoice(supportCase: CaseView, group: GroupIndex, agent: AgentIndex): boolean {
    const { lastAgent } = supportCase;
    const { escort, givenMs, openTo } = supportCase.rare;
    const { eligibility, moment, world } = this.facts;
    if (supportCase.isApproved && !eligibility.isPermitted(supportCase, group)) return false;
    if (openTo === agent || escort !== null || (givenMs === moment.timeMs && lastAgent === agent))
      return false;
    return (
      world.staysSinceMs.has(agent) ||
      world.freeSinceMs[agent] === moment.timeMs ||
      this.freedMs.get(agent) === moment.timeMs
    );
  }

  private couldBeTaken(other: CaseView, group: GroupIndex, agent: AgentIndex, isSettled: boolean): boolean {
    const { concurrency, guards, moment, world } = this.facts;
    if (other.joinedMs === moment.timeMs || !isReachable(other, world)) return false;
    if (world.isBusy(agent) && !concurrency.hasRoom(agent, other)) return false;
    const sinceMs = world.staysSinceMs.get(agent);
    if (sinceMs !== undefined)
      return other.rare.servedOutMs === sinceMs && guards.admit(group, other, Number(!world.isBusy(agent)));
    if (guards.isFree(group, other)) return true;
    // Queues that are compared change within an instant.
    const isSteady = isSettled && !guards.comparing.includes(group);
    return isSteady && guards.admit(group, other, this.surelyFree(group, agent));
  }

  /** The agent, if not busy, and all others of the group who have been free since before this instant. */
  private surelyFree(group: GroupIndex, agent: AgentIndex): number {
    const { moment, tables, world } = this.facts;
    let free = world.isBusy(agent) ? 0 : 1;
    for (const other of tables.agentsOf(group)) {
      const isFree = other !== agent && world.isPresent(other) && !world.isBusy(other);
      if (isFree && (world.freeSinceMs[other] as number) < moment.timeMs) free++;
    }
    return free;
  }

  private queuesOf(pool: PoolView<CaseView>, group: GroupIndex): KindQueues {
    const weighs = this.isWeighing[group] === true;
    const known = this.queues[Number(weighs)];
    let queues = known?.get(pool);
    if (queues === undefined) {
      queues = new KindQueues(pool, this.waitOf, weighs);
      known?.set(pool, queues);
    }
    return queues;
  }

  /** Compares a wait of the kind of `ofKind` with that of `other`: negative if the group must take a case with this wait before `other`. */
  private comparingWith(group: GroupIndex, other: CaseView): (ofKind: CaseView) => (wait: Wait) => number {
    const { timeMs } = this.facts.moment;
    const its = this.standingOf(group, other);
    const itsWait = this.waitOf(other);
    const itsWeighed = its.weight * (timeMs - itsWait.sinceMs);
    return (ofKind) => {
      const { level, rank, severity, weight } = this.standingOf(group, ofKind);
      const byKind = level - its.level || rank - its.rank;
      return ({ joined, sinceMs }) => {
        if (byKind !== 0) return byKind;
        const weighed = weight * (timeMs - sinceMs);
        const less = itsWeighed - weighed;
        if (less !== 0) return less < 0 && -less <= ROUNDING * weighed ? 0 : less;
        return severity - its.severity || joined - itsWait.joined;
      };
    };
  }

  private standingOf(group: GroupIndex, supportCase: CaseView): Standing {
    const { severity } = supportCase;
    const ranks = this.ranks[group] ?? [];
    const kinds = this.kinds[group] ?? [];
    const kind = kinds.findIndex((one) => isOfKind(this.facts.tables, one, supportCase));
    return {
      level: this.levels[severity] ?? 0,
      rank: ranks[kind] ?? Math.max(...ranks) + 1,
      weight: this.isWeighing[group] === true ? (kinds[kind]?.weight ?? 1) : 0,
      severity,
    };
  }
}
