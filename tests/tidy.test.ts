import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { scenarioNames } from './running.ts';

/** The house's rules that no other tool enforces. First of all it checks that there are files to check. */

const ROOT = join(import.meta.dirname, '..');

/** Rooms by floor, from the ground up. A room may enter rooms on lower floors, by their doors. */
const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['domain'],
  ['scenario', 'engine', 'statistics', 'ledger'],
  ['cases', 'audit', 'caselog'],
  ['experiment', 'exports'],
  ['planning', 'foreign', 'prover', 'calibration'],
  ['statements'],
  ['bundle'],
  ['report', 'cluster'],
  ['apps'],
];
/** Rooms of one chunk of the package (`rolldown.config.ts`). They may name types of `scenario`, which leave nothing in the program. */
const RUN_ROOMS = ['base', 'domain', 'engine', 'statistics', 'ledger', 'experiment'];
/** Rooms that know nothing of the machine they run on. The others may: the apps, and the code that talks to brokers. */
const PURE_ROOMS = FLOORS.flat().filter((room) => room !== 'apps' && room !== 'cluster');

/** Rooms of the engine by floor, from the ground up. */
const ENGINE_FLOORS = [
  'time',
  'lifecycle',
  'world',
  'cases',
  'people',
  'residency',
  'routing',
  'demand',
  'run',
  'features',
  'faults',
  'kernel',
  'exploration',
];

/** Types that refer to each other: a case to its agent and source, a router to its sources. The list may only shrink. */
const TYPES_GOING_UP = [
  'cases/case-record.ts > demand/source.ts',
  'cases/case-record.ts > people/agents.ts',
  'cases/case-record.ts > routing/routing-classes.ts',
  'cases/case-table.ts > demand/source.ts',
  'cases/recorder.ts > people/agents.ts',
  'residency/placing.ts > demand/source.ts',
  'routing/router.ts > demand/source.ts',
  'run/run.ts > faults/faults.ts',
];

/** Circles of imports in the engine, by their first file and size. The list may only shrink. */
const ENGINE_CIRCLES = [
  'cases/case-record.ts and 9 more',
  'features/after-contact.ts and 1 more',
  'faults/faults.ts and 4 more',
];

/** Programs of `apps`. They import what they share, and never one another. */
const PROGRAMS = ['cli', 'library', 'verifier', 'studio', 'site'];
/** The package's door, which belongs to the room of the programs. */
const DOOR = 'src/index.ts';

/** Rooms of the auditor by floor, from the ground up. */
const AUDIT_FLOORS = ['tables', 'law', 'facts', 'telling', 'invariants', 'reading', 'near-misses', 'answers'];

/**
 * The only files that name acts by number, outside of rooms whose subject they are (domain and engine), or that read a ledger for themselves
 * (audit and prover). A new act changes few places. Others walk over the table with `byKind`. The list may only shrink.
 */
const NAME_ACTS = [
  'src/bundle/format/example-in-hex.ts',
  'src/cases/case-life.ts',
  'src/cases/case-lives.ts',
  'src/cases/history/case-history.ts',
  'src/experiment/rare/watch.ts',
  'src/exports/cloud-events.ts',
  'src/foreign/events/field-coverage.ts',
  'src/foreign/history/history-acts.ts',
  'src/ledger/entry-check.ts',
  'src/statements/ledger-keepers.ts',
];

