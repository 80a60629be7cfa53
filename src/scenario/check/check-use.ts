import { ownMember, present, shown } from '#base';
import { CHANNELS } from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { demandOf } from '../resolve/arrivals.ts';
import { hasWages } from '../resolve/groups.ts';
import type { ScenarioFile, SurgeFile } from '../shape/scenario-file.ts';

/** Something that applies to nothing is usually a misspelt name. */
export function checkUse(file: ScenarioFile, list: IssueList): void {
  checkProfiles(file, list);
  if (file.currency !== undefined && !hasWages(file)) {
    const remedy = "write a 'wage' in groups, or remove it";
    list.warn('not-used', ['currency'], 'no group has a wage', remedy, 'key');
  }
  for (const [id, entity] of Object.entries(file.entities)) {
    checkStaff(id, file, list);
    const key = (['announced', 'countries', 'flowDown', 'rank'] as const).find(
      (name) => entity[name] !== undefined,
    );
    if (key === undefined || entity.kind === 'subcontractor') continue;
    const message = `'${shown(id)}' is not a subcontractor, so the terms of its contract have no effect`;
    list.warn('not-used', ['entities', id, key], message, "write 'kind: subcontractor', or remove it", 'key');
  }
  const segments = Object.values(file.segments);
  for (const id of Object.keys(file.busyness)) {
    if (segments.some(({ busyness }) => busyness === id)) continue;
    const remedy = `write 'busyness: ${id}' in the segments whose days it makes busy or quiet`;
    list.warn('not-used', ['busyness', id], `no segment names the busyness '${id}'`, remedy, 'key');
  }
  for (const [k, surge] of file.surges.entries()) checkMultiplied(surge, ['surges', k], file, list);
  const isList = Array.isArray(file.demand);
  for (const [k, change] of demandOf(file).entries())
    checkMultiplied(change, isList ? ['demand', k] : ['demand'], file, list);
}

/** Warns of a surge or a change of demand that multiplies nothing. */
function checkMultiplied(
  { product, segment }: SurgeFile,
  path: SourcePath,
  { segments }: ScenarioFile,
  list: IssueList,
): void {
  const named = segment === undefined ? undefined : ownMember(segments, segment);
  const concerned = segment === undefined ? Object.values(segments) : present([named]);
  if (path[0] === 'demand' && concerned.length > 0 && concerned.every(({ trace }) => trace !== undefined)) {
    const message = 'these cases are replayed from a trace, which this does not multiply';
    list.warn('not-used', path, message, 'remove it, or write rates in place of the trace', 'key');
  }
  if (product === undefined || concerned.some(({ products }) => (ownMember(products, product) ?? 0) > 0))
    return;
  const message = `there are no cases of '${shown(product)}' to multiply`;
  const remedy = 'name a product that has a share in the segment';
  list.warn('not-used', [...path, 'product'], message, remedy);
}

/** Warns of a citizenship that no group takes from its employer: only people of groups see data. */
function checkStaff(id: string, { centres, entities }: ScenarioFile, list: IssueList): void {
  if (entities[id]?.citizenship === undefined) return;
  const isUsed = Object.values(centres).some(({ entity, groups }) =>
    Object.values(groups).some(
      ({ citizenship, employer }) => citizenship === undefined && (employer ?? entity) === id,
    ),
  );
  if (isUsed) return;
  const message = `'${shown(id)}' employs no group that leaves its own citizenship out`;
  const remedy = 'write it in groups of its centres, name it as their employer, or remove this';
  list.warn('not-used', ['entities', id, 'citizenship'], message, remedy, 'key');
}

function checkProfiles(file: ScenarioFile, list: IssueList): void {
  const byName: readonly string[] = [...CHANNELS, 'written'];
  const chosen = Object.values(file.segments).flatMap(({ profiles }) => Object.values(profiles ?? {}));
  for (const id of Object.keys(file.profiles)) {
    if (byName.includes(id) || chosen.includes(id)) continue;
    const message = `no segment chooses the profile '${id}', and it is not the name of a channel`;
    list.warn('not-used', ['profiles', id], message, () => suggestion(id, byName, 'channel'), 'key');
  }
}
