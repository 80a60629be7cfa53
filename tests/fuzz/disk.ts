import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { newFolder, writeSweep } from '../apps/cli/cli.ts';
import { ROOT } from '../running.ts';
import type { FuzzKind, FuzzOutcome } from './fuzz-kind.ts';

/** Commands whose disk is full, or which are killed, at any of their writes. */

const HOOK = join(ROOT, 'tests/fuzz/faulty-disk.cjs');
const MAIN = join(ROOT, 'dist/apps/cli/main.js');
const SHORT = ['--until', '1 h', '--replications', '2', '--threads', '1', '--quiet'];

/** What commands start from. Runs, bundle and logs are made when a command first asks for them. */
interface Prepared {
  readonly folder: string;
  /** The folders that are made so far, in which commands may keep aids. */
  readonly made: readonly string[];
  /** Run folders of two seeds: for the earlier result and the later one. */
  readonly runs: Readonly<Record<Seed, string>>;
  /** The bundle of the latter. */
  readonly bundle: string;
  readonly sweep: string;
  /** Case logs with violations. */
  readonly logs: Readonly<Record<Seed, string>>;
}

type Seed = 'earlier' | 'later';

interface Command {
  readonly name: string;
  /** `seed`: of the result, so that an earlier one differs. */
  args(from: Prepared, out: string, seed: Seed): readonly string[];
  /** Whether it resumes with --resume. */
  readonly isResumable: boolean;
  /** Whether it leaves several files in a folder that is not its own. Each of them must then be the earlier or the later one. */
  readonly isFileByFile?: true;
  /** Of its file, if it writes one. */
  readonly ending?: string;
  /** What it finds, if that is not a clean result. */
  readonly code?: number;
}

const experiment = (name: string, ...args: readonly string[]): Command => ({
  name,
  args: (_, out, seed) => [...args, ...SHORT, '--seed', seed, '--out', out],
  isResumable: true,
});
const fromSweep = (name: string): Command => ({
  name,
  args: ({ sweep }, out, seed) => [name, sweep, '--threads', '1', '--quiet', '--seed', seed, '--out', out],
  isResumable: true,
});
const fromRun = (name: string, ...more: readonly string[]): Command => ({
  name,
  args: ({ runs }, out, seed) => [name, runs[seed], ...more, '--out', out],
  isResumable: false,
  ...(name === 'bundle' ? {} : { isFileByFile: true }),
});

const COMMANDS: readonly Command[] = [
  fromSweep('sweep'),
  fromSweep('sensitivity'),
  experiment(
    'compare',
    'compare',
    'scenarios/bench-mmc',
    'scenarios/first-steps',
    '--measures',
    'service level',
  ),
  experiment(
    'explain-change',
    'explain-change',
    'scenarios/three-centres',
    'scenarios/three-centres/no-night.yaml',
  ),
  experiment('price', 'price', 'scenarios/german-night'),
  experiment('staff', 'staff', 'scenarios/bench-mmc', '--goal', 'service level>=50%'),
  experiment('run --replications', 'run', 'scenarios/first-steps'),
  {
    name: 'baseline save',
    args: (_, out, seed) => ['baseline', 'save', 'scenarios/first-steps', out, ...SHORT, '--seed', seed],
    isResumable: true,
  },
  {
    name: 'run',
    args: (_, out, seed) => [
      'run',
      'scenarios/first-steps',
      '--until',
      '1 h',
      '--quiet',
      '--seed',
      seed,
      '--out',
      out,
    ],
    isResumable: false,
  },
  {
    name: 'run --batch-means',
    args: (_, out, seed) => [
      'run',
      'scenarios/bench-mmc',
      '--batch-means',
      '--quiet',
      '--seed',
      seed,
      '--out',
      out,
    ],
    isResumable: false,
  },
  fromRun('statement', '--customer', 'standard-us'),
  fromRun('export', '--format', 'csv', '--format', 'cloudevents'),
  fromRun('bundle', '--format', 'csv'),
  {
    name: 'statement of a bundle',
    args: ({ bundle }, out) => ['statement', bundle, '--customer', 'standard-us', '--out', out],
    isResumable: false,
    isFileByFile: true,
  },
  {
    name: 'query',
    args: ({ runs }, out, seed) => {
      return ['query', runs[seed], 'SELECT count(*) AS n FROM entries', '--out', out];
    },
    isResumable: false,
    ending: '.csv',
  },
  {
    name: 'verify --violations',
    args: ({ logs }, out, seed) => {
      return ['verify', logs[seed], '--scenario', 'scenarios/german-night', '--violations', out];
    },
    isResumable: false,
    isFileByFile: true,
    code: 1,
  },
  {
    name: 'prove',
    args: (_, out, seed) => {
      const breach = seed === 'earlier' ? 'copy-outside' : 'unrecorded-transfer';
      return [
        'prove',
        'scenarios/german-night',
        '--breach',
        breach,
        '--trials',
        '0',
        '--quiet',
        '--out',
        out,
      ];
    },
    isResumable: false,
    isFileByFile: true,
    code: 1,
  },
];

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly err: string;
}

