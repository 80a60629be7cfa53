import { numbered, rowAt } from '#base';
import {
  APPROVAL_STEPS,
  BASIS_KINDS,
  type BasisKindIndex,
  type CentreIndex,
  type COPY_ROLES,
  type Consent,
  type DataCentreIndex,
  type DurationMs,
  type EntityIndex,
  type EpochMs,
  type GroupIndex,
  ITEM_CLASSES,
  LAW_READING,
  type LawReading,
  NONE,
  type PlaceIndex,
  type ProductIndex,
  type PromiseDimension,
  type PromiseIndex,
  type Scenario,
  type SoftwareIndex,
  type StreamIndex,
  type ZoneId,
} from '#domain';
import type { World } from '../world/world.ts';
import { isCertified, isEquivalent, type Service } from './certification.ts';
import { admits, isAgreed } from './contracts.ts';
import { dataHolders } from './data-holders.ts';
import {
  type AskingLaw,
  RELIANCE,
  type Reliance,
  TransferLaw,
  type TransferParties,
} from './transfer-law.ts';

/** Why a group may not work a stream's cases. 0 permits; forbid wins. */
export const VERDICTS = [
  'permitted',
  'outside the promised access zone',
  'working copy outside the promised zone',
  'no legal basis for the transfer',
  'agents reside outside of the promised zone',
  'a subcontractor that the promise does not admit',
  'no agreement with the customer in force',
  'no certificate that the promise asks for',
] as const;

/** The result of `exception` for an access that neither the promise nor a consent allows. */
export const NO_CONSENT = -2;

/** Tells whether a data centre can store new copies now. */
export type IsUsable = (dataCentre: DataCentreIndex) => boolean;

const { given: GIVEN } = numbered(APPROVAL_STEPS);

/** Viewing a case counts as access and as processing. */
const SEEING = ['access', 'processing'] as const;

/** A legal basis: its kind (index of BASIS_KINDS) and the instrument's place in the importer's list, −1 for none. */
export interface Basis {
  readonly kind: BasisKindIndex;
  readonly instrument: number;
  /** False if no law restricts the movement, so that there is nothing to record. */
  readonly isTransfer: boolean;
  /** False if the transfer certainly breaks the law. */
  readonly isLawful: boolean;
}

const NOT_REGULATED = basisOf('not-regulated', { isTransfer: false });
const FREE_FLOW = basisOf('inside-free-flow', { isTransfer: false });
const SAME_ENTITY = basisOf('same-entity');
const ADEQUACY = basisOf('adequacy');
const NO_BASIS = basisOf('none', { isLawful: false });
/** There is no basis, and the law leaves open whether one is needed. */
const NONE_ASKED_FOR_CERTAIN: Basis = { ...NO_BASIS, isLawful: true };

/**
 * What the promises and the law permit at one moment: the hard filter of routing and placement, consulted again at each change of the
 * law. The auditor judges the same questions with code of its own.
 */
export class Policy {
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly reading: LawReading;
  private readonly law: TransferLaw;
  private epochMs = 0;
  /** How far ahead the choice of a place considers changes of zones, ms; 0 if it does not look ahead. */
  private readonly leadMs: DurationMs;
  private bases: (Basis | undefined)[] = [];
  // The caches below are by kind of streams (`World.lawKinds`).
  /** Whether data may go there from every possible exporter, by kind of streams, place and importer. */
  private lawful: (boolean | undefined)[] = [];
  /** The answers of `mayProcess`, by software, kind of streams and product. */
  private processed: (boolean | undefined)[] = [];
  /** Data centres of the placement that promise and law allow, in order of choice. `first`: for data as customers send it. */
  private allowed = noneAllowed();

  constructor(world: World, reading: LawReading = LAW_READING) {
    this.world = world;
    this.scenario = world.scenario;
    this.reading = reading;
    this.law = new TransferLaw(world.scenario, reading);
    this.leadMs = world.scenario.retention.leavingLeadMs ?? 0;
  }

