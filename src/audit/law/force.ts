import { type DatedFact, type EpochMs, FACTS_AS_OF_MS, type Knowledge } from '#domain';

/**
 * Whether a fact of law holds at an instant (UTC epoch ms), by what was known at that instant or by what is known on the day of the tables.
 * The auditor's own reading of the dates: the simulator has another.
 */
export function isInForceAt(fact: DatedFact, atMs: EpochMs, knowledge: Knowledge): boolean {
  return holdsAsKnown(fact, atMs, knowledge === 'then' ? atMs : FACTS_AS_OF_MS);
}

/** The same for somebody who knows what was known at `knownAtMs`. */
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
  // An end that a court or an authority brought about was foreseen by nobody.
  const isOpen = struckDown !== undefined || reliableToMs !== undefined;
  return isOpen || atMs < validToMs;
}
