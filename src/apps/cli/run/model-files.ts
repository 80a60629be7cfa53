import { basename, dirname, resolve } from 'node:path';
import { tellCase } from '#audit';
import { hexOf, plural, rowAt } from '#base';
import type { Scenario } from '#domain';
import type { Faults } from '#engine';
import { ledgerHeaderOf } from '#experiment';
import { createLedgerWriter, entriesTo } from '#ledger';
import {
  checkScript,
  itfOf,
  modelLimit,
  type ProvenProperty,
  promelaModels,
  readTrail,
  startProof,
  trailEntries,
} from '#prover';
import { writeAll } from '../../shared/files/whole-files.ts';
import { readText, sha256, versions } from '../../shared/host.ts';
import { colour, print } from '../../shared/print.ts';
import { attempt, type Outcome, orRefuse, refuse } from '../../shared/problem.ts';
import { FILES, RunFolderWriter } from './run-folder.ts';

interface Elsewhere {
  readonly scenario: Scenario;
  readonly faults: Faults;
  readonly breach: string | null;
  readonly out: string | undefined;
}

const OTHER_FOLDER = 'choose another folder with --out';

/** Writes a Promela model for each kind of streams, and a script that lets SPIN explore them. */
export function exportModels({ breach, faults, out, scenario }: Elsewhere): Outcome {
  const limit = modelLimit(scenario);
  if (limit !== null) return refuse(limit, 'leave out parts of the scenario that the proof does not need');
  const folder = out ?? `runs/${scenario.name}-promela`;
  const models = [...promelaModels(scenario, { faults, breach })];
  writeAll(folder, {
    ...Object.fromEntries(models.map(({ file, text }) => [file, text])),
    'check.sh': checkScript(models),
  });
  const streams = plural(scenario.streams.length, 'stream');
  print(`${folder}: ${plural(models.length, 'model')} of the cases of ${streams}.`);
  print(
    'SPIN has not been run. It explores them, and says for each how many states it has and which properties',
  );
  print(`it finds broken, with: sh ${folder}/check.sh`);
  return 'clean';
}

/** Proves, and writes each counterexample as an ITF trace. */
export function exportCounterexamples({ breach, faults, out, scenario }: Elsewhere): Outcome {
  const prover = startProof(scenario, { faults, breach });
  while (prover.next());
  const ways = [...prover.ways()];
  if (ways.length === 0) {
    print(`No property of ${scenario.name} is broken, so there is no trace to write.`);
    return 'clean';
  }
  const folder = out ?? `runs/${scenario.name}-itf`;
  const traces = ways.map(([id, { message, steps }]) => [
    `${id}.itf.json`,
    jsonOf(itfOf(scenario, id, message, steps)),
  ]);
  writeAll(folder, Object.fromEntries(traces));
  print(`${folder}: the shortest way to break ${ways.map(([id]) => id).join(', ')}.`);
  return 'violation';
}

/** Tells what SPIN has printed of a trail, and keeps it as a run and as an ITF trace. */
export function tellTrail(path: string, { breach, out, scenario }: Elsewhere): Outcome {
  const text = orRefuse(readText(path), 'name the file with what `spin -t -B <model>` has printed');
  const trail = readTrail(text, scenario);
  if (!trail.ok) {
    const { line, value, what } = trail.problem;
    return refuse(
      `${path}:${line}:1  not a trail of ${scenario.name}: ${what} (${value})`,
      'print it with `spin -t -B <model>`, for a model that `meridian prove --export promela` has made from this scenario',
    );
  }
  const { broken, steps, stream } = trail.value;
  const folder = out ?? `runs/${scenario.name}-trail`;
  const entries = trailEntries(scenario, trail.value);
  const what = broken === null ? 'No assertion fails at its end' : `At its end, SPIN finds ${broken} broken`;
  writeStory(folder, scenario, entries, breach);
  writeAll(dirname(folder), {
    [`${basename(folder)}.itf.json`]: jsonOf(itfOf(scenario, broken ?? 'none', what, steps)),
  });
  const { id } = rowAt(scenario.streams, stream);
  print(colour('heading', `${what}: a case of ${id}, ${plural(steps.length, 'step')}.`));
  for (const line of tellCase(entries, scenario)) print(`  ${line}`);
  print(`  Again: meridian trace ${folder} 0. As an ITF trace: ${folder}.itf.json`);
  return broken === null ? 'clean' : 'violation';
}

function writeStory(
  folder: string,
  scenario: Scenario,
  entries: Parameters<typeof writeCounterexample>[2],
  breach: string | null,
): void {
  return attempt(folder, OTHER_FOLDER, (): void => {
    const writer = RunFolderWriter.open(resolve(folder));
    writeCounterexample(writer, scenario, entries, breach);
    writer.commit(false);
    return undefined;
  });
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes a counterexample as the ledger of a run, for `meridian trace`. */
export function writeCounterexample(
  writer: RunFolderWriter,
  scenario: Scenario,
  entries: NonNullable<ProvenProperty['counterexample']>['entries'],
  breach: string | null,
): void {
  const { seed } = scenario;
  const ledger = createLedgerWriter({
    header: ledgerHeaderOf(scenario, {
      digest: sha256,
      replication: 0,
      seed,
      engineVersion: versions.engine,
    }),
    digest: sha256,
    write: writer.writeLedger,
  });
  entries.forEach(entriesTo(ledger));
  const root = hexOf(ledger.seal().root);
  writer.writeScenario(scenario);
  writer.writeJson(FILES.run, {
    seed,
    replication: 0,
    breach,
    engine: 'compiled',
    preference: null,
    versions,
    root,
  });
}
