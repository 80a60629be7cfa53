import type { Distribution, Indexed } from '#base';
import type { ProductIndex } from './indices.ts';
import type { TransferRule } from './scenario.ts';
import type { Tier } from './vocabulary.ts';

/** Contacts of one tier after which the case goes to another tier. Each contact finds anew where it goes. */
export interface TierTransfer {
  readonly to: Tier;
  /** Per product. The shares of one tier add up to at most 1: after the other contacts, the case stays. */
  readonly shares: Indexed<ProductIndex, number>;
  /** Handle time there, per product, until the case is transferred again. Left out: that of the tier. */
  readonly handle?: Indexed<ProductIndex, Distribution>;
  /** How the case is transferred; null: cold. Left out: as on its channel. */
  readonly rule?: TransferRule | null;
}
