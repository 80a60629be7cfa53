import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HOUR_MS } from '#base';
import { makeNight, type Tried } from './fuzz/night.ts';
import { nightPage, type Program } from './fuzz/night-page.ts';
import { scenarioNames } from './running.ts';
import { CASES } from './validation/cases/index.ts';
import { MINUTE_MS } from './validation/scenario-text.ts';

const USAGE = `npm run validate:nightly -- --hours N [--seed N] [--out what-was-tried.md]
Attacks of every kind on fresh seeds, and the programs that validate, until the time is over. Each kind of attack and each program has a turn,
however short the time. Exit code 1: something broke.`;

/**
 * Programs that a night runs once, after its first round of attacks, in half of the time that is left. `SEED` stands for the night's seed,
 * `MODEL` and `SCENARIO` for others each night to begin with, and `MINUTES` for a program's time, after which it ends by itself.
 */
const PROGRAMS = [
  // With 25 replications, one of 529 measures is off by six standard errors in about one of 500 nights.
  [
    'models of published results, again',
    'tests/validation/validate.ts --replications 25 --errors 6 --seed SEED --from MODEL --minutes MINUTES',
  ],
  [
    'proofs of a scenario by SPIN: cases, states of both, verdicts',
    'tests/prover/validate-spin.ts first-steps',
  ],
  ['whether proofs hold in runs', 'tests/prover/validate-claims.ts --from SCENARIO --minutes MINUTES'],
] as const;
/** A program that takes so much longer than its time is ended, which the page says. */
const GRACE_MS = HOUR_MS;

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '8' },
    seed: { type: 'string' },
    out: { type: 'string', default: 'what-was-tried.md' },
  },
});
const hours = Number(values.hours);
// A new seed for each day, so that no night repeats another.
const firstSeed = Number(values.seed ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''));

if (!(hours > 0) || !Number.isSafeInteger(firstSeed)) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  // What is attacked writes into one folder, which is deleted at the end.
  const folder = mkdtempSync(join(tmpdir(), 'meridian-night-'));
  process.env.TMPDIR = folder;
  try {
    process.exitCode = await night();
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function night(): Promise<number> {
  const startMs = Date.now();
  const programs: Program[] = [];
  const endMs = startMs + hours * HOUR_MS;
  const runAll = () => {
    const halfMs = Math.max(0, endMs - Date.now()) / 2;
    for (const [title, line] of PROGRAMS) programs.push(ran(title, line, halfMs / PROGRAMS.length));
  };
  const write = (tried: ReadonlyMap<string, Tried>) =>
    writeFileSync(
      values.out,
      nightPage({
        tried,
        programs,
        firstSeed,
        hours: (Date.now() - startMs) / HOUR_MS,
        commit: spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim(),
        node: process.version,
      }),
    );
  const tried = await makeNight({
    firstSeed,
    isOver: () => Date.now() >= endMs,
    done(all, round) {
      if (round > 0 && programs.length === 0) runAll();
      write(all);
      const attacks = [...all.values()].reduce((sum, { attempts }) => sum + attempts, 0);
      process.stderr.write(`round ${round}: ${attacks.toLocaleString('en-GB')} attacks\n`);
    },
  });
  // A night that is over within its first round.
  if (programs.length === 0) runAll();
  write(tried);
  process.stdout.write(`${values.out}\n`);
  const isBroken = [...tried.values()].some(({ failures }) => failures.length > 0);
  return isBroken || programs.some(({ problem }) => problem !== null) ? 1 : 0;
}

function ran(title: string, line: string, timeMs: number): Program {
  const names = scenarioNames();
  const words = line
    .replace('SEED', String(firstSeed))
    .replace('MODEL', CASES[firstSeed % CASES.length]?.id ?? '')
    .replace('SCENARIO', names[firstSeed % names.length] ?? '')
    .replace('MINUTES', (timeMs / MINUTE_MS).toFixed(1));
  const { signal, status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', ...words.split(' ')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
    timeout: Math.round(timeMs + GRACE_MS),
    killSignal: 'SIGKILL',
  });
  process.stderr.write(stdout);
  const found = stdout.trimEnd().split('\n').at(-1) ?? '';
  return {
    title,
    command: `tsx ${words}`,
    found,
    problem: status === 0 ? null : (signal ?? `exit code ${status}`),
  };
}
