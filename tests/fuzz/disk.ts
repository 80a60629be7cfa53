import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, writeSweep } from '../apps/cli/cli.ts';
import { ROOT } from '../running.ts';
import type { FuzzKind, FuzzOutcome } from './fuzz-kind.ts';

/** Commands whose disk is full, or which are killed, at any of their writes. */

const HOOK = join(ROOT, 'tests/fuzz/faulty-disk.cjs');
const MAIN = join(ROOT, 'dist/apps/cli/main.js');
const SHORT = ['--until', '1 h', '--replications', '2', '--threads', '1', '--quiet'];

interface Prepared {
  readonly folder: string;
  /** A run folder. */
  readonly run: string;
  readonly sweep: string;
}

interface Command {
  readonly name: string;
  /** `seed`: of the result, so that an earlier one differs. */
  args(from: Prepared, out: string, seed: string): readonly string[];
  /** Whether it goes on with --resume. */
  readonly isResumable: boolean;
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
  args: ({ run }, out) => [name, run, ...more, '--out', out],
  isResumable: false,
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
  fromRun('statement', '--customer', 'standard-us'),
  fromRun('export', '--format', 'csv', '--format', 'cloudevents'),
];

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly err: string;
}

function meridian(args: readonly string[], from: Prepared, disk?: string): Ended {
  const { signal, status, stderr } = spawnSync('node', ['--require', HOOK, MAIN, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      XDG_CONFIG_HOME: join(from.folder, 'config'),
      MERIDIAN_DISK: disk ?? 'count',
      MERIDIAN_DISK_REPORT: join(from.folder, 'writes'),
    },
  });
  return { code: status, signal, err: stderr };
}

/**
 * All files of a folder, or a file, with what they hold; null where there is nothing. What a process that was killed was writing beside its place is
 * no result.
 */
function contentsAt(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    const names = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.partial'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const held = names.map((name) => [name.slice(path.length), readFileSync(name, 'latin1')]);
    return JSON.stringify(held);
  } catch {
    return readFileSync(path, 'latin1');
  }
}

function prepare(): Prepared {
  const folder = newFolder();
  const from = { folder, run: join(folder, 'run'), sweep: join(folder, 'sweep.yaml') };
  mkdirSync(join(folder, 'config'));
  writeSweep(from.sweep, 2, '1 h');
  const made = meridian(
    ['run', 'scenarios/first-steps', '--until', '2 h', '--quiet', '--out', from.run],
    from,
  );
  if (made.code !== 0) throw new Error(made.err);
  return from;
}

/** What a command leaves when nothing goes wrong, and in how many writes. */
interface Undisturbed {
  readonly before: string;
  readonly after: string;
  /** Where the earlier result is kept, to be copied. */
  readonly earlier: string;
  readonly writes: number;
}

function undisturbed(command: Command, from: Prepared): Undisturbed {
  const out = join(from.folder, 'undisturbed');
  const earlier = join(from.folder, 'earlier');
  for (const path of [out, earlier]) rmSync(path, { recursive: true, force: true });
  const first = meridian(command.args(from, out, 'earlier'), from);
  if (first.code !== 0) throw new Error(`${command.name}: ${first.err}`);
  const before = contentsAt(out) ?? '';
  cpSync(out, earlier, { recursive: true });
  const second = meridian(command.args(from, out, 'later'), from);
  if (second.code !== 0) throw new Error(`${command.name}: ${second.err}`);
  const writes = Number(readFileSync(join(from.folder, 'writes'), 'utf8'));
  const after = contentsAt(out) ?? '';
  rmSync(out, { recursive: true });
  return { before, after, earlier, writes };
}

/** What is wrong after a fault at the n-th write; null when nothing is. */
function faultAt(n: number, fault: 'full' | 'kill', command: Command, from: Prepared, known: Undisturbed) {
  const place = join(from.folder, 'place');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  const out = join(place, 'out');
  cpSync(known.earlier, out, { recursive: true });
  const args = command.args(from, out, 'later');
  const ended = meridian(args, from, `${fault}:${n}`);
  const wrong = (what: string) => `${command.name}, ${fault} at write ${n} of ${known.writes}: ${what}`;
  const found = contentsAt(out);
  if (fault === 'kill' && ended.signal !== 'SIGKILL') return wrong(`it was not killed: ${ended.err}`);
  if (fault === 'full') {
    if (/\n\s+at /.test(ended.err)) return wrong(`a stack trace: ${ended.err}`);
    if (ended.code !== 2 && !(ended.code === 0 && found === known.after)) {
      return wrong(`exit code ${ended.code}: ${ended.err}`);
    }
    if (ended.code === 2 && !/no space left/.test(ended.err)) return wrong(`no reason: ${ended.err}`);
    if (readdirSync(place).some((name) => name.endsWith('.partial')))
      return wrong('something half written is left');
  }
  // A command that was killed between two renames has moved the earlier result aside, from where the next one takes it back.
  const aside = fault === 'kill' && found === null ? asideOf(place) : null;
  if (
    found !== known.before &&
    found !== known.after &&
    (aside === null || contentsAt(aside) !== known.before)
  ) {
    return wrong(`neither the earlier result nor the later one is there`);
  }
  const again = meridian([...args, ...(command.isResumable ? resumeIn(place) : [])], from);
  if (again.code !== 0) return wrong(`it cannot be repeated: ${again.err}`);
  if (contentsAt(out) !== known.after) return wrong('repeated, it comes to other bytes');
  const left = readdirSync(place).filter((name) => name !== 'out');
  return left.length > 0 ? wrong(`it leaves ${left}`) : null;
}

/** --resume, where there is something to be resumed. */
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

function attack(fault: 'full' | 'kill', runs: number, seed: number): FuzzOutcome {
  const from = prepare();
  const failures: string[] = [];
  let made = 0;
  try {
    const share = Math.ceil(runs / COMMANDS.length);
    // A few attacks are made on a few of the commands.
    const chosen = COMMANDS.map((_, i) => COMMANDS[(i + seed) % COMMANDS.length] as Command).slice(0, runs);
    for (const command of chosen) {
      const known = undisturbed(command, from);
      const step = Math.max(1, known.writes / Math.min(share, known.writes));
      for (let at = 1 + (seed % step); Math.floor(at) <= known.writes && made < runs; at += step) {
        made++;
        const failure = faultAt(Math.floor(at), fault, command, from, known);
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
