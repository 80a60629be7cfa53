import { ACT_NUMBERS } from '#domain';
import type { Evidence } from '#exports';

/**
 * A company that keeps the ledger at a data centre for a time: ms since the start of the run, half-open. `toMs` is null if it still does.
 */
export interface LedgerKeeper {
  readonly entity: string;
  readonly place: string;
  readonly country: string;
  readonly fromMs: number;
  readonly toMs: number | null;
}

export const { 'ledger kept': LEDGER_KEPT } = ACT_NUMBERS;

/** An entry that says where the ledger is kept from then on. */
export interface Keeping {
  readonly fromMs: number;
  readonly dataCentre: number;
}

/** Where the ledger was kept, in order; empty if the scenario does not say. `known`: the entries that record it. */
export function ledgerKeepers(
  { ledger, names, scenario }: Evidence,
  known: readonly Keeping[] | null = null,
): readonly LedgerKeeper[] {
  if (scenario.ledger === undefined) return [];
  const places = known ?? keepingsOf(ledger);
  return places.map(({ dataCentre, fromMs }, i) => {
    const { country = '', entity = -1 } = scenario.dataCentres[dataCentre] ?? {};
    const toMs = places[i + 1]?.fromMs ?? null;
    return { entity: names.entity(entity), place: names.place(dataCentre), country, fromMs, toMs };
  });
}

function keepingsOf(ledger: Evidence['ledger']): readonly Keeping[] {
  const keepings: Keeping[] = [];
  ledger.forEach(({ a: dataCentre, kind, timeMs }) => {
    if (kind === LEDGER_KEPT) keepings.push({ fromMs: timeMs, dataCentre });
  });
  return keepings;
}