  /** Makes the law of this instant (epoch ms) the one in force. */
  setInstant(epochMs: EpochMs): void {
    this.epochMs = epochMs;
    this.bases = [];
    this.lawful = [];
    this.processed = [];
    this.allowed = noneAllowed();
  }

  /** The instant whose law is in force, ms since the start of the run. */
  get asOfMs(): number {
    return this.epochMs - this.scenario.startEpochMs;
  }

  /**
   * Whether the agents of a group may view the cases of a stream about a product, and keep working copies where the centre needs them: an
   * index of VERDICTS. In an emergency, agents may view a case from anywhere, but may not make a copy there.
   */
  verdict(stream: StreamIndex, product: ProductIndex, group: GroupIndex, inEmergency = false): number {
    const { centre = -1, residence } = this.scenario.groups[group] ?? {};
    const verdict = this.verdictOnCentre(stream, centre, inEmergency);
    if (verdict !== 0) return verdict;
    const { promise } = this.streamTable(stream);
    const place = this.scenario.dataCentres.length + centre;
    const lives = residence ?? this.country(place);
    if (!this.isInside(promise, 'personnel', lives)) return 4;
    if (!this.isAdmitted(promise, place) || !this.isEmployerAdmitted(promise, group, place)) return 5;
    const runner = this.world.placeEntity[place] as EntityIndex;
    const employer = this.scenario.groups[group]?.employer ?? runner;
    if (!this.hasBasisAt(stream, place, employer)) return 3;
    const companies = [runner, employer];
    if (!companies.every((entity) => this.isUpToStandard(promise, entity, product))) return 7;
    return this.isAgreed(stream) ? 0 : 6;
  }

  private verdictOnCentre(stream: StreamIndex, centre: CentreIndex, inEmergency: boolean): number {
    const { promise } = this.streamTable(stream);
    const place = this.scenario.dataCentres.length + centre;
    const country = this.country(place);
    const keepsCopy = this.scenario.centres[centre]?.access === 'local system';
    if (inEmergency) {
      if (keepsCopy) return 2;
    } else if (this.exception(stream, centre) === NO_CONSENT) return 1;
    if (keepsCopy && !this.isInside(promise, 'workingCopy', country)) return 2;
    return this.hasBasisAt(stream, place) ? 0 : 3;
  }

  /**
   * What an access from the centre relies on: an index of the segment's consents, NONE if the promise allows the access, or NO_CONSENT.
   */
  exception(stream: StreamIndex, centre: CentreIndex): number {
    const { promise } = this.streamTable(stream);
    const country = this.country(this.scenario.dataCentres.length + centre);
    const outside = SEEING.filter((dimension) => !this.isInside(promise, dimension, country));
    if (outside.length === 0) return NONE;
    const index = this.consents(stream).findIndex(
      (consent) =>
        outside.every((dimension) => consent.dimensions.includes(dimension)) &&
        this.isConsentInForce(consent) &&
        this.reading.isZoneMember(consent.zone, country, this.epochMs),
    );
    return index === -1 ? NO_CONSENT : index;
  }

  protected isConsentInForce({ fromEpochMs, givenEpochMs, toEpochMs }: Consent): boolean {
    return Math.max(fromEpochMs, givenEpochMs) <= this.epochMs && this.epochMs < toEpochMs;
  }

  /**
   * Whether software may have the cases of a stream about a product: machines may process them where its model runs, the law has a basis for its
   * company, promise and agreements admit that company, and it has the certificates for support. No person sees the case there. A model that
   * learns from cases needs a promise that lets it.
   */
  mayProcess(stream: StreamIndex, product: ProductIndex, software: SoftwareIndex): boolean {
    const kind = this.world.lawKinds[stream] as StreamIndex;
    const key = (software * this.world.lawKinds.length + kind) * this.scenario.products.length + product;
    this.processed[key] ??= this.judgeProcessing(kind, product, software);
    return this.processed[key];
  }

