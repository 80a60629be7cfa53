import { shown } from '#base';
import { nearest, suggestion } from '../did-you-mean.ts';
import type { IssueList, Pointing } from '../issue-list.ts';
import type { ScenarioIssueCode } from '../issues.ts';
import { hasKey, keysAt, nodeAt, pathText, type SourceMap, type SourcePath } from '../read/source-tree.ts';
import { INVENTED, notedMapsIn } from '../resolve/figure-sources.ts';
import { groupNamesOf } from '../resolve/names.ts';
import { ofPeople } from '../resolve/software.ts';
import { readCountry, readLanguage } from '../shape/law-words.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

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
  for (const visit of NAMES) visit(file, [], createRefer(file, list, unknown));
  checkWords(file, list);
  unknown.reportTo(list);
  checkSources(file, list);
}

type Section = keyof typeof SECTIONS | 'groups';

/** Reports a name that nothing in the section has. */
interface Refer {
  readonly root: SourceMap;
  name(section: Section, name: string, path: SourcePath, pointing?: Pointing): void;
}

function createRefer(file: ScenarioFile, list: IssueList, unknown: UnknownNames): Refer {
  const { root } = list;
  const groups = groupNamesOf(ofPeople(file));
  return {
    root,
    name(section, name, path, pointing = 'value') {
      if (section === 'groups') {
        if (groups.includes(name)) return;
        const message = `there is no group '${shown(name)}'`;
        list.error('unknown-group', path, message, () => suggestion(name, groups, 'group'), pointing);
        return;
      }
      // The names as written: a mistake within a centre does not make it unknown.
      if (hasKey(root, section, name)) return;
      // A section that is missing or not a map is one issue, not one for each name that should be in it.
      if (REQUIRED.includes(section) && nodeAt(root, [section])?.kind !== 'map') return;
      const [code, what] = SECTIONS[section];
      const remedy = () => suggestion(name, keysAt(root, [section]), what);
      unknown.add({ code, what, name, path, pointing, remedy });
    },
  };
}

/** Visits the names in a value. */
type Visit = (value: unknown, path: SourcePath, refer: Refer) => void;

/** The value is a name in the section, or a list of names. One name may be written for a list. */
const named =
  (section: Section): Visit =>
  (value, path, refer) => {
    if (typeof value === 'string') refer.name(section, value, path);
    if (!Array.isArray(value)) return;
    const isList = nodeAt(refer.root, path)?.kind === 'list';
    for (const [k, name] of value.entries()) refer.name(section, name, isList ? [...path, k] : path);
  };

/** The keys of the map are names in the section. */
const keys =
  (section: Section): Visit =>
  (value, path, refer) => {
    for (const name of Object.keys(value ?? {})) refer.name(section, name, [...path, name], 'key');
  };

/** Visits each member of a map or a list. */
const each =
  (visit: Visit): Visit =>
  (value, path, refer) => {
    const isList = Array.isArray(value);
    for (const [key, member] of Object.entries(value ?? {}))
      visit(member, [...path, isList ? Number(key) : key], refer);
  };

/** Visits these members of a map, in this order. */
const members =
  (visits: Readonly<Record<string, Visit>>): Visit =>
  (value, path, refer) => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, visit] of Object.entries(visits))
      visit((value as Readonly<Record<string, unknown>>)[key], [...path, key], refer);
  };

const ofCases = { product: named('products'), segment: named('segments') };
const byTier = (visit: Visit): Visit => members({ tier1: visit, tier2: visit, tier3: visit });
const chances = byTier(members({ products: keys('products') }));

const group: readonly Visit[] = [
  members({
    employer: named('entities'),
    takesFirst: each(members(ofCases)),
    takesOnlyWhile: each(members(ofCases)),
  }),
  members({
    takesOnlyWhile: each(members({ down: named('centres'), longerThan: members(ofCases) })),
    automated: members({
      contains: members({ products: keys('products') }),
      model: members({ entity: named('entities'), dataCentre: named('dataCentres') }),
    }),
    products: (value, path, refer) => {
      if (Array.isArray(value)) named('products')(value, path, refer);
      else if (typeof value === 'object') keys('products')(value, path, refer);
    },
  }),
];

