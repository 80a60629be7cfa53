import { assert, numbered, rowAt, WEEK_MS } from '#base';
import {
  CASE_EVENTS,
  CASE_STATES,
  type CentreIndex,
  type DataCentreIndex,
  type Evacuation,
  localClockOf,
  NONE,
  type Scenario,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { type Absences, createAbsences } from '../people/absences.ts';
import type { Agent } from '../people/agents.ts';
import type { ReasonAway, WorkforceListener } from '../people/workforce.ts';
import { copyReviewInstants, lawChangeInstants } from '../residency/law-changes.ts';
import { type CopyPlaces, relocation, reviewed } from '../residency/placing.ts';
import { DATA_CENTRE_DOWN, stallCauseOf } from '../routing/waiting-cause.ts';
import type { ComposedHooks } from '../run/hooks.ts';
import type { Run, SimulationOptions } from '../run/run.ts';
import type { NoticeKind } from '../time/notices.ts';
import * as notices from '../time/notices.ts';
import type { Shiftmates } from '../world/world.ts';

const { PLACE, RELOCATE } = numbered(CASE_EVENTS);
/** The state of records whose case has ended. */
const { erased: ERASED } = numbered(CASE_STATES);

/** Carries out one kind of notice: see `execute`. */
type Change = (index: number, token: number) => void;

/** What changes around the cases: law, clocks, data centres, service centres, shifts. */
export class WorldChanges {
  private readonly run: Run;
  private readonly hooks: ComposedHooks;
  private readonly absences: Absences;
  private readonly scenario: Scenario;
  /** By centre: whether groups take some cases only while it is down. */
  private readonly opensElsewhere: readonly boolean[];
  /** Whether groups take some cases only while a share of their agents on duty is free. Fewer on duty make a larger share. */
  private readonly sharesAgents: boolean;
  private readonly workforceListener: WorkforceListener;
  /** By kind of notice. In a `switch`, the first change of a rare kind (of a clock, of the law) would discard all code that V8 has made of the others. */
  private readonly changes: readonly Change[];
  /** Evacuations that have begun. */
  private readonly evacuating: Evacuation[] = [];
  private ledgerPlace = -1;
  /** Copies have been reviewed. Those that could not move then move later. */
  private hasReviewed = false;

  constructor(run: Run, hooks: ComposedHooks, { replication, seed }: SimulationOptions) {
    const { interruptions } = run.kernel;
    this.run = run;
    this.hooks = hooks;
    this.absences = createAbsences(run.scenario, seed, replication);
    this.scenario = run.scenario;
    const guards = run.scenario.groups.flatMap(({ takesOnlyWhile = [] }) => takesOnlyWhile);
    this.sharesAgents = guards.some(({ idleShare }) => idleShare !== undefined);
    this.opensElsewhere = run.scenario.centres.map((_, centre) => guards.some(({ down }) => down === centre));
    this.workforceListener = {
      available: (agent) => run.freed.push(agent.index),
      leavesWith: interruptions.agentLeaves,
      presenceChanged(agent, delta) {
        run.busyHours.presenceChanged(agent, delta);
        if (delta === -1) hooks.gone?.(agent);
      },
    };
    const changes: Change[] = [];
    changes[notices.LAW_CHANGE] = (change) => this.changeLaw(change);
    changes[notices.CLOCK_CHANGE] = (centre) => this.setClock(centre);
    changes[notices.DATA_CENTRE_UP] = (dataCentre) => this.setDataCentre(dataCentre, true);
    changes[notices.DATA_CENTRE_DOWN] = (dataCentre) => this.setDataCentre(dataCentre, false);
    changes[notices.EVACUATION] = (evacuation) => this.evacuate(evacuation);
    changes[notices.DISCLOSURE] = (disclosure) => this.disclose(disclosure);
    changes[notices.NOTICE_OF_DISCLOSURE] = (disclosure) => run.recorder.noticeOfDisclosure(disclosure);
    changes[notices.COPY_REVIEW] = () => this.review();
    changes[notices.CENTRE_UP] = (centre) => this.setCentre(centre, true);
    changes[notices.CENTRE_DOWN] = (centre) => this.setCentre(centre, false);
    changes[notices.DUTY_BEGINS] = (shift, window) => this.beginDuty(shift, window);
    changes[notices.DUTY_ENDS] = (shift, window) => this.endDuty(shift, window);
    changes[notices.AGENT_LEAVES] = (agent, times) => this.leave(agent, times);
    changes[notices.AGENT_RETURNS] = (agent, times) => this.comeBack(agent, times);
    this.changes = changes;
  }

  /** Schedules everything dated in the scenario, random outages, and the first window of each shift. */
  scheduleAll(): void {
    const { run, scenario } = this;
    const { startEpochMs, horizonMs } = scenario;
    this.keepLedger();
    lawChangeInstants(scenario).forEach((atMs, change) => {
      run.kernel.schedule(atMs, notices.LAW_CHANGE, change, 0);
    });
    const kinds = [
      { places: scenario.dataCentres, down: notices.DATA_CENTRE_DOWN, up: notices.DATA_CENTRE_UP },
      { places: scenario.centres, down: notices.CENTRE_DOWN, up: notices.CENTRE_UP },
    ];
    for (const { places, down, up } of kinds) {
      places.forEach(({ plannedOutages, randomOutages }, index) => {
        for (const { fromMs, toMs } of run.windowsOf(plannedOutages, randomOutages)) {
          run.kernel.schedule(fromMs, down, index, 0);
          run.kernel.schedule(toMs, up, index, 0);
        }
      });
    }
    scenario.evacuations.forEach(({ atMs }, index) => {
      run.kernel.schedule(Math.max(0, atMs), notices.EVACUATION, index, 0);
    });
    scenario.disclosures?.forEach(({ atMs }, index) => {
      if (atMs >= 0) run.kernel.schedule(atMs, notices.DISCLOSURE, index, 0);
    });
    for (const atMs of copyReviewInstants(scenario)) run.kernel.schedule(atMs, notices.COPY_REVIEW, 0, 0);
    scenario.centres.forEach(({ timeZone }, index) => {
      const localClock = localClockOf(scenario, timeZone);
      run.router.clockOffsetMs[index] = localClock.offsetAt(startEpochMs);
      for (const at of localClock.changesBetween(startEpochMs, startEpochMs + horizonMs)) {
        run.kernel.schedule(at - startEpochMs, notices.CLOCK_CHANGE, index, 0);
      }
    });
    run.world.shifts.forEach(({ dutyFromMs }, index) => {
      if (dutyFromMs.length > 0) {
        run.kernel.schedule(dutyFromMs[0] as number, notices.DUTY_BEGINS, index, 0);
      }
    });
    for (const agent of run.workforce.agents) {
      const leavesMs = run.clock.nowMs + this.absences.presenceMs(agent, 0);
      run.kernel.schedule(leavesMs, notices.AGENT_LEAVES, agent.index, 0);
    }
  }

  /**
   * Carries a notice out. `index`: the place, shift, agent, change or evacuation; `token`: the window of a shift, or how often
   * the agent has been away.
   */
  readonly execute = (what: NoticeKind, index: number, token: number): void => {
    const isOurs = what < notices.OF_FEATURES;
    if (isOurs) (this.changes[what] as Change)(index, token);
    const isTheirs = this.hooks.notice?.(what, index, token) === true;
    assert(isOurs !== isTheirs, `a notice ${what} is nobody's, or has two owners`);
  };

  private setClock(centre: CentreIndex): void {
    const { clock, router } = this.run;
    const { centres, startEpochMs } = this.scenario;
    const localClock = localClockOf(this.scenario, rowAt(centres, centre).timeZone);
    router.clockOffsetMs[centre] = localClock.offsetAt(startEpochMs + clock.nowMs);
  }

  /** Who may take which case has changed. Waiting cases look again, because an idle agent may be permitted now. */
  private changeLaw(change: number): void {
    const { clock, placing, policy, recorder, router } = this.run;
    recorder.law(change);
    policy.setInstant(this.scenario.startEpochMs + clock.nowMs);
    recorder.policyRefresh(policy.asOfMs);
    this.keepLedger();
    placing.refresh();
    this.hooks.lawChanged?.();
    router.reclassify();
    this.lookAgain();
    this.run.kernel.interruptions.bar();
    this.hooks.reachChanged?.();
    this.retryStalled();
  }

  /** Moves the ledger if it may not stay where it is. */
  private keepLedger(): void {
    const { policy, recorder } = this.run;
    const place = policy.placeOfLedger();
    if (place === this.ledgerPlace) return;
    this.ledgerPlace = place;
    recorder.ledgerKept(place);
  }

  /** Waiting cases look for an agent again, the most severe first. */
  private lookAgain(): void {
    const { joined, router } = this.run;
    const { queues } = router;
    const waiting = queues.all().sort((left, right) => left.severity - right.severity);
    for (const record of waiting) if (record.queue !== queues.blocked) joined.push(record.row);
  }

  private beginDuty(index: number, window: number): void {
    const shift = rowAt(this.run.world.shifts, index);
    this.run.kernel.schedule(shift.dutyToMs[window] as number, notices.DUTY_ENDS, index, window);
    if (this.hooks.changesDuty?.(shift) !== true) this.comeOnDuty(shift);
  }

  /** Implements `Kernel.beginDuty`. */
  comeOnDuty(those: Shiftmates): void {
    const { recorder, workforce } = this.run;
    const { agents, firstAgent } = those;
    recorder.duty(true, those.group, those.shift, agents, firstAgent);
    this.callAway(workforce.agents.slice(firstAgent, firstAgent + agents));
    workforce.beginDuty(those, this.workforceListener);
    this.payAway(those);
  }

  private endDuty(index: number, window: number): void {
    const { clock, world } = this.run;
    const shift = rowAt(world.shifts, index);
    const { dutyFromMs } = shift;
    const following = window + 1 < dutyFromMs.length ? dutyFromMs[window + 1] : undefined;
    if (following !== undefined) {
      this.run.kernel.schedule(following, notices.DUTY_BEGINS, index, window + 1);
    }
    // Duty repeats weekly, so an agent without duty in the rest of the last week may have some after the run.
    const isLast = this.scenario.horizonMs - clock.nowMs > WEEK_MS && following === undefined;
    if (this.hooks.changesDuty?.(shift) !== true) this.goOffDuty(shift, isLast);
  }

  /** Implements `Kernel.endDuty`. */
  goOffDuty(those: Shiftmates, isLast: boolean): void {
    const { recorder, workforce } = this.run;
    recorder.duty(false, those.group, those.shift, those.agents, those.firstAgent);
    workforce.endDuty(those, isLast, this.workforceListener);
    this.payAway(those);
    if (this.sharesAgents) this.lookAgain();
  }

  private payAway({ agents, firstAgent }: Shiftmates): void {
    const { busyHours, workforce } = this.run;
    const { payAway } = busyHours;
    if (payAway !== null)
      workforce.agents.slice(firstAgent, firstAgent + agents).forEach((agent) => payAway(agent));
  }

  private callAway(agents: readonly Agent[]): void {
    const { calledAway } = this.hooks;
    if (calledAway !== null) for (const agent of agents) calledAway(agent);
  }

  /** `number`: how often the agent has been away before. */
  private leave(index: number, number: number): void {
    const { clock, kernel, workforce } = this.run;
    const agent = rowAt(workforce.agents, index);
    const backMs = clock.nowMs + this.absences.absenceMs(agent, number);
    kernel.schedule(backMs, notices.AGENT_RETURNS, index, number + 1);
    this.sendAway(agent, 'isAway');
  }

  /** Implements `Kernel.sendAway`. */
  sendAway(agent: Agent, why: ReasonAway): void {
    const { busyHours, recorder, workforce } = this.run;
    recorder.presence(false, agent, why === 'isOff');
    this.hooks.calledAway?.(agent);
    workforce.leave(agent, why, this.workforceListener);
    busyHours.payAway?.(agent);
    if (this.sharesAgents) this.lookAgain();
  }

  /** Implements `Kernel.callBack`. */
  callBack(agent: Agent, why: ReasonAway): void {
    const { busyHours, recorder, workforce } = this.run;
    recorder.presence(true, agent, why === 'isOff');
    workforce.comeBack(agent, why, this.workforceListener);
    busyHours.payAway?.(agent);
  }

  private comeBack(index: number, number: number): void {
    const { clock, kernel, workforce } = this.run;
    const agent = rowAt(workforce.agents, index);
    const leavesMs = clock.nowMs + this.absences.presenceMs(agent, number);
    kernel.schedule(leavesMs, notices.AGENT_LEAVES, index, number);
    this.callBack(agent, 'isAway');
  }

  private setCentre(centre: CentreIndex, up: boolean): void {
    const { meter, recorder, workforce } = this.run;
    recorder.centre(up, centre);
    meter.centreIs(up, centre);
    const leaving = up ? [] : workforce.agents.filter(({ group }) => group.centre === centre);
    this.callAway(leaving);
    workforce.setCentre(centre, up, this.workforceListener);
    for (const agent of leaving) this.hooks.gone?.(agent);
    if (!up && this.opensElsewhere[centre] === true) this.lookAgain();
  }

  private setDataCentre(dataCentre: DataCentreIndex, up: boolean): void {
    this.run.recorder.dataCentre(up, dataCentre);
    this.run.dataPlaces.setUp(dataCentre, up);
    this.run.placing.refresh();
    this.sortWaitingByReach();
    if (!up) return;
    for (const evacuation of this.evacuating) this.moveOut(evacuation);
    if (this.hasReviewed) this.moveReviewed();
    this.wakeResting();
    this.retryStalled();
  }

  /** Wakes agents of resting contacts whose data may be readable again. An agent who is idle meanwhile must not be given another case first. */
  private wakeResting(): void {
    this.hooks.reachChanged?.();
    for (const agent of this.run.kernel.interruptions.restingAgents()) {
      if (agent.isIdle) this.run.workforce.idle.remove(agent);
      this.run.freed.push(agent.index);
    }
  }

  /** Waiting cases leave the queues when their last readable copy has gone, and join them again when it has come back. */
  private sortWaitingByReach(): void {
    const { dataPlaces, joined, router } = this.run;
    const { queues } = router;
    for (const record of queues.all()) {
      const isBlocked = record.queue === queues.blocked;
      const isReadable = dataPlaces.readable(record) !== NONE;
      if (isBlocked !== isReadable) continue;
      if (!isReadable) this.hooks.outOfReach?.(record);
      queues.remove(record);
      if (isBlocked) {
        queues.insert(record, router.listFor(record));
        joined.push(record.row);
      } else {
        queues.insert(record, queues.blocked);
        this.run.causes.note(record, DATA_CENTRE_DOWN);
      }
    }
  }

  /** Cases that no data centre could take try again. */
  private retryStalled(): void {
    const { causes, kernel, policy, stalled } = this.run;
    for (const record of [...stalled]) {
      const { source } = record;
      if (source.primary === NONE) {
        const cause = stallCauseOf(policy.isAgreed(source.index));
        if (record.cause !== cause) causes.note(record, cause);
        continue;
      }
      const event = kernel.events.PLACE;
      event.primary = source.primary;
      event.replica = source.replica;
      stalled.delete(record);
      kernel.send(record, PLACE);
    }
  }

  /** Empties a data centre: nothing more is placed there, and each copy of a live case moves. */
  private evacuate(index: number): void {
    const { dataPlaces, placing } = this.run;
    const evacuation = rowAt(this.scenario.evacuations, index);
    dataPlaces.evacuate(evacuation.dataCentre);
    placing.refresh();
    this.evacuating.push(evacuation);
    this.moveOut(evacuation);
  }

  /** Moves what is still in a data centre that is being emptied, as far as there are places that are up. */
  private moveOut(evacuation: Evacuation): void {
    const { dataPlaces, policy } = this.run;
    this.moveCopies((record) => relocation(policy, record.source.index, evacuation, record, dataPlaces));
  }

  /** Hands over data of the first live cases, which does not change them. If there is none, nobody is to be notified. */
  private disclose(index: number): void {
    const { cases, clock, kernel, recorder } = this.run;
    const { disclosures = [], streams } = this.scenario;
    const {
      basis,
      cases: count,
      noticeAfterMs,
      segment,
    } = disclosures[index] as (typeof disclosures)[number];
    const concerned: number[] = [];
    cases.forEach(({ caseNumber, primary, source, state }) => {
      const isLive = state !== ERASED && primary !== NONE;
      if (isLive && streams[source.index]?.segment === segment) concerned.push(caseNumber);
    });
    concerned
      .sort((left, right) => left - right)
      .slice(0, count)
      .forEach((caseNumber) => recorder.disclosure(caseNumber, index, basis !== null));
    if (noticeAfterMs !== null && concerned.length > 0)
      kernel.schedule(clock.nowMs + noticeAfterMs, notices.NOTICE_OF_DISCLOSURE, index, 0);
  }

  /** Moves copies that may not stay where they are, or soon may not. */
  private review(): void {
    const { clock, placing, policy, recorder } = this.run;
    policy.setInstant(this.scenario.startEpochMs + clock.nowMs);
    recorder.policyRefresh(policy.asOfMs);
    placing.refresh();
    this.hasReviewed = true;
    this.moveReviewed();
  }

  private moveReviewed(): void {
    const { dataPlaces, policy } = this.run;
    this.moveCopies((record) => reviewed(policy, record.source.index, record, dataPlaces));
  }

  private moveCopies(target: (record: CaseRecord) => CopyPlaces | null): void {
    const { cases, kernel } = this.run;
    cases.forEach((record) => {
      const moved = record.state === ERASED ? null : target(record);
      if (moved === null) return;
      const event = kernel.events.RELOCATE;
      event.primary = moved.primary;
      event.replica = moved.replica;
      kernel.send(record, RELOCATE);
    });
    this.sortWaitingByReach();
    this.wakeResting();
  }
}