  private judgeProcessing(stream: StreamIndex, product: ProductIndex, software: SoftwareIndex): boolean {
    const model = this.scenario.software?.[software]?.model;
    if (model === undefined) return this.isAgreed(stream);
    const { dataCentre: place, entity, learns } = model;
    const { promise } = this.streamTable(stream);
    if (learns && rowAt(this.scenario.promises, promise).learning !== 'allowed') return false;
    return (
      this.isAgreed(stream) &&
      this.isInside(promise, 'processing', this.country(place)) &&
      this.isAdmitted(promise, place) &&
      this.isAdmitted(promise, place, entity) &&
      this.isUpToStandard(promise, entity, product) &&
      this.basis(stream, -1, place, entity).isLawful
    );
  }

  /** Whether the agents of the group may view a case of the stream about the product for a consultation. */
  mayBeConsulted(stream: StreamIndex, product: ProductIndex, group: GroupIndex): boolean {
    return this.verdict(stream, product, group) === 0;
  }

  /** Whether the group, outside of the promise, may have a case of the stream by remote view, under an escort or with an approval as the promise says. */
  mayHaveFromOutside(stream: StreamIndex, product: ProductIndex, group: GroupIndex): boolean {
    if (!this.opensToOutside(stream) || this.verdict(stream, product, group) === 0) return false;
    return this.verdict(stream, product, group, true) === 0;
  }

  /** Whether the group may provide the escort: it may see the case, and works where the promise wants the escort to be. */
  mayEscort(stream: StreamIndex, product: ProductIndex, group: GroupIndex): boolean {
    if (this.verdict(stream, product, group) !== 0) return false;
    const zone = this.escortZone(stream);
    const { centre = -1 } = this.scenario.groups[group] ?? {};
    const country = this.country(this.scenario.dataCentres.length + centre);
    return zone !== undefined && this.reading.isZoneMember(zone, country, this.epochMs);
  }

  protected escortZone(stream: StreamIndex): ZoneId | undefined {
    return this.scenario.promises[this.streamTable(stream).promise]?.escortedBy;
  }

  /** Whether somebody outside may have a case once its customer's approval has come to that step (an index of APPROVAL_STEPS, or NONE). */
  isApproved(step: number): boolean {
    return step === GIVEN;
  }

  private opensToOutside(stream: StreamIndex): boolean {
    const { approval, escortedBy } = rowAt(this.scenario.promises, this.streamTable(stream).promise);
    return approval !== undefined || escortedBy !== undefined;
  }

  private consents(stream: StreamIndex): readonly Consent[] {
    return this.scenario.segments[this.scenario.streams[stream]?.segment ?? -1]?.consents ?? [];
  }

  /**
   * The basis on which `importer` may receive data of the stream at a place from `exporter` (an entity, or −1 for the customer). Within the
   * free-flow area of the customer's regime, moving data is not a transfer. `importer`: the company of the place, one whose agents work there, or that of a model.
   */
  basis(
    stream: StreamIndex,
    exporter: EntityIndex,
    place: PlaceIndex,
    importer = this.world.placeEntity[place] as EntityIndex,
  ): Basis {
    const kind = this.kindFor(stream, place, importer);
    const key = (kind * (this.scenario.entities.length + 1) + exporter + 1) * this.world.placeCount + place;
    let basis = this.bases[key];
    if (basis === undefined) {
      basis = this.judgeBasis(stream, exporter, place, importer);
      this.bases[key] = basis;
    }
    return basis;
  }

  /** A number for streams that the law treats alike if data goes to the importer. Numbers are small where the company of the place gets it. */
  private kindFor(stream: StreamIndex, place: PlaceIndex, importer: EntityIndex): number {
    const kind = this.world.lawKinds[stream] as StreamIndex;
    if (importer === this.world.placeEntity[place]) return kind;
    return (importer + 1) * this.scenario.streams.length + kind;
  }

  /** Chooses the data centre for data as customers send it, in the way of `placePrimary`. */
  placeFirst(stream: StreamIndex, isUsable: IsUsable): DataCentreIndex {
    return firstUsable(this.allowedAs('first', stream), isUsable, -1);
  }

