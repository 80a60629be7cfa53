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

/** Facts of law on which a transfer can rely, with dates. */
export interface DatedLaw {
  readonly frameworks: readonly Framework[];
  readonly clauseSets: readonly ClauseSet[];
  readonly adequacyDecisions: readonly AdequacyDecision[];
}

/**
 * The law tables for a scenario: the real ones, in which rows that the scenario dates itself have only those dates.
 * Such rows are never annulled and their end never changes, so they are judged alike under the law as known then and
 * as known now.
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

/**
 * Whether today's knowledge differs from that at some moment of the run for a basis in the law: it was annulled, or
 * its end changed.
 */
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

/** When something is in force, epoch ms; `null`: it has no end. */
interface Term {
  readonly fromEpochMs: EpochMs;
  readonly toEpochMs: EpochMs | null;
}

/** Whether a contract, or what is said of a company, is in force at an instant (epoch ms). */
export function isWithin({ fromEpochMs, toEpochMs }: Term, epochMs: EpochMs): boolean {
  return fromEpochMs <= epochMs && (toEpochMs === null || epochMs < toEpochMs);
}

/**
 * Counts as known from the beginning: dates that the scenario sets after the day of the tables are also known now.
 */
function redated<Row extends DatedFact>(row: Row, validFromMs: number, toMs: EpochMs | null): Row {
  const {
    operationalFromMs,
    pendingIn,
    reliableToMs,
    struckDown,
    ...rest
  }: Row & Partial<Framework & AdequacyDecision> = row;
  const validToMs = toMs ?? Number.POSITIVE_INFINITY;
  const source = 'this scenario';
  return {
    ...rest,
    validFromMs,
    validToMs,
    source,
    versions: [{ knownFromMs: Number.NEGATIVE_INFINITY, validToMs, setBy: source }],
    confidence: 'assumed',
  } as unknown as Row;
}

/**
 * A clause set that the scenario dates is valid between its dates wherever it is accepted, and can be signed at any
 * time.
 */
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
