import type { BasisInstrument } from './law/instruments.ts';
import type { ZoneId } from './law/zones.ts';
import type { EntityKind, ItemClass, PromiseDimension, SubcontractorRule } from './vocabulary.ts';

/** A company that holds or sees data, with what lets it receive personal data from a protected zone. */
export interface LegalEntity {
  readonly id: string;
  readonly title: string;
  readonly kind: EntityKind;
  readonly country: string;
  /** Instruments in the order in which they are relied on. */
  readonly instruments: readonly BasisInstrument[];
  /** Of a subcontractor, where something is known of its contract. */
  readonly subcontract?: Subcontract;
}

/** How a subcontractor was taken on: GDPR Art. 28(2) and (4); for health data 45 CFR 164.308(b). */
export interface Subcontract {
  /** When customers were told of it; null: never. Epoch ms. */
  readonly announcedEpochMs: number | null;
  /** Countries that they were told of; null: it may be any. */
  readonly countries: readonly string[] | null;
  /** While the duties towards customers are passed on to it in writing; null: never. */
  readonly flowDown: { readonly fromEpochMs: number; readonly toEpochMs: number | null } | null;
}

/** What was promised to a customer about places: a zone for every item class and dimension. */
export interface ResidencyPromise {
  readonly id: string;
  readonly title: string;
  readonly zones: Readonly<Record<ItemClass, Readonly<Record<PromiseDimension, ZoneId>>>>;
  /** Which subcontractors may hold or see data. Left out: any. */
  readonly subcontractors?: Exclude<SubcontractorRule, 'any'>;
}

export interface RetentionRule {
  /** From closing to the erasure of every copy (ms). */
  readonly eraseAfterMs: number;
  /** Grace for the erasure before R15 counts it as late (ms). */
  readonly eraseGraceMs: number;
  /** How long a working copy may outlive the assignment (ms, R16). */
  readonly workingCopyMs: number;
  /**
   * So long before a country leaves a promised zone nothing is put there any more, and what rests there moves (ms, R22). Left out:
   * nobody looks ahead.
   */
  readonly leavingLeadMs?: number;
  /** Copies that were held on a legal basis that has ended (R8). Left out: they stay where they are. */
  readonly basisEnd?: BasisEndRule;
}

/** What becomes of copies when the basis ends on which they are held, ms after it. */
export interface BasisEndRule {
  /** They move to where promise and law allow them. */
  readonly movedAfterMs: number;
  /** None is left by then. */
  readonly graceMs: number;
}