  /** Whether the promise lets the data centre be the first to store what customers send. */
  isStoredFirstAt(stream: StreamIndex, dataCentre: DataCentreIndex): boolean {
    const zone = this.scenario.promises[this.streamTable(stream).promise]?.storedFirst;
    return zone === undefined || this.reading.isZoneMember(zone, this.country(dataCentre), this.epochMs);
  }

  /** The first data centre of the placement's list that is usable, promised and lawful, or −1. */
  placePrimary(stream: StreamIndex, isUsable: IsUsable): DataCentreIndex {
    return firstUsable(this.allowedAs('primary', stream), isUsable, -1);
  }

  /** Chooses the data centre for the replica in the way of `placePrimary`. It is never that of the primary. */
  placeReplica(stream: StreamIndex, primary: DataCentreIndex, isUsable: IsUsable): DataCentreIndex {
    return firstUsable(this.allowedAs('replica', stream), isUsable, primary);
  }

  /** Chooses among the given data centres in the way of `placePrimary`. */
  placeAmong(
    stream: StreamIndex,
    candidates: readonly number[],
    isUsable: IsUsable,
    except: number,
  ): DataCentreIndex {
    return firstUsable(this.allowedAmong(stream, candidates, 'primary'), isUsable, except);
  }

  /**
   * Where the ledger is kept: the first data centre of the scenario's list that every promise allows for it. If there is none, the first of
   * the list, which the audit reports. −1 if the scenario names no place.
   */
  placeOfLedger(): DataCentreIndex {
    const { ledger } = this.scenario;
    if (ledger === undefined) return -1;
    const allowed = ledger.dataCentres.find((dataCentre) => this.mayKeepLedger(dataCentre));
    return allowed ?? (ledger.dataCentres[0] as number);
  }

  /** Whether every promise that some segment has been given allows the ledger there. */
  mayKeepLedger(dataCentre: DataCentreIndex): boolean {
    const { promises, segments } = this.scenario;
    return segments.every(({ promise }) => {
      const zone = promises[promise]?.zones.audit.storage;
      const isInside =
        zone !== undefined && this.reading.isZoneMember(zone, this.country(dataCentre), this.epochMs);
      return (
        isInside && this.isCertified(promise, this.world.placeEntity[dataCentre] as EntityIndex, 'storage')
      );
    });
  }

  /** Whether a primary or a replica may stay at the data centre. */
  mayRest(stream: StreamIndex, role: 'primary' | 'replica', dataCentre: DataCentreIndex): boolean {
    return this.allowedAmong(stream, [dataCentre], role).length === 1;
  }

  /** Data centres of the placement that promise and law allow in that role; kept until the law changes. */
  private allowedAs(role: keyof Allowed, stream: StreamIndex): Int32Array {
    const kind = this.world.lawKinds[stream] as StreamIndex;
    const known = this.allowed[role];
    known[kind] ??=
      role === 'first'
        ? this.allowedAs('primary', stream).filter((place) => this.isStoredFirstAt(stream, place))
        : this.allowedAmong(stream, this.placement(stream)[role], role);
    return known[kind];
  }

  private allowedAmong(
    stream: StreamIndex,
    candidates: readonly number[],
    role: (typeof COPY_ROLES)[number],
  ): Int32Array {
    if (!this.isAgreed(stream)) return new Int32Array();
    const { promise } = this.streamTable(stream);
    return Int32Array.from(
      candidates.filter(
        (dataCentre) =>
          this.isInside(promise, dimensionOf(role), this.country(dataCentre)) &&
          this.staysInside(promise, dimensionOf(role), this.country(dataCentre)) &&
          this.isAdmitted(promise, dataCentre) &&
          this.isUpToStandard(promise, this.world.placeEntity[dataCentre] as EntityIndex, 'storage') &&
          this.hasBasisAt(stream, dataCentre),
      ),
    );
  }

  dataCentreWhere(holds: (dataCentre: DataCentreIndex) => boolean): DataCentreIndex {
    return this.scenario.dataCentres.findIndex((_, dataCentre) => holds(dataCentre));
  }

