import { assert } from '#base';
import { CASE_EVENTS, NONE, offsetAt, offsetChanges, type Scenario } from '#domain';
import { lawChangeInstants } from './law-changes.ts';
import * as notices from './notices.ts';
import { expandOutages } from './outages.ts';
import type { Simulation } from './simulation.ts';
import { DATA_CENTRE_DOWN } from './waiting-cause.ts';
import type { WorkforceListener } from './workforce.ts';
import type { ShiftTable } from './world.ts';

const PLACE = CASE_EVENTS.indexOf('PLACE');
const RELOCATE = CASE_EVENTS.indexOf('RELOCATE');

/** What changes around the cases: law, clocks, data centres, service centres, shifts. */
export class WorldChanges {
  private readonly simulation: Simulation;
  private readonly scenario: Scenario;
  private readonly workforceListener: WorkforceListener;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.scenario = simulation.world.scenario;
    this.workforceListener = {
      available: (agent) => simulation.freed.push(agent),
      dutyEndsWith: (row) => simulation.endShiftOf(row),
      centreDownWith: (row) => simulation.interruptByOutage(row),
    };
  }

  /** Schedules all that the scenario and the streams of outages say; of shifts the first window each. */
  scheduleAll(seed: string, replication: number): void {
    const { scenario, simulation } = this;
    const { startEpochMs, horizonMs } = scenario;
    lawChangeInstants(scenario).forEach((atMs, change) => {
      simulation.schedule(atMs, notices.LAW_CHANGE, change, 0);
    });
    const { CENTRE_DOWN, CENTRE_UP, DATA_CENTRE_UP } = notices;
    const kinds = [
      {
        kind: 'data centre',
        places: scenario.dataCentres,
        down: notices.DATA_CENTRE_DOWN,
        up: DATA_CENTRE_UP,
      },
      { kind: 'centre', places: scenario.centres, down: CENTRE_DOWN, up: CENTRE_UP },
    ];
    for (const { kind, places, down, up } of kinds) {
      places.forEach(({ id, plannedOutages, randomOutages }, index) => {
        const name = `${kind}/${id}`;
        const windows = expandOutages(plannedOutages, randomOutages, horizonMs, seed, replication, name);
        for (const { fromMs, toMs } of windows) {
          simulation.schedule(fromMs, down, index, 0);
          simulation.schedule(toMs, up, index, 0);
        }
      });
    }
    scenario.evacuations.forEach(({ atMs }, index) => {
      simulation.schedule(Math.max(0, atMs), notices.EVACUATION, index, 0);
    });
    scenario.centres.forEach(({ timeZone }, index) => {
      simulation.router.clockOffsetMs[index] = offsetAt(startEpochMs, timeZone);
      for (const at of offsetChanges(startEpochMs, startEpochMs + horizonMs, timeZone)) {
        simulation.schedule(at - startEpochMs, notices.CLOCK_CHANGE, index, 0);
      }
    });
    simulation.world.shifts.forEach(({ dutyFromMs }, index) => {
      if (dutyFromMs.length > 0) {
        simulation.schedule(dutyFromMs[0] as number, notices.DUTY_BEGINS, index, 0);
      }
    });
  }

  /** Carries a notice out. `index`: the place, shift, change or evacuation; `token`: the window of a shift. */
  execute(what: number, index: number, token: number): void {
    switch (what) {
      case notices.LAW_CHANGE:
        return this.changeLaw(index);
      case notices.CLOCK_CHANGE:
        return this.setClock(index);
      case notices.DATA_CENTRE_UP:
        return this.setDataCentre(index, true);
      case notices.DATA_CENTRE_DOWN:
        return this.setDataCentre(index, false);
      case notices.EVACUATION:
        return this.evacuate(index);
      case notices.CENTRE_UP:
        return this.setCentre(index, true);
      case notices.CENTRE_DOWN:
        return this.setCentre(index, false);
      case notices.DUTY_BEGINS:
        return this.beginDuty(index, token);
      case notices.DUTY_ENDS:
        return this.endDuty(index, token);
      default:
        assert(false, `unknown notice ${what}`);
    }
  }

  private setClock(centre: number): void {
    const { router } = this.simulation;
    const timeZone = this.scenario.centres[centre]?.timeZone ?? 'UTC';
    router.clockOffsetMs[centre] = offsetAt(router.nowEpochMs, timeZone);
  }

  private changeLaw(change: number): void {
    const { policy, recorder, router, unjudged } = this.simulation;
    recorder.law(change);
    policy.setInstant(router.nowEpochMs);
    router.reclassify(policy);
    unjudged.push(...router.queues.allRows());
    this.retryStalled();
  }

  private beginDuty(index: number, window: number): void {
    const { meter, nowMs, recorder, workforce, world } = this.simulation;
    const shift = world.shifts[index] as ShiftTable;
    recorder.duty(true, shift.group, shift.shift, shift.agents, shift.firstAgent);
    meter.dutyChanged(nowMs, shift.group, shift.agents);
    this.simulation.schedule(shift.dutyToMs[window] as number, notices.DUTY_ENDS, index, window);
    workforce.beginDuty(shift, this.workforceListener);
  }

  private endDuty(index: number, window: number): void {
    const { meter, nowMs, recorder, workforce, world } = this.simulation;
    const shift = world.shifts[index] as ShiftTable;
    recorder.duty(false, shift.group, shift.shift, shift.agents, shift.firstAgent);
    meter.dutyChanged(nowMs, shift.group, -shift.agents);
    const following = shift.dutyFromMs[window + 1];
    if (following !== undefined) {
      this.simulation.schedule(following, notices.DUTY_BEGINS, index, window + 1);
    }
    workforce.endDuty(shift, this.workforceListener);
  }

  private setCentre(centre: number, up: boolean): void {
    this.simulation.recorder.centre(up, centre);
    this.simulation.workforce.setCentre(centre, up, this.workforceListener);
  }

  private setDataCentre(dataCentre: number, up: boolean): void {
    this.simulation.recorder.dataCentre(up, dataCentre);
    this.simulation.dataPlaces.up[dataCentre] = up ? 1 : 0;
    this.sortWaitingByReach();
    if (up) this.retryStalled();
  }

  /** Waiting cases whose last readable copy has gone, or has come back, leave the queues or join them again. */
  private sortWaitingByReach(): void {
    const { dataPlaces, joined, router, rows } = this.simulation;
    const { queues } = router;
    const { queue } = rows.columns;
    for (const row of queues.allRows()) {
      const isBlocked = queue[row] === queues.blockedList;
      const isReadable = dataPlaces.readable(row) !== NONE;
      if (isBlocked !== isReadable) continue;
      queues.remove(row);
      if (isBlocked) {
        queues.insert(row, router.listFor(row));
        joined.push(row);
      } else {
        queues.insert(row, queues.blockedList);
        this.simulation.noteCause(row, DATA_CENTRE_DOWN);
      }
    }
  }

  /** Cases that no data centre could take try again. */
  private retryStalled(): void {
    const { dataPlaces, meter, nowMs, policy, rows, stalled, stepper } = this.simulation;
    const { isUsable } = dataPlaces;
    const { severity } = rows.columns;
    for (const row of [...stalled]) {
      const stream = rows.columns.stream[row] as number;
      const primary = policy.placePrimary(stream, isUsable);
      if (primary === NONE) continue;
      const event = stepper.events.PLACE;
      event.primary = primary;
      event.replica = policy.placeReplica(stream, primary, isUsable);
      stalled.delete(row);
      meter.stalledChanged(nowMs, stream, severity[row] as number, -1);
      stepper.send(row, PLACE);
    }
  }

  /** Empties a data centre: nothing is placed there any more, and every copy of a live case moves. */
  private evacuate(index: number): void {
    const { dataPlaces, policy, rows, stepper } = this.simulation;
    const { dataCentre, to } = this.scenario.evacuations[index] as Scenario['evacuations'][number];
    const { isUsable } = dataPlaces;
    dataPlaces.evacuate(dataCentre);
    const c = rows.columns;
    for (let row = 0; row < rows.used; row++) {
      if (!rows.isAlive(row)) continue;
      const stream = c.stream[row] as number;
      const primary = c.primary[row] as number;
      const replica = c.replica[row] as number;
      const event = stepper.events.RELOCATE;
      if (primary === dataCentre) {
        const target = policy.placeAmong(stream, to, isUsable, replica);
        event.primary = target === NONE ? replica : target;
        event.replica = target === NONE ? NONE : replica;
      } else if (replica === dataCentre) {
        event.primary = primary;
        event.replica = policy.placeAmong(stream, to, isUsable, primary);
      } else continue;
      if (event.primary !== NONE) stepper.send(row, RELOCATE);
    }
    this.sortWaitingByReach();
  }
}
