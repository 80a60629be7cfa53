import { numbered } from '#base';
import { COPY_ROLES, NONE, type Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Recorder } from '../cases/recorder.ts';
import type { Clock } from '../time/clock.ts';
import type { DataPlaces } from './data-places.ts';
import type { CopyPlaces } from './placing.ts';

const { primary: PRIMARY, replica: REPLICA, 'working copy': WORKING_COPY } = numbered(COPY_ROLES);

/** What the effects on data work with. */
export interface DataParts {
  readonly clock: Clock;
  readonly dataPlaces: DataPlaces;
  readonly recorder: Recorder;
  readonly scenario: Scenario;
}

/**
 * The machine's actions that store, copy, show and delete data. Data moves in no other way. They do not depend on queues, agents or
 * measures, so `exploration/` can use them to explore every possible run.
 *
 * `relocation`: returns the event that is moving copies now.
 */
export function createDataEffects(
  { clock, dataPlaces, recorder, scenario }: DataParts,
  relocation: () => CopyPlaces,
) {
  const { centres, dataCentres } = scenario;
  const keepsCopy = centres.map(({ access }) => access === 'local system');

  function eraseOthers(record: CaseRecord): void {
    const { replica, workingCopy } = record;
    if (workingCopy !== -1) recorder.delete(record, WORKING_COPY, workingCopy);
    if (replica !== NONE) recorder.delete(record, REPLICA, replica);
  }

  return {
    storePrimary(record: CaseRecord) {
      recorder.store(record, PRIMARY, record.primary, -1);
    },
    storeReplica(record: CaseRecord) {
      if (record.replica !== NONE) recorder.store(record, REPLICA, record.replica, record.primary);
    },
    /** Runs while the record still holds the old places; the event holds the new ones. */
    relocateCopies(record: CaseRecord) {
      const target = relocation();
      const { primary, replica } = record;
      if (target.primary !== primary) recorder.store(record, PRIMARY, target.primary, primary);
      if (target.replica !== replica && target.replica !== NONE) {
        recorder.store(record, REPLICA, target.replica, target.primary);
      }
      if (target.primary !== primary) recorder.delete(record, PRIMARY, primary);
      if (target.replica !== replica && replica !== NONE) recorder.delete(record, REPLICA, replica);
    },
    viewCase(record: CaseRecord) {
      record.viewedPlace = dataPlaces.readable(record);
      record.startedMs = clock.nowMs;
      recorder.view(record);
    },
    storeWorkingCopy(record: CaseRecord) {
      const { centre, workingCopy } = record;
      if (!keepsCopy[centre]) return;
      const place = dataCentres.length + centre;
      if (workingCopy === place) return;
      if (workingCopy !== -1) recorder.delete(record, WORKING_COPY, workingCopy);
      record.workingCopy = place;
      recorder.store(record, WORKING_COPY, place, record.viewedPlace);
    },
    purgeWorkingCopy(record: CaseRecord) {
      if (record.workingCopy === -1) return;
      recorder.delete(record, WORKING_COPY, record.workingCopy);
      record.workingCopy = -1;
    },
    endView(record: CaseRecord) {
      recorder.viewEnd(record);
    },
    eraseCopies(record: CaseRecord) {
      const { primary } = record;
      if (record.workingCopy !== -1 || record.replica !== NONE) eraseOthers(record);
      if (primary !== NONE) recorder.delete(record, PRIMARY, primary);
    },
  };
}

export type DataEffects = ReturnType<typeof createDataEffects>;
