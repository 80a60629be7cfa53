import { BASIS_KINDS, type BasisKind } from '#domain';
import type { CaseHistory } from './case-history.ts';

/** An event that a customer should be told about: service lost to a promise, or an exceptional transfer. */
export interface CaseException {
  readonly kind:
    | CaseHistory['exceptions'][number]['kind']
    | 'waited for residency'
    | 'data could not be reached'
    | 'waited for an agreement'
    | 'refused'
    | 'transfer on consent'
    | 'transfer without basis';
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly what: string;
  readonly entry: number;
}

const EXCEPTIONAL_CAUSES: Readonly<Record<string, CaseException['kind']>> = {
  'residency leaves no eligible centre': 'waited for residency',
  'data centre down': 'data could not be reached',
  'no agreement in force': 'waited for an agreement',
};
const EXCEPTIONAL_BASES: Readonly<Partial<Record<BasisKind, CaseException['kind']>>> = {
  consent: 'transfer on consent',
  none: 'transfer without basis',
};

export function exceptionsOf({
  openedMs,
  refusedMs,
  transfers,
  waits,
  entries,
  exceptions,
}: CaseHistory): readonly CaseException[] {
  const found: CaseException[] = [];
  for (const { cause, entry, fromMs, tier, toMs } of waits) {
    const kind = EXCEPTIONAL_CAUSES[cause];
    if (kind !== undefined) found.push({ kind, fromMs, toMs, what: `${cause} (tier ${tier})`, entry });
  }
  for (const { basis, country, entry, importer, timeMs } of transfers) {
    const kind = EXCEPTIONAL_BASES[BASIS_KINDS.find((known) => known === basis) ?? 'same-entity'];
    if (kind !== undefined)
      found.push({ kind, fromMs: timeMs, toMs: timeMs, what: `to ${importer} (${country})`, entry });
  }
  for (const { entry, kind, timeMs, what } of exceptions) {
    found.push({ kind, fromMs: timeMs, toMs: timeMs, what, entry });
  }
  if (refusedMs !== null) {
    const what = 'all lines of the channel were taken';
    found.push({ kind: 'refused', fromMs: openedMs, toMs: refusedMs, what, entry: entries[0] ?? 0 });
  }
  return found.sort((left, right) => left.fromMs - right.fromMs || left.entry - right.entry);
}