/** Packages, and the only places that may import them. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  xstate: ['src/domain/lifecycle/', 'src/engine/lifecycle/'],
  seedrandom: ['src/base/'],
  zod: ['src/scenario/', 'src/cluster/', 'src/caselog/'],
  bullmq: ['src/cluster/', 'src/apps/cli/'],
  ioredis: ['src/cluster/', 'src/apps/cli/'],
  yaml: ['src/scenario/'],
  'fastest-levenshtein': ['src/scenario/did-you-mean.ts'],
  '@formatjs/intl-localematcher': ['src/domain/language.ts'],
  'd3-scale': ['src/report/', 'src/apps/studio/'],
  'string-width': ['src/report/document/text-table.ts'],
  uuid: ['src/exports/oscal/oscal.ts'],
  hyparquet: ['src/apps/cli/import/'],
  'hyparquet-writer': ['src/exports/parquet/'],
  '@duckdb/node-api': ['src/apps/cli/'],
  commander: ['src/apps/cli/'],
  '@modelcontextprotocol': ['src/apps/cli/commands/mcp.ts'],
  highs: ['src/apps/cli/experiment/highs-solver.ts'],
  picocolors: ['src/apps/shared/'],
  'markdown-it': ['src/apps/site/'],
  'highlight.js': ['src/apps/site/'],
  minisearch: ['src/apps/site/page/'],
  'oxc-parser': ['src/apps/library/build/', 'src/apps/site/build/'],
  preact: ['src/apps/studio/page/'],
  'd3-geo': ['src/apps/studio/'],
  '@lezer': ['src/apps/studio/page/views/edit/'],
  '@codemirror': ['src/apps/studio/page/views/edit/'],
  '@noble': ['src/apps/shared/hashes-in-browsers.ts', 'src/apps/studio/worker/'],
  '@noble/post-quantum': ['src/apps/shared/evidence/ml-dsa.ts'],
  fflate: [
    'src/report/workbook/',
    'src/apps/shared/hashes-in-browsers.ts',
    'src/apps/studio/worker/',
    'src/caselog/workbook/zip-entry.ts',
  ],
  'topojson-client': ['src/apps/studio/build/'],
  'topojson-specification': ['src/apps/studio/build/'],
  saxes: ['src/caselog/text/xes-log.ts', 'src/caselog/workbook/xml-part.ts'],
  'i18n-iso-countries': ['src/apps/studio/build/'],
};

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
  /** Without type-only imports, which leave nothing in the program. */
  readonly valueImports: readonly string[];
}

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

const sources: readonly SourceFile[] = ['.ts', '.tsx']
  .flatMap((ending) => filesBelow('src', ending))
  .map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const statements = text.matchAll(/^(?:import|export)\s(?:[^;']*?\sfrom\s)?'([^']+)';/gm);
    const calls = text.matchAll(/\bimport\('([^']+)'\)/g);
    const all = [...statements, ...calls];
    const imports = all.map((match) => match[1] as string);
    const valueImports = all
      .filter((match) => !/^(import|export) type\s/.test(match[0]))
      .map((match) => match[1] as string);
    return {
      path,
      room: path === DOOR ? 'apps' : (path.split('/')[1] as string),
      text,
      imports,
      valueImports,
    };
  });

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

/** The files that a file imports, by their paths; of other rooms their doors. Without packages. */
function filesOf(path: string, imports: readonly string[]): readonly string[] {
  return imports.flatMap((target) => {
    if (target.startsWith('.')) return [normalize(join(dirname(path), target))];
    return target.startsWith('#') ? [`src/${target.slice(1)}/index.ts`] : [];
  });
}

/**
 * The sets of files that reach each other by imports, each sorted, in the order of their first files: strongly connected components by
 * Kosaraju's algorithm.
 */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const importers = new Map<string, string[]>();
  for (const [path, targets] of imports)
    for (const target of targets) importers.set(target, [...(importers.get(target) ?? []), path]);
  const lastFirst: string[] = [];
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const target of imports.get(path) ?? []) visit(target);
    lastFirst.unshift(path);
  };
  for (const path of imports.keys()) visit(path);
  const found = new Set<string>();
  const reaching = (path: string): string[] => {
    if (found.has(path)) return [];
    found.add(path);
    return [path, ...(importers.get(path) ?? []).flatMap(reaching)];
  };
  return lastFirst
    .map((path) => reaching(path).sort())
    .filter(([first = '', ...more]) => more.length > 0 || imports.get(first)?.includes(first))
    .sort(([one = ''], [other = '']) => one.localeCompare(other));
}

/** Text without comments and string contents, to look at code alone. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

/** Names in the braces that `lists` matches. */
function namesIn(text: string, lists: RegExp): string[] {
  return [...text.matchAll(lists)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^type /, '')
          .replace(/ as .*$/, ''),
      )
      .filter((name) => name !== ''),
  );
}