  /** Whether the promise allows all items of a case in the data centre. */
  isPromised(stream: StreamIndex, dimension: PromiseDimension, dataCentre: DataCentreIndex): boolean {
    return this.isInside(this.streamTable(stream).promise, dimension, this.country(dataCentre));
  }

  /**
   * Whether each company that may export data of the stream has a basis to send it to the place; a data centre also receives data from the
   * customers themselves, and a company whose agents work at a centre with a local system receives it from the company of the centre. What the
   * law leaves open counts as allowed.
   */
  hasBasisAt(
    stream: StreamIndex,
    place: PlaceIndex,
    importer = this.world.placeEntity[place] as EntityIndex,
  ): boolean {
    const key = this.kindFor(stream, place, importer) * this.world.placeCount + place;
    let has = this.lawful[key];
    if (has === undefined) {
      const holders = dataHolders(this.scenario, this.placement(stream), this.asOfMs);
      const { access } = this.scenario.centres[place - this.scenario.dataCentres.length] ?? {};
      const runner = access === 'local system' ? [this.world.placeEntity[place] as EntityIndex] : [];
      const exporters = [...holders, ...runner, ...(this.isDataCentre(place) ? [-1] : [])];
      has = exporters.every((exporter) => this.basis(stream, exporter, place, importer).isLawful);
      this.lawful[key] = has;
    }
    return has;
  }

  protected isDataCentre(place: PlaceIndex): boolean {
    return place < this.scenario.dataCentres.length;
  }

  /** The basis to rely on under all laws that require one: preferably one that certainly holds, else one that may hold. */
  private judgeBasis(
    stream: StreamIndex,
    exporter: EntityIndex,
    place: PlaceIndex,
    importer: EntityIndex,
  ): Basis {
    const { entities } = this.scenario;
    const { country: customerCountry, segment } = rowAt(this.scenario.streams, stream);
    const country = this.country(place);
    const sender = exporter === -1 ? null : rowAt(entities, exporter);
    const laws = this.law.askingLaws(customerCountry, sender, country, this.epochMs);
    if (laws.length === 0)
      return this.reading.exportRegimeOf(customerCountry, this.epochMs) === null ? NOT_REGULATED : FREE_FLOW;
    if (importer === exporter) return SAME_ENTITY;
    const parties: TransferParties = {
      customerCountry,
      customerRole: this.scenario.segments[segment]?.role ?? 'controller',
      exporter: sender,
      importer: rowAt(entities, importer),
    };
    const [first, ...others] = laws as readonly [AskingLaw, ...AskingLaw[]];
    // Each further law requires some basis, not necessarily the recorded one.
    const beside = others.every(
      (law) => !law.isCertain || this.bestUnder(law, country, parties).reliance !== RELIANCE.none,
    );
    if (!beside) return NO_BASIS;
    const { basis, reliance } = this.bestUnder(first, country, parties);
    if (reliance !== RELIANCE.none && basis !== null) return basis;
    return first.isCertain ? NO_BASIS : NONE_ASKED_FOR_CERTAIN;
  }

  private bestUnder(
    { regime }: AskingLaw,
    country: string,
    parties: TransferParties,
  ): { readonly basis: Basis | null; readonly reliance: Reliance } {
    const adequacy = this.law.relianceOnAdequacy(regime, country, parties, this.epochMs);
    let best: { basis: Basis | null; reliance: Reliance } = {
      basis: adequacy === RELIANCE.none ? null : ADEQUACY,
      reliance: adequacy,
    };
    if (adequacy === RELIANCE.sure) return best;
    parties.importer.instruments.forEach((instrument, i) => {
      const reliance = this.law.relianceOn(instrument, regime, country, parties, this.epochMs);
      if (reliance <= best.reliance) return;
      best = { basis: basisOf(instrument.kind, { instrument: i }), reliance };
    });
    return best;
  }

