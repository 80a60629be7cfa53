import { assert, type Indexed, meanOf, numbered, rowAt } from '#base';
import {
  ACT_NUMBERS,
  type CentreIndex,
  CHANNELS,
  COMMITMENT_STEPS,
  type DurationMs,
  type GroupIndex,
  NONE,
  NONE_16,
  NONE_32,
  type ProductIndex,
  type QueueOwnerIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type SeverityIndex,
  TIERS,
  type TierNumber,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { handleExceptions, withoutHours } from '../demand/work-exceptions.ts';
import type { Agent, Group } from '../people/agents.ts';
import { queueOwners, type RoutingClass } from '../routing/routing-classes.ts';
import { isStaffed } from '../routing/waiting-cause.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { createAllocation, type SiteCost } from './allocation.ts';
import type { DayEnd } from './day-end.ts';

const { commitment: COMMITMENT } = ACT_NUMBERS;
const { joins: JOINS, 'is open to all': IS_OPEN_TO_ALL } = numbered(COMMITMENT_STEPS);

/** In place of the owner of a case's queue: the case has not yet looked for an agent in vain, or any eligible agent may take it. */
const UNDECIDED = -1;
const OPEN_TO_ALL = -2;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * Queues of centres or groups: a case that finds nobody free joins one of them and is taken only there. By allocation, every case joins one
 * before it looks for an agent. Its routing class is then narrowed
 * to the owner of the queue, so that agents, preemption and waiting causes respect the queue without further code.
 */
export interface Commitments extends Feature {
  /** If the case is in such a queue, it leaves the queue and is open to all from now on. */
  open(record: CaseRecord): void;
  /** When the case will be opened to all, ms; Infinity if never, or if it is in no such queue. */
  releaseMs(record: CaseRecord): RunMs;
}

/** Null if all cases wait in one queue. */
export function createCommitments(run: Run, dayEnd: DayEnd | null): Commitments | null {
  const { cases, clock, faults, joined, recorder, router, scenario, state } = run;
  const { groups } = run.workforce;
  /** Whether a queue of that cost is preferred to the best so far. */
  const isBetter = faults.isBetterQueue ?? ((cost: number, best: number) => cost < best);
  const { commitment } = scenario.routing;
  const ownerOf = queueOwners(scenario);
  if (commitment === undefined || ownerOf === null) return null;
  const { by, kinds = null, releaseAfterMs = NEVER, to } = commitment;
  const { queues } = router;
  const ownerCount = (to === 'centre' ? scenario.centres : groups).length;
  /** The owner of the queue that a case waits in. */
  const ownerOfCase = cases.column<QueueOwnerIndex>(UNDECIDED);
  /** Length of each queue, by owner × tier. */
  const lengths = new Int32Array(ownerCount * TIERS.length);
  /** For each place that the case could go to: agents on duty who may take it, and the sum of their speeds. */
  const staff = new Float64Array(ownerCount);
  const speeds = new Float64Array(ownerCount);
  const meanMsOf = meanHandleTimes(scenario);
  const allocate = kinds === null ? null : createAllocation(scenario, kinds, run.drawOf);
  let staffed = groups.map(isStaffed);

  const lineAt = (owner: QueueOwnerIndex, tier: TierNumber) => owner * TIERS.length + tier - 1;
  const lengthAt = (owner: QueueOwnerIndex, tier: TierNumber) => lengths[lineAt(owner, tier)] as number;
  const isCommitted = (record: CaseRecord) => ownerOfCase.of(record) >= 0;
  const classOf = ({ language, product, source, tier }: CaseRecord) =>
    source.classOf(product, language, tier);

  function change(record: CaseRecord, delta: number): void {
    const line = lineAt(ownerOfCase.of(record), record.tier);
    lengths[line] = (lengths[line] as number) + delta;
    assert((lengths[line] as number) >= 0, 'fewer than no cases are in a queue');
  }

  function count(record: CaseRecord, { permitted }: RoutingClass): void {
    for (const group of permitted) {
      const owner = ownerOf?.(group) as number;
      staff[owner] = 0;
      speeds[owner] = 0;
    }
    for (const group of permitted) {
      if (!isStaffed(group)) continue;
      const owner = ownerOf?.(group) as number;
      staff[owner] = (staff[owner] as number) + group.onDuty;
      speeds[owner] = (speeds[owner] as number) + group.onDuty * group.speedFor(record);
    }
  }

  /** Cost of joining the owner's queue, whose staff has been counted; for a delay, in mean handle times. */
  function costOf({ tier }: CaseRecord, owner: QueueOwnerIndex): number {
    const ahead = lengthAt(owner, tier);
    if (by === 'join the shortest queue') return ahead;
    if (by === 'join the shortest queue per agent') return ahead / (staff[owner] as number);
    return (ahead + 1) / (speeds[owner] as number);
  }

  function delayMsAt(record: CaseRecord, owner: QueueOwnerIndex): DurationMs {
    if (by !== 'minimum expected delay') return 0;
    return costOf(record, owner) * meanMsOf(record);
  }

  /** The cheapest owner; of equal ones, the first in the file. NONE if nobody is on duty anywhere. */
  function bestOwner(record: CaseRecord, routingClass: RoutingClass): QueueOwnerIndex {
    count(record, routingClass);
    let [best, least] = [NONE, NEVER];
    for (const group of routingClass.permitted) {
      const owner = ownerOf?.(group) as number;
      if (owner === best || staff[owner] === 0) continue;
      const cost = costOf(record, owner);
      if (isBetter(cost, least)) [best, least] = [owner, cost];
    }
    return best;
  }

  /** The owner to which the case is allocated; NONE if any eligible agent may take it. */
  function allocatedOwner(record: CaseRecord, { permitted }: RoutingClass): QueueOwnerIndex {
    const sites = new Map<QueueOwnerIndex, Group[]>();
    for (const group of permitted) {
      if (!isStaffed(group)) continue;
      const owner = ownerOf?.(group) as number;
      const ofOwner = sites.get(owner) ?? [];
      sites.set(owner, ofOwner);
      ofOwner.push(group);
    }
    const costAt: SiteCost = (owner, rule) => {
      const waiting = lengthAt(owner, record.tier);
      return rule === 'shortest queue' ? waiting : loadOf(sites.get(owner) ?? [], waiting);
    };
    return allocate?.(record, [...sites.keys()], costAt) ?? NONE;
  }

  /** The case is about to look, or has looked in vain. Unless it is in a queue already, it joins one whose owner has an agent on duty, if there is one. */
  function choose(record: CaseRecord): void {
    if (isCommitted(record)) return;
    const routingClass = classOf(record);
    const isOver = clock.nowMs - record.queuedMs >= releaseAfterMs || dayEnd?.isServedOut(record) === true;
    const find = allocate === null ? bestOwner : allocatedOwner;
    const owner = isOver ? NONE : find(record, routingClass);
    if (owner === NONE) {
      if (ownerOfCase.of(record) === UNDECIDED) recordOpening(record);
      ownerOfCase.set(record, OPEN_TO_ALL);
      return;
    }
    const ahead = lengthAt(owner, record.tier);
    const delayMs = delayMsAt(record, owner);
    ownerOfCase.set(record, owner);
    change(record, 1);
    const { centre, index } =
      to === 'centre' ? { centre: owner as CentreIndex, index: NONE_16 } : rowAt(groups, owner as GroupIndex);
    const shownMs = Math.min(Math.round(delayMs), NONE_32 - 1);
    recorder.act(COMMITMENT, JOINS, record.caseNumber, centre, index, ahead, shownMs);
    router.move(record, router.narrowedTo(routingClass, owner));
  }

  function chooseInVain(record: CaseRecord): boolean {
    choose(record);
    return false;
  }

  function open(record: CaseRecord): void {
    if (!isCommitted(record)) return;
    change(record, -1);
    ownerOfCase.set(record, OPEN_TO_ALL);
    recordOpening(record);
    router.move(record, classOf(record));
  }

  function recordOpening({ caseNumber }: CaseRecord): void {
    recorder.act(COMMITMENT, IS_OPEN_TO_ALL, caseNumber, NONE_16, NONE_16, 0, 0);
  }

  /** All cases are open to all again, and their classes will be looked up again. */
  function lawChanged(): void {
    for (const record of queues.all()) {
      if (!isCommitted(record)) continue;
      recordOpening(record);
      ownerOfCase.set(record, OPEN_TO_ALL);
    }
    lengths.fill(0);
  }

  /** Staffing may have changed: cases look for an agent again if nobody who serves their queue is on duty any more. */
  function settling(): void {
    if (state.worldChanged !== true) return;
    const before = staffed;
    staffed = groups.map(isStaffed);
    if (!before.some((was, index) => was && staffed[index] !== true)) return;
    const left = queues
      .all()
      .filter((record) => isCommitted(record) && !record.routingClass?.permitted.some(isStaffed))
      .sort((one, other) => one.severity - other.severity);
    for (const record of left) {
      open(record);
      joined.push(record.row);
    }
  }

  function assertCounted(): void {
    const counted = new Int32Array(lengths.length);
    const committed = queues.all().filter(isCommitted);
    for (const record of committed) {
      const line = lineAt(ownerOfCase.of(record), record.tier);
      counted[line] = (counted[line] as number) + 1;
    }
    assert(lengths.length === ownerCount * TIERS.length, 'an owner has as many queues as there are tiers');
    assert(
      counted.every((length, line) => length === lengths[line]),
      'the lengths of queues are not those of their lists',
    );
  }

  return {
    open,
    releaseMs: (record) => (isCommitted(record) ? record.queuedMs + releaseAfterMs : NEVER),
    hooks: {
      assertCounted,
      effects: {
        joinQueue: (record) => ownerOfCase.set(record, UNDECIDED),
        leaveQueue(record) {
          if (isCommitted(record)) change(record, -1);
          ownerOfCase.set(record, UNDECIDED);
        },
      },
      ...(allocate === null ? { waits: chooseInVain } : { beforeLooking: choose }),
      outOfReach: open,
      lawChanged,
      settling,
      excludes: (record, group) => isCommitted(record) && ownerOf(group) !== ownerOfCase.of(record),
    },
  };
}

/** Waiting cases and busy agents, per agent on duty. */
function loadOf(groups: readonly Group[], waiting: number): number {
  let [agents, busy] = [0, 0];
  for (const group of groups) {
    agents += group.onDuty;
    if (group.idleCount < group.onDuty) busy += group.agents.filter(isBusy).length;
  }
  return (waiting + busy) / agents;
}

/** Present, and at work on a case. With concurrency, `busyFor` also names after-contact work. */
function isBusy({ busyFor, inHand, isPresent, worksAfterFor }: Agent): boolean {
  return isPresent && (inHand !== null || worksAfterFor !== -1 || busyFor !== -1);
}

/** The mean handle time of the next contact at speed 1, ms. */
function meanHandleTimes(scenario: Scenario): (record: CaseRecord) => DurationMs {
  const { handle, severityFactors } = scenario.work;
  const meansMs: readonly (readonly Indexed<ProductIndex, number>[])[] = handle.map((tier) =>
    CHANNELS.map((channel) => tier[channel].map(meanOf)),
  );
  const factors: Indexed<SeverityIndex, number> = SEVERITIES.map(
    (severity) => severityFactors?.[severity] ?? 1,
  );
  const exceptions = handleExceptions(withoutHours(scenario), meanOf);
  return (record) => {
    const { channel, product, severity, tier } = record;
    const own = exceptions?.(record, 0);
    const meanMs = (own?.byProduct ?? meansMs[tier - 1]?.[channel])?.[product] as number;
    return meanMs * ((own?.factors ?? factors)[severity] as number);
  };
}
