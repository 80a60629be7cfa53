import { numbered } from '#base';
import {
  BASIS_KINDS,
  type EntityIndex,
  NONE_16,
  type PlaceIndex,
  type SoftwareIndex,
  type TransferClaim,
} from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import type { ActViewOf } from '../facts/facts.ts';
import { shown, type Tally } from '../facts/tally.ts';
import type { AtInstant } from '../law/rule.ts';
import { SAME_ENTITY, type TransferLaw } from '../law/transfer-law.ts';
import { type Invariant, instead, JudgeOfLaw } from './invariant.ts';

const { framework: FRAMEWORK } = numbered(BASIS_KINDS);

/**
 * R7: whenever data becomes available outside the free-flow area of the customer's regime, a transfer is recorded
 * just before, and its basis is valid at that moment. If the agent who sees it is employed by another company than that of the centre, a
 * transfer to the employer is recorded before that one. Data that stays within one entity is recorded as no transfer.
 * Only acts that need a basis count as checks.
 */
export class TransferBasis extends JudgeOfLaw {
  private readonly tallies = [this.tally, this.tallyNow].filter((tally) => tally !== null);
  /** The last transfer, and the entry that recorded it. */
  private readonly claim = { kind: 0, exporter: 0, importer: 0, place: 0, instrument: 0 };
  private claimCase = -1;
  private claimEntry = -2;
  /** The transfer before the last one, if it is of the same case and was recorded just before that. */
  private readonly before = { isThere: false, exporter: 0, importer: 0, place: 0 };
  /** The last message on an invalid claim: most claims are like the one before. */
  private said: { readonly claim: TransferClaim; readonly reason: string; readonly message: string } | null =
    null;

  transferred(
    supportCase: CaseView,
    { a: exporter, aux: kind, b: importer, c: place, d: instrument }: ActViewOf<'transfer'>,
  ): void {
    const { law, lawNow, moment } = this.facts;
    const { before, claim } = this;
    before.isThere = this.claimEntry === moment.entry - 1 && this.claimCase === supportCase.number;
    before.exporter = claim.exporter;
    before.importer = claim.importer;
    before.place = claim.place;
    this.claim.kind = kind;
    this.claim.exporter = exporter;
    this.claim.importer = importer;
    this.claim.place = place;
    this.claim.instrument = instrument;
    this.claimCase = supportCase.number;
    this.claimEntry = moment.entry;
    // The country of an unknown place is unknown too, so nobody can say whether a basis is needed.
    if (this.facts.tables.strangers('place', place) !== null) return;
    this.judge(supportCase, law, this.tally);
    if (lawNow !== null && this.tallyNow !== null) this.judge(supportCase, lawNow, this.tallyNow);
  }

  private judge({ number, stream }: CaseView, law: AtInstant<TransferLaw>, tally: Tally): void {
    const { claim } = this;
    if (!law.needsBasis(stream, claim.exporter, claim.place)) return;
    tally.checks++;
    const judgement = law.judge(stream, claim);
    if (judgement.verdict === 'open') tally.leaveOpen(number, judgement.reason);
    if (judgement.verdict !== 'invalid') return;
    const { reason } = judgement;
    if (this.said === null || this.said.reason !== reason || !isSameClaim(this.said.claim, claim))
      this.said = { claim: { ...claim }, reason, message: this.invalid(claim, reason) };
    tally.violate(number, this.said.message, [this.facts.world.lawEntry]);
  }

  stored(supportCase: CaseView, place: PlaceIndex, source: number): void {
    this.needsClaim(supportCase, place, source, 'is stored at');
  }

  /** Called when an agent of the group begins to see the case from a centre; the data is read from `source`. */
  viewed(supportCase: CaseView, { a: centre, b: group, d: source }: ActViewOf<'view'>): void {
    const { tables } = this.facts;
    const place = tables.placeOfCentre(centre);
    const isRecorded = this.needsClaim(supportCase, place, source, 'is seen from');
    const employer = tables.employerElsewhere(group);
    if (employer === null || !isRecorded) return;
    const { before, claim } = this;
    const isNamed = before.importer === employer && before.place === place;
    if (before.isThere && isNamed && before.exporter === claim.exporter) return;
    const whose = this.entityName(employer);
    const message = `the case is seen from ${tables.placeName(place)} by people of ${whose}, but no transfer to ${whose} is recorded`;
    for (const tally of this.tallies) {
      tally.checks++;
      tally.violate(supportCase.number, message);
    }
  }

  /** Software begins to process the case, as it comes from the customer, at a data centre (NONE_16: where it will be stored). */
  processed(supportCase: CaseView, software: SoftwareIndex, place: PlaceIndex): void {
    const model = this.facts.tables.scenario.software?.[software]?.model;
    if (model === undefined || place === NONE_16) return;
    this.needsClaim(supportCase, place, NONE_16, 'is processed at', model.entity);
  }

