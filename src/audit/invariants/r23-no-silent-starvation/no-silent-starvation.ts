import { numbered } from '#base';
import {
  type AgentIndex,
  type CaseStateIndex,
  type DataCentreIndex,
  type EntryIndex,
  type GroupIndex,
  type RunMs,
  WAITING_CAUSES,
  type WaitingCauseIndex,
} from '#domain';
import { type CaseView, PAUSED, QUEUED, STALLED, WORKING } from '../../facts/case-state.ts';
import { placeOfCopy } from '../../facts/copy-list.ts';
import type { ActViewOf } from '../../facts/facts.ts';
import { wasOpenBefore } from '../../facts/opened-before.ts';
import {
  causeAtIntake,
  DATA_CENTRE_DOWN,
  empty,
  isReachable,
  NO_AGENT_FREE,
  UNTOLD,
} from '../../facts/waiting-census.ts';
import type { PoolView } from '../../facts/waiting-pool.ts';
import { ALL_CLASSES, STORAGE } from '../../law/boundary.ts';
import { isAboutToLeave } from '../../law/leavings.ts';
import { DUTY, type Invariant, Judge, WHO_IS_FREE } from '../invariant.ts';
import { Openings } from './openings.ts';
import { Preemptions, RestingContacts } from './preemptions.ts';
import { TakingOrder } from './taking-order.ts';

const { 'no language match': NO_LANGUAGE } = numbered(WAITING_CAUSES);

/** Maximum number of entries of the world in a counterexample. */
const WORLD_ENTRIES_MAX = 12;
const IDLE = "the recorded cause is 'no agent free'";

/**
 * R23: nobody waits without a reason. At the end of every instant each waiting case has a recorded cause, and the
 * cause is true of the world as it is then. Cases that joined a queue, got a cause or lost a copy in the instant are
 * judged one by one. After a change of the world all waiting cases are judged, by counts: the true cause is the same
 * for a whole pool.
 */
export class NoSilentStarvation extends Judge {
  /** Contacts that are suspended until their agent can resume them. */
  private readonly resting = new RestingContacts(this.facts, this.tally);
  private readonly preemptions = new Preemptions(this.facts, this.tally, this.resting);
  private readonly openings = new Openings(this.facts);
  private readonly takingOrder = new TakingOrder(this.facts, this.tally);
  private readonly freedGroups: number[] = [];
  private staffingChanged = false;
  private placesChanged = false;
  private hasPaused = false;

  // ── What happens ─────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Called when the case moves to another state, while the facts still have the old one. `joins`: it begins to wait
   * in a queue, or does so again.
   */
  moving(supportCase: CaseView, after: number, joins: boolean): void {
    this.preemptions.moved(supportCase, after);
    if (supportCase.state === PAUSED) {
      if (after === WORKING) this.resting.resumed(supportCase);
      else this.resting.ended(supportCase);
    }
    if (joins) this.openings.joining(supportCase);
  }

  /** Called when the case has joined a queue. */
  joined(supportCase: CaseView, was: CaseStateIndex): void {
    this.takingOrder.joined(supportCase, was);
  }

  /** Called when the case waits for other groups, or with another severity, but has not joined a queue. */
  placed(supportCase: CaseView): void {
    this.takingOrder.placed(supportCase);
  }

  /**
   * The next time at which a waiting case is opened to further groups, ms; Infinity if that is not before `timeMs`.
   */
  nextOpeningMs(timeMs: RunMs): RunMs {
    return this.openings.nextMs(timeMs);
  }

  /** Called when the clock is at the time of that opening. */
  opens(): void {
    const supportCase = this.openings.take();
    if (supportCase !== null) this.judge(supportCase);
  }

  /** Called when an agent of the group takes the case, before the facts record it. */
  assigned(supportCase: CaseView, group: GroupIndex, agent: AgentIndex): void {
    const isInterrupting = this.preemptions.assigned(supportCase, agent);
    if (!isInterrupting) this.takingOrder.assigned(supportCase, group, agent, !this.staffingChanged);
    this.takingOrder.judgeConditions(supportCase, group, agent);
  }

