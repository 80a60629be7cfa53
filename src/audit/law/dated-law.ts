import {
  ADEQUACY_DECISIONS,
  type AdequacyDecision,
  CLAUSE_SETS,
  type ClauseSet,
  type DatedFact,
  type EpochMs,
  FACTS_AS_OF_MS,
  FRAMEWORKS,
  type Framework,
  type Knowledge,
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

/**
 * Whether a fact of law is in force at an instant (UTC epoch ms), as known at that instant or on the day of the
 * tables. The auditor reads the dates on its own; the simulator has a separate implementation.
 */
export function isInForceAt(fact: DatedFact, atMs: EpochMs, knowledge: Knowledge): boolean {
  return holdsAsKnown(fact, atMs, knowledge === 'then' ? atMs : FACTS_AS_OF_MS);
}

/** Whether a fact of law is in force at an instant, as known at another (`knownAtMs`); both UTC epoch ms. */
export function holdsAsKnown(fact: DatedFact, atMs: EpochMs, knownAtMs: number): boolean {
  const { reliableToMs, struckDown, validFromMs, validToMs, versions = [] } = fact;
  const firstKnownMs = versions[0]?.knownFromMs ?? validFromMs;
  if (atMs < validFromMs || knownAtMs < firstKnownMs) return false;
  if (struckDown !== undefined && struckDown.atMs <= knownAtMs) {
    if (struckDown.exTunc || atMs >= struckDown.atMs) return false;
  }
  if (reliableToMs !== undefined && reliableToMs <= knownAtMs && atMs >= reliableToMs) return false;
  const [foreseen] = versions.filter(({ knownFromMs }) => knownFromMs <= knownAtMs).slice(-1);
  if (foreseen !== undefined) return atMs < foreseen.validToMs;
  // Nobody could foresee an end brought about by a court or an authority.
  const isOpen = struckDown !== undefined || reliableToMs !== undefined;
  return isOpen || atMs < validToMs;
}
