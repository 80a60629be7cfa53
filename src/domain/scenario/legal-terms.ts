import {
  checked,
  endingDistribution,
  list,
  number,
  type Of,
  optional,
  orNull,
  perWord,
  record,
  text,
  truth,
  word,
} from '#base';
import type { EpochMs, RunMs } from '../indices.ts';
import { adequacyStatement } from '../law/adequacy-decision.ts';
import { ADEQUACY_DECISIONS } from '../law/adequacy-decisions.ts';
import { basisDates } from '../law/basis-dates.ts';
import { basisInstrument } from '../law/instruments.ts';
import { ZONE_IDS } from '../law/zones.ts';
import {
  type Agreement,
  CERTIFIED_SERVICES,
  CERTIFIED_STANDARDS,
  ENTITY_KINDS,
  ITEM_CLASSES,
  PLAIN_RULES,
  PROMISE_DIMENSIONS,
  SUBCONTRACTOR_RULES,
} from '../vocabulary.ts';
import { amount, duration, positiveCount, rows, share } from './values.ts';

const epoch = number<EpochMs>();

/** When a contract, a duty or a statement is in force. `null`: it has no end. */
const term = record({ fromEpochMs: epoch, toEpochMs: orNull(epoch) });

/** What is said of a company for some time: whether the GDPR applies to its own processing (Art. 3). */
const gdprStatement = record({ applies: truth, ...term.members });
export interface GdprStatement extends Of<typeof gdprStatement> {}

/** A certificate as it is shown. It ends on its own date, or with its edition, whichever is first. */
const certificate = record({
  /** Id of the edition (`law/certificate-editions.ts`). */
  edition: text,
  fromEpochMs: epoch,
  toEpochMs: epoch,
  /** The services that it covers. Left out: not said, and taken as all. */
  services: optional(list(word(CERTIFIED_SERVICES), { least: 1 })),
  /** The products whose support it covers. Left out: not said, and taken as all. */
  products: optional(list(rows.products.index, { least: 1 })),
});
export interface Certificate extends Of<typeof certificate> {}

/** Somebody who controls a company for some time: a state, or a person or company at home there. */
const controller = record({ country: text, ...term.members });

/** How a subcontractor was taken on: GDPR Art. 28(2) and (4); for health data 45 CFR 164.308(b). */
const subcontract = record({
  /** When customers were told of it; null: never. Epoch ms. */
  announcedEpochMs: orNull(epoch),
  /** Countries that they were told of; null: it may be any. */
  countries: orNull(list(text)),
  /** While the duties towards customers are passed on to it in writing; null: never. */
  flowDown: orNull(term),
});
export interface Subcontract extends Of<typeof subcontract> {}

/** A company that holds or sees data, with what lets it receive personal data from a protected zone. */
export const legalEntity = record({
  id: text,
  title: text,
  kind: word(ENTITY_KINDS),
  country: text,
  /** What it is for personal data. Left out: a processor, which handles data for the customers. */
  role: optional(word(['controller'])),
  /** Instruments in the order in which they are relied on. */
  instruments: list(basisInstrument),
  /** Whether it is within the scope of adequacy decisions that ask for something. Left out: not said. */
  adequacy: optional(
    list(
      checked(adequacyStatement, ({ decision }, reading) => {
        if (!ADEQUACY_DECISIONS.some(({ id }) => id === decision))
          reading.report('not a decision that the law knows', 'decision');
      }),
      { least: 1 },
    ),
  ),
  /** Whether the GDPR itself applies to what it does with the data. Left out: not said. */
  gdpr: optional(list(gdprStatement, { least: 1 })),
  /** What it is certified to. Left out: nothing. */
  certificates: optional(list(certificate)),
  /** The contract of a subcontractor, where something is known of it. */
  subcontract: optional(subcontract),
  /** How far down the chain a subcontractor is: 1 if the vendor has contracted it. Left out: not said. */
  rank: optional(positiveCount),
  /** Each of its staff is a citizen of one of these countries at least. Left out: not said. */
  citizenship: optional(list(text, { least: 1 })),
  /** Who controls it; an empty list: nobody. Left out: not said. */
  control: optional(list(controller)),
});
export interface LegalEntity extends Of<typeof legalEntity> {}

/**
 * Emergency access ("break glass"): relaxes who may see and process a case, for a bounded time, and nothing else. Copies stay where
 * they are, so only centres with remote view come into question; law, personnel and subcontractors are asked as always.
 */
const breakGlassRule = record({
  /** How long a case must have waited, because residency leaves no eligible centre, before an access may be opened (ms). */
  strandedForMs: amount,
  /** How long an access is open (ms). */
  windowMs: duration,
  /** Group two of whose agents on duty approve it, and review it afterwards. */
  approvers: rows.groups.index,
  /** The customer must be notified this long after the opening, and the access reviewed this long after the end of the window, at the latest (ms). */
  noticeWithinMs: amount,
  reviewWithinMs: amount,
});
export interface BreakGlassRule extends Of<typeof breakGlassRule> {}

/** How long customers take to answer whether somebody outside may see a case, and the share of these questions that they refuse. */
const approvalRule = record({ answer: endingDistribution, refused: share });

