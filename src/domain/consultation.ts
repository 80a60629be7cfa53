import { number, type Of, optional, record } from '#base';
import { duration, rows, share, tier } from './scenario/values.ts';

/** What an agent does who would consult another while nobody is free, as the ledger numbers it. */
export const CONSULTATION_STEPS = ['waits', 'goes on alone'] as const;
export type ConsultationStep = (typeof CONSULTATION_STEPS)[number];

/** What becomes of a contact that needs a second agent while nobody is free, as scenarios say it. */
export const CONSULTATION_ALTERNATIVES = ['go on alone', 'wait'] as const;

/** Contacts of a tier that need a second agent for a part of their work, from their beginning on. */
export const consultationRule = record({
  /** Share of the contacts, per product. */
  shares: rows.products.each(share),
  /** Tier of the second agent, who knows this product (left out: that of the case). Languages and channel do not matter. */
  tier,
  product: optional(rows.products.index),
  /** For how much of the handle time the second agent joins: above 0, at most 1. */
  part: share,
  /** The factor on the handle time of a contact that a second agent joins, above 1; left out: the contact takes no longer. */
  lengthens: optional(number({ min: 1 })),
  /** How long the contact waits for somebody to be free, ms; 0: its agent goes on alone at once. */
  waitMs: duration,
});
export interface ConsultationRule extends Of<typeof consultationRule> {}
