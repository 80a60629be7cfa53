import {
  adequacyDecisionsFor,
  type BasisDates,
  type BasisInstrument,
  clauseSetById,
  type DatedFact,
  type ExportRegime,
  frameworkById,
  frameworkCovers,
  isInForce,
  type Scenario,
} from '#domain';

/** The law of transfers: as it was known at each instant, but for the bases that the scenario dates itself. */
export class TransferLaw {
  private readonly dated: ReadonlyMap<string, BasisDates>;

  constructor({ law }: Scenario) {
    this.dated = new Map(law?.bases.map((dates) => [dates.basis, dates]));
  }

  /** Whether a decision of adequacy lets data of the regime go to recipients in the country. */
  isAdequate(regime: ExportRegime, country: string, epochMs: number): boolean {
    return adequacyDecisionsFor(regime, country).some((decision) => this.holds(decision, epochMs));
  }

  /**
   * Whether an importer in the country can rely on the instrument at that instant: the instrument itself runs, and the framework or
   * clause set behind it is in force and covers the case.
   */
  isInstrumentInForce(
    instrument: BasisInstrument,
    regime: ExportRegime,
    country: string,
    epochMs: number,
  ): boolean {
    if (epochMs < instrument.fromEpochMs) return false;
    if (instrument.toEpochMs !== null && epochMs >= instrument.toEpochMs) return false;
    switch (instrument.kind) {
      case 'framework': {
        const framework = frameworkById(instrument.instrument);
        if (framework === undefined || framework.fromZone !== regime) return false;
        const own = this.dated.get(framework.id);
        if (own === undefined) return frameworkCovers(framework, country, epochMs, 'then');
        return framework.toCountries.includes(country) && isWithin(own, epochMs);
      }
      case 'standard-clauses': {
        const clauses = clauseSetById(instrument.instrument);
        return clauses !== undefined && this.holds(clauses, epochMs);
      }
      case 'binding-rules':
        return true;
    }
  }

  private holds(fact: DatedFact, epochMs: number): boolean {
    const own = this.dated.get(fact.id);
    return own === undefined ? isInForce(fact, epochMs, 'then') : isWithin(own, epochMs);
  }
}

function isWithin({ fromEpochMs, toEpochMs }: BasisDates, epochMs: number): boolean {
  return fromEpochMs <= epochMs && (toEpochMs === null || epochMs < toEpochMs);
}
