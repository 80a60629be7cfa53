import { ownMember } from '#base';
import type { CentreFile, ScenarioFile } from '../shape/scenario-file.ts';

/** Outages that several places have at the same time, from one cause. */
export interface CommonOutage {
  readonly cause: string;
  readonly outages: CentreFile['outages'];
}

/** The common outages of a place. */
export interface CommonOutages {
  ofDataCentre(id: string): readonly CommonOutage[];
  ofCentre(id: string): readonly CommonOutage[];
}

export function commonOutagesOf({ centres, commonOutages }: ScenarioFile): CommonOutages {
  const all = Object.entries(commonOutages).map(([id, common]) => ({ cause: `common/${id}`, common }));
  const told = ({ cause, common }: (typeof all)[number]): CommonOutage => ({ cause, outages: common });
  return {
    ofDataCentre: (id) => all.filter(({ common }) => common.dataCentres.includes(id)).map(told),
    ofCentre(id) {
      const region = ownMember(centres, id)?.region ?? '';
      const isMeant = ({ common }: (typeof all)[number]) =>
        common.centres.includes(id) || common.regions.includes(region);
      return all.filter(isMeant).map(told);
    },
  };
}
