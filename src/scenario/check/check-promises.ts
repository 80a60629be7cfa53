import { ownMember } from '#base';
import {
  ITEM_CLASSES,
  isZoneMember,
  legalBegin,
  PROMISE_PROFILES,
  type PromiseProfile,
  type ResidencyPromise,
} from '#domain';
import type { IssueList } from '../issue-list.ts';
import { storedFirstOf, zonesOf } from '../resolve/promises.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { momentsOf } from './moments.ts';

/**
 * Checks that the places of a segment's data keep its promise, at the start of the run and after every change of a zone during it. A
 * promise that breaks later is a warning: such a run is worth seeing.
 */
export function checkPromises(file: ScenarioFile, list: IssueList): void {
  for (const [id, segment] of Object.entries(file.segments)) {
    const placement = file.placements[segment.placement];
    const promise = file.promises[segment.promise];
    if (placement === undefined || promise === undefined) continue;
    const zones = zonesOf(promise);
    const allowed = (dataCentre: string, atMs: number) =>
      isStorageAllowed(zones, countryOf(file, dataCentre), atMs);
    const path = ['segments', id, 'placement'];
    const said = `the promise '${segment.promise}' (storage: ${storageZones(zones)})`;
    checkOffer(id, file, list);

    const first = storedFirstOf(promise);
    const isFirst = (name: string) => isZoneMember(first, countryOf(file, name), file.start);
    const mayHold = placement.primary.filter((name) => allowed(name, file.start));
    const keepers = mayHold.filter(isFirst);
    if (mayHold.length === 0) {
      const message = `no data centre for primary copies of '${segment.placement}' keeps ${said}`;
      list.error('promise-cannot-be-kept', path, message, remedyFor(file, zones));
    } else if (keepers.length === 0) {
      const message = `no data centre for primary copies of '${segment.placement}' keeps the promise '${segment.promise}' (stored first: ${first})`;
      list.error('promise-cannot-be-kept', path, message, remedyFor(file, zones, isFirst));
    } else if (
      placement.replica.length > 0 &&
      !hasReplica(placement, keepers, (name) => allowed(name, file.start))
    ) {
      const message = `no data centre for replicas of '${segment.placement}' keeps ${said}: none will be made`;
      list.warn(
        'no-replica',
        path,
        message,
        'add a data centre inside the zone, or a placement without replica',
      );
    }

    const leadMs = file.retention.leavingLead;
    for (const atMs of momentsOf([zones], file).slice(1)) {
      for (const name of new Set([...placement.primary, ...placement.replica])) {
        if (!allowed(name, atMs - 1) || allowed(name, atMs) || isEvacuatedBy(file, name, atMs)) continue;
        const canTakeOver = (other: string) =>
          leadMs !== undefined && allowed(other, atMs) && !isEvacuatedBy(file, other, atMs - leadMs);
        if (placement.primary.some(canTakeOver)) continue;
        const message = `from ${legalBegin(atMs)} on, '${name}' is outside ${said}`;
        list.warn('promise-will-break', path, message, `plan an evacuation of '${name}' before that moment`);
      }
    }

    file.evacuations.forEach(({ dataCentre, at, to }, k) => {
      const isUsed = placement.primary.includes(dataCentre) || placement.replica.includes(dataCentre);
      const atMs = Math.max(at, file.start);
      if (!isUsed || !allowed(dataCentre, atMs - 1) || to.some((name) => allowed(name, atMs))) return;
      const message = `the copies of segment '${id}' have nowhere to go: no place listed here keeps ${said}`;
      list.error(
        'promise-cannot-be-kept',
        ['evacuations', k, 'to'],
        message,
        remedyFor(file, zones, (name) => name !== dataCentre),
      );
    });
  }
}

/** Warns of a promise that was offered to some customers only, and is given to others here. */
function checkOffer(id: string, file: ScenarioFile, list: IssueList): void {
  const { customers, promise } = file.segments[id] as ScenarioFile['segments'][string];
  const { profile } = ownMember(file.promises, promise) ?? {};
  const { offeredTo, title }: Partial<PromiseProfile> = (profile && PROMISE_PROFILES[profile]) ?? {};
  if (offeredTo === undefined) return;
  customers.forEach(({ country }, k) => {
    if (isZoneMember(offeredTo, country, file.start)) return;
    list.warn(
      'not-offered-there',
      ['segments', id, 'customers', k, 'country'],
      `'${title}' was offered to customers in the zone ${offeredTo}, and ${country} is outside it`,
      `give these customers another promise, or write its zones instead of 'profile: ${profile}'`,
    );
  });
}

/** Whether every item class may be stored in the country. */
function isStorageAllowed(zones: ResidencyPromise['zones'], country: string, atMs: number): boolean {
  return ITEM_CLASSES.every((itemClass) => isZoneMember(zones[itemClass].storage, country, atMs));
}

/** A replica needs a data centre other than that of the primary copy. */
function hasReplica(
  { replica }: { readonly replica: readonly string[] },
  keepers: readonly string[],
  allowed: (name: string) => boolean,
): boolean {
  return replica.some((name) => allowed(name) && name !== keepers[0]);
}

function isEvacuatedBy(file: ScenarioFile, dataCentre: string, atMs: number): boolean {
  return file.evacuations.some((evacuation) => evacuation.dataCentre === dataCentre && evacuation.at <= atMs);
}

function storageZones(zones: ResidencyPromise['zones']): string {
  return [...new Set(ITEM_CLASSES.map((itemClass) => zones[itemClass].storage))].join(', ');
}

function remedyFor(
  file: ScenarioFile,
  zones: ResidencyPromise['zones'],
  comesIntoQuestion: (dataCentre: string) => boolean = () => true,
): string {
  const inside = Object.keys(file.dataCentres).filter(
    (name) => comesIntoQuestion(name) && isStorageAllowed(zones, countryOf(file, name), file.start),
  );
  if (inside.length === 0) return 'no other data centre of the scenario is inside the zone: add one';
  return `data centres inside the zone: ${inside.join(', ')}`;
}

function countryOf(file: ScenarioFile, dataCentre: string): string {
  return ownMember(file.dataCentres, dataCentre)?.country ?? '';
}