/** Where a file names something that stands elsewhere in it. Of a name in several places, the first has the issue. */
const NAMES: readonly Visit[] = [
  members({
    entities: each(members({ certificates: each(members({ products: named('products') })) })),
    dataCentres: each(members({ entity: named('entities') })),
    placements: each(members({ primary: named('dataCentres'), replica: named('dataCentres') })),
    commonOutages: each(members({ centres: named('centres'), dataCentres: named('dataCentres') })),
    evacuations: each(members({ dataCentre: named('dataCentres'), to: named('dataCentres') })),
    centres: each(
      members({
        entity: named('entities'),
        holidays: (value, path, refer) => {
          if (typeof value === 'string' && value !== 'none') refer.name('holidays', value, path);
        },
        groups: each((value, path, refer) => {
          for (const visit of group) visit(value, path, refer);
        }),
      }),
    ),
    segments: each(
      members({
        promise: named('promises'),
        placement: named('placements'),
        products: keys('products'),
        profiles: each(named('profiles')),
        busyness: named('busyness'),
      }),
    ),
    ledger: members({ dataCentres: named('dataCentres') }),
    holds: each(members({ segment: named('segments') })),
    disclosures: each(members({ segment: named('segments') })),
    serviceLevels: each(members(ofCases)),
    targets: each(
      members({
        segment: named('segments'),
        hours: (value, path, refer) => {
          if (typeof value === 'string') refer.name('centres', value, path);
          else members({ holidays: named('holidays') })(value, path, refer);
        },
      }),
    ),
    work: members({
      transfer: byTier(each(members({ products: keys('products'), group: named('groups') }))),
      exceptions: each(members(ofCases)),
    }),
  }),
  members({
    measures: each(
      members({ products: named('products'), centres: named('centres'), segments: named('segments') }),
    ),
    commonBusyness: each(members({ of: named('busyness') })),
    surges: each(members(ofCases)),
    demand: each(members(ofCases)),
    work: members({
      productFactors: keys('products'),
      escalation: chances,
      returns: chances,
      consultation: byTier(members({ products: keys('products'), product: named('products') })),
    }),
    promises: each(members({ breakGlass: members({ approvers: named('groups') }) })),
    routing: members({
      overflow: named('groups'),
      allocation: (value, path, refer) => {
        const { to } = (value ?? {}) as { readonly to?: unknown };
        const shares = keys(to === 'group' ? 'groups' : 'centres');
        members({ kinds: each(members({ ...ofCases, shares })) })(value, path, refer);
      },
    }),
  }),
];

/** Regions of common outages, countries of holidays, and languages of customers. */
function checkWords(file: ScenarioFile, list: IssueList): void {
  const regions = [...new Set(Object.values(file.centres).map(({ region }) => region))];
  for (const [id, common] of Object.entries(file.commonOutages)) {
    common.regions.forEach((name, k) => {
      if (regions.includes(name)) return;
      const path = ['commonOutages', id, 'regions', k];
      const message = `no centre is in a region '${shown(name)}'`;
      list.error('unknown-region', path, message, () => suggestion(name, regions, 'region'));
    });
  }
  const checkKey = (read: ReturnType<typeof readCountry>, path: SourcePath) => {
    if (!read.ok) list.error(read.problem.code, path, read.problem.message, () => read.problem.remedy, 'key');
  };
  for (const country of Object.keys(file.holidays)) checkKey(readCountry(country), ['holidays', country]);
  for (const [id, { customers }] of Object.entries(file.segments)) {
    customers.forEach(({ languages }, k) => {
      for (const tag of Object.keys(languages))
        checkKey(readLanguage(tag), ['segments', id, 'customers', k, 'languages', tag]);
    });
  }
}

function checkSources(file: ScenarioFile, list: IssueList): void {
  const names = [...keysAt(list.root, ['sources']), INVENTED];
  if (keysAt(list.root, ['sources']).includes(INVENTED)) {
    const message = `'${INVENTED}' is reserved for figures that nobody measured`;
    list.error('forbidden-name', ['sources', INVENTED], message, 'choose another id for this source', 'key');
  }
  for (const { ids, path } of notedMapsIn(file)) {
    for (const id of ids) {
      if (names.includes(id)) continue;
      const remedy =
        nearest(id, names) === null
          ? `define it under 'sources', or write '${INVENTED}'`
          : suggestion(id, names, 'source');
      list.error('unknown-source', [...path, 'source'], `there is no source '${shown(id)}'`, remedy);
    }
  }
}

interface UnknownName {
  readonly code: ScenarioIssueCode;
  /** The kind of thing that is missing, in words: `product`. */
  readonly what: string;
  readonly name: string;
  readonly path: SourcePath;
  readonly pointing: Pointing;
  readonly remedy: () => string;
}

/** Further places that an issue names. */
const PLACES_MOST = 3;

/**
 * Names that refer to nothing. The same name in several places is one mistake, usually a misspelling of the definition. It becomes one
 * issue, at the first place, which lists the others.
 */
class UnknownNames {
  private readonly found = new Map<string, { readonly first: UnknownName; readonly others: SourcePath[] }>();

  add(unknown: UnknownName): void {
    const key = `${unknown.what} ${unknown.name}`;
    const known = this.found.get(key);
    if (known === undefined) this.found.set(key, { first: unknown, others: [] });
    else known.others.push(unknown.path);
  }

  reportTo(list: IssueList): void {
    for (const { first, others } of this.found.values()) {
      const { code, name, path, pointing, remedy, what } = first;
      const message = `there is no ${what} '${shown(name)}'${alsoAt(others)}`;
      list.error(code, path, message, remedy, pointing);
    }
  }
}

function alsoAt(others: readonly SourcePath[]): string {
  if (others.length === 0) return '';
  const listed = others.slice(0, PLACES_MOST).map(pathText).join(', ');
  const more = others.length - PLACES_MOST;
  return `, which is also named at ${listed}${more > 0 ? ` and ${more} more places` : ''}`;
}
