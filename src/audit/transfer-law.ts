import {
  BASIS_KINDS,
  type BasisInstrument,
  type ExportRegime,
  exportRegimeOf,
  isFreeFlow,
  isInForce,
  type Knowledge,
  NONE_16,
} from '#domain';
import { type DatedLaw, lawOf } from './dated-law.ts';
import type { ScenarioTables } from './scenario-tables.ts';

export const SAME_ENTITY = BASIS_KINDS.indexOf('same-entity');
const ADEQUACY = BASIS_KINDS.indexOf('adequacy');

/** A transfer as the ledger tells it. `exporter` is NONE_16 for the customer. */
export interface TransferClaim {
  readonly kind: number;
  readonly exporter: number;
  readonly importer: number;
  readonly place: number;
  readonly instrument: number;
}

/**
 * The law verdict: whether personal data of a stream's customers may be made available at a place, with the
 * law as it was at one instant, as it was known then or as it is known now. A basis that the scenario dates itself has those dates,
 * whatever is known. Every scope of a decision of adequacy covers a support vendor's
 * recipients. The destination is the country of the place, not the seat of the entity.
 */
export class TransferLaw {
  private readonly tables: ScenarioTables;
  private readonly knowledge: Knowledge;
  private readonly dated: DatedLaw;
  private epochMs = 0;
  /** stream × place → 1 a basis is needed, 0 it is not, −1 not worked out yet. */
  private readonly needed: Int8Array;
  /** (claim) → whether it holds. */
  private claims = new Map<number, boolean>();

  constructor(tables: ScenarioTables, knowledge: Knowledge = 'then') {
    this.tables = tables;
    this.knowledge = knowledge;
    this.dated = lawOf(tables.scenario);
    this.needed = new Int8Array(tables.streams.length * tables.places.length).fill(-1);
  }

  /** The law is that of this instant (epoch ms) from now on. */
  setInstant(epochMs: number): void {
    this.epochMs = epochMs;
    this.needed.fill(-1);
    this.claims = new Map();
  }

  /**
   * Whether data of the stream that becomes available at the place leaves the free flow of the customer's
   * regime.
   */
  needsBasis(stream: number, place: number): boolean {
    // Nothing is known of the country of a place that there is not; it has no room in the tables either.
    if (place >= this.tables.places.length) return this.regimeOf(stream) !== null;
    const key = stream * this.tables.places.length + place;
    let needed = this.needed[key] as number;
    if (needed === -1) {
      const regime = this.regimeOf(stream);
      const isFree = regime === null || isFreeFlow(regime, this.tables.countryOf(place), this.epochMs);
      needed = isFree ? 0 : 1;
      this.needed[key] = needed;
    }
    return needed === 1;
  }

  /** Whether the basis that the ledger names carries the transfer that it names. */
  isValid(stream: number, claim: TransferClaim): boolean {
    if (!this.needsBasis(stream, claim.place)) return true;
    const { kind, exporter, importer, place, instrument } = claim;
    // What an entity gets from itself is no transfer and is to be recorded so, whatever else it could show.
    if (importer === exporter || kind === SAME_ENTITY) return importer === exporter && kind === SAME_ENTITY;
    if (place >= this.tables.places.length) return this.judge(stream, kind, importer, place, instrument);
    const key =
      ((stream * this.tables.places.length + place) * BASIS_KINDS.length + kind) * 0x10000 +
      Math.min(instrument, NONE_16);
    let valid = this.claims.get(key);
    if (valid === undefined) {
      valid = this.judge(stream, kind, importer, place, instrument);
      this.claims.set(key, valid);
    }
    return valid;
  }

  /**
   * Whether cases of the stream can lawfully be made available at the place, whoever exports: nothing is
   * needed, the country is adequate, the importer has an instrument, or the importer holds every data centre
   * of the placement itself (then there is no transfer to another).
   */
  hasBasis(stream: number, place: number): boolean {
    if (!this.needsBasis(stream, place)) return true;
    const regime = this.regimeOf(stream);
    if (regime === null) return true;
    const country = this.tables.countryOf(place);
    if (this.isAdequate(regime, country)) return true;
    const importer = this.tables.entityOf(place);
    const instruments = this.tables.scenario.entities[importer]?.instruments ?? [];
    if (instruments.some((instrument) => this.carries(instrument, regime, country))) return true;
    if (place < this.tables.dataCentreCount) return false;
    const { primary, replica } = this.tables.stream(stream);
    return [...primary, ...replica].every((dataCentre) => this.tables.entityOf(dataCentre) === importer);
  }

  private judge(stream: number, kind: number, importer: number, place: number, instrument: number): boolean {
    const regime = this.regimeOf(stream);
    if (regime === null) return true;
    const country = this.tables.countryOf(place);
    if (kind === ADEQUACY) return this.isAdequate(regime, country);
    const relied = this.tables.scenario.entities[importer]?.instruments[instrument];
    if (relied === undefined || relied.kind !== BASIS_KINDS[kind]) return false;
    return this.carries(relied, regime, country);
  }

  private isAdequate(regime: ExportRegime, country: string): boolean {
    return this.dated.adequacyDecisions.some(
      (decision) =>
        decision.fromZone === regime &&
        decision.toCountries.includes(country) &&
        isInForce(decision, this.epochMs, this.knowledge),
    );
  }

  /** An instrument carries a transfer while it runs itself and the law behind it is in force. */
  private carries(relied: BasisInstrument, regime: ExportRegime, country: string): boolean {
    const { kind, instrument, fromEpochMs, toEpochMs } = relied;
    if (this.epochMs < fromEpochMs || (toEpochMs !== null && toEpochMs <= this.epochMs)) return false;
    if (kind === 'binding-rules') return true;
    if (kind === 'standard-clauses') {
      return this.dated.clauseSets.some(
        (set) => set.id === instrument && isInForce(set, this.epochMs, this.knowledge),
      );
    }
    return this.dated.frameworks.some(
      (framework) =>
        framework.id === instrument &&
        framework.fromZone === regime &&
        framework.toCountries.includes(country) &&
        this.epochMs >= (framework.operationalFromMs ?? framework.validFromMs) &&
        isInForce(framework, this.epochMs, this.knowledge),
    );
  }

  private regimeOf(stream: number): ExportRegime | null {
    return exportRegimeOf(this.tables.stream(stream).country, this.epochMs);
  }
}