  /** Whether the promise allows every class of items in the country, in that dimension. */
  protected isInside(
    promise: PromiseIndex,
    dimension: PromiseDimension,
    country: string,
    atMs = this.epochMs,
  ): boolean {
    const zones = this.scenario.promises[promise]?.zones;
    if (zones === undefined) return false;
    return ITEM_CLASSES.every((itemClass) =>
      this.reading.isZoneMember(zones[itemClass][dimension], country, atMs),
    );
  }

  /** Whether the promise allows the company of the place to store or view data. */
  protected isAdmitted(
    promise: PromiseIndex,
    place: PlaceIndex,
    entity = this.world.placeEntity[place] as EntityIndex,
  ): boolean {
    const { entities, promises } = this.scenario;
    const rule = rowAt(promises, promise);
    return admits(rule, rowAt(entities, entity), this.country(place), this.epochMs);
  }

  /** Whether the customers have the agreements with the vendor that their law asks for. */
  isAgreed(stream: StreamIndex): boolean {
    const { segments, streams } = this.scenario;
    const { country, segment } = rowAt(streams, stream);
    return isAgreed(rowAt(segments, segment), country, this.epochMs, this.reading);
  }

  /** Whether the company has the certificates that the promise asks of all companies, and those that it asks of subcontractors. */
  private isUpToStandard(promise: PromiseIndex, entity: EntityIndex, service: Service): boolean {
    return this.isCertified(promise, entity, service) && this.isEquivalent(promise, entity, service);
  }

  protected isCertified(promise: PromiseIndex, entity: EntityIndex, service: Service): boolean {
    const { epochMs, reading, scenario } = this;
    const { entities, promises } = scenario;
    return isCertified(rowAt(promises, promise), rowAt(entities, entity), service, { epochMs, reading });
  }

  protected isEquivalent(promise: PromiseIndex, entity: EntityIndex, service: Service): boolean {
    const { epochMs, reading, scenario } = this;
    const company = rowAt(scenario.entities, entity);
    return isEquivalent(rowAt(scenario.promises, promise), company, service, scenario, { epochMs, reading });
  }

  private isEmployerAdmitted(promise: PromiseIndex, group: GroupIndex, place: PlaceIndex): boolean {
    const employer = this.scenario.groups[group]?.employer;
    return employer === undefined || this.isAdmitted(promise, place, employer);
  }

  /** Whether the country will still be inside when the vendor's look-ahead ends. */
  protected staysInside(promise: PromiseIndex, dimension: PromiseDimension, country: string): boolean {
    if (this.leadMs === 0) return true;
    return this.isInside(promise, dimension, country, this.epochMs + this.leadMs);
  }

  private streamTable(stream: StreamIndex): World['streams'][number] {
    return rowAt(this.world.streams, stream);
  }

  protected placement(stream: StreamIndex): Scenario['placements'][number] {
    return rowAt(this.scenario.placements, this.streamTable(stream).placement);
  }

  private country(place: PlaceIndex): string {
    return this.world.placeCountry[place] as string;
  }
}

type Allowed = Record<'first' | 'primary' | 'replica', (Int32Array | undefined)[]>;

function noneAllowed(): Allowed {
  return { first: [], primary: [], replica: [] };
}

function basisOf(kind: (typeof BASIS_KINDS)[number], other: Partial<Basis> = {}): Basis {
  const numbered = { kind: BASIS_KINDS.indexOf(kind), instrument: -1 };
  return { ...numbered, isTransfer: true, isLawful: true, ...other };
}

function firstUsable(dataCentres: Int32Array, isUsable: IsUsable, except: number): DataCentreIndex {
  for (let i = 0; i < dataCentres.length; i++) {
    const dataCentre = dataCentres[i] as number;
    if (dataCentre !== except && isUsable(dataCentre)) return dataCentre;
  }
  return -1;
}

function dimensionOf(role: (typeof COPY_ROLES)[number]): PromiseDimension {
  if (role === 'backup') return 'backup';
  return role === 'cache' || role === 'working copy' ? 'workingCopy' : 'storage';
}
