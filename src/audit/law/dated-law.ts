import {
  ADEQUACY_DECISIONS,
  type AdequacyDecision,
  CLAUSE_SETS,
  type ClauseSet,
  type DatedFact,
  type EpochMs,
  FRAMEWORKS,
  type Framework,
  type Scenario,
} from '#domain';

/** What a transfer can rest on, with its time. */
export interface DatedLaw {
  readonly frameworks: readonly Framework[];
  readonly clauseSets: readonly ClauseSet[];
  readonly adequacyDecisions: readonly AdequacyDecision[];
}

/**
 * The tables of the law for a scenario: those of history, in which the rows that it dates itself have its dates and nothing else. No
 * court strikes them down and no end moves, so that they are judged alike by what was known then and by what is known now.
 */
export function lawOf({ law }: Scenario): DatedLaw {
  const tables = { frameworks: FRAMEWORKS, clauseSets: CLAUSE_SETS, adequacyDecisions: ADEQUACY_DECISIONS };
  if (law === undefined) return tables;
  const rowsOf = <Row extends DatedFact>(rows: readonly Row[]) =>
    rows.map((row) => {
      const given = law.bases.find(({ basis }) => basis === row.id);
      return given === undefined ? row : redated(row, given.fromEpochMs, given.toEpochMs);
    });
  return {
    frameworks: rowsOf(tables.frameworks),
    clauseSets: rowsOf(tables.clauseSets).map((set) =>
      set.confidence === 'assumed' ? redatedUses(set) : set,
    ),
    adequacyDecisions: rowsOf(tables.adequacyDecisions),
  };
}

/** Whether some basis of the law is seen otherwise today than it was at some moment of the run: struck down, or ended at another time. */
export function isLawSeenOtherwiseNow(scenario: Scenario): boolean {
  const { frameworks, clauseSets, adequacyDecisions } = lawOf(scenario);
  const endMs = scenario.startEpochMs + scenario.horizonMs;
  const uses = clauseSets.flatMap(({ forRegimes }) => forRegimes);
  return [...frameworks, ...uses, ...adequacyDecisions].some(
    ({ confidence, reliableToMs, struckDown, validFromMs, validToMs, versions }) =>
      confidence !== 'assumed' &&
      (reliableToMs ?? struckDown ?? versions) !== undefined &&
      validFromMs < endMs &&
      validToMs > scenario.startEpochMs,
  );
}

/** Known since ever: what the scenario says of later than the day of our data, too, is known now. */
function redated<Row extends DatedFact>(row: Row, validFromMs: number, toMs: EpochMs | null): Row {
  const { operationalFromMs, reliableToMs, struckDown, ...rest }: Row & Partial<Framework> = row;
  const validToMs = toMs ?? Number.POSITIVE_INFINITY;
  const source = 'this scenario';
  return {
    ...rest,
    ...{ validFromMs, validToMs, source },
    versions: [{ knownFromMs: Number.NEGATIVE_INFINITY, validToMs, setBy: source }],
    confidence: 'assumed',
  } as unknown as Row;
}

/** A set that the scenario dates holds from then to then wherever it is accepted, and can be signed at any time. */
function redatedUses(set: ClauseSet): ClauseSet {
  const toMs = Number.isFinite(set.validToMs) ? set.validToMs : null;
  return {
    ...set,
    forRegimes: set.forRegimes.map((use) => ({
      ...redated(use, set.validFromMs, toMs),
      usableForNewFromMs: Number.NEGATIVE_INFINITY,
      usableForNewToMs: Number.POSITIVE_INFINITY,
    })),
  };
}
