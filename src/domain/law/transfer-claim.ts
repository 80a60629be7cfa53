import type { BasisKindIndex, EntityIndex, PlaceIndex } from '../indices.ts';

/** A transfer as the ledger records it. `exporter` is NONE_16 for the customer. */
export interface TransferClaim {
  readonly kind: BasisKindIndex;
  readonly exporter: EntityIndex;
  readonly importer: EntityIndex;
  readonly place: PlaceIndex;
  readonly instrument: number;
}
