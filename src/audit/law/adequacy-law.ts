import { ADEQUACY_SCOPES, type AdequacyDecision, type EpochMs, type ExportRegime } from '#domain';
import { isInForceAt } from './force.ts';
import type { LawAt, Parties, Party } from './instrument-law.ts';
import { bestOf, invalid, type Judgement, open, VALID } from './judgement.ts';
import { isIn } from './zones.ts';

/**
 * Whether adequacy decisions of a regime carry data to the importer at a place in the country. A decision with a limited
 * scope carries it if the scenario says that the importer is within the scope, and is judged neither way if the scenario
 * does not say.
 */
export function judgeAdequacy(
  { country, regime }: { readonly country: string; readonly regime: ExportRegime },
  parties: Parties,
  at: LawAt,
): Judgement {
  const none = invalid(`does not hold: no decision in force finds ${country} adequate`);
  const decisions = at.law.adequacyDecisions.filter(
    (decision) =>
      decision.fromZone === regime &&
      decision.toCountries.includes(country) &&
      scopeOf(decision)?.covers !== 'none' &&
      isInForceAt(decision, at.epochMs, at.knowledge),
  );
  const judgements = decisions.map((decision) => judgeDecision(decision, country, parties, at.epochMs));
  return bestOf(judgements, none);
}

function judgeDecision(
  decision: AdequacyDecision,
  country: string,
  { customerCountry, exporter, importer }: Parties,
  epochMs: EpochMs,
): Judgement {
  const { id, pendingIn, unlimitedFromMs } = decision;
  const scope = scopeOf(decision);
  const hasLimit = scope?.covers !== 'all' && (unlimitedFromMs === undefined || epochMs < unlimitedFromMs);
  if (hasLimit) {
    const said = statementOn(id, importer, epochMs);
    const limits = `${id} is limited (${scope?.scope})`;
    if (said === null)
      return open(
        `${limits}, and the scenario does not say whether ${importer.id} in ${country} is within it`,
      );
    if (!said) return invalid(`does not hold: ${limits}, and ${importer.id} is said not to be within it`);
  }
  if (pendingIn === undefined) return VALID;
  const state = [customerCountry, exporter?.country ?? ''].find((one) => isIn(pendingIn, one, epochMs));
  if (state === undefined) return VALID;
  return open(
    `the EEA has not yet taken over ${id}: whether it carries data under the law of ${state} is not settled`,
  );
}

function scopeOf({ scope }: AdequacyDecision) {
  return ADEQUACY_SCOPES.find((row) => row.scope === scope);
}

/** Whether the scenario says that the decision covers the company at that time; null if it does not say. */
function statementOn(decision: string, { adequacy }: Party, epochMs: EpochMs): boolean | null {
  for (const said of adequacy) {
    if (said.decision !== decision || epochMs < said.fromEpochMs) continue;
    if (said.toEpochMs === null || epochMs < said.toEpochMs) return said.isCovered;
  }
  return null;
}
