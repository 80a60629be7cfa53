import { shown } from '#base';
import { nearest, suggestion } from '../did-you-mean.ts';
import type { IssueList } from '../issue-list.ts';
import type { ScenarioIssueCode } from '../issues.ts';
import { hasKey, keysAt, nodeAt, type SourceMap, type SourcePath } from '../read/source-tree.ts';
import { INVENTED } from '../resolve/figure-sources.ts';
import { groupNamesOf } from '../resolve/names.ts';
import { readCountry, readLanguage } from '../shape/law-words.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { UnknownNames } from './unknown-names.ts';

/** Sections that others refer to, with the name of their members. */
const SECTIONS = {
  products: ['unknown-product', 'product'],
  entities: ['unknown-entity', 'entity'],
  dataCentres: ['unknown-data-centre', 'data centre'],
  centres: ['unknown-centre', 'service centre'],
  placements: ['unknown-placement', 'placement'],
  promises: ['unknown-promise', 'promise'],
  profiles: ['unknown-arrival-profile', 'arrival profile'],
  holidays: ['unknown-holidays', 'list of holidays'],
  sources: ['unknown-source', 'source'],
  segments: ['unknown-segment', 'segment'],
  busyness: ['unknown-busyness', 'busyness'],
} as const satisfies Readonly<Record<string, readonly [ScenarioIssueCode, string]>>;

const REQUIRED: readonly string[] = [
  'products',
  'entities',
  'dataCentres',
  'placements',
  'promises',
  'segments',
];

/** Checks every name that refers to something elsewhere in the scenario, and every country and language used as a key. */
export function checkReferences(file: ScenarioFile, list: IssueList): void {
  const unknown = new UnknownNames();
  checkNames(file, list, unknown);
  unknown.reportTo(list);
  checkSources(file, list);
}

/** Reports names that nothing in the scenario has. */
interface Refer {
  name(section: keyof typeof SECTIONS, name: string, path: SourcePath, pointing?: Pointing): void;
  /** Each key of the map is such a name. */
  keys(section: keyof typeof SECTIONS, map: object | undefined, path: SourcePath): void;
}

type Pointing = 'key' | 'value';

function referringTo(list: IssueList, unknown: UnknownNames): Refer {
  const refer: Refer = {
    name(section, name, path, pointing = 'value') {
      // The names as written: a mistake within a centre does not make it unknown.
      const names = () => keysAt(list.root, [section]);
      if (hasKey(list.root, section, name)) return;
      // A section that is missing or not a map is one issue, not one for each name that should be in it.
      if (REQUIRED.includes(section) && nodeAt(list.root, [section])?.kind !== 'map') return;
      const [code, what] = SECTIONS[section];
      const remedy = () => suggestion(name, names(), what);
      unknown.add({ code, what, name, path, pointing, remedy });
    },
    keys(section, map, path) {
      for (const name of Object.keys(map ?? {})) refer.name(section, name, [...path, name], 'key');
    },
  };
  return refer;
}

function checkNames(file: ScenarioFile, list: IssueList, unknown: UnknownNames): void {
  const refer = referringTo(list, unknown);
  referInData(file, list, refer);
  checkHolidays(file, list);
  referInCentres(file, refer);
  referInSegments(file, list, refer);
  file.ledger?.dataCentres.forEach((name, k) =>
    refer.name('dataCentres', name, ['ledger', 'dataCentres', k]),
  );
  for (const section of ['holds', 'disclosures'] as const) {
    file[section].forEach(({ segment }, k) => refer.name('segments', segment, [section, k, 'segment']));
  }
  referInSelections(file, refer.name, list.root);
  referInMeasures(file, refer);
  referInDemand(file, refer);
  referInWork(file, refer);
  const groups = groupNamesOf(file);
  const referGroup = (name: string, path: SourcePath, pointing: Pointing = 'value') => {
    if (groups.includes(name)) return;
    const message = `there is no group '${shown(name)}'`;
    list.error('unknown-group', path, message, () => suggestion(name, groups, 'group'), pointing);
  };
  referToGroups(file, refer.name, referGroup);
}

/** Data centres, the copies that they hold, and what happens to them. */
function referInData(file: ScenarioFile, list: IssueList, refer: Refer): void {
  for (const [id, { entity }] of Object.entries(file.dataCentres))
    refer.name('entities', entity, ['dataCentres', id, 'entity']);
  for (const [id, placement] of Object.entries(file.placements)) {
    for (const role of ['primary', 'replica'] as const) {
      placement[role].forEach((name, k) => refer.name('dataCentres', name, ['placements', id, role, k]));
    }
  }
  const regions = [...new Set(Object.values(file.centres).map(({ region }) => region))];
  for (const [id, common] of Object.entries(file.commonOutages)) {
    const at = ['commonOutages', id];
    common.centres.forEach((name, k) => refer.name('centres', name, [...at, 'centres', k]));
    common.dataCentres.forEach((name, k) => refer.name('dataCentres', name, [...at, 'dataCentres', k]));
    common.regions.forEach((name, k) => {
      if (regions.includes(name)) return;
      const message = `no centre is in a region '${shown(name)}'`;
      list.error('unknown-region', [...at, 'regions', k], message, () => suggestion(name, regions, 'region'));
    });
  }
  file.evacuations.forEach(({ dataCentre, to }, k) => {
    refer.name('dataCentres', dataCentre, ['evacuations', k, 'dataCentre']);
    to.forEach((name, n) => refer.name('dataCentres', name, ['evacuations', k, 'to', n]));
  });
}