/** What commands keep beside a run or in a bundle to be faster the next time. */
const AIDS = ['cases.idx', 'log.idx', 'tables'];

/** Makes the next command write all that a first one writes. */
function forgetAids({ made }: Prepared): void {
  for (const folder of made)
    for (const name of AIDS) rmSync(join(folder, name), { recursive: true, force: true });
}

function meridian(args: readonly string[], from: Prepared, disk?: string): Ended {
  const { signal, status, stderr } = spawnSync('node', ['--require', HOOK, MAIN, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      XDG_CONFIG_HOME: join(from.folder, 'config'),
      TMPDIR: join(from.folder, 'temporary'),
      MERIDIAN_DISK: disk ?? 'count',
      MERIDIAN_DISK_REPORT: join(from.folder, 'writes'),
    },
  });
  return { code: status, signal, err: stderr };
}

/**
 * All files of a folder, or a file, with their contents; null if there is nothing. Temporary files and folders of a killed process are not
 * part of the result.
 */
function contentsAt(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    const names = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((name) => !/\.partial($|\/)/.test(name.slice(path.length)))
      .sort();
    const held = names.map((name) => [name.slice(path.length), readFileSync(name, 'latin1')]);
    return JSON.stringify(held);
  } catch {
    return readFileSync(path, 'latin1');
  }
}

function prepare(): Prepared {
  const folder = newFolder();
  const place = (name: string) => join(folder, name);
  const made: string[] = [];
  const make = (code: number, ...args: readonly string[]) => {
    const ended = meridian(args, from);
    if (ended.code !== code) throw new Error(`${args.join(' ')} ended with ${ended.code}: ${ended.err}`);
  };
  const makeOnce = (name: string, how: (path: string) => void) => {
    const path = place(name);
    if (!made.includes(path)) {
      how(path);
      made.push(path);
    }
    return path;
  };
  const runOf = (seed: Seed) =>
    makeOnce(`run-${seed}`, (path) =>
      make(0, 'run', 'scenarios/first-steps', '--until', '2 h', '--quiet', '--seed', seed, '--out', path),
    );
  const logOf = (seed: Seed) => {
    const log = makeOnce(`broken-${seed}-log`, (path) => {
      const run = place(`broken-${seed}`);
      make(
        1,
        'run',
        'scenarios/german-night',
        '--breach',
        'copy-outside',
        '--quiet',
        '--seed',
        seed,
        '--out',
        run,
      );
      make(0, 'export', run, '--format', 'cloudevents', '--out', path);
    });
    return join(log, 'events.ndjson');
  };
  const from: Prepared = {
    folder,
    made,
    sweep: place('sweep.yaml'),
    get runs() {
      return { earlier: runOf('earlier'), later: runOf('later') };
    },
    get logs() {
      return { earlier: logOf('earlier'), later: logOf('later') };
    },
    get bundle() {
      const run = runOf('later');
      return makeOnce('bundle', (path) => make(0, 'bundle', run, '--format', 'csv', '--out', path));
    },
  };
  mkdirSync(place('config'));
  mkdirSync(place('temporary'));
  writeSweep(from.sweep, 2, '1 h');
  return from;
}

/** What a command leaves if nothing goes wrong, and its number of writes. */
interface Undisturbed {
  readonly command: Command;
  readonly before: string;
  readonly after: string;
  /** Where the earlier result is kept, to be copied. */
  readonly earlier: string;
  readonly writes: number;
}

function undisturbed(command: Command, from: Prepared): Undisturbed {
  const { code = 0, ending = '', name } = command;
  const out = join(from.folder, `undisturbed${ending}`);
  const earlier = join(from.folder, `earlier result of ${name}`);
  const make = (seed: Seed) => {
    forgetAids(from);
    const made = meridian(command.args(from, out, seed), from);
    if (made.code !== code) throw new Error(`${name} ended with ${made.code}: ${made.err}`);
    return contentsAt(out) ?? '';
  };
  const before = make('earlier');
  cpSync(out, earlier, { recursive: true });
  const after = make('later');
  const writes = Number(readFileSync(join(from.folder, 'writes'), 'utf8'));
  rmSync(out, { recursive: true });
  return { command, before, after, earlier, writes };
}

type Fault = 'full' | 'kill';

