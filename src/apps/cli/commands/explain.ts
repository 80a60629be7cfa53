import type { OwnPreference, RoutingDecision, Scenario } from '#domain';
import { faultsOf, loadEngine, routingProbe } from '#engine';
import { startReplication } from '#experiment';
import { renderRoutingDecision, routingSummary } from '#report';
import { sha256 } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
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
): Promise<void> {
  const run = openRunFolder(folder);
  const caseNumber = caseNumberOf(text);

  const { record, scenario } = run;
  let wanted = record.preference?.sha256 ?? null;
  // A run without a ledger is explained by its record alone. If there is a ledger, it must belong to the run.
  if (record.root !== null) {
    wanted = sealedPreference(openRunLedger(run).header.engineVersion);
  }
  const own = await preferenceOf(file, wanted, scenario);
  const decisions: RoutingDecision[] = [];
  await loadEngine(record.engine);
  const replication = startReplication(scenario, {
    seed: record.seed,
    replication: record.replication,
    engine: record.engine,
    digest: sha256,
    writeLedger: null,
    engineVersion: sealedVersion(record.versions.engine, record.preference),
    faults: (record.breach === null ? null : faultsOf(record.breach)) ?? {},
    ...(own === null ? {} : { preference: own }),
    probe: routingProbe(caseNumber, (decision) => decisions.push(decision)),
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
  if (json === true) return printJson(decisions);
  print(`case ${caseNumber}: ${routingSummary(decisions, scenario)}`);
  for (const decision of decisions) {
    print('');
    for (const line of renderRoutingDecision(decision, scenario)) print(line);
  }
}

/** The module that chose in the run, named by the user; null if none did. */
async function preferenceOf(
  file: string | undefined,
  wanted: string | null,
  scenario: Scenario,
): Promise<OwnPreference | null> {
  if (file === undefined) {
    if (wanted === null) return null;
    return refuse(
      `a user's module chose in this run (SHA-256 ${wanted}), and explaining the run executes that module`,
      'name the module with --preference',
    );
  }
  if (wanted === null) return refuse('no module was used to choose in this run', 'leave --preference out');
  const loaded = await loadPreference(file, scenario, wanted);
  return loaded.preference;
}
