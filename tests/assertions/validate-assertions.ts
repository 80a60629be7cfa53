import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { HOUR_MS, sumOf } from '#base';
import type { Scenario } from '#domain';
import { scenarioJson } from '#scenario';
import { numbersFrom } from '../fuzz/fuzz-kind.ts';
import { loadScenario, ROOT } from '../running.ts';
import { type Mutation, mutated, mutationsIn } from './arithmetic.ts';
import { differences, WATCHED, watched } from './watched.ts';

/**
 * `npm run validate:assertions -- --mutants N --seed S --room R`: changes one piece of arithmetic at a time in the rooms that count, runs the changed
 * program, and prints how it ended. Only places that the unchanged program executes are changed, and only what executes them runs. A change
 * that no run notices is not wrong in these runs, or nothing looks at it.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  engine: ['kernel', 'cases', 'features', 'people', 'routing', 'time'].map((name) => `src/engine/${name}/`),
  ledger: ['src/ledger/'],
  recount: ['src/bundle/recount/'],
  search: ['src/experiment/staffing/', 'src/experiment/rosters/'],
  statistics: ['src/statistics/'],
};
/** What the program runs, and for how many hours: together they use much of what the rooms can do, each in less than a second. */
const SUBJECTS: readonly (readonly [string, number])[] = [
  ...([
    ['first-steps', 60],
    ['three-centres', 30],
    ['chat-desk', 24],
    ['failover', 30],
  ] as const),
  ...([
    ['german-night', 40],
    ['own-lines', 8],
    ['passed-on', 24],
    ['ai-first-line', 12],
  ] as const),
];
/** What a subject has besides: software that contains less for some hours, and people who are away. */
const CHANGES: Readonly<Record<string, (scenario: Scenario) => Partial<Scenario>>> = {
  'ai-first-line': ({ groups, software = [] }) => ({
    groups: groups.map((group) => ({ ...group, shrinkage: { wholeShift: 0.1, part: 0.2 } })),
    software: software.map((one) => ({
      ...one,
      degradations: [
        { factor: 0.5, planned: [{ fromMs: 4 * HOUR_MS, toMs: 9 * HOUR_MS }], random: [] },
        ...(one.degradations ?? []),
      ],
    })),
  }),
};
const SEARCH = 'search';
/** A changed program may take this many times the processor time of the unchanged one, and some seconds. */
const TIMES_AS_LONG = 3;
const MORE_S = 2;
const AT_ONCE = 2;
/** Of several subjects, the end named first counts. */
const EXIT_CODES = { 3: 'assertion', 4: 'check', 5: 'error' } as const;

type End = 'assertion' | 'check' | 'error' | 'hangs' | 'other result' | 'not noticed';

interface Place extends Mutation {
  /** The subjects that execute it. */
  readonly subjects: readonly string[];
}

// Within the project, so that the packages are found.
const folder = mkdtempSync(join(ROOT, 'node_modules/.assertions-'));
const argumentOf = (subject: string) => (subject === SEARCH ? subject : join(folder, subject));

