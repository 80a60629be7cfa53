import type { DurationMs, EpochMs, GroupIndex, RunMs, SegmentIndex } from './indices.ts';
import type { AdequacyStatement } from './law/adequacy-decision.ts';
import type { BasisDates } from './law/basis-dates.ts';
import type { BasisInstrument } from './law/instruments.ts';
import type { ZoneId } from './law/zones.ts';
import type {
  CertifiedStandard,
  EntityKind,
  ItemClass,
  PromiseDimension,
  SubcontractorRule,
} from './vocabulary.ts';

/** A company that holds or sees data, with what lets it receive personal data from a protected zone. */
export interface LegalEntity {
  readonly id: string;
  readonly title: string;
  readonly kind: EntityKind;
  readonly country: string;
  /** What it is for personal data. Left out: a processor, which handles data for the customers. */
  readonly role?: 'controller';
  /** Instruments in the order in which they are relied on. */
  readonly instruments: readonly BasisInstrument[];
  /** Whether it is within the scope of adequacy decisions that ask for something. Left out: not said. */
  readonly adequacy?: readonly AdequacyStatement[];
  /** Whether the GDPR itself applies to what it does with the data. Left out: not said. */
  readonly gdpr?: readonly GdprStatement[];
  /** What it is certified to. Left out: nothing. */
  readonly certificates?: readonly Certificate[];
  /** The contract of a subcontractor, where something is known of it. */
  readonly subcontract?: Subcontract;
}

/** What is said of a company for some time: whether the GDPR applies to its own processing (Art. 3). */
export interface GdprStatement {
  readonly applies: boolean;
  readonly fromEpochMs: EpochMs;
  /** `null`: open. */
  readonly toEpochMs: EpochMs | null;
}

/** A certificate as it is shown. It ends on its own date, or with its edition, whichever is first. */
export interface Certificate {
  /** Id of the edition (`law/certificate-editions.ts`). */
  readonly edition: string;
  readonly fromEpochMs: EpochMs;
  readonly toEpochMs: EpochMs;
}

/** How a subcontractor was taken on: GDPR Art. 28(2) and (4); for health data 45 CFR 164.308(b). */
export interface Subcontract {
  /** When customers were told of it; null: never. Epoch ms. */
  readonly announcedEpochMs: EpochMs | null;
  /** Countries that they were told of; null: it may be any. */
  readonly countries: readonly string[] | null;
  /** While the duties towards customers are passed on to it in writing; null: never. */
  readonly flowDown: { readonly fromEpochMs: EpochMs; readonly toEpochMs: EpochMs | null } | null;
}

/** What was promised to a customer about places: a zone for every item class and dimension. */
export interface ResidencyPromise {
  readonly id: string;
  readonly title: string;
  readonly zones: Readonly<Record<ItemClass, Readonly<Record<PromiseDimension, ZoneId>>>>;
  /** Where what a customer sends is stored first, before any copy is made elsewhere. Left out: anywhere. */
  readonly storedFirst?: ZoneId;
  /** Data is stored by companies only that hold a certificate on this standard. Left out: by any. */
  readonly certified?: CertifiedStandard;
  /** Which subcontractors may hold or see data. Left out: any. */
  readonly subcontractors?: Exclude<SubcontractorRule, 'any'>;
  /** Cases of severity A that nobody inside can take may be opened to somebody outside. Left out: never. */
  readonly breakGlass?: BreakGlassRule;
}

/**
 * Emergency access ("break glass"): relaxes who may see and process a case, for a bounded time, and nothing else. Copies stay where
 * they are, so only centres with remote view come into question; law, personnel and subcontractors are asked as always.
 */
export interface BreakGlassRule {
  /** How long a case must have waited, because residency leaves no eligible centre, before an access may be opened (ms). */
  readonly strandedForMs: number;
  /** How long an access is open (ms). */
  readonly windowMs: DurationMs;
  /** Group two of whose agents on duty approve it, and review it afterwards. */
  readonly approvers: GroupIndex;
  /** The customer must be notified this long after the opening, and the access reviewed this long after the end of the window, at the latest (ms). */
  readonly noticeWithinMs: number;
  readonly reviewWithinMs: number;
}

/** What a customer lets happen outside of the promise for a time. Never to stored copies. */
export interface Consent {
  /** What may be done in the zone: people may see the data, machines may process it. */
  readonly dimensions: readonly ('access' | 'processing')[];
  readonly zone: ZoneId;
  readonly givenEpochMs: EpochMs;
  /** It holds from here, if it was given by then, and otherwise from when it was. */
  readonly fromEpochMs: EpochMs;
  readonly toEpochMs: EpochMs;
}

/** The law of a scenario where it is not that of history. */
export interface MadeLaw {
  /** Each basis once. */
  readonly bases: readonly BasisDates[];
}

/** Nothing of the segment's cases is erased from `fromMs` until `toMs` (ms since the start of the run). */
export interface LegalHold {
  readonly segment: SegmentIndex;
  readonly fromMs: RunMs;
  readonly toMs: RunMs;
  /** Who ordered it. */
  readonly by: string;
}

/** Data of the first `cases` live cases of a segment is handed over to an authority. */
export interface Disclosure {
  readonly atMs: RunMs;
  readonly segment: SegmentIndex;
  readonly cases: number;
  readonly authority: string;
  /** Null: none, which breaks R26. */
  readonly basis: string | null;
  /** How long afterwards the customer is told, ms; null: an order forbids it. */
  readonly noticeAfterMs: number | null;
}

export interface RetentionRule {
  /** From closing to the erasure of every copy (ms). */
  readonly eraseAfterMs: number;
  /** Grace for the erasure before R15 counts it as late (ms). */
  readonly eraseGraceMs: number;
  /** How long a working copy may outlive the assignment (ms, R16). */
  readonly workingCopyMs: number;
  /**
   * How long before a country leaves a promised zone nothing is put there any more, and what rests there moves (ms, R22). Left out:
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
  readonly graceMs: DurationMs;
}