  /** Called when an agent interrupts the case for another one. */
  preempted(supportCase: CaseView, { a: group, c: agent, d: urgentNumber }: ActViewOf<'preempt'>): void {
    this.preemptions.recorded(supportCase, group, agent, urgentNumber);
  }

  /** Called when the agent keeps the case, but nobody works on it. */
  paused(supportCase: CaseView): void {
    this.resting.rests(supportCase);
    this.hasPaused = true;
  }

  /** Called when the waiting cause of the case is recorded. */
  recorded(supportCase: CaseView, { a: tier, aux: cause, b: stage, c: severity }: ActViewOf<'wait'>): void {
    const isOfTheCase =
      tier === supportCase.tier && stage === supportCase.stage && severity === supportCase.severity;
    if (!isOfTheCase || WAITING_CAUSES[cause] === undefined) {
      this.violate(supportCase, 'the recorded wait has a wrong tier, stage or severity, or no cause');
    }
  }

  /** Called when the case is refused: the lines must be full for it. */
  refused(supportCase: CaseView): void {
    const { lines, tables } = this.facts;
    const { channel } = tables.stream(supportCase.stream);
    this.tally.checks++;
    if (lines.isFull(channel)) return;
    if (lines.isWaitingRoomFull(channel)) {
      if (lines.hasTriage(channel)) return;
      const idle = this.idleGroupFor(supportCase, this.facts.eligibility.poolFor(supportCase));
      if (idle !== -1) this.violateIdle(supportCase, idle, 'the case is refused because too many wait');
      else if (this.preemptions.couldInterrupt(supportCase)) {
        this.violate(supportCase, 'the case is refused, although it could interrupt another one');
      }
      return;
    }
    this.violate(supportCase, 'the case is refused, although a line is free for it');
  }

  /** Called when the case is accepted: the lines must not be full for it. */
  accepted(supportCase: CaseView): void {
    const { eligibility, lines, tables } = this.facts;
    // A case that was opened before the run has been accepted before it.
    if (tables.scenario.lines === undefined || wasOpenBefore(tables, supportCase)) return;
    const { channel } = tables.stream(supportCase.stream);
    this.tally.checks++;
    const isFull =
      lines.isFull(channel) ||
      (lines.isWaitingRoomFull(channel) &&
        (lines.hasTriage(channel) ||
          (this.idleGroupFor(supportCase, eligibility.poolFor(supportCase)) === -1 &&
            !this.preemptions.couldInterrupt(supportCase))));
    if (isFull) this.violate(supportCase, 'the case is accepted, although the lines are full');
  }

  /** Called when an agent of the group no longer has a contact, or has one less. */
  agentFreed(group: GroupIndex, agent: AgentIndex): void {
    this.takingOrder.freed(agent);
    this.freedGroups.push(group);
    if (this.preemptions.isUsed) this.hasPaused = true;
  }

  staffingHasChanged(): void {
    this.staffingChanged = true;
    this.preemptions.worldHasChanged();
  }

  dataCentresHaveChanged(): void {
    this.placesChanged = true;
    this.preemptions.worldHasChanged();
  }

  lawHasChanged(): void {
    this.staffingHasChanged();
    this.placesChanged = true;
  }

  dropped(supportCase: CaseView): void {
    this.takingOrder.dropped(supportCase);
  }

  // ── What is judged ───────────────────────────────────────────────────────────────────────────────────────