function checkHolidays(file: ScenarioFile, list: IssueList): void {
  for (const country of Object.keys(file.holidays)) {
    const read = readCountry(country);
    if (!read.ok)
      list.error(
        read.problem.code,
        ['holidays', country],
        read.problem.message,
        () => read.problem.remedy,
        'key',
      );
  }
}

function referInCentres(file: ScenarioFile, refer: Refer): void {
  for (const [id, centre] of Object.entries(file.centres)) {
    refer.name('entities', centre.entity, ['centres', id, 'entity']);
    if (typeof centre.holidays === 'string' && centre.holidays !== 'none') {
      refer.name('holidays', centre.holidays, ['centres', id, 'holidays']);
    }
    for (const [groupId, group] of Object.entries(centre.groups))
      referInGroup(group, ['centres', id, 'groups', groupId], refer);
  }
}

type GroupInFile = ScenarioFile['centres'][string]['groups'][string];

function referInGroup(group: GroupInFile, at: SourcePath, refer: Refer): void {
  if (group.employer !== undefined) refer.name('entities', group.employer, [...at, 'employer']);
  for (const key of ['takesFirst', 'takesOnlyWhile'] as const) {
    group[key].forEach(({ product, segment }, k) => {
      if (product !== undefined) refer.name('products', product, [...at, key, k, 'product']);
      if (segment !== undefined) refer.name('segments', segment, [...at, key, k, 'segment']);
    });
  }
  group.takesOnlyWhile.forEach(({ down, longerThan: { product, segment } = {} }, k) => {
    const condition = [...at, 'takesOnlyWhile', k];
    if (down !== undefined) refer.name('centres', down, [...condition, 'down']);
    if (product !== undefined) refer.name('products', product, [...condition, 'longerThan', 'product']);
    if (segment !== undefined) refer.name('segments', segment, [...condition, 'longerThan', 'segment']);
  });
  if (Array.isArray(group.products))
    group.products.forEach((name, k) => refer.name('products', name, [...at, 'products', k]));
  else if (typeof group.products === 'object') refer.keys('products', group.products, [...at, 'products']);
}

function referInSegments(file: ScenarioFile, list: IssueList, refer: Refer): void {
  for (const [id, segment] of Object.entries(file.segments)) {
    const at = ['segments', id];
    refer.name('promises', segment.promise, [...at, 'promise']);
    refer.name('placements', segment.placement, [...at, 'placement']);
    refer.keys('products', segment.products, [...at, 'products']);
    for (const [channel, profile] of Object.entries(segment.profiles ?? {})) {
      if (profile !== undefined) refer.name('profiles', profile, [...at, 'profiles', channel]);
    }
    if (segment.busyness !== undefined) refer.name('busyness', segment.busyness, [...at, 'busyness']);
    segment.customers.forEach(({ languages }, k) => {
      for (const tag of Object.keys(languages)) {
        const path = [...at, 'customers', k, 'languages', tag];
        const read = readLanguage(tag);
        if (!read.ok)
          list.error(read.problem.code, path, read.problem.message, () => read.problem.remedy, 'key');
      }
    });
  }
}

function referInMeasures(file: ScenarioFile, refer: Refer): void {
  for (const [id, { centres = [], products = [], segments = [] }] of Object.entries(file.measures ?? {})) {
    products.forEach((name, k) => refer.name('products', name, ['measures', id, 'products', k]));
    centres.forEach((name, k) => refer.name('centres', name, ['measures', id, 'centres', k]));
    segments.forEach((name, k) => refer.name('segments', name, ['measures', id, 'segments', k]));
  }
}

function referInDemand(file: ScenarioFile, refer: Refer): void {
  for (const [id, { of }] of Object.entries(file.commonBusyness)) {
    of.forEach((name, k) => refer.name('busyness', name, ['commonBusyness', id, 'of', k]));
  }
  file.surges.forEach(({ product, segment }, k) => {
    if (product !== undefined) refer.name('products', product, ['surges', k, 'product']);
    if (segment !== undefined) refer.name('segments', segment, ['surges', k, 'segment']);
  });
}

