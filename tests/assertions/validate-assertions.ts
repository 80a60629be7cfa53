import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Plugin, rolldown } from 'rolldown';
import { HOUR_MS } from '#base';
import { scenarioJson } from '#scenario';
import { numbersFrom } from '../fuzz/fuzz-kind.ts';
import { loadScenario, ROOT } from '../running.ts';
import { type Mutation, mutated, mutationsIn } from './arithmetic.ts';

/**
 * `npm run validate:assertions -- --mutants N --seed S`: changes one piece of arithmetic at a time in the rooms that count, runs the changed
 * program, and prints how it ended. A change that no run notices is not wrong in these runs, or nothing looks at it.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  engine: [
    'src/engine/kernel',
    'src/engine/cases',
    'src/engine/people',
    'src/engine/routing',
    'src/engine/time',
  ],
  ledger: ['src/ledger'],
  statistics: ['src/statistics'],
  recount: ['src/bundle/recount'],
};
/** What the program runs, and for how many hours: together they use much of what the rooms can do, in some seconds. */
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
  ] as const),
];
const LONGEST_MS = 120_000;
const EXIT_CODES = { 3: 'assertion', 4: 'error', 5: 'recount' } as const;

type End = 'assertion' | 'error' | 'recount' | 'hangs' | 'other result' | 'not noticed';

// Within the project, so that the packages are found.
const folder = mkdtempSync(join(ROOT, 'node_modules/.assertions-'));

/** Builds the subject with a change, and runs it. */
async function endOf(mutation: Mutation | null, sound: string | null): Promise<{ end: End; output: string }> {
  const change: Plugin = {
    name: 'one change',
    transform: {
      handler: (code, id) =>
        mutation !== null && id === join(ROOT, mutation.file) ? mutated(code, mutation) : null,
    },
  };
  const bundle = await rolldown({
    ...{ input: join(ROOT, 'tests/assertions/subject.ts'), cwd: ROOT, platform: 'node', logLevel: 'silent' },
    ...{ tsconfig: 'tsconfig.json', external: (id) => /^[^.#/]/.test(id), plugins: [change] },
  });
  const file = join(folder, 'subject.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const { status, stdout } = spawnSync('node', [file, ...SUBJECTS.map(([name]) => join(folder, name))], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: LONGEST_MS,
  });
  const output = stdout ?? '';
  if (status === null) return { end: 'hangs', output };
  const known = EXIT_CODES[status as keyof typeof EXIT_CODES];
  if (known === undefined && status !== 0) return { end: 'error', output };
  if (known !== undefined) return { end: known, output };
  return { end: output === sound ? 'not noticed' : 'other result', output };
}

async function main(mutants: number, seed: number): Promise<void> {
  for (const [name, hours] of SUBJECTS) {
    const scenario = { ...loadScenario(name), horizonMs: hours * HOUR_MS };
    writeFileSync(join(folder, name), scenarioJson(scenario));
  }
  const sound = await endOf(null, null);
  if (sound.end !== 'other result' || !/^[0-9a-f]{64}$/.test(sound.output))
    throw new Error(`the unchanged program ends by: ${sound.end}`);
  const below = numbersFrom(seed);
  const rows: string[] = [];
  const ends = new Map<End, number>();
  for (const [room, folders] of Object.entries(ROOMS)) {
    const places = mutationsIn(folders);
    const own = new Map<End, number>();
    for (let i = 0; i < mutants / Object.keys(ROOMS).length; i++) {
      const mutation = places[below(places.length)] as Mutation;
      const { end } = await endOf(mutation, sound.output);
      own.set(end, (own.get(end) ?? 0) + 1);
      ends.set(end, (ends.get(end) ?? 0) + 1);
      process.stderr.write(`${mutation.file}:${mutation.line} ${mutation.from} → ${mutation.to}: ${end}\n`);
    }
    rows.push(`| ${room} | ${places.length} | ${inWords(own)} |`);
  }
  process.stdout.write(
    `${ends.get('assertion') ?? 0} of ${mutants} changes stop at an assertion. ${inWords(ends)}\n`,
  );
  process.stdout.write(`| room | places | changes by how they end |\n|---|---|---|\n${rows.join('\n')}\n`);
}

function inWords(ends: ReadonlyMap<End, number>): string {
  return [...ends].map(([end, count]) => `${end} ${count}`).join(', ');
}

const { values } = parseArgs({
  options: { mutants: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
try {
  await main(Number(values.mutants), Number(values.seed));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