  endOfInstant(): void {
    if (this.staffingChanged || this.placesChanged || this.hasPaused) this.resting.judge();
    this.hasPaused = false;
    this.preemptions.endOfInstant();
    const { changed } = this.facts.waiting;
    for (const supportCase of changed) if (supportCase.isWaiting) this.judge(supportCase);
    if (this.staffingChanged) {
      for (const pool of this.facts.eligibility.pools) if (pool.total > 0) this.judgePool(pool);
      this.staffingChanged = false;
    }
    if (this.placesChanged) {
      this.judgeReach();
      this.placesChanged = false;
    }
    this.judgeLines();
    if (this.freedGroups.length > 0) {
      for (const group of this.freedGroups) this.judgeIdleness(group);
      empty(this.freedGroups);
    }
  }

  private judge(supportCase: CaseView): void {
    this.tally.checks++;
    if (supportCase.cause === -1) {
      this.violate(supportCase, 'the case waits without a recorded cause');
      return;
    }
    if (supportCase.state === STALLED) {
      this.judgeStalled(supportCase);
      return;
    }
    const { pool } = supportCase;
    if (pool === null) return;
    const reachable = isReachable(supportCase, this.facts.world);
    const cause = reachable ? this.facts.waiting.trueCauseOf(pool) : DATA_CENTRE_DOWN;
    const astray = this.openings.whyNotThere(supportCase, reachable);
    if (astray !== null) this.violate(supportCase, astray);
    if (supportCase.cause !== cause) this.violateCause(supportCase, cause, pool);
    else if (cause === NO_AGENT_FREE) {
      const idle = this.idleGroupFor(supportCase, pool);
      if (idle !== -1) this.violateIdle(supportCase, idle);
    }
  }

  private judgeStalled(supportCase: CaseView): void {
    const { boundary, law, moment, contracts, tables, world } = this.facts;
    const cause = causeAtIntake(contracts.whyNotAgreed(supportCase.stream) === null);
    if (supportCase.cause !== cause) {
      this.violateCause(supportCase, cause, null);
      return;
    }
    const { promise, primary } = tables.stream(supportCase.stream);
    const isEmptied = (dataCentre: DataCentreIndex) =>
      tables.scenario.evacuations.some((e) => e.dataCentre === dataCentre && e.atMs <= moment.timeMs);
    const usable = primary.find(
      (dataCentre) =>
        world.isDataCentreUp(dataCentre) &&
        !isEmptied(dataCentre) &&
        boundary.allows(promise, STORAGE, ALL_CLASSES, dataCentre) &&
        boundary.allowsFirst(promise, dataCentre) &&
        !isAboutToLeave(tables.scenario, promise, tables.countryOf(dataCentre), moment.timeMs) &&
        contracts.whyNotAt(supportCase.stream, dataCentre, null) === null &&
        law.hasBasis(supportCase.stream, dataCentre),
    );
    if (usable === undefined) return;
    this.violate(
      supportCase,
      `the case is stalled at intake although ${tables.placeName(usable)} is up and allowed`,
      [world.dataCentreEntry[usable] ?? -1],
    );
  }

  /** Judges the recorded causes of a pool after a change of staffing: each must be the true one. */
  private judgePool(pool: PoolView<CaseView>): void {
    const cause = this.facts.waiting.trueCauseOf(pool);
    const { counts } = pool;
    const recorded = pool.total - (counts[UNTOLD] as number) - (counts[DATA_CENTRE_DOWN] as number);
    const right = counts[cause] as number;
    this.tally.checks += recorded;
    if (right < recorded) {
      const isWrong = (candidate: number) =>
        candidate !== -1 && candidate !== cause && candidate !== DATA_CENTRE_DOWN;
      this.violateIn(pool, isWrong, recorded - right, (supportCase) =>
        this.violateCause(supportCase, cause, pool),
      );
    }
    if (cause !== NO_AGENT_FREE || right === 0) return;
    if (pool.members !== null) this.judgeMembers(pool, pool.members);
    else {
      const idle = this.idleGroupOf(pool);
      if (idle !== -1) this.violateIdleIn(pool, idle, right);
    }
  }