  /** If a basis is needed, the transfer recorded just before must match this act. Returns true if there is one. `importer`: the company that receives the data. */
  private needsClaim(
    { number, stream }: CaseView,
    place: PlaceIndex,
    source: number,
    what: string,
    importer = this.facts.tables.entityOf(place),
  ): boolean {
    const { law, moment, tables } = this.facts;
    const exporter = source === NONE_16 ? NONE_16 : tables.entityOf(source);
    if (place >= tables.places.length || !law.needsBasis(stream, exporter, place)) return false;
    const isJustBefore = this.claimEntry === moment.entry - 1 && this.claimCase === number;
    if (!isJustBefore) {
      for (const tally of this.tallies) {
        tally.checks++;
        tally.violate(number, `the case ${what} ${tables.placeName(place)}, but no transfer is recorded`);
      }
      return false;
    }
    const { claim } = this;
    // Nobody can say who operates a place that is unknown or missing.
    const isFromThere = claim.exporter === exporter || tables.strangers('place', source) !== null;
    if (claim.place === place && claim.importer === importer && isFromThere) return true;
    const parties = this.parties(claim);
    const message = `the case ${what} ${tables.placeName(place)}, but another transfer is recorded: from ${parties}`;
    for (const tally of this.tallies) tally.violate(number, message);
    return true;
  }

  private invalid(claim: TransferClaim, reason: string): string {
    const { kind, exporter, importer, instrument } = claim;
    const parties = this.parties(claim);
    if (kind === SAME_ENTITY) return `a transfer from ${parties} is recorded as within one entity`;
    if (importer === exporter) return `${parties} is one entity, but is recorded as a transfer`;
    const held = this.facts.tables.scenario.entities[importer]?.instruments[instrument]?.instrument;
    const basis = `${BASIS_KINDS[kind] ?? kind} ${held ?? `(instrument ${shown(instrument)})`}`;
    const bases = this.facts.tables.scenario.law?.bases ?? [];
    const isMade = bases.some(({ basis: dated }) => dated === held);
    const why = reason === 'is none' ? '' : `, which ${reason}`;
    return `a transfer from ${parties} has no valid basis; recorded: ${basis}${isMade ? ', whose dates this scenario sets itself' : why}`;
  }

  private parties({ exporter, importer, place }: TransferClaim): string {
    const where = this.facts.tables.placeName(place);
    return `${this.entityName(exporter)} to ${this.entityName(importer)} at ${where}`;
  }

  private entityName(entity: EntityIndex): string {
    if (entity === NONE_16) return 'the customer';
    const { scenario, strangers } = this.facts.tables;
    return scenario.entities[entity]?.id ?? strangers('entity', entity) ?? `entity ${entity}`;
  }
}

function isSameClaim(one: TransferClaim, other: TransferClaim): boolean {
  return (
    one.kind === other.kind &&
    one.exporter === other.exporter &&
    one.importer === other.importer &&
    one.place === other.place &&
    one.instrument === other.instrument
  );
}

export const R7: Invariant<TransferBasis> = {
  row: {
    id: 'R7',
    title: 'Basis',
    sentence:
      'Data leaves the free-flow area of its law only if the recipient has a legal basis at that time.',
    statement:
      'For all stores, views and sessions of software at a place whose country is outside the free-flow area of a law that protects, or may protect, the data at t ' +
      "(that of the customer's country, or of the exporting company): the entry before is a transfer that names " +
      'the case, the place, the entity that operates the place (for a session, the model), and the exporter (the entity of the place copied or read ' +
      'from, or the customer). For a view by agents whom another company employs than that of the centre, the entry before that is a transfer to their employer, of the ' +
      'same case, place and exporter. Its basis is `same-entity` if and only if both are one entity. It supports the transfer at ' +
      't under each of these laws. If the law is open on this, the act counts as not judged, with the ' +
      'reason. Judged under the law as known at t, and separately under the law as known today.',
    source: 'Directive 95/46/EC Arts 25-26; GDPR Arts 44-47; Swiss FADP; UK GDPR',
    brokenBy: 'a transfer that relies on an annulled framework',
  },
  log: {
    events: { open: [], store: ['copiedFrom'], transfer: 'all', session: 'all' },
    noColumn: 'the legal basis of each transfer, its exporter and its importer',
  },
  judge: TransferBasis,
  seed: {
    what: 'a transfer between entities is recorded as within one entity, or the other way round',
    kinds: ['transfer'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase === undefined || !facts.law.needsBasis(supportCase.stream, entry.a, entry.c))
        return null;
      return instead({ ...entry, aux: entry.aux === SAME_ENTITY ? FRAMEWORK : SAME_ENTITY });
    },
  },
  untested: { absent: 'no data left the free-flow area of a law that protects it' },
};
