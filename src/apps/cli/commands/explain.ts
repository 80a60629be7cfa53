import { failure, type Result, success } from '#base';
import type { OwnPreference, RoutingDecision, Scenario } from '#domain';
import { faultsOf } from '#engine';
import { startReplication } from '#experiment';
import { renderRoutingDecision, routingSummary } from '#report';
import { sha256 } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import { type Problem, refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { caseNumberOf } from '../options/values.ts';
import { withProgress } from '../progress.ts';
import { loadPreference, sealedPreference, sealedVersion } from '../run/own-preference.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { openRunLedger } from '../run/run-ledger.ts';

/**
 * `meridian explain`: repeats the run, which gives the same result, and reports everything that the router considered
 * for one case.
 */
export async function explain(
  folder: string,
  text: string,
  { json, preference: file }: { json?: true; preference?: string },
): Promise<CommandResult> {
  const run = openRunFolder(folder);
  if (!run.ok) return run;
  const number = caseNumberOf(text);
  if (!number.ok) return number;
  const caseNumber = number.value;

  const { record, scenario } = run.value;
  let wanted = record.preference?.sha256 ?? null;
  // A run without a ledger is explained by its record alone. If there is a ledger, it must belong to the run.
  if (record.root !== null) {
    const ledger = openRunLedger(run.value);
    if (!ledger.ok) return failure(ledger.problem.problem);
    wanted = sealedPreference(ledger.value.header.engineVersion);
  }
  const own = await preferenceOf(file, wanted, scenario);
  if (!own.ok) return own;
  const decisions: RoutingDecision[] = [];
  const replication = startReplication(scenario, {
    seed: record.seed,
    replication: record.replication,
    engine: record.engine,
    digest: sha256,
    writeLedger: null,
    engineVersion: sealedVersion(record.versions.engine, record.preference),
    faults: (record.breach === null ? null : faultsOf(record.breach)) ?? {},
    ...(own.value === null ? {} : { preference: own.value }),
    probe: { caseNumber, decided: (decision) => decisions.push(decision) },
  });
  await withProgress(`case ${caseNumber}`, json === true, 'cases', async (progress) => {
    const step = scenario.horizonMs / 40;
    for (let until = step; !replication.advance(until); until += step) {
      progress.at(until / scenario.horizonMs, replication.counts.cases);
    }
  });
  const { cases } = replication.counts;
  if (caseNumber >= cases) {
    const remedy = cases === 0 ? 'the run has no cases' : `the run has cases 0 to ${cases - 1}`;
    return refuse(`there is no case ${caseNumber}`, remedy);
  }
  if (json === true) {
    printJson(decisions);
    return success('clean');
  }
  print(`case ${caseNumber}: ${routingSummary(decisions, scenario)}`);
  for (const decision of decisions) {
    print('');
    for (const line of renderRoutingDecision(decision, scenario)) print(line);
  }
  return success('clean');
}

/** The module that chose in the run, named by the user; null if none did. */
async function preferenceOf(
  file: string | undefined,
  wanted: string | null,
  scenario: Scenario,
): Promise<Result<OwnPreference | null, Problem>> {
  if (file === undefined) {
    if (wanted === null) return success(null);
    return refuse(
      `a user's module chose in this run (SHA-256 ${wanted}), and explaining the run executes that module`,
      'name the module with --preference',
    );
  }
  if (wanted === null) return refuse('no module was used to choose in this run', 'leave --preference out');
  const loaded = await loadPreference(file, scenario, wanted);
  return loaded.ok ? success(loaded.value.preference) : loaded;
}