  /** Judges case by case, after a change of data centres or law, whether the data of waiting cases can be read. */
  private judgeReach(): void {
    this.facts.cases.forEach((supportCase) => {
      if (supportCase.cause === -1) return;
      if (supportCase.state === STALLED) this.judge(supportCase);
      else if (supportCase.state === QUEUED) {
        this.tally.checks++;
        const reachable = isReachable(supportCase, this.facts.world);
        if (reachable !== (supportCase.cause === DATA_CENTRE_DOWN)) return;
        const { pool } = supportCase;
        this.violateCause(
          supportCase,
          reachable && pool !== null ? this.facts.waiting.trueCauseOf(pool) : DATA_CENTRE_DOWN,
          pool,
        );
      }
    });
  }

  /** After an agent of the group has become free: no case may still wait for an agent that this one could take. */
  private judgeIdleness(group: GroupIndex): void {
    const { concurrency, eligibility, world } = this.facts;
    if (((world.idle[group] as number) === 0 && !concurrency.areUsed) || !world.isStaffed(group)) return;
    for (const pool of eligibility.poolsOfGroup[group] ?? []) {
      const waiting = pool.counts[NO_AGENT_FREE] as number;
      if (waiting > 0 && pool.members !== null) this.judgeMembers(pool, pool.members);
      else if (waiting > 0) this.violateIdleIn(pool, group, waiting);
    }
  }

  /** Called when queue lengths have changed: free agents may be permitted to take more than before. */
  private judgeLines(): void {
    const { census, comparing } = this.facts.guards;
    if (!census.hasChanged) return;
    for (const group of comparing) this.judgeIdleness(group);
  }

  /**
   * Judges each case of the pool separately, if groups take some cases only under conditions or in addition to
   * others.
   */
  private judgeMembers(pool: PoolView<CaseView>, members: ReadonlySet<CaseView>): void {
    for (const supportCase of members) {
      if (supportCase.cause !== NO_AGENT_FREE) continue;
      this.tally.checks++;
      const idle = this.idleGroupFor(supportCase, pool);
      if (idle !== -1) this.violateIdle(supportCase, idle);
    }
  }

  private idleGroupOf(pool: PoolView<CaseView>): GroupIndex {
    const { world } = this.facts;
    for (const group of pool.mayTake) {
      if ((world.idle[group] as number) > 0 && world.isStaffed(group)) return group;
    }
    return -1;
  }

  /**
   * A group of the pool that has a free agent and whose conditions for the case hold, or with a busy agent who may
   * take it as well.
   */
  private idleGroupFor(supportCase: CaseView, pool: PoolView<CaseView>): GroupIndex {
    const { concurrency, guards, world } = this.facts;
    if (!guards.areUsed && !concurrency.areUsed) return this.idleGroupOf(pool);
    for (const group of pool.mayTake) {
      if (!world.isStaffed(group)) continue;
      if (guards.areUsed && !guards.admit(group, supportCase)) continue;
      if ((world.idle[group] as number) > 0 || concurrency.isRoomIn(group, supportCase)) return group;
    }
    return -1;
  }

  // ── Counterexamples ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * Reports the same violation for `count` cases of a pool, those with this cause: for each case in the order of
   * opening if all violations are listed, otherwise for the first, unless there is already a counterexample.
   */
  private violateIn(
    pool: PoolView<CaseView>,
    hasCause: (cause: WaitingCauseIndex) => boolean,
    count: number,
    violate: (supportCase: CaseView) => void,
  ): void {
    const { tally } = this;
    const before = tally.violations;
    if (tally.listsAll) {
      const found = [...this.facts.waiting.casesIn(pool)].filter(({ cause }) => hasCause(cause));
      for (const supportCase of found.sort((left, right) => left.number - right.number)) violate(supportCase);
    } else if (tally.first === null) {
      for (const supportCase of this.facts.cases.all()) {
        if (supportCase.pool !== pool || !hasCause(supportCase.cause)) continue;
        violate(supportCase);
        break;
      }
    }
    tally.violations = before + count;
  }