describe('the source tree', () => {
  it('has files to check', () => {
    expect(sources.length).toBeGreaterThan(150);
    for (const rooms of FLOORS) {
      for (const room of rooms) {
        expect(
          sources.some((file) => file.room === room && file.imports.length > 0),
          room,
        ).toBe(true);
      }
    }
  });

  it('has only rooms with a known floor', () => {
    const unknown = sources.filter((file) => floorOf(file.room) === -1).map((file) => file.path);
    expect(unknown).toEqual([]);
  });

  it('makes runs without the readers of scenarios, which threads and short commands do without', () => {
    const wrong = sources
      .filter(({ room }) => RUN_ROOMS.includes(room))
      .flatMap(({ path, valueImports }) =>
        valueImports.filter((target) => target === '#scenario').map((target) => `${path}: ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('enters other rooms by their door, and only rooms on lower floors', () => {
    const wrong = sources.flatMap(({ path, room, imports }) =>
      imports.flatMap((target) => {
        if (target.startsWith('.')) {
          const reached = normalize(join(dirname(path), target));
          return reached.startsWith(`src/${room}/`) ? [] : [`${path} leaves its room: ${target}`];
        }
        if (!target.startsWith('#')) return [];
        const entered = target.slice(1);
        if (floorOf(entered) === -1) return [`${path} enters no known room: ${target}`];
        return floorOf(entered) < floorOf(room) ? [] : [`${path} goes up or sideways: ${target}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has engine rooms that import only lower floors', () => {
    const roomIn = (path: string) => /^src\/engine\/([^/]+)\//.exec(path)?.[1];
    const engine = sources.filter(({ room }) => room === 'engine');
    expect(new Set(engine.flatMap(({ path }) => roomIn(path) ?? []))).toEqual(new Set(ENGINE_FLOORS));
    const wrong = engine.flatMap(({ path, valueImports }) => {
      const room = roomIn(path);
      if (room === undefined) return [];
      const targets = valueImports.filter((name) => name.startsWith('.'));
      expect(path.split('/').length, path).toBe(4);
      return targets.flatMap((target) => {
        const reached = roomIn(normalize(join(dirname(path), target)));
        if (reached === undefined) return [`${path} enters its own door: ${target}`];
        return ENGINE_FLOORS.indexOf(reached) <= ENGINE_FLOORS.indexOf(room)
          ? []
          : [`${path} goes up: ${target}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  it('has engine types that refer only to lower floors, except those listed', () => {
    const roomIn = (path: string) => /^src\/engine\/([^/]+)\//.exec(path)?.[1] ?? '';
    const floor = (path: string) => ENGINE_FLOORS.indexOf(roomIn(path));
    const engine = sources.filter(({ path }) => floor(path) !== -1);
    expect(engine.length).toBeGreaterThan(100);
    const upward = engine.flatMap(({ imports, path }) =>
      imports
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(path), name)))
        .filter((target) => floor(target) > floor(path))
        .map((target) => `${path} > ${target}`.replaceAll('src/engine/', '')),
    );
    expect(upward.sort()).toEqual(TYPES_GOING_UP);
  });

  it('has no circle of imports, types included, but those listed of the engine', () => {
    const circles = circlesOf(new Map(sources.map(({ imports, path }) => [path, filesOf(path, imports)])));
    expect(circles.map(([first, ...more]) => `${first} and ${more.length} more`).sort()).toEqual(
      ENGINE_CIRCLES.map((circle) => `src/engine/${circle}`).sort(),
    );
  });

  it('finds circles of imports', () => {
    const of = (files: Record<string, string[]>) => circlesOf(new Map(Object.entries(files)));
    expect(of({ a: ['b', 'c'], b: ['c'], c: ['elsewhere'] })).toEqual([]);
    expect(of({ a: ['b'], b: ['d', 'c'], c: ['b'], d: [] })).toEqual([['b', 'c']]);
    expect(of({ a: ['a'] })).toEqual([['a']]);
    expect(of({ a: ['b'], b: ['c'], c: ['a'], d: ['e', 'a'], e: ['d'] })).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('has a kernel that knows features by their list alone', () => {
    const kernel = sources.filter(({ path }) => path.startsWith('src/engine/kernel/'));
    expect(kernel.length).toBeGreaterThan(5);
    const asked = kernel.flatMap(({ imports }) => imports.filter((name) => name.includes('/features/')));
    expect(asked).toEqual(['../features/list.ts']);
  });

  it('has programs that import what they share, and never one another', () => {
    const roomIn = (path: string) => /^src\/apps\/([^/]+)\//.exec(path)?.[1];
    const apps = sources.filter(({ room }) => room === 'apps');
    for (const part of [...PROGRAMS, 'shared'])
      expect(apps.filter(({ path }) => roomIn(path) === part).length, part).toBeGreaterThan(1);
    const inside = apps.filter(({ path }) => path !== DOOR);
    expect(new Set(inside.map(({ path }) => roomIn(path)))).toEqual(new Set([...PROGRAMS, 'shared']));
    const reached = inside.flatMap(({ path, imports }) =>
      imports
        .filter((target) => target.startsWith('.'))
        .map((target) => ({ path, from: roomIn(path), to: roomIn(normalize(join(dirname(path), target))) })),
    );
    expect(reached.filter(({ from, to }) => from !== 'shared' && to === 'shared').length).toBeGreaterThan(50);
    expect(reached.filter(({ from, to }) => to !== 'shared' && to !== from)).toEqual([]);
  });

  it('has auditor rooms that import only lower floors', () => {
    const roomIn = (path: string) => /^src\/audit\/([^/]+)\//.exec(path)?.[1];
    const audit = sources.filter(
      ({ path }) => path.startsWith('src/audit/') && path !== 'src/audit/index.ts',
    );
    expect(new Set(audit.map(({ path }) => roomIn(path)))).toEqual(new Set(AUDIT_FLOORS));
    const wrong = audit.flatMap(({ path, imports }) =>
      imports
        .filter((target) => target.startsWith('.'))
        .flatMap((target) => {
          const reached = roomIn(normalize(join(dirname(path), target)));
          if (reached === undefined) return [`${path} enters its own door: ${target}`];
          return AUDIT_FLOORS.indexOf(reached) <= AUDIT_FLOORS.indexOf(roomIn(path) ?? '')
            ? []
            : [`${path} goes up: ${target}`];
        }),
    );
    expect(wrong).toEqual([]);
  });

  it('names acts in few files outside of domain, engine, audit and prover', () => {
    const named = sources
      .filter(({ room }) => !['audit', 'domain', 'engine', 'prover'].includes(room))
      .filter(({ text }) => /\b(?:ACT_NUMBERS|ACT_KINDS|actKind)\b/.test(codeOf(text)))
      .map(({ path }) => path);
    expect(named).toEqual(NAME_ACTS);
  });

  it('has a follower that reads acts without the reader of cases', () => {
    const follower = sources.find(({ path }) => path === 'src/prover/follow.ts');
    expect(follower?.imports).toContain('#domain');
    expect(follower?.imports).not.toContain('#cases');
  });

  it('has judges that know nothing of other judges', () => {
    const files = sources.filter(({ path }) => path.startsWith('src/audit/invariants/r'));
    /** The invariant of a file, for example `r18` for all parts of R18. */
    const invariantOf = (path: string) => /\/(r\d\d)-/.exec(path)?.[1];
    expect(new Set(files.map(({ path }) => invariantOf(path))).size).toBe(INVARIANTS.length);
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .map((target) => normalize(join(dirname(path), target)))
        .filter((target) => {
          const other = invariantOf(target);
          return target.endsWith('/judges.ts') || (other !== undefined && other !== invariantOf(path));
        })
        .map((target) => `${path} asks ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has no breach in the engine's production code", () => {
    const production = sources.filter(({ path }) => /^src\/engine\/(?!faults\/|index)/.test(path));
    expect(production.length).toBeGreaterThan(80);
    expect(
      production.filter(({ valueImports }) => valueImports.some((name) => name.includes('/faults/'))),
    ).toEqual([]);
    expect(production.filter(({ text }) => /breach/i.test(codeOf(text))).map(({ path }) => path)).toEqual([]);
  });

  it('has a door with named exports for each room except the apps', () => {
    for (const room of PURE_ROOMS) {
      const door = sources.find((file) => file.path === `src/${room}/index.ts`);
      expect(door, room).toBeDefined();
      expect(door?.text, room).not.toMatch(/export \*/);
    }
  });

  it('has no door export that nobody outside the room uses', () => {
    const readers = ['src', 'tests', 'benchmarks'].flatMap((folder) =>
      ['.ts', '.tsx'].flatMap((ending) => filesBelow(folder, ending)),
    );
    const texts = readers.map((path) => readFileSync(join(ROOT, path), 'utf8'));
    const unused = FLOORS.flat().flatMap((room) => {
      const door = sources.find((file) => file.path === `src/${room}/index.ts`);
      const offered = namesIn(door?.text ?? '', /export (?:type )?\{([^}]*)\} from/g);
      const asked = new Set(
        texts.flatMap((text) =>
          namesIn(text, new RegExp(`(?:import|export) (?:type )?\\{([^}]*)\\} from '#${room}'`, 'g')),
        ),
      );
      if (room !== 'apps') expect(offered.length, room).toBeGreaterThan(0);
      return offered.filter((name) => !asked.has(name)).map((name) => `#${room} offers ${name}`);
    });
    expect(unused).toEqual([]);
  });

  it('keeps the auditor apart from the engine and everything that drives it', () => {
    const reachable = new Set<string>();
    const visit = (room: string) => {
      for (const { imports } of sources.filter((file) => file.room === room)) {
        for (const target of imports.filter((name) => name.startsWith('#')).map((name) => name.slice(1))) {
          if (!reachable.has(target)) {
            reachable.add(target);
            visit(target);
          }
        }
      }
    };
    visit('audit');
    expect([...reachable].sort()).toEqual(['base', 'domain', 'ledger']);
  });

  it('keeps the verifier of bundles apart from the engine and everything that drives it', () => {
    const byPath = new Map(sources.map((file) => [file.path, file]));
    const reached = new Set<string>();
    const visit = (path: string) => {
      const file = byPath.get(path);
      if (file === undefined || reached.has(path)) return;
      reached.add(path);
      for (const target of file.valueImports) {
        if (target.startsWith('.')) visit(normalize(join(dirname(path), target)));
        else if (target.startsWith('#')) visit(`src/${target.slice(1)}/index.ts`);
      }
    };
    visit('src/apps/verifier/main.ts');
    const rooms = new Set([...reached].map((path) => path.split('/')[1]));
    expect([...rooms].sort()).toEqual([
      'apps',
      'audit',
      'base',
      'bundle',
      'cases',
      'domain',
      'exports',
      'foreign',
      'ledger',
      'planning',
      'report',
      'scenario',
      'statements',
    ]);
    // Each piece of the packed files names its source.
    const packed = ['dist/apps/verifier', 'dist/verifier-chunks']
      .flatMap((folder) => filesBelow(folder, '.js'))
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('\n');
    const packedRooms = [...packed.matchAll(/^\/\/ src\/(\w+)\//gm)].map((match) => match[1]);
    expect(packedRooms.length).toBeGreaterThan(50);
    expect([...new Set(packedRooms)].filter((room) => !rooms.has(room))).toEqual([]);
  });

  it('keeps the second count of service apart from the first one and the engine, including types', () => {
    const byPath = new Map(sources.map((file) => [file.path, file]));
    const reached = new Set(
      sources.map(({ path }) => path).filter((path) => path.startsWith('src/bundle/recount/')),
    );
    const rooms = new Set<string>();
    expect(reached.size).toBeGreaterThan(10);
    for (const path of reached) {
      for (const target of byPath.get(path)?.imports ?? []) {
        if (target.startsWith('.')) reached.add(normalize(join(dirname(path), target)));
        else rooms.add(target);
      }
    }
    expect([...rooms].sort()).toEqual(['#base', '#domain', '#ledger']);
    expect([...reached].filter((path) => !path.startsWith('src/bundle/recount/'))).toEqual([]);
  });

  it('imports each package only from its home, and no package without one', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter((target) => !/^[.#]/.test(target) && !target.startsWith('node:'))
        .flatMap((target) => {
          const name = target.startsWith('@')
            ? target.split('/').slice(0, 2).join('/')
            : target.split('/')[0];
          const scope = target.split('/')[0] as string;
          const homes = HOMES[name as string] ?? HOMES[scope] ?? [];
          return homes.some((home) => path.startsWith(home)) ? [] : [`${path}: ${target}`];
        }),
    );
    expect(wrong).toEqual([]);
  });

  it('writes to the terminal in one file, which makes text from outside safe, once that file is loaded', () => {
    const writers = sources
      .filter(
        ({ path, room }) => (room === 'apps' || room === 'cluster') && !path.startsWith('src/apps/studio/'),
      )
      .filter(({ text }) =>
        /\b(?:stdout|stderr)\s*\.\s*write\b|\bconsole\s*[.[]|\bwriteSync\(\s*[12]\b/.test(codeOf(text)),
      )
      .map(({ path }) => path);
    // The entry of the command line writes its version, which is a text of its own.
    expect(writers).toEqual([
      'src/apps/cli/main.ts',
      'src/apps/shared/load-program.ts',
      'src/apps/shared/terminal.ts',
    ]);
  });

  it('sets exit codes and listens to signals in one file, once that file is loaded', () => {
    const owned = /\bprocess\s*\.\s*(?:exitCode\b|exit\(|(?:on|once|off|addListener)\()/;
    const owners = sources.filter(({ room, text }) => room === 'apps' && owned.test(codeOf(text)));
    expect(owners.map(({ path }) => path)).toEqual([
      'src/apps/shared/load-program.ts',
      'src/apps/shared/run-command.ts',
    ]);
  });

  it('sets a V8 flag in one place, which checks the release first', () => {
    const calls = sources.flatMap(({ path, text }) =>
      [...codeOf(text).matchAll(/\bsetFlagsFromString\(/g)].map(() => path),
    );
    expect(calls).toEqual(['src/apps/shared/memory.ts']);
  });

  it('keeps the pure rooms free of the host, the clock and chance', () => {
    const banned = [
      /(^|[^.\w])(process|globalThis|console|Buffer)\s*[.[(]/m,
      /\bDate\.now\b/,
      /\bnew Date\(\s*\)/,
      /\bMath\.random\b/,
      /\bperformance\b/,
    ];
    const wrong = sources
      .filter(({ room }) => PURE_ROOMS.includes(room))
      .flatMap(({ path, text, imports }) => [
        ...imports.filter((target) => target.startsWith('node:')).map((target) => `${path}: ${target}`),
        ...banned.filter((ban) => ban.test(codeOf(text))).map((ban) => `${path}: ${ban}`),
      ]);
    expect(wrong).toEqual([]);
  });

  it('has no file with a meaningless name', () => {
    const vague = sources.filter(({ path }) => /\/(utils?|types|common|misc|helpers?)\.ts$/.test(path));
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  it('writes the properties of an object where the object is, instead of spreading a literal into it', () => {
    const spreads = sources.filter(({ text }) => /(?<!\{)\.\.\.\{/.test(text));
    expect(spreads.map(({ path }) => path)).toEqual([]);
  });

  it('has no unfinished marks, and suppresses nothing without a reason', () => {
    const wrong = sources.flatMap(({ path, text }) => [
      ...(/\b(TODO|FIXME|XXX)\b/.test(text) ? [`${path}: unfinished`] : []),
      ...(/@ts-(ignore|nocheck)/.test(text) ? [`${path}: suppressed type error`] : []),
      ...[...text.matchAll(/biome-ignore [^:\n]+(:.*)?/g)]
        .filter((match) => (match[1] ?? '').trim().length < 8)
        .map((match) => `${path}: ${match[0]}`),
    ]);
    expect(wrong).toEqual([]);
    const suppressions = sources.flatMap(({ text }) => text.match(/biome-ignore/g) ?? []);
    // The count may only fall.
    expect(suppressions.length).toBeLessThanOrEqual(1);
  });
});

const roomPages = filesBelow('src', 'README.md');

describe('the documentation', () => {
  it('has a page for every room', () => {
    for (const room of FLOORS.flat()) expect(roomPages, room).toContain(`src/${room}/README.md`);
  });

  it('links only to files that exist', () => {
    const pages = [
      'README.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      ...['src', 'benchmarks', 'docs', 'tests'].flatMap((folder) => filesBelow(folder, '.md')),
    ];
    const broken = pages.flatMap((page) =>
      [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] as string)
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('names no path of a machine and no registry', () => {
    const pages = [
      'README.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'package.json',
      'package-lock.json',
      '.ci/run',
    ];
    const all = [
      ...pages,
      ...['.md', '.ts'].flatMap((ending) =>
        ['src', 'tests', 'benchmarks', 'docs'].flatMap((at) => filesBelow(at, ending)),
      ),
      ...filesBelow('scenarios', '.yaml'),
    ];
    const wrong = all.filter((path) => {
      // This file names what it looks for.
      if (path === 'tests/tidy.test.ts') return false;
      const text = readFileSync(join(ROOT, path), 'utf8');
      return /\/(work|home|root|tmp)\/[a-z]/.test(text) || /"resolved":/.test(text);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the scenarios', () => {
  const names = scenarioNames();

  it('have their kept results in the same folder', () => {
    expect(names.length).toBeGreaterThan(7);
    for (const name of names) {
      for (const file of ['scenario.yaml', 'expected.summary.json', 'expected.audit.json']) {
        expect(existsSync(join(ROOT, 'scenarios', name, file)), `${name}/${file}`).toBe(true);
      }
    }
  });
});