/** What is wrong after a fault at the n-th write; null if nothing is. */
function faultAt(n: number, fault: Fault, known: Undisturbed, from: Prepared): string | null {
  const { command, earlier } = known;
  const place = join(from.folder, 'place');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  const out = join(place, `out${command.ending ?? ''}`);
  cpSync(earlier, out, { recursive: true });
  const args = command.args(from, out, 'later');
  forgetAids(from);
  const ended = meridian(args, from, `${fault}:${n}`);
  const found = contentsAt(out);
  const wrong =
    fault === 'full'
      ? afterFullDisk(ended, found, known, place)
      : ended.signal === 'SIGKILL'
        ? null
        : `it was not killed: ${ended.err}`;
  // A command killed between two renames has moved the earlier result aside, and the next one restores it.
  const aside = fault === 'kill' && found === null ? asideOf(place) : null;
  const isConsistent = isOneOfBoth(found, known) || (aside !== null && contentsAt(aside) === known.before);
  const what =
    wrong ??
    (isConsistent
      ? afterRepetition(args, out, known, from)
      : 'neither the earlier result nor the later one is there');
  return what === null ? null : `${command.name}, ${fault} at write ${n} of ${known.writes}: ${what}`;
}

function afterFullDisk(
  { code, err }: Ended,
  found: string | null,
  { after, command }: Undisturbed,
  place: string,
): string | null {
  if (/\n\s+at /.test(err)) return `a stack trace: ${err}`;
  if (code !== 2 && !(code === (command.code ?? 0) && found === after)) return `exit code ${code}: ${err}`;
  if (code === 2 && !/no space left/.test(err)) return `no reason: ${err}`;
  return readdirSync(place).some((name) => name.endsWith('.partial'))
    ? 'something half written is left'
    : null;
}

function afterRepetition(
  args: readonly string[],
  out: string,
  { after, command }: Undisturbed,
  from: Prepared,
): string | null {
  const place = dirname(out);
  const again = meridian([...args, ...(command.isResumable ? resumeIn(place) : [])], from);
  if (again.code !== (command.code ?? 0)) return `it cannot be repeated: ${again.err}`;
  if (contentsAt(out) !== after) return 'repeated, it comes to other bytes';
  const left = readdirSync(place).filter((name) => name !== basename(out));
  return left.length > 0 ? `it leaves ${left}` : null;
}

/** Whether all of the earlier result is there, or all of the later one; file by file if the folder is not the command's own. */
function isOneOfBoth(found: string | null, { after, before, command }: Undisturbed): boolean {
  if (found === before || found === after) return true;
  if (command.isFileByFile === undefined || found === null) return false;
  const [were, are, will] = [before, found, after].map(
    (text) => new Map(JSON.parse(text) as readonly (readonly [string, string])[]),
  ) as [Map<string, string>, Map<string, string>, Map<string, string>];
  const names = new Set([...were.keys(), ...are.keys(), ...will.keys()]);
  return [...names].every((name) => [were.get(name), will.get(name)].includes(are.get(name)));
}

/** --resume, if there is something to resume. */
function resumeIn(place: string): readonly string[] {
  const kept = ['out.unfinished', 'out.replications'].map((name) => join(place, name));
  return kept.some(
    (path) => existsSync(join(path, 'experiment.json')) || existsSync(join(path, 'tried.ndjson')),
  )
    ? ['--resume']
    : [];
}

function asideOf(place: string): string | null {
  const name = readdirSync(place).find((one) => /^\.out\.(replaced|\d+\.partial\.old)$/.test(one));
  return name === undefined ? null : join(place, name);
}

/** So many writes of each command, as evenly as their numbers allow. */
function sharesOf(all: readonly Undisturbed[], runs: number): ReadonlyMap<Undisturbed, number> {
  const shares = new Map<Undisturbed, number>();
  let left = runs;
  [...all]
    .sort((one, other) => one.writes - other.writes)
    .forEach((known, i) => {
      const share = Math.min(known.writes, Math.ceil(left / (all.length - i)));
      shares.set(known, share);
      left -= share;
    });
  return shares;
}

function attack(fault: Fault, runs: number, seed: number): FuzzOutcome {
  const from = prepare();
  const failures: string[] = [];
  let made = 0;
  try {
    // A few attacks are made on a few of the commands.
    const chosen = COMMANDS.map((_, i) => COMMANDS[(i + seed) % COMMANDS.length] as Command).slice(0, runs);
    const all = chosen.map((command) => undisturbed(command, from));
    for (const [known, share] of sharesOf(all, runs)) {
      const step = known.writes / share;
      for (let i = 0; i < share; i++) {
        made++;
        const at = 1 + Math.floor((seed % step) + i * step);
        const failure = faultAt(Math.min(at, known.writes), fault, known, from);
        if (failure !== null) failures.push(failure);
      }
    }
  } finally {
    rmSync(from.folder, { recursive: true, force: true });
  }
  return { runs: made, failures };
}

export const disk: FuzzKind = {
  title: 'commands whose disk becomes full at any write',
  run: (runs, seed) => attack('full', runs, seed),
};

export const kills: FuzzKind = {
  title: 'commands that are killed at any write',
  run: (runs, seed) => attack('kill', runs, seed),
};
