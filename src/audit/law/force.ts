import { type DatedFact, type EpochMs, FACTS_AS_OF_MS, type Knowledge } from '#domain';

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
