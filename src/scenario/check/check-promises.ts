import { DAY_MS, MINUTE_MS, ownMember } from '#base';
import {
  ITEM_CLASSES,
  isZoneMember,
  legalBegin,
  PROMISE_PROFILES,
  type PromiseProfile,
  type ResidencyPromise,
  TIERS,
  type ZoneId,
  zoneChangeInstants,
} from '#domain';
import type { IssueList } from '../issue-list.ts';
import { agentsOf } from '../resolve/headcounts.ts';
import { storedFirstOf, zonesOf } from '../resolve/promises.ts';
import type { EntityFile, ScenarioFile } from '../shape/scenario-file.ts';
import { covers } from './check-certificates.ts';
import { momentsInRun } from './check-law.ts';

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
      const remedy = 'add a data centre inside the zone, or a placement without replica';
      list.warn('no-replica', path, message, remedy);
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
      if (!isUsed || !allowed(dataCentre, atMs - 1)) return;
      const inside = to.filter((name) => allowed(name, atMs));
      const { certified } = promise;
      const isCertified = (name: string) =>
        certified === undefined || covers(companyOf(file, name), certified, 'storage', null, atMs);
      if (inside.some(isCertified)) return;
      if (inside.length > 0) {
        const message = `the copies of segment '${id}' stay then: no company of a place listed here has a certificate on ${certified} that covers storage, as the promise '${segment.promise}' requires`;
        const remedy = 'add such a certificate, or a place whose company has one';
        list.warn('nothing-on-record', ['evacuations', k, 'to'], message, remedy);
        return;
      }
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
    const message = `'${title}' was offered to customers in the zone ${offeredTo}, and ${country} is outside it`;
    const remedy = `give these customers another promise, or write its zones instead of 'profile: ${profile}'`;
    list.warn('not-offered-there', ['segments', id, 'customers', k, 'country'], message, remedy);
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

function companyOf(file: ScenarioFile, dataCentre: string): EntityFile | undefined {
  return ownMember(file.entities, ownMember(file.dataCentres, dataCentre)?.entity ?? '');
}

function countryOf(file: ScenarioFile, dataCentre: string): string {
  return ownMember(file.dataCentres, dataCentre)?.country ?? '';
}

/** The ledger stores the window in 32 bits of milliseconds. */
const WINDOW_DAYS = 28;
const APPROVERS = 2;

/** Checks that an emergency access can be approved by two persons, and ends. Whether the group exists is checked with the references. */
export function checkBreakGlass({ centres, promises }: ScenarioFile, list: IssueList): void {
  for (const [id, { breakGlass }] of Object.entries(promises)) {
    if (breakGlass === undefined) continue;
    const at = ['promises', id, 'breakGlass'];
    if (breakGlass.window > WINDOW_DAYS * DAY_MS) {
      const message = 'the window is too long for an emergency';
      list.error('out-of-range', [...at, 'window'], message, `write at most ${WINDOW_DAYS} days`);
    }
    // Waiting cases are examined repeatedly at this interval.
    if (breakGlass.strandedFor < MINUTE_MS) {
      const message = 'the wait is too short for an emergency';
      list.error('out-of-range', [...at, 'strandedFor'], message, "write at least '1 min'");
    }
    const [centre = '', group = ''] = breakGlass.approvers.split('/');
    const found = ownMember(ownMember(centres, centre)?.groups ?? {}, group);
    if (found === undefined) continue;
    const agents = agentsOf(found);
    if (agents >= APPROVERS) continue;
    const message = `two persons must approve an emergency access, but '${breakGlass.approvers}' has ${agents}`;
    list.error('out-of-range', [...at, 'approvers'], message, 'name a group with more agents');
  }
}

/**
 * Reports promises that subcontractors take cases only when required, where they cannot be kept: a case that waits in the queue of one place, or
 * is passed on to one group, goes to the agents there even while others are free.
 */
export function checkLastResort(
  { centres, entities, promises, routing, work }: ScenarioFile,
  list: IssueList,
): void {
  const owner = (['commitment', 'allocation'] as const).find((key) => routing?.[key] !== undefined);
  const isOfSubcontractor = (name: string) => {
    const [centre = '', group = ''] = name.split('/');
    const { entity = '', groups = {} } = ownMember(centres, centre) ?? {};
    const companies = [entity, ownMember(groups, group)?.employer ?? entity];
    return companies.some((company) => ownMember(entities, company)?.kind === 'subcontractor');
  };
  const passed = TIERS.flatMap((tier) => work.transfer?.[`tier${tier}`] ?? []).find(
    ({ group }) => group !== undefined && isOfSubcontractor(group),
  );
  for (const [id, { subcontractorsOnly }] of Object.entries(promises)) {
    if (subcontractorsOnly === undefined || (owner ?? passed) === undefined) continue;
    const [how, what] =
      owner === undefined
        ? [
            `'work.transfer' passes cases on to '${passed?.group}' of a subcontractor`,
            'let any group of the tier have these cases',
          ]
        : [`with 'routing.${owner}', cases wait for the agents of one place`, `remove 'routing.${owner}'`];
    const message = `cases cannot be kept from subcontractors while others are free: ${how}`;
    list.error(
      'promise-cannot-be-kept',
      ['promises', id, 'subcontractorsOnly'],
      message,
      `remove this key, or ${what}`,
    );
  }
}

/** Reports `access` that names no condition; and `access` where cases are allocated, because each then waits for one centre or group inside. */
export function checkAccess({ promises, routing }: ScenarioFile, list: IssueList): void {
  for (const [id, { access }] of Object.entries(promises)) {
    if (access === undefined) continue;
    if (access.approved === undefined && access.escorted === undefined) {
      const message = 'it does not say on which condition somebody outside may see a case';
      const remedy = "add 'approved' or 'escorted', or remove this key";
      list.error('missing-key', ['promises', id, 'access'], message, remedy);
    }
    if (routing?.allocation === undefined) continue;
    const message = 'cases are allocated to centres or groups inside, so nobody outside could take one';
    list.error(
      'alternatives',
      ['promises', id, 'access'],
      message,
      "remove it, or 'routing.allocation'",
      'key',
    );
  }
}

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

/** The start of the run and the moments in it (epoch ms) at which a zone of one of these promises changes. */
export function momentsOf(
  zones: readonly ResidencyPromise['zones'][],
  file: ScenarioFile,
): readonly number[] {
  const named = new Set<ZoneId>(
    zones.flatMap((classes) => Object.values(classes).flatMap((row) => Object.values(row))),
  );
  const last = file.start + file.horizon - 1;
  const changes = [...named].flatMap((zone) => [...zoneChangeInstants(zone, file.start, last)]);
  return momentsInRun(changes, file);
}