async function built(): Promise<string> {
  const bundle = await rolldown({
    input: join(ROOT, 'tests/assertions/subject.ts'),
    cwd: ROOT,
    platform: 'node',
    logLevel: 'silent',
    tsconfig: 'tsconfig.json',
    external: (id) => /^[^.#/]/.test(id),
    // Otherwise the bundler drops the comments that name files which begin with a constant.
    optimization: { inlineConst: false },
    treeshake: { moduleSideEffects: [{ test: /\/src\//, sideEffects: false }] },
  });
  const file = join(folder, 'sound.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}

/** What the unchanged program does with a subject. */
interface SoundRun {
  readonly stdout: string;
  /** Whether a change of the place, by its number, gives another value somewhere in the run. */
  readonly differs: (place: number) => boolean;
  /** Processor time, s. */
  readonly tookS: number;
}

function sound(files: { readonly sound: string; readonly watched: string }, subject: string): SoundRun {
  const noted = join(folder, `noted-${subject}`);
  const { stderr, stdout } = soundly(files.sound, subject, {});
  const again = soundly(files.watched, subject, { [WATCHED]: noted });
  if (again.stdout !== stdout) throw new Error(`watching changes the results of ${subject}`);
  return { stdout, differs: differences(noted), tookS: Number(stderr) };
}

function soundly(file: string, subject: string, environment: Readonly<Record<string, string>>) {
  const { status, stderr, stdout } = spawnSync('node', [file, argumentOf(subject)], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`the unchanged program ends with ${status} on ${subject}: ${stderr}`);
  return { stderr, stdout };
}

/** Runs the changed program on the subjects in which the place matters, until an assertion stops it. */
async function endOf(
  { subjects, ...place }: Place,
  name: string,
  bundle: string,
  runs: ReadonlyMap<string, SoundRun>,
) {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, mutated(bundle, place));
  const own = subjects.map((subject) => runs.get(subject) as SoundRun);
  const longestS = MORE_S + TIMES_AS_LONG * sumOf(own.map(({ tookS }) => tookS));
  const { status, stderr, stdout } = await ran(file, subjects, Math.ceil(longestS));
  const isSame = stdout === own.map((run) => run.stdout).join('');
  const quiet = isSame ? 'not noticed' : 'other result';
  // Modules that are loaded make assertions, too.
  const isAsserted = /^AssertionError/m.test(stderr);
  const known = isAsserted ? 'assertion' : EXIT_CODES[status as keyof typeof EXIT_CODES];
  const end: End = status === null ? 'hangs' : status === 0 ? quiet : (known ?? 'error');
  return { end, message: stderr.split('\n').findLast((line) => line.startsWith(`${status}: `)) ?? '' };
}

/** Runs a program on subjects, and ends it when it has used this much processor time (s). */
function ran(file: string, subjects: readonly string[], longestS: number) {
  const line = `ulimit -t ${longestS}; exec node "$0" "$@"`;
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn('bash', ['-c', line, file, ...subjects.map(argumentOf)], { cwd: ROOT });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
      });
    child.on('close', (status) => resolve({ status, ...said }));
  });
}

/** As many places of each room, each at most once, drawn with the seed. Rooms take turns, so that a trial that is stopped has seen all. */
function drawn(rooms: ReadonlyMap<string, readonly Place[]>, mutants: number, seed: number) {
  const below = numbersFrom(seed);
  const left = [...rooms].map(([room, places]) => ({ room, places: [...places] }));
  return Array.from({ length: mutants / rooms.size }, () =>
    left.flatMap(({ places, room }) =>
      places.splice(below(places.length), 1).map((place) => ({ room, place })),
    ),
  ).flat();
}

async function main(mutants: number, seed: number, only: string | undefined): Promise<void> {
  for (const [name, hours] of SUBJECTS) {
    const scenario = { ...loadScenario(name), horizonMs: hours * HOUR_MS };
    writeFileSync(argumentOf(name), scenarioJson({ ...scenario, ...CHANGES[name]?.(scenario) }));
  }
  const file = await built();
  const bundle = readFileSync(file, 'utf8');
  const subjects = [...SUBJECTS.map(([name]) => name), SEARCH];
  const mutations = mutationsIn(bundle);
  const files = { sound: file, watched: join(folder, 'watched.mjs') };
  writeFileSync(files.watched, watched(bundle, mutations));
  const runs = new Map(subjects.map((subject) => [subject, sound(files, subject)]));
  const all = mutations.map(
    (mutation, n): Place => ({
      ...mutation,
      subjects: subjects.filter((subject) => runs.get(subject)?.differs(n)),
    }),
  );
  const ofRooms = new Map(
    Object.entries(ROOMS)
      .filter(([room]) => only === undefined || room === only)
      .map(([room, folders]) => [
        room,
        all.filter(
          ({ file: from }) => !/consistency/.test(from) && folders.some((name) => from.startsWith(name)),
        ),
      ]),
  );
  const reached = new Map(
    [...ofRooms].map(([room, places]) => [room, places.filter((one) => one.subjects.length > 0)]),
  );
  const todo = drawn(reached, mutants, seed);
  const ends = todo.map(() => 'not noticed' as End);
  let next = 0;
  const work = async (name: string) => {
    for (let i = next++; i < todo.length; i = next++) {
      const { place } = todo[i] as (typeof todo)[number];
      const { end, message } = await endOf(place, name, bundle, runs);
      ends[i] = end;
      const { file: from, line, to } = place;
      process.stderr.write(
        `${i} ${end} | ${from}: ${place.from} → ${to} in ${line} | ${message.split('\n')[0]}\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => work(`changed-${n}`)));
  const endsOf = (room: string | null) => ends.filter((_, i) => room === null || todo[i]?.room === room);
  process.stdout.write(
    `${countsOf(endsOf(null))}\n| room | places | executed | changes by how they end |\n|---|---|---|---|\n`,
  );
  for (const [room, places] of ofRooms)
    process.stdout.write(
      `| ${room} | ${places.length} | ${reached.get(room)?.length} | ${countsOf(endsOf(room))} |\n`,
    );
}

function countsOf(ends: readonly End[]): string {
  const names = ['assertion', 'check', 'error', 'hangs', 'other result', 'not noticed'] as const;
  return names.map((name) => `${name} ${ends.filter((end) => end === name).length}`).join(', ');
}

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    room: { type: 'string' },
  },
});
try {
  await main(Number(values.mutants), Number(values.seed), values.room);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
