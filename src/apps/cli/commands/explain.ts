import type { OwnPreference, RoutingDecision, Scenario } from '#domain';
import { faultsOf } from '#engine';
import { startReplication } from '#experiment';
import { renderRoutingDecision } from '#report';
import { BAD_INPUT, CLEAN, VIOLATION } from '../../shared/exit-codes.ts';
import { sha256 } from '../../shared/host.ts';
import { complain, print, printJson } from '../../shared/print.ts';
import { tuneForSimulation } from '../../shared/v8-flags.ts';
import { caseNumberOf } from '../options/case-number.ts';
import { startProgress } from '../progress.ts';
import { loadPreference, sealedPreference, sealedVersion } from '../run/own-preference.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { openRunLedger } from '../run/run-ledger.ts';

/**
 * `meridian explain`: the run is made again, which gives the same run, and the router tells all that it considered
 * about the one case.
 */
export async function explain(
  folder: string,
  text: string,
  { json, preference: file }: { json?: true; preference?: string },
): Promise<void> {
  process.exitCode = BAD_INPUT;
  const run = openRunFolder(folder);
  if (!run.ok) return complain(run.problem.message, run.problem.remedy);
  const caseNumber = caseNumberOf(text);
  if (caseNumber === null) return;

  const { record, scenario } = run.value;
  let wanted = record.preference?.sha256 ?? null;
  // A run without a ledger is explained by its record alone; where there is a ledger, it must be that of the run.
  if (record.root !== null) {
    const ledger = openRunLedger(run.value);
    if (!ledger.ok) {
      const { kind, message, remedy } = ledger.problem;
      if (kind !== 'unreadable') process.exitCode = VIOLATION;
      return complain(message, remedy);
    }
    wanted = sealedPreference(ledger.value.header.engineVersion);
  }
  const own = await preferenceOf(file, wanted, scenario);
  if (own === undefined) return;
  const decisions: RoutingDecision[] = [];
  tuneForSimulation();
  const replication = startReplication(scenario, {
    seed: record.seed,
    replication: record.replication,
    engine: record.engine,
    digest: sha256,
    writeLedger: null,
    engineVersion: sealedVersion(record.versions.engine, record.preference),
    faults: (record.breach === null ? null : faultsOf(record.breach)) ?? {},
    ...(own === null ? {} : { preference: own }),
    probe: { caseNumber, decided: (decision) => decisions.push(decision) },
  });
  const progress = startProgress(`case ${caseNumber}`, json === true);
  const step = scenario.horizonMs / 40;
  for (let until = step; !replication.advance(until); until += step) {
    progress.at(until / scenario.horizonMs, replication.counts.cases);
  }
  progress.done();
  const { cases } = replication.counts;
  if (caseNumber >= cases) {
    const remedy = cases === 0 ? 'the run has no cases at all' : `the run has cases 0 to ${cases - 1}`;
    return complain(`there is no case ${caseNumber}`, remedy);
  }
  process.exitCode = CLEAN;
  if (json === true) return printJson(decisions);
  print(`case ${caseNumber}: ${decisions.length} routing decision${decisions.length === 1 ? '' : 's'}`);
  for (const decision of decisions) {
    print('');
    for (const line of renderRoutingDecision(decision, scenario)) print(line);
  }
}

/** The module that chose in the run, named by the user; null if none did. Undefined after a complaint. */
async function preferenceOf(
  file: string | undefined,
  wanted: string | null,
  scenario: Scenario,
): Promise<OwnPreference | null | undefined> {
  if (file === undefined) {
    if (wanted === null) return null;
    complain(
      `a module of the user chose in this run (SHA-256 ${wanted}), and explaining it means executing the module`,
      'name the module with --preference',
    );
    return undefined;
  }
  if (wanted === null) {
    complain('no module of the user chose in this run', 'leave --preference out');
    return undefined;
  }
  return (await loadPreference(file, scenario, wanted))?.preference;
}