function referInWork(file: ScenarioFile, refer: Refer): void {
  refer.keys('products', file.work.productFactors, ['work', 'productFactors']);
  for (const section of ['escalation', 'returns'] as const) {
    for (const [tier, chance] of Object.entries(file.work[section] ?? {})) {
      if (chance !== null && typeof chance === 'object' && 'products' in chance)
        refer.keys('products', chance.products, ['work', section, tier, 'products']);
    }
  }
  for (const [tier, rule] of Object.entries(file.work.consultation ?? {})) {
    if (rule === undefined || typeof rule !== 'object' || !('share' in rule)) continue;
    refer.keys('products', rule.products, ['work', 'consultation', tier, 'products']);
    if (rule.product !== undefined)
      refer.name('products', rule.product, ['work', 'consultation', tier, 'product']);
  }
}

function referToGroups(
  { promises, routing, work }: ScenarioFile,
  refer: (
    section: 'centres' | 'products' | 'segments',
    name: string,
    path: SourcePath,
    at?: Pointing,
  ) => void,
  referGroup: (name: string, path: SourcePath, at?: Pointing) => void,
): void {
  for (const tier of ['tier1', 'tier2', 'tier3'] as const) {
    work.transfer?.[tier]?.forEach(({ group }, k) => {
      if (group !== undefined) referGroup(group, ['work', 'transfer', tier, k, 'group']);
    });
  }
  for (const [id, { breakGlass }] of Object.entries(promises)) {
    if (breakGlass !== undefined)
      referGroup(breakGlass.approvers, ['promises', id, 'breakGlass', 'approvers']);
  }
  routing?.overflow.forEach((name, k) => referGroup(name, ['routing', 'overflow', k]));
  const { kinds = [], to } = routing?.allocation ?? {};
  kinds.forEach(({ product, segment, shares = {} }, k) => {
    const path = ['routing', 'allocation', 'kinds', k];
    if (product !== undefined) refer('products', product, [...path, 'product']);
    if (segment !== undefined) refer('segments', segment, [...path, 'segment']);
    for (const place of Object.keys(shares)) {
      const at = [...path, 'shares', place];
      if (to === 'group') referGroup(place, at, 'key');
      else refer('centres', place, at, 'key');
    }
  });
}

type Named = (
  section: 'centres' | 'holidays' | 'products' | 'segments',
  name: string,
  path: SourcePath,
  pointing?: Pointing,
) => void;

function referInTargets({ targets = {} }: ScenarioFile, refer: Named, root: SourceMap): void {
  for (const [id, { hours, segment = [] }] of Object.entries(targets)) {
    const at = ['targets', id, 'hours'];
    referEach('segments', segment, ['targets', id, 'segment'], refer, root);
    if (typeof hours === 'string') refer('centres', hours, at);
    else if (hours?.holidays !== undefined) refer('holidays', hours.holidays, [...at, 'holidays']);
  }
}

/** Selections of cases by segment and product. */
function referInSelections(file: ScenarioFile, refer: Named, root: SourceMap): void {
  const { serviceLevels, work } = file;
  serviceLevels.forEach(({ product = [], segment = [] }, k) => {
    referEach('products', product, ['serviceLevels', k, 'product'], refer, root);
    referEach('segments', segment, ['serviceLevels', k, 'segment'], refer, root);
  });
  referInTargets(file, refer, root);
  for (const tier of ['tier1', 'tier2', 'tier3'] as const) {
    work.transfer?.[tier]?.forEach(({ products }, k) => {
      for (const name of Object.keys(products))
        refer('products', name, ['work', 'transfer', tier, k, 'products', name], 'key');
    });
  }
  work.exceptions.forEach(({ product = [], segment = [] }, k) => {
    const at = ['work', 'exceptions', k];
    referEach('products', product, [...at, 'product'], refer, root);
    referEach('segments', segment, [...at, 'segment'], refer, root);
  });
}

/** Names that are written as one, or as a list. */
function referEach(
  section: 'products' | 'segments',
  names: readonly string[],
  path: SourcePath,
  refer: Named,
  root: SourceMap,
): void {
  const isList = nodeAt(root, path)?.kind === 'list';
  names.forEach((name, k) => refer(section, name, isList ? [...path, k] : path));
}

function checkSources(file: ScenarioFile, list: IssueList): void {
  const names = [...keysAt(list.root, ['sources']), INVENTED];
  if (keysAt(list.root, ['sources']).includes(INVENTED)) {
    const message = `'${INVENTED}' is reserved for figures that nobody measured`;
    list.error('forbidden-name', ['sources', INVENTED], message, 'choose another id for this source', 'key');
  }
  const visit = (value: unknown, path: SourcePath): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, member] of Object.entries(value)) {
      if (path.length === 0 && key === 'sources') continue;
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      if (key !== 'source') visit(member, at);
      else if (Array.isArray(member)) {
        for (const id of member as readonly string[]) {
          if (names.includes(id)) continue;
          const remedy =
            nearest(id, names) === null
              ? `define it under 'sources', or write '${INVENTED}'`
              : suggestion(id, names, 'source');
          list.error('unknown-source', at, `there is no source '${shown(id)}'`, remedy);
        }
      }
    }
  };
  visit(file, []);
}
