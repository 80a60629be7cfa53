import type { Column, Indexed } from '#base';
import type {
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
import type { Workforce } from '../people/workforce.ts';
import type { Policy } from '../residency/policy.ts';
import type { Clock } from '../time/clock.ts';
import type { World } from '../world/world.ts';
import { type AgentChoice, createAgentChoice } from './agent-choice.ts';
import { caseSorts } from './case-kinds.ts';
import { createGuards, type Guards } from './guards.ts';
import { createStages, holdsForRegion } from './preferences.ts';
import type { QueueLengths } from './queue-lengths.ts';
import { narrowedTo, queueOwners, type RoutingClass, RoutingClasses } from './routing-classes.ts';
import { judgeCausesOf } from './waiting-cause.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Matches waiting cases with idle agents: first by eligibility (routing classes, made from promise and law), then by preference. It
 * keeps the queues and makes the decisions; the kernel carries them out.
 */
export interface Router extends Omit<AgentChoice, 'bestOf'> {
  /** Offset of each centre's clock from UTC, ms; kept up to date by the simulation. */
  readonly clockOffsetMs: Column<CentreIndex, DurationMs>;
  readonly queues: WaitingQueues;
  /** Recomputes the classes after a change of promise or law, and moves the waiting cases into the new queues. */
  reclassify(): void;
  /** The part of a class that is in the queue of one centre or group. */
  narrowedTo(routingClass: RoutingClass, owner: QueueOwnerIndex): RoutingClass;
  /** Other agents may take the case from now on. If it waits, it keeps waiting. */
  move(record: CaseRecord, routingClass: RoutingClass): void;
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
  /** Called between two rounds of notices: works some answers out again, and stops the program if they differ. */
  lookAgain(): void;
  /** Why the case waits, as of the last call of `judgeCauses`. */
  causeOf(record: CaseRecord): WaitingCauseIndex;
  /** Recomputes the cause of every class. Calls `changed` for each waiting case whose cause has changed. */
  judgeCauses(changed?: (record: CaseRecord, cause: WaitingCauseIndex) => void): void;
  /** Groups that may take the case now, busy or not. While the case is held for its own region, only groups of that region. */
  eligibleGroups(record: CaseRecord): readonly Group[];
  /** Whether the case is held for its own region: under that preference, while the hold lasts, if the region has an eligible group. */
  isHeld(record: CaseRecord): boolean;
}

interface RouterParts {
  readonly world: World;
  readonly workforce: Workforce;
  readonly sources: Indexed<StreamIndex, Source>;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly queues: WaitingQueues;
  readonly queueLengths: QueueLengths | null;
  readonly seed: string;
  readonly replication: number;
  /** Ranks groups before the scenario's preferences do. */
  readonly preference: OwnPreference | undefined;
}

export function createRouter(parts: RouterParts): Router {
  const { policy, queues, sources, workforce, world } = parts;
  const { scenario } = world;
  const { groups } = workforce;
  const clockOffsetMs = new Float64Array(scenario.centres.length);
  const choice = createChoice(parts, clockOffsetMs);
  const { bestOf } = choice;
  const guarded = createGuards(parts);
  const holds = holdsForRegion(scenario.routing);
  const sorts = caseSorts(scenario);
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
  function agentForGuarded({ admitted }: Guards, record: CaseRecord): Agent | null {
    return bestOf(admitted(eligibleSet(record), record), record);
  }

  function eligibleSet(record: CaseRecord): Int32Array {
    const routingClass = record.routingClass as RoutingClass;
    return isHeld(record, routingClass) ? routingClass.localSet : routingClass.permittedSet;
  }

  function eligibleGroups(record: CaseRecord): readonly Group[] {
    const routingClass = record.routingClass as RoutingClass;
    return isHeld(record, routingClass) ? routingClass.local : routingClass.permitted;
  }

  function causeOf(record: CaseRecord): WaitingCauseIndex {
    const routingClass = record.routingClass as RoutingClass;
    return holds && isHeld(record, routingClass) ? routingClass.causeWhenHeld : routingClass.causeWhenOpen;
  }

  function judgeCauses(changed?: (record: CaseRecord, cause: WaitingCauseIndex) => void): void {
    judgeCausesOf(law.classes, queues, changed);
  }

  function isHeld(record: CaseRecord, routingClass: RoutingClass): boolean {
    return holds && record.stage === 0 && routingClass.local.length > 0;
  }

  return {
    clockOffsetMs,
    queues,
    ranks: choice.ranks,
    decision: choice.decision,
    reclassify,
    listFor,
    move(record, routingClass) {
      record.routingClass = routingClass;
      if (!queues.holds(record)) return;
      queues.remove(record);
      queues.insert(record, listFor(record));
    },
    narrowedTo: (routingClass, owner) => narrowed.at[routingClass.index]?.get(owner) as RoutingClass,

    agentFor: guarded === null ? agentFor : (record) => agentForGuarded(guarded, record),
    caseFor:
      guarded === null
        ? (group) => queues.best(group.mask)
        : (group, idle = group.idleCount + 1) => guarded.caseFor(group, idle),
    caseAmong:
      guarded === null
        ? ({ mask }, _idle, isAmong) => queues.bestBy(mask, (record) => (isAmong(record) ? 0 : NEVER))
        : guarded.caseAmong,
    admits: guarded === null ? () => true : guarded.admits,
    admitsInterruption: guarded === null ? () => true : guarded.admitsInterruption,
    noteChoice: choice.noteChoice,
    stageOf: choice.stageOf,
    orderOf: choice.orderOf,
    causeOf,
    judgeCauses,
    eligibleGroups,
    isHeld: (record) => isHeld(record, record.routingClass as RoutingClass),
    lookAgain: () => undefined,
  };
}

function createChoice(
  { clock, preference, queues, replication, seed, workforce, world }: RouterParts,
  clockOffsetMs: Column<CentreIndex, DurationMs>,
): AgentChoice {
  const decisions = { number: 0 };
  const stages = createStages({
    scenario: world.scenario,
    clock,
    clockOffsetMs,
    idleSince: workforce.idle.since,
    decisions,
    seed,
    replication,
    own: preference ?? null,
    waitingCases: () => queues.length,
  });
  return createAgentChoice(workforce, stages, decisions);
}
