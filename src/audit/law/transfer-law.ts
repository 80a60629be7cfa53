import { numbered } from '#base';
import {
  BASIS_KINDS,
  type EntityIndex,
  ESTABLISHMENT_RULES,
  EXPORT_REGIMES,
  type ExportRegime,
  type Knowledge,
  NONE_16,
  type PlaceIndex,
  PROTECTED_ZONES,
  SAME_ENTITY_RULES,
  type StreamIndex,
  type TransferClaim,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { type DatedLaw, lawOf } from './dated-law.ts';
import { evacuatedTo } from './evacuated-to.ts';
import { judgeAdequacy, judgeInstrument, type LawAt, type Parties, type Party } from './instrument-law.ts';
import { bestOf, invalid, type Judgement, open, VALID, worstOf } from './judgement.ts';
import { Rule } from './rule.ts';
import { isIn } from './zones.ts';

const NOT_NEEDED = 1;
const NEEDED = 2;
export const SAME_ENTITY = BASIS_KINDS.indexOf('same-entity');
const { adequacy: ADEQUACY } = numbered(BASIS_KINDS);

/** A law that protects data when it leaves its zone. `isSettled` is false if it is legally open whether it does. */
export interface Protection {
  readonly regime: ExportRegime;
  readonly isSettled: boolean;
  /** Why it protects the data, or may. */
  readonly by: string;
}

const NO_BASIS = invalid('is none');

/**
 * The law verdict: whether personal data of a stream's customers may be made available at a place, under the law of one instant, as
 * known then or as known now. The countries of the customers and of the exporting company determine which law applies. A basis that the
 * scenario dates itself has those dates, whatever is known. The destination is the country of the place, not the seat of the entity.
 */
export class TransferLaw extends Rule {
  private readonly knowledge: Knowledge;
  private readonly law: DatedLaw;
  private readonly exporterCount: number;
  /** Whether a basis is needed, by stream, then by exporter and place; 0 if not determined yet. */
  private needed: (Uint8Array | undefined)[] = [];
  private claims = new Map<number, Judgement>();
  private bases = new Map<number, boolean>();
  private kept = new Map<number, boolean>();
  /** Whether an exporter may send to a place, by everything that decides it: streams of the same kind of customers share the answer. */
  private possibilities = new Map<string, boolean>();

  constructor(tables: ScenarioTables, knowledge: Knowledge = 'then') {
    super(tables);
    this.knowledge = knowledge;
    this.law = lawOf(tables.scenario);
    this.exporterCount = tables.scenario.entities.length + 1;
  }

  protected override forget(): void {
    this.needed = [];
    this.claims = new Map();
    this.bases = new Map();
    this.kept = new Map();
    this.possibilities = new Map();
  }

  /**
   * Whether data of the stream that the exporter (an entity, or NONE_16 for the customer) makes available at the
   * place leaves, or may leave, the free-flow area of a law that protects it.
   */
  needsBasis(stream: StreamIndex, exporter: EntityIndex, place: PlaceIndex): boolean {
    if (!this.isKnown(exporter, place)) return this.protectionsOf(stream, exporter, place).length > 0;
    const { places } = this.tables;
    this.needed[stream] ??= new Uint8Array(this.exporterCount * places.length);
    const ofStream = this.needed[stream];
    const key = this.keyOf(0, exporter, place);
    if (ofStream[key] === 0)
      ofStream[key] = this.protectionsOf(stream, exporter, place).length > 0 ? NEEDED : NOT_NEEDED;
    return ofStream[key] === NEEDED;
  }

  /** Whether the basis in the ledger supports the transfer. */
  judge(stream: StreamIndex, claim: TransferClaim): Judgement {
    const { exporter, importer, instrument, kind, place } = claim;
    if (!this.needsBasis(stream, exporter, place)) return VALID;
    const key =
      (this.keyOf(stream, exporter, place) * 0x100 + kind) * 0x10000 + Math.min(instrument, NONE_16);
    const isKept = this.isKnown(exporter, place) && importer === this.tables.entityOf(place);
    let judgement = isKept ? this.claims.get(key) : undefined;
    if (judgement === undefined) {
      judgement = this.judgeClaim(stream, claim);
      if (isKept) this.claims.set(key, judgement);
    }
    return judgement;
  }

  /**
   * Whether each company that may export data of the stream can send it to the place without clearly breaking the
   * law: no basis is needed, or at least one is not invalid. The customer counts as an exporter to data centres.
   */
  hasBasis(stream: StreamIndex, place: PlaceIndex): boolean {
    return this.allMaySend(this.bases, stream, place, () => this.evacuated(stream));
  }

  /** Like `hasBasis`, for a company whose agents work at a centre of another: data may reach it from that company's local system, too. */
  hasBasisToEmploy(stream: StreamIndex, place: PlaceIndex, employer: EntityIndex): boolean {
    const { dataCentreCount, scenario } = this.tables;
    const keepsCopy = scenario.centres[place - dataCentreCount]?.access === 'local system';
    const exporters = this.exporters(stream, [...this.evacuated(stream), ...(keepsCopy ? [place] : [])]);
    return exporters.every((exporter) => this.isPossible(stream, exporter, place, employer));
  }

  /** Whether the customer's data can be sent to a company for software at a data centre without clearly breaking the law. */
  hasBasisToProcess(stream: StreamIndex, place: PlaceIndex, entity: EntityIndex): boolean {
    return this.isPossible(stream, NONE_16, place, entity);
  }

  private evacuated(stream: StreamIndex): readonly PlaceIndex[] {
    return evacuatedTo(this.tables, stream, this.epochMs - this.tables.scenario.startEpochMs);
  }

  /** The companies of the data centres of the placement, and of these places. */
  private exporters(stream: StreamIndex, further: readonly PlaceIndex[]): readonly EntityIndex[] {
    const { primary, replica } = this.tables.stream(stream);
    return [...primary, ...replica, ...further].map((from) => this.tables.entityOf(from));
  }

  /** Like `hasBasis`, for copies that are at the place already: what evacuations have moved does not come there again. */
  mayKeep(stream: StreamIndex, place: PlaceIndex): boolean {
    return this.allMaySend(this.kept, stream, place, () => []);
  }

  /** `further`: data centres besides those of the placement from which data of the stream may come. */
  private allMaySend(
    known: Map<number, boolean>,
    stream: StreamIndex,
    place: PlaceIndex,
    further: () => readonly PlaceIndex[],
  ): boolean {
    const key = stream * this.tables.places.length + place;
    let may = known.get(key);
    if (may === undefined) {
      const isCentre = place >= this.tables.dataCentreCount;
      const companies = this.exporters(stream, further());
      const exporters = isCentre ? companies : [...companies, NONE_16];
      const importer = this.tables.entityOf(place);
      may = exporters.every((exporter) => this.isPossible(stream, exporter, place, importer));
      known.set(key, may);
    }
    return may;
  }

  /**
   * Whether the scenario has both. Only then are verdicts cached: unknown numbers would collide with the keys of
   * other streams.
   */
  private isKnown(exporter: EntityIndex, place: PlaceIndex): boolean {
    const { places, scenario } = this.tables;
    return place < places.length && (exporter === NONE_16 || exporter < scenario.entities.length);
  }

  private keyOf(stream: StreamIndex, exporter: EntityIndex, place: PlaceIndex): number {
    const from = exporter === NONE_16 ? 0 : exporter + 1;
    return (stream * this.exporterCount + from) * this.tables.places.length + place;
  }

  /** The laws whose free-flow area the data leaves, starting with that of the customer's country. */
  protectionsOf(stream: StreamIndex, exporter: EntityIndex, place: PlaceIndex): readonly Protection[] {
    const to = this.tables.countryOf(place);
    return this.lawsOver(stream, exporter).filter(
      ({ regime }) => !isIn(PROTECTED_ZONES[regime], to, this.epochMs),
    );
  }

  /**
   * The laws that protect data of the stream that the exporter (an entity, or NONE_16 for the customer) passes on, or may
   * protect it, regardless of destination, starting with that of the customer's country.
   */
  lawsOver(stream: StreamIndex, exporter: EntityIndex): readonly Protection[] {
    const { country: customer } = this.tables.stream(stream);
    const { epochMs } = this;
    const found: Protection[] = [];
    const own = EXPORT_REGIMES.find((regime) => isIn(PROTECTED_ZONES[regime], customer, epochMs));
    if (own !== undefined) found.push({ regime: own, isSettled: true, by: '' });
    const company = this.tables.scenario.entities[exporter];
    for (const { by, fromMs, isSettled, regime, toMs, zone } of ESTABLISHMENT_RULES) {
      if (company === undefined || epochMs < fromMs || epochMs >= toMs) continue;
      if (found.some((one) => one.regime === regime)) continue;
      if (isIn(zone, company.country, epochMs)) found.push({ regime, isSettled, by });
    }
    return found;
  }

  private judgeClaim(stream: StreamIndex, claim: TransferClaim): Judgement {
    const { exporter, importer, kind, place } = claim;
    // A transfer within one entity must be recorded as such, even if another basis exists.
    if (importer === exporter && kind !== SAME_ENTITY) return invalid('is not recorded as within one entity');
    if (importer !== exporter && kind === SAME_ENTITY) return invalid('is recorded as within one entity');
    const [first, ...others] = this.protectionsOf(stream, exporter, place);
    if (first === undefined) return VALID;
    const recorded = this.judgeUnder(stream, claim, first, () => this.recorded(stream, claim, first.regime));
    const beside = others.map((protection) =>
      this.judgeUnder(stream, claim, protection, () =>
        bestOf(this.possible(stream, exporter, importer, place, protection.regime), NO_BASIS),
      ),
    );
    return worstOf([recorded, ...beside]);
  }

  /** Judges under a law that may or may not protect the data: without a basis, the transfer is open, too. */
  private judgeUnder(
    stream: StreamIndex,
    { exporter, importer, place }: TransferClaim,
    { by, isSettled, regime }: Protection,
    judge: () => Judgement,
  ): Judgement {
    const judgement =
      importer === exporter
        ? this.withinEntity(stream, importer, this.tables.countryOf(place), regime)
        : judge();
    if (isSettled || judgement.verdict === 'valid') return judgement;
    return open(`it is legally open whether the law of ${regime} protects this data (${by})`);
  }

  /** Judges the recorded basis under one law. */
  private recorded(stream: StreamIndex, claim: TransferClaim, regime: ExportRegime): Judgement {
    const { exporter, importer, instrument, kind, place } = claim;
    const country = this.tables.countryOf(place);
    const parties = this.partiesOf(stream, exporter, importer);
    if (kind === ADEQUACY) return judgeAdequacy({ country, regime }, parties, this.at());
    const relied = this.tables.scenario.entities[importer]?.instruments[instrument];
    if (relied === undefined || relied.kind !== BASIS_KINDS[kind]) return NO_BASIS;
    return judgeInstrument(relied, { country, regime }, parties, this.at());
  }

  private isPossible(
    stream: StreamIndex,
    exporter: EntityIndex,
    place: PlaceIndex,
    importer: EntityIndex,
  ): boolean {
    const { country, customerRole } = this.tables.stream(stream);
    const key = `${country} ${customerRole} ${exporter} ${place} ${importer}`;
    let possible = this.possibilities.get(key);
    if (possible === undefined) {
      possible = this.workOutPossible(stream, exporter, place, importer);
      this.possibilities.set(key, possible);
    }
    return possible;
  }

  private workOutPossible(
    stream: StreamIndex,
    exporter: EntityIndex,
    place: PlaceIndex,
    importer: EntityIndex,
  ): boolean {
    if (importer === exporter) return true;
    return this.protectionsOf(stream, exporter, place).every(
      ({ isSettled, regime }) =>
        !isSettled ||
        this.possible(stream, exporter, importer, place, regime).some(({ verdict }) => verdict !== 'invalid'),
    );
  }

  /** Judges every basis available to the importer under one law. */
  private possible(
    stream: StreamIndex,
    exporter: EntityIndex,
    importer: EntityIndex,
    place: PlaceIndex,
    regime: ExportRegime,
  ): readonly Judgement[] {
    const to = { country: this.tables.countryOf(place), regime };
    const parties = this.partiesOf(stream, exporter, importer);
    return this.availableTo(to, parties);
  }

  private availableTo(
    to: { readonly country: string; readonly regime: ExportRegime },
    parties: Parties,
  ): readonly Judgement[] {
    const at = this.at();
    const adequacy = judgeAdequacy(to, parties, at);
    const others = parties.importer.instruments.map((relied) => judgeInstrument(relied, to, parties, at));
    // Where no decision carries the data, what the instruments lack says more.
    return adequacy.verdict === 'invalid' ? others : [adequacy, ...others];
  }

  /**
   * Data that stays within one company: no transfer if the authorities say so; else open, unless the company has a
   * basis.
   */
  private withinEntity(
    stream: StreamIndex,
    entity: EntityIndex,
    country: string,
    regime: ExportRegime,
  ): Judgement {
    const isNone = SAME_ENTITY_RULES.some((rule) => rule.regime === regime && rule.fromMs <= this.epochMs);
    if (isNone) return VALID;
    const { country: customerCountry } = this.tables.stream(stream);
    const parties: Parties = {
      customerRole: 'controller',
      customerCountry,
      exporter: null,
      importer: this.partyOf(entity),
    };
    const own = this.availableTo({ country, regime }, parties);
    if (own.some(({ verdict }) => verdict === 'valid')) return VALID;
    return open(
      `under the law of ${regime} it was open at that time whether a company that makes its own data available in ${country} needs a basis, and it has none`,
    );
  }

  private at(): LawAt {
    const { epochMs, knowledge, law } = this;
    return { law, epochMs, knowledge };
  }

  private partiesOf(stream: StreamIndex, exporter: EntityIndex, importer: EntityIndex): Parties {
    const { country, customerRole } = this.tables.stream(stream);
    return {
      customerCountry: country,
      customerRole,
      exporter: exporter === NONE_16 ? null : this.partyOf(exporter),
      importer: this.partyOf(importer),
    };
  }

  private partyOf(entity: EntityIndex): Party {
    const {
      adequacy = [],
      country = '',
      gdpr = [],
      id = '',
      instruments = [],
      kind,
      role = 'processor',
    } = this.tables.scenario.entities[entity] ?? {};
    return { id, role, country, isSubcontractor: kind === 'subcontractor', adequacy, gdpr, instruments };
  }
}