  private violateIdleIn(pool: PoolView<CaseView>, group: GroupIndex, count: number): void {
    const isSuch = (cause: WaitingCauseIndex) => cause === NO_AGENT_FREE;
    this.violateIn(pool, isSuch, count, (supportCase) => this.violateIdle(supportCase, group));
  }

  private violateCause(
    supportCase: CaseView,
    cause: WaitingCauseIndex,
    pool: PoolView<CaseView> | null,
  ): void {
    const recorded = WAITING_CAUSES[supportCase.cause] ?? `cause ${supportCase.cause}`;
    const message = `the recorded cause is '${recorded}', but the true one is '${WAITING_CAUSES[cause]}'`;
    const world = this.tally.first === null ? this.worldEntries(supportCase, pool) : [];
    this.violate(supportCase, message, world);
  }

  /** `what`: what is wrong because of an agent of the group, who is free. */
  private violateIdle(supportCase: CaseView, group: GroupIndex, what = IDLE): void {
    const { tables, world } = this.facts;
    const name = tables.scenario.groups[group]?.id ?? group;
    const message = `${what}, but an agent of group ${name} is free`;
    this.violate(supportCase, message, [world.dutyEntry[group] ?? -1]);
  }

  /** Entries that shaped the world for the case: its places, and the groups that could take it. */
  private worldEntries(supportCase: CaseView, pool: PoolView<CaseView> | null): readonly EntryIndex[] {
    const { tables, world } = this.facts;
    const entries = new Set([world.lawEntry]);
    for (const copy of supportCase.copies) entries.add(world.entryOfDataCentre(placeOfCopy(copy)));
    for (const group of pool?.groups.able ?? []) {
      entries.add(world.dutyEntry[group] ?? -1);
      entries.add(world.centreEntry[tables.centreOf(group)] ?? -1);
    }
    return [...entries].sort((left, right) => right - left).slice(0, WORLD_ENTRIES_MAX);
  }
}

export const R23: Invariant<NoSilentStarvation> = {
  row: {
    id: 'R23',
    title: 'No silent starvation',
    sentence: 'Nobody waits without a recorded cause, and the cause is true.',
    statement:
      'At the end of every instant: each case in open.waiting.queued or stalled has a recorded cause ' +
      'since it began to wait, and the cause is the first true one of the decision list in ' +
      "docs/waiting-causes.md; if it is 'no agent free', no agent of a staffed group that may take the " +
      'case is free. A contact is suspended only while its agent is off duty, away or at a centre that is down, or its data ' +
      'cannot be read; and that agent resumes it. A case is refused ' +
      'if and only if the lines of its channel are full (as many cases as ' +
      'they take wait or are assigned, or as many as may wait do) and no agent is free for it. An agent who becomes free takes, of the waiting cases, ' +
      'the kind that the group takes first.',
    source: 'A promise is a hard constraint: service visibly degrades before a promise is broken',
    brokenBy: 'every waiting customer told that no agent is free',
  },
  log: {
    events: { ...WHO_IS_FREE, wait: 'all', store: [] },
    isAboutWhoIsFree: true,
    names: ['group', 'agent', 'place', 'language', 'product'],
    noColumn: DUTY,
  },
  judge: NoSilentStarvation,
  seed: {
    what: 'a case waits with a false cause',
    kinds: ['wait'],
    sow: ({ entry, next, supportCase }) => {
      // Causes are judged at the end of an instant.
      if (next?.timeMs === entry.timeMs || supportCase?.state !== QUEUED || supportCase.pool === null)
        return null;
      const aux = entry.aux === NO_LANGUAGE ? NO_AGENT_FREE : NO_LANGUAGE;
      return { entries: [{ ...entry, aux }], untilMs: entry.timeMs };
    },
  },
  untested: { absent: 'no case waited' },
};