/** What was promised to a customer about places: a zone for every item class and dimension. */
export const residencyPromise = record({
  id: text,
  title: text,
  zones: perWord(ITEM_CLASSES, perWord(PROMISE_DIMENSIONS, word(ZONE_IDS))),
  /** Where what a customer sends is stored first, before any copy is made elsewhere. Left out: anywhere. */
  storedFirst: optional(word(ZONE_IDS)),
  /** Data is stored by companies only that hold a certificate on this standard. Left out: by any. */
  certified: optional(word(CERTIFIED_STANDARDS)),
  /** Only companies that hold a certificate on this standard, for the support of the case's product, work on cases. Left out: any do. */
  certifiedSupport: optional(word(CERTIFIED_STANDARDS)),
  /** Which subcontractors may hold or see data. Left out: any. */
  subcontractors: optional(word(SUBCONTRACTOR_RULES.filter((rule) => rule !== 'any'))),
  /** Subcontractors hold certificates on the same standards as the vendor, for the same services and products. Left out: not said. */
  subcontractorStandard: optional(word(['equivalent'])),
  /** Subcontractors take a case, or are consulted about it, only while nobody of the vendor or an affiliate who is able and permitted is free. Left out: not said. */
  subcontractorsOnly: optional(word(['when required'])),
  /** Cases of severity A that nobody inside can take may be opened to somebody outside. Left out: never. */
  breakGlass: optional(breakGlassRule),
  /**
   * An agent outside may see a case, by remote view: while an agent in this zone who may see it watches, and once the customer has approved it.
   * If both are given, both are asked. If both are left out, nobody outside may.
   */
  escortedBy: optional(word(ZONE_IDS)),
  /** The part of a contact's work for which an escorted agent sees the case; the rest is after-contact work. Above 0. Left out: all of it. */
  escortedPart: optional(share),
  approval: optional(approvalRule),
  /** Given where software may learn from the cases. Left out: it may not. */
  learning: optional(word(['allowed'])),
});
export interface ResidencyPromise extends Of<typeof residencyPromise> {}

/** What a customer lets happen outside of the promise for a time. Never to stored copies. */
export const consent = record({
  /** What may be done in the zone: people may see the data, machines may process it. */
  dimensions: list(word(['access', 'processing']), { least: 1 }),
  zone: word(ZONE_IDS),
  givenEpochMs: epoch,
  /** It holds from here, if it was given by then, and otherwise from when it was. */
  fromEpochMs: epoch,
  toEpochMs: epoch,
});
export interface Consent extends Of<typeof consent> {}

/** When customers have each agreement with the vendor. An empty list means never. One that is left out is not known, so that it is not judged. */
export const agreements = record({
  dataProcessing: optional(list(term)),
  /** Only covered entities sign one: if it is given, the customers are covered entities. */
  businessAssociate: optional(list(term)),
} satisfies Record<Agreement, unknown>);

/** What customers have to encrypt before they share it, the share of cases in which they do, and what the vendor does if they do not. */
export const encryptionDuty = record({
  items: list(word(ITEM_CLASSES), { least: 1 }),
  ...term.members,
  share,
  plain: word(PLAIN_RULES),
});
export interface EncryptionDuty extends Of<typeof encryptionDuty> {}

/** The law of a scenario where it is not that of history. */
export const madeLaw = record({
  /** Each basis once. */
  bases: list(basisDates, { least: 1 }),
});

/** Nothing of the segment's cases is erased from `fromMs` until `toMs` (ms since the start of the run). */
export const legalHold = record({
  segment: rows.segments.index,
  fromMs: number<RunMs>(),
  toMs: number<RunMs>(),
  /** Who ordered it. */
  by: text,
});
export interface LegalHold extends Of<typeof legalHold> {}

/** Data of the first `cases` live cases of a segment is handed over to an authority. */
export const disclosure = record({
  atMs: number<RunMs>(),
  segment: rows.segments.index,
  cases: positiveCount,
  authority: text,
  /** Null: none, which breaks R26. */
  basis: orNull(text),
  /** How long afterwards the customer is told, ms; null: an order forbids it. */
  noticeAfterMs: orNull(amount),
});
export interface Disclosure extends Of<typeof disclosure> {}

/** What becomes of copies when the basis ends on which they are held, ms after it. */
const basisEndRule = record({
  /** They move to where promise and law allow them. */
  movedAfterMs: amount,
  /** By then, no copy is left. */
  graceMs: duration,
});

export const retentionRule = record({
  /** From closing to the erasure of every copy (ms). */
  eraseAfterMs: amount,
  /** Grace for the erasure before R15 counts it as late (ms). */
  eraseGraceMs: amount,
  /** How long a working copy may outlive the assignment (ms, R16). */
  workingCopyMs: amount,
  /**
   * How long before a country leaves a promised zone nothing is put there any more, and what rests there moves (ms, R22). Left out:
   * nobody looks ahead.
   */
  leavingLeadMs: optional(amount),
  /** Copies that were held on a legal basis that has ended (R8). Left out: they stay where they are. */
  basisEnd: optional(basisEndRule),
});
