import { ESCALATION_REASONS, type EscalationReason, NONE, type Scenario } from '#domain';
import type { Faults } from './breaches.ts';
import { PRIMARY, REPLICA, WORKING_COPY } from './recorder.ts';
import type { Simulation } from './simulation.ts';
import { DATA_CENTRE_DOWN } from './waiting-cause.ts';

/** What the machine's named actions do in the world. They run inside a step and never put events to the machine. */
export type Effects = Readonly<Record<string, (row: number, params: unknown) => void>>;

export function createEffects(simulation: Simulation): Effects {
  const { faults, meter, recorder, router, rows } = simulation;
  const dataCentres = simulation.world.scenario.dataCentres.length;

  return {
    storePrimary(row) {
      recorder.store(row, PRIMARY, rows.columns.primary[row] as number, -1);
    },
    storeReplica(row) {
      const { primary, replica } = rows.columns;
      if (replica[row] !== NONE) recorder.store(row, REPLICA, replica[row] as number, primary[row] as number);
    },
    /** Runs before the new places are noted: the columns hold the old ones, the event the new ones. */
    relocateCopies(row) {
      const { primary, replica } = rows.columns;
      const target = simulation.stepper.events.RELOCATE;
      const oldPrimary = primary[row] as number;
      const oldReplica = replica[row] as number;
      if (target.primary !== oldPrimary) recorder.store(row, PRIMARY, target.primary, oldPrimary);
      if (target.replica !== oldReplica && target.replica !== NONE) {
        recorder.store(row, REPLICA, target.replica, target.primary);
      }
      if (target.primary !== oldPrimary) recorder.delete(row, PRIMARY, oldPrimary);
      if (target.replica !== oldReplica && oldReplica !== NONE) recorder.delete(row, REPLICA, oldReplica);
    },
    viewCase(row) {
      const c = rows.columns;
      const place = simulation.dataPlaces.readable(row);
      c.viewedPlace[row] = place;
      c.startedMs[row] = simulation.nowMs;
      recorder.view(row, c.centre[row] as number, c.group[row] as number, c.agent[row] as number, place);
    },
    storeWorkingCopy(row) {
      const c = rows.columns;
      const centre = c.centre[row] as number;
      if (simulation.world.scenario.centres[centre]?.access !== 'local system') return;
      const place = dataCentres + centre;
      if (c.workingCopy[row] === place) return;
      if (c.workingCopy[row] !== -1) recorder.delete(row, WORKING_COPY, c.workingCopy[row] as number);
      c.workingCopy[row] = place;
      recorder.store(row, WORKING_COPY, place, c.viewedPlace[row] as number);
    },
    purgeWorkingCopy(row) {
      const { workingCopy } = rows.columns;
      if (workingCopy[row] === -1 || faults.keepWorkingCopy) return;
      recorder.delete(row, WORKING_COPY, workingCopy[row] as number);
      workingCopy[row] = -1;
    },
    endView(row) {
      const c = rows.columns;
      recorder.viewEnd(
        row,
        c.centre[row] as number,
        c.group[row] as number,
        c.agent[row] as number,
        c.viewedPlace[row] as number,
      );
      if (faults.browse) {
        const [centre, group, agent] = [c.centre[row], c.group[row], c.agent[row]] as [
          number,
          number,
          number,
        ];
        recorder.view(row, centre, group, agent, c.viewedPlace[row] as number);
        recorder.viewEnd(row, centre, group, agent, c.viewedPlace[row] as number);
      }
    },
    releaseAgent(row) {
      const c = rows.columns;
      const agent = c.agent[row] as number;
      const group = c.group[row] as number;
      const handledMs = simulation.nowMs - (c.startedMs[row] as number);
      meter.contactEnded(simulation.nowMs, c.stream[row] as number, c.tier[row] as number, group, handledMs);
      meter.busyChanged(simulation.nowMs, group, -1);
      if (!simulation.interrupting) c.episode[row] = (c.episode[row] as number) + 1;
      simulation.workforce.rowOf[agent] = -1;
      simulation.freed.push(agent);
    },
    eraseCopies(row) {
      const { primary, replica, workingCopy } = rows.columns;
      const [first, second, copy] = [primary[row], replica[row], workingCopy[row]] as [
        number,
        number,
        number,
      ];
      if (copy !== -1) recorder.delete(row, WORKING_COPY, copy);
      if (second !== NONE && !faults.forgetErasure) recorder.delete(row, REPLICA, second);
      if (first !== NONE) recorder.delete(row, PRIMARY, first);
    },
    awaitPlace(row) {
      const { severity, stream } = rows.columns;
      simulation.stalled.add(row);
      meter.stalledChanged(simulation.nowMs, stream[row] as number, severity[row] as number, 1);
      recorder.wait(row, DATA_CENTRE_DOWN, 0);
    },
    joinQueue(row) {
      const c = rows.columns;
      simulation.enqueue(row);
      meter.queueChanged(simulation.nowMs, c.stream[row] as number, c.tier[row] as number, 1);
    },
    joinWiderQueue(row) {
      const c = rows.columns;
      // A case whose data cannot be reached stays where it is; its stage is looked at when it comes back.
      if (c.queue[row] === router.queues.blockedList) return;
      router.queues.remove(row);
      router.queues.insert(row, router.listFor(row));
      simulation.joined.push(row);
    },
    leaveQueue(row) {
      const c = rows.columns;
      router.queues.remove(row);
      meter.queueChanged(simulation.nowMs, c.stream[row] as number, c.tier[row] as number, -1);
    },
    recordSeverity(row) {
      recorder.severity(row);
    },
    recordEscalation(row, params) {
      const c = rows.columns;
      const reason = ESCALATION_REASONS.indexOf((params as { reason: EscalationReason }).reason);
      const centre = c.centre[row] as number;
      recorder.escalate(
        row,
        reason,
        centre,
        c.group[row] as number,
        c.agent[row] as number,
        c.tier[row] as number,
      );
      c.leftReason[row] = reason;
      c.leftCentre[row] = centre;
    },
    recordAbandonment(row) {
      const c = rows.columns;
      meter.abandoned(
        simulation.nowMs,
        c.stream[row] as number,
        c.severity[row] as number,
        simulation.nowMs - (c.queuedMs[row] as number),
      );
    },
    recordResolution(row) {
      const c = rows.columns;
      meter.resolved(
        simulation.nowMs,
        c.stream[row] as number,
        c.severity[row] as number,
        simulation.nowMs - (c.arrivedMs[row] as number),
      );
    },
    recordReopening(row) {
      const { severity, stream } = rows.columns;
      meter.reopened(simulation.nowMs, stream[row] as number, severity[row] as number);
    },
    /** The row is given back after the step, so that its last transition can still be told. */
    retire(row) {
      if (faults.restoreErased) recorder.store(row, PRIMARY, rows.columns.primary[row] as number, -1);
      simulation.retired.push(row);
    },
  };
}

/** Effects that would find nothing to do in a run of the scenario. */
export function idleEffectsOf(scenario: Scenario, faults: Faults, isRecording: boolean): ReadonlySet<string> {
  const idle = new Set<string>();
  if (scenario.placements.every(({ replica }) => replica.length === 0)) idle.add('storeReplica');
  if (scenario.centres.every(({ access }) => access === 'remote view')) {
    idle.add('storeWorkingCopy').add('purgeWorkingCopy');
  }
  if (!isRecording) idle.add('recordSeverity');
  if (!isRecording && !faults.browse) idle.add('endView');
  return idle;
}
