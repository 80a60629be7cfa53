import { neutralise } from '#base';
import type { RoutingDecision } from '#domain';
import { faultsOf, NO_FAULTS } from '#engine';
import { startReplication } from '#experiment';
import { renderRoutingDecision } from '#report';
import { caseNumberOf } from '../case-number.ts';
import { BAD_INPUT, CLEAN, VIOLATION } from '../exit-codes.ts';
import { sha256 } from '../host.ts';
import { loadPreference } from '../own-preference.ts';
import { complain, print, printJson } from '../print.ts';
import { startProgress } from '../progress.ts';
import { openRunFolder } from '../run-folder.ts';
import { openRunLedger } from '../run-ledger.ts';
import { tuneForSimulation } from '../v8-flags.ts';

/**
 * `meridian explain`: the run is made again, which gives the same run, and the router tells all that it considered
 * about the one case.
 */
export async function explain(folder: string, text: string, { json }: { json?: true }): Promise<void> {
  process.exitCode = BAD_INPUT;
  const run = openRunFolder(folder);
  if (!run.ok) return complain(run.problem.message, run.problem.remedy);
  const caseNumber = caseNumberOf(text);
  if (caseNumber === null) return;

  // A run without a ledger is explained by its record alone; where there is a ledger, it must be that of the run.
  if (run.value.record.root !== null) {
    const ledger = openRunLedger(run.value);
    if (!ledger.ok) {
      const { kind, message, remedy } = ledger.problem;
      if (kind !== 'unreadable') process.exitCode = VIOLATION;
      return complain(message, remedy);
    }
  }
  const { scenario, record } = run.value;
  const own = record.preference === null ? null : await loadPreference(record.preference.file, scenario);
  if (record.preference !== null && own === null) return;
  if (own !== null && own.record.sha256 !== record.preference?.sha256) {
    return complain(`${own.record.file} is no longer what the run was made with`, 'restore it, or run again');
  }
  const decisions: RoutingDecision[] = [];
  tuneForSimulation();
  const replication = startReplication(scenario, {
    seed: record.seed,
    replication: record.replication,
    engine: record.engine,
    digest: sha256,
    writeLedger: null,
    engineVersion: record.versions.engine,
    faults: (record.breach === null ? null : faultsOf(record.breach)) ?? NO_FAULTS,
    ...(own === null ? {} : { preference: own.preference }),
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
    for (const line of renderRoutingDecision(decision, scenario)) print(neutralise(line));
  }
}
