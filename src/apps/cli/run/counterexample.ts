import { hexOf } from '#base';
import type { Scenario } from '#domain';
import { ledgerHeaderOf } from '#experiment';
import { createLedgerWriter, entriesTo } from '#ledger';
import type { ProvenProperty } from '#prover';
import { sha256, versions } from '../../shared/host.ts';
import { FILES, type RunFolderWriter } from './run-folder.ts';

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
