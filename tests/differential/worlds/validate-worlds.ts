import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keysOfWorld, referenceKeys } from '../../generators/worlds/keys.ts';
import { drawWorld, textOf, validWorld, type World } from '../../generators/worlds/world-file.ts';
import { examine } from './examine.ts';
import { POSSIBLE } from './happenings.ts';
import { kindOf, shrunk } from './shrink.ts';

/**
 * `npm run validate:worlds -- --runs N --seed S [--keep]`: examines the first N valid worlds from number S on. With `--keep`, each kind of
 * fault that is found is made smaller and written into `kept/`, where a test replays it.
 */

const KEPT = 'tests/differential/worlds/kept';
const TRIES = 400;

interface Failure {
  readonly number: number;
  readonly faults: readonly string[];
}

interface Tried {
  readonly drawn: number;
  readonly worlds: number;
  readonly cases: number;
  readonly checks: number;
  readonly failures: readonly Failure[];
  /** Keys of the reference that no valid world had. */
  readonly without: readonly string[];
  /** What no ledger of a world said. */
  readonly never: readonly string[];
  readonly next: number;
}

function faultsOf({ scenario }: World): ReturnType<typeof examine> {
  try {
    return examine(scenario);
  } catch (error) {
    return { faults: [`throws: ${(error as Error).message}`], cases: 0, checks: 0, happened: new Set() };
  }
}

function tryWorlds(runs: number, seed: number, keeps: boolean): Tried {
  const failures: Failure[] = [];
  const kept = new Set<string>();
  const known = referenceKeys();
  const had = new Set<string>();
  const happened = new Set<string>();
  let [worlds, cases, checks, number] = [0, 0, 0, seed];
  for (; worlds < runs; number++) {
    const world = validWorld(drawWorld(number));
    if (world === null) continue;
    worlds++;
    for (const key of keysOfWorld(world, known)) had.add(key);
    const { faults, ...counted } = faultsOf(world);
    cases += counted.cases;
    checks += counted.checks;
    for (const one of counted.happened) happened.add(one);
    if (worlds % 100 === 0)
      process.stderr.write(`${worlds} of ${runs} worlds, ${failures.length} with faults\n`);
    if (faults.length === 0) continue;
    failures.push({ number, faults });
    process.stderr.write(`world ${number}: ${faults.join(' · ').slice(0, 500)}\n`);
    const kind = kindOf(faults[0] ?? '');
    if (keeps && !kept.has(kind)) keep(world, number, kind);
    kept.add(kind);
  }
  const without = [...known].filter((key) => !had.has(key));
  const never = POSSIBLE.filter((one) => !happened.has(one));
  return { drawn: number - seed, worlds, cases, checks, failures, without, never, next: number };
}

function keep(world: World, number: number, kind: string): void {
  const { file, files } = shrunk(world, kind, TRIES);
  const folder = join(KEPT, `${number}-${kind.toLowerCase()}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ 'scenario.yaml': textOf(file), ...files }))
    writeFileSync(join(folder, name), text);
}

function answer({ cases, checks, drawn, failures, never, next, without, worlds }: Tried): string {
  const count = (value: number) => value.toLocaleString('en');
  const first =
    failures.length === 0
      ? `No fault in ${count(worlds)} worlds.`
      : `Faults in ${count(failures.length)} of ${count(worlds)} worlds: ${failures.map(({ number }) => number).join(', ')}.`;
  const how =
    'Each ran on three engines to the same ledger and summary, was audited, and was counted again from its ledger and from outside.';
  const many = `${count(cases)} cases, ${count(checks)} checks of invariants; ${count(drawn)} files drawn, the next number is ${next}.`;
  const keys =
    without.length === 0
      ? 'The worlds had every key of the reference.'
      : `No world had these keys of the reference: ${without.join(', ')}.`;
  const list = failures.map(({ faults, number }) => `world ${number}: ${faults.join(' · ')}\n`).join('');
  const quiet = never.length === 0 ? '' : `In no world happened: ${never.join(' · ')}.\n`;
  return `${first} ${failures.length === 0 ? how : ''}\n${many}\n${keys}\n${quiet}${list}`;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed) || seed < 0) {
  process.stderr.write('npm run validate:worlds -- --runs <number> [--seed <number>] [--keep]\n');
  process.exitCode = 2;
} else {
  const tried = tryWorlds(runs, seed, values.keep);
  process.stdout.write(answer(tried));
  process.exitCode = tried.failures.length === 0 ? 0 : 1;
}
