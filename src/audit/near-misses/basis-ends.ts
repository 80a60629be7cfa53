import { numbered } from '#base';
import {
  BASIS_KINDS,
  type BasisKindIndex,
  type EntityIndex,
  type EpochMs,
  EXPORT_REGIMES,
  type ExportRegime,
  NONE_32,
  type PlaceIndex,
  PROTECTED_ZONES,
  type PromiseIndex,
  type RunMs,
  type StreamIndex,
} from '#domain';
import { type DatedLaw, isInForceAt, isWithin, lawOf } from '../law/dated-law.ts';
import { type Leaving, leavingsOf } from '../law/leavings.ts';
import { isIn } from '../law/zones.ts';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

const { adequacy: ADEQUACY } = numbered(BASIS_KINDS);

/** A transfer, and the basis that it relies on. `instrument`: of that kind, by index; -1 for none. */
export interface TransferOnBasis {
  readonly kind: BasisKindIndex;
  readonly importer: EntityIndex;
  readonly place: PlaceIndex;
  readonly instrument: number;
}

/**
 * When the basis of a transfer ends (epoch ms), according to today's tables of law, including ends that nobody could
 * foresee and those that the scenario sets. Infinity if it has no end or there is no basis.
 */
export class BasisEnds {
  private readonly tables: ScenarioTables;
  private readonly law: DatedLaw;
  private readonly known = new Map<number, number>();
  /** Most instruments that an entity has. */
  private readonly instrumentsMost: number;

  constructor(tables: ScenarioTables) {
    this.tables = tables;
    this.law = lawOf(tables.scenario);
    this.instrumentsMost = Math.max(
      0,
      ...tables.scenario.entities.map(({ instruments }) => instruments.length),
    );
  }

  endOf(stream: StreamIndex, transfer: TransferOnBasis, atMs: EpochMs): number {
    const key = this.keyOf(stream, transfer);
    if (key === null) return this.workOut(stream, transfer, atMs);
    const known = this.known.get(key);
    if (known !== undefined && known > atMs) return known;
    const end = this.workOut(stream, transfer, atMs);
    this.known.set(key, end);
    return end;
  }

  /** Null for a transfer with a number that the scenario does not have: a ledger can name any. */
  private keyOf(stream: StreamIndex, { importer, instrument, kind, place }: TransferOnBasis): number | null {
    const { places, scenario } = this.tables;
    const most = this.instrumentsMost;
    const isKnown =
      importer < scenario.entities.length &&
      place < places.length &&
      (instrument < most || instrument === NONE_32);
    if (!isKnown) return null;
    const ofPlace = (stream * scenario.entities.length + importer) * places.length + place;
    return (ofPlace * BASIS_KINDS.length + kind) * (most + 1) + Math.min(instrument, most);
  }

  private workOut(
    stream: StreamIndex,
    { importer, instrument, kind, place }: TransferOnBasis,
    atMs: EpochMs,
  ): number {
    const { country } = this.tables.stream(stream);
    return kind === ADEQUACY
      ? this.endOfAdequacy(country, importer, place, atMs)
      : this.endOfInstrument(importer, instrument, this.regimeOf(country, atMs));
  }

  private endOfAdequacy(country: string, importer: EntityIndex, place: PlaceIndex, atMs: EpochMs): EpochMs {
    const said = this.tables.scenario.entities[importer]?.adequacy ?? [];
    const regime = this.regimeOf(country, atMs);
    const to = this.tables.countryOf(place);
    const ends = this.law.adequacyDecisions
      .filter(
        (decision) =>
          decision.fromZone === regime &&
          decision.toCountries.includes(to) &&
          isInForceAt(decision, atMs, 'then'),
      )
      .map(({ id, unlimitedFromMs = Number.POSITIVE_INFINITY, validToMs }) => {
        // What the scenario says of the company may end before the decision does.
        const word = said.find((one) => one.decision === id && one.isCovered && isWithin(one, atMs));
        return atMs < unlimitedFromMs ? Math.min(validToMs, word?.toEpochMs ?? validToMs) : validToMs;
      });
    return ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends);
  }

  private endOfInstrument(importer: EntityIndex, index: number, regime: ExportRegime | undefined): EpochMs {
    const relied = this.tables.scenario.entities[importer]?.instruments[index];
    if (relied === undefined) return Number.POSITIVE_INFINITY;
    const { clauseSets, frameworks } = this.law;
    const set = clauseSets.find(({ id }) => id === relied.instrument);
    const behind =
      frameworks.find(({ id }) => id === relied.instrument) ??
      set?.forRegimes.find((use) => use.regime === regime);
    return Math.min(
      relied.toEpochMs ?? Number.POSITIVE_INFINITY,
      behind?.validToMs ?? Number.POSITIVE_INFINITY,
    );
  }

  private regimeOf(country: string, atMs: EpochMs): ExportRegime | undefined {
    return EXPORT_REGIMES.find((regime) => isIn(PROTECTED_ZONES[regime], country, atMs));
  }
}

/** Times at which countries leave the boundary of a promise, in run time. */
export class LeavingCountries {
  private readonly tables: ScenarioTables;
  private readonly leavings: readonly Leaving[];
  /** By promise and place. */
  private readonly known: (readonly RunMs[] | undefined)[] = [];

  constructor(tables: ScenarioTables) {
    this.tables = tables;
    this.leavings = leavingsOf(tables.scenario, 0);
  }

  /**
   * Next time at which the place's country leaves the boundary of the stream's promise, ms; Infinity if it never
   * does.
   */
  nextAt(stream: StreamIndex, place: PlaceIndex, timeMs: RunMs): RunMs {
    const { places } = this.tables;
    // A ledger can name any place.
    if (place >= places.length) return Number.POSITIVE_INFINITY;
    const { promise } = this.tables.stream(stream);
    const key = promise * places.length + place;
    this.known[key] ??= this.leavesOf(promise, place);
    for (const atMs of this.known[key]) if (atMs > timeMs) return atMs;
    return Number.POSITIVE_INFINITY;
  }

  private leavesOf(promise: PromiseIndex, place: PlaceIndex): readonly RunMs[] {
    const { promises } = this.tables.scenario;
    const zones = Object.values(promises[promise]?.zones ?? {}).map(({ storage }) => storage);
    const country = this.tables.countryOf(place);
    return this.leavings
      .filter((leaving) => leaving.country === country && zones.includes(leaving.zone))
      .map(({ timeMs }) => timeMs);
  }
}
