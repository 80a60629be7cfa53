import { type DataCentreIndex, NONE, type Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';

/** Which data centres are up and in use, and where a case can be read. */
export interface DataPlaces {
  /** Whether new copies can be stored there: the data centre is up and has not been evacuated. */
  isUsable(dataCentre: DataCentreIndex): boolean;
  isUp(dataCentre: DataCentreIndex): boolean;
  setUp(dataCentre: DataCentreIndex, isUp: boolean): void;
  evacuate(dataCentre: DataCentreIndex): void;
  /** The data centre that the case is read from now: the primary; while that is down, the replica; NONE if both are down. */
  readable(record: CaseRecord): DataCentreIndex;
}

export function createDataPlaces({ dataCentres }: Scenario): DataPlaces {
  const up = new Uint8Array(dataCentres.length).fill(1);
  const evacuated = new Uint8Array(dataCentres.length);
  const canFail = dataCentres.some(
    ({ plannedOutages, randomOutages }) => plannedOutages.length > 0 || randomOutages.length > 0,
  );
  return {
    isUp: (dataCentre) => up[dataCentre] === 1,
    isUsable: (dataCentre) => up[dataCentre] === 1 && evacuated[dataCentre] === 0,
    setUp(dataCentre, isUp) {
      up[dataCentre] = isUp ? 1 : 0;
    },
    evacuate(dataCentre) {
      evacuated[dataCentre] = 1;
    },
    readable: canFail ? readableNow : ({ primary }) => primary,
  };

  function readableNow({ primary, replica }: CaseRecord): DataCentreIndex {
    // Computed before it is needed: V8 would discard the code at the first outage if it had a rare branch (docs/performance.md).
    const second = replica !== NONE && up[replica] === 1 ? replica : NONE;
    return up[primary] === 1 ? primary : second;
  }
}
