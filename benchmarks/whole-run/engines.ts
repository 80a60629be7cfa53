import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_KINDS, type EngineKind, loadEngine } from '#engine';
import { startReplication } from '#experiment';
import { parseScenario } from '#scenario';

/**
 * `npm run bench:engines -- [SCENARIO] [ROUNDS]`: whole runs with the ledger on, compiled, by tables and with one xstate
 * actor per case, in turns in this process. Prints cases/s, the ratio to the compiled engine, and whether the ledgers
 * are the same. The compiled engine runs without a ledger too, to show what the ledger costs.
 */
const ROOT = join(import.meta.dirname, '../..');
const name = process.argv[2] ?? 'css-2014-drill';
const rounds = Number(process.argv[3] ?? 3);

const path = `scenarios/${name}/scenario.yaml`;
const readFile = (file: string) => ({ ok: true as const, value: readFileSync(join(ROOT, file), 'utf8') });
const parsed = parseScenario({ path, text: readFile(path).value, readFile });
if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('; '));
const { scenario } = parsed.value;

interface Timing {
  readonly cpuS: number;
  readonly cases: number;
  readonly root: string;
}

await loadEngine('interpreted');

function time(engine: EngineKind, hasLedger: boolean): Timing {
  const before = process.cpuUsage();
  const replication = startReplication(scenario, {
    seed: scenario.seed,
    replication: 0,
    engine,
    digest: (bytes) => createHash('sha256').update(bytes).digest(),
    writeLedger: hasLedger ? () => {} : null,
    engineVersion: 'bench',
  });
  replication.advance(scenario.horizonMs);
  const { counts, ledger } = replication.finish();
  const { user, system } = process.cpuUsage(before);
  return { cpuS: (user + system) / 1e6, cases: counts.cases, root: ledger?.root ?? '' };
}

const variants: readonly (readonly [string, EngineKind, boolean])[] = [
  ['compiled, no ledger', 'compiled', false],
  ...ENGINE_KINDS.map((kind) => [kind, kind, true] as const),
];
const timings = new Map<string, Timing[]>(variants.map(([label]) => [label, []]));
for (let round = 0; round < rounds; round++) {
  for (const [label, kind, hasLedger] of variants) timings.get(label)?.push(time(kind, hasLedger));
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const compiled = median((timings.get('compiled') ?? []).map(({ cpuS }) => cpuS));
const roots = new Set([...timings.values()].flat().map(({ root }) => root));
roots.delete('');
console.log(`${name}, medians of ${rounds} rounds, CPU seconds of the run (statistics on)`);
for (const [label, list] of timings) {
  const cpuS = median(list.map((timing) => timing.cpuS));
  const casesPerS = Math.round((list[0]?.cases ?? 0) / cpuS);
  console.log(
    `${label.padEnd(20)} ${cpuS.toFixed(2).padStart(8)} s ${casesPerS.toLocaleString('en-GB').padStart(10)} cases/s ` +
      `${(cpuS / compiled).toFixed(2).padStart(7)} × compiled`,
  );
}
console.log(roots.size === 1 ? 'all ledgers have the same root' : 'THE LEDGERS DIFFER');
process.exitCode = roots.size === 1 ? 0 : 1;
