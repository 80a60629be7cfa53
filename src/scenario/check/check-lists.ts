import { shown } from '#base';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { readLanguage } from '../shape/law-words.ts';
import type { GroupFile, ScenarioFile } from '../shape/scenario-file.ts';

/** Sections without which there is nothing to simulate. */
const NEEDED = [
  'products',
  'entities',
  'dataCentres',
  'placements',
  'promises',
  'centres',
  'segments',
] as const;

/** Checks that nothing required is empty, and that nothing unique is repeated. */
export function checkLists(file: ScenarioFile, list: IssueList): void {
  for (const section of NEEDED) checkFilled(file[section], [section], list);
  for (const [id, centre] of Object.entries(file.centres)) {
    checkFilled(centre.groups, ['centres', id, 'groups'], list);
    for (const [groupId, group] of Object.entries(centre.groups)) {
      const path = ['centres', id, 'groups', groupId];
      if (group.headcounts.length === 0) checkFilled(group.shifts, [...path, 'shifts'], list);
      checkOnce(group.languages, (k) => [...path, 'languages', k], list);
      checkOnce(group.citizenship ?? [], (k) => [...path, 'citizenship', k], list);
      const kinds = group.takesFirst.map(kindText);
      checkOnce(kinds, (k) => [...path, 'takesFirst', k], list);
      if (Array.isArray(group.products)) checkOnce(group.products, (k) => [...path, 'products', k], list);
      else if (typeof group.products === 'object') checkFilled(group.products, [...path, 'products'], list);
    }
  }
  for (const [id, { citizenship = [] }] of Object.entries(file.entities))
    checkOnce(citizenship, (k) => ['entities', id, 'citizenship', k], list);
  for (const [id, { centres, dataCentres, regions }] of Object.entries(file.commonOutages)) {
    if (centres.length + dataCentres.length + regions.length > 0) continue;
    const remedy = "name 'regions', 'centres' or 'dataCentres'";
    list.error('empty-list', ['commonOutages', id], 'the outages concern no place', remedy);
  }
  for (const [id, { primary, replica }] of Object.entries(file.placements)) {
    checkOnce(primary, (k) => ['placements', id, 'primary', k], list);
    checkOnce(replica, (k) => ['placements', id, 'replica', k], list);
  }
  for (const [id, { customers }] of Object.entries(file.segments)) {
    const keys = customers.map(({ country, timeZone }) => `${country} in ${timeZone}`);
    checkOnce(keys, (k) => ['segments', id, 'customers', k], list);
    customers.forEach(({ languages }, k) => {
      const tags = Object.keys(languages);
      const canonical = tags.map((tag) => {
        const read = readLanguage(tag);
        return read.ok ? read.value : tag;
      });
      checkOnce(canonical, (n) => ['segments', id, 'customers', k, 'languages', tags[n] as string], list);
    });
  }
  checkOnce(
    file.evacuations.map(({ dataCentre }) => dataCentre),
    (k) => ['evacuations', k, 'dataCentre'],
    list,
  );
  file.evacuations.forEach(({ dataCentre, to }, k) => {
    const n = to.indexOf(dataCentre);
    if (n === -1) return;
    const message = 'a data centre cannot be evacuated to itself';
    list.error('evacuation-to-itself', ['evacuations', k, 'to', n], message, 'name another data centre');
  });
  if (file.ledger !== undefined)
    checkOnce(file.ledger.dataCentres, (k) => ['ledger', 'dataCentres', k], list);
  checkServiceLevels(file, list);
}

/** Kinds with equal text are the same cases, whatever their rank. */
function kindText({ channel, product, segment, severity }: GroupFile['takesFirst'][number]): string {
  const of = (word: string, values: readonly string[] | string | undefined) =>
    values === undefined ? [] : [`${word} ${[values].flat().join(', ')}`];
  const parts = [
    ...of('severity', severity),
    ...of('channel', channel),
    ...of('product', product),
    ...of('segment', segment),
  ];
  return parts.length === 0 ? 'every case' : parts.join(' · ');
}

function checkFilled(section: object, path: SourcePath, list: IssueList): void {
  if (Object.keys(section).length > 0) return;
  const name = String(path.at(-1));
  list.error('empty-list', path, `'${name}' is empty`, 'define at least one');
}

function checkOnce(keys: readonly string[], pathOf: (k: number) => SourcePath, list: IssueList): void {
  const seen = new Set<string>();
  keys.forEach((key, k) => {
    if (seen.has(key)) {
      list.error('duplicate-entry', pathOf(k), `'${shown(key)}' is a duplicate`, 'keep one of the two');
    }
    seen.add(key);
  });
}

/** A level that is written twice is a mistake; one that earlier ones leave no cases has no effect. */
function checkServiceLevels(file: ScenarioFile, list: IssueList): void {
  const segments = Object.keys(file.segments);
  const products = Object.keys(file.products);
  const [seen, settled] = [new Set<string>(), new Set<string>()];
  file.serviceLevels.forEach(({ channel: channels, product, segment, severity: severities, within }, k) => {
    const kinds = channels.flatMap((channel) =>
      severities.map((severity) => `${channel}, severity ${severity}`),
    );
    const keysOf = (kind: string) =>
      (segment ?? ['']).flatMap((id) => (product ?? ['']).map((of) => `${id} ${of} ${kind} ${within}`));
    const twice = kinds.find((kind) => keysOf(kind).some((key) => seen.has(key)));
    const cells = (segment ?? segments).flatMap((id) =>
      (product ?? products).flatMap((of) => kinds.map((kind) => `${id} ${of} ${kind}`)),
    );
    if (twice !== undefined) {
      const message = `${twice}, within ${within / 1000} s already has a service level`;
      list.error('duplicate-entry', ['serviceLevels', k], message, 'keep one of the two');
    } else if (cells.every((cell) => settled.has(cell))) {
      const message = 'has no effect: earlier service levels apply to all these cases';
      const remedy = "move it up, or remove it; further times can be 'targets'";
      list.warn('not-used', ['serviceLevels', k], message, remedy);
    }
    for (const key of kinds.flatMap(keysOf)) seen.add(key);
    for (const cell of cells) settled.add(cell);
  });
}
