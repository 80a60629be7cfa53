import { ownMember } from '#base';
import { isZoneMember } from '#domain';
import type { IssueList } from '../issue-list.ts';
import { zonesOf } from '../resolve/promises.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** Checks that every promise allows the ledger to be kept at some listed data centre when the run begins. */
export function checkLedger(
  { dataCentres, ledger, promises, segments, start }: ScenarioFile,
  list: IssueList,
): void {
  if (ledger === undefined) return;
  const used = [...new Set(Object.values(segments).map(({ promise }) => promise))];
  const zones = used.flatMap((id) => {
    const promise = ownMember(promises, id);
    return promise === undefined ? [] : [zonesOf(promise).audit.storage];
  });
  const isAllowed = (name: string) =>
    zones.every((zone) => isZoneMember(zone, ownMember(dataCentres, name)?.country ?? '', start));
  if (ledger.dataCentres.some(isAllowed)) return;
  const message = `no data centre listed here is inside the zone that every promise allows for the item class 'audit'`;
  const inside = Object.keys(dataCentres).filter(isAllowed);
  const remedy =
    inside.length === 0 ? 'add a data centre that is' : `data centres inside: ${inside.join(', ')}`;
  list.error('promise-cannot-be-kept', ['ledger', 'dataCentres'], message, remedy);
}
