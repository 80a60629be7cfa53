import type { Scenario } from '#domain';
import type { Faults } from './breaches.ts';
import type { Policy } from './policy.ts';

/**
 * Where the ledger is kept by the law of the moment: the first data centre of the scenario's list that every promise allows for it. Where
 * there is none it stays at the first, which the audit will tell. −1 where the scenario does not say.
 */
export function placeOfLedger({ dataCentres, ledger }: Scenario, policy: Policy, faults: Faults): number {
  if (ledger === undefined) return -1;
  const isOutside = (_: unknown, dataCentre: number) => !policy.mayKeepLedger(dataCentre);
  if (faults.ledgerOutside) return Math.max(0, dataCentres.findIndex(isOutside));
  return (
    ledger.dataCentres.find((dataCentre) => policy.mayKeepLedger(dataCentre)) ??
    (ledger.dataCentres[0] as number)
  );
}
