import {
  adequacyDecisionFor,
  type BasisInstrument,
  clauseSetById,
  type ExportRegime,
  frameworkById,
  frameworkCovers,
  isInForce,
} from '#domain';

/** Whether a decision of adequacy, as known then, lets data of the regime go to recipients in the country. */
export function isAdequate(regime: ExportRegime, country: string, epochMs: number): boolean {
  return adequacyDecisionFor(regime, country, epochMs, 'then') !== null;
}

/**
 * Whether an importer in the country can rely on the instrument at that instant, as the law was known then: the
 * instrument itself runs, and the framework or clause set behind it is in force and covers the case.
 */
export function isInstrumentInForce(
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
      return frameworkCovers(framework, country, epochMs, 'then');
    }
    case 'standard-clauses': {
      const clauses = clauseSetById(instrument.instrument);
      return clauses !== undefined && isInForce(clauses, epochMs, 'then');
    }
    case 'binding-rules':
      return true;
  }
}
