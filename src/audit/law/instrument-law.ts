import {
  ADEQUACY_SCOPES,
  type AdequacyDecision,
  type AdequacyStatement,
  type BasisInstrument,
  BINDING_RULES,
  type ClauseRole,
  type EpochMs,
  ESTABLISHMENT_RULES,
  type ExportRegime,
  type GdprStatement,
  type Knowledge,
  PROTECTED_ZONES,
  TRANSFER_ASSESSMENTS,
} from '#domain';
import { type DatedLaw, isInForceAt, isWithin } from './dated-law.ts';
import { bestOf, invalid, type Judgement, open, VALID, worstOf } from './judgement.ts';
import { isIn } from './zones.ts';

/** Exporter and importer, as far as instruments depend on them. */
export interface Parties {
  /** Country of the customers. */
  readonly customerCountry: string;
  /** Role of the customers to whom the data belongs. */
  readonly customerRole: 'controller' | 'processor';
  /** Null if the customers export the data themselves. */
  readonly exporter: Party | null;
  readonly importer: Party;
}

export interface Party {
  readonly id: string;
  readonly role: 'controller' | 'processor';
  /** Country of the company. */
  readonly country: string;
  readonly isSubcontractor: boolean;
  /** What the scenario says of the company, with dates. */
  readonly adequacy: readonly AdequacyStatement[];
  readonly gdpr: readonly GdprStatement[];
  readonly instruments: readonly BasisInstrument[];
}

/** The law of one instant (epoch ms), as known then or as known now. */
export interface LawAt {
  readonly law: DatedLaw;
  readonly epochMs: EpochMs;
  readonly knowledge: Knowledge;
}

/** Whether the importer's instrument supports a transfer to a country under a regime. */
export function judgeInstrument(
  relied: BasisInstrument,
  { country, regime }: { readonly country: string; readonly regime: ExportRegime },
  parties: Parties,
  at: LawAt,
): Judgement {
  const { fromEpochMs, instrument, kind, toEpochMs } = relied;
  if (at.epochMs < fromEpochMs) return invalid('has not begun yet');
  if (toEpochMs !== null && toEpochMs <= at.epochMs) return invalid('has ended');
  switch (kind) {
    case 'framework':
      return judgeFramework(instrument, country, regime, at);
    case 'standard-clauses':
      return judgeClauses(relied, { country, regime }, parties, at);
    case 'binding-rules':
      return judgeRules(relied, { country, regime }, parties, at);
  }
}

function judgeFramework(
  id: string,
  country: string,
  regime: ExportRegime,
  { epochMs, knowledge, law }: LawAt,
): Judgement {
  const framework = law.frameworks.find((row) => row.id === id);
  if (framework === undefined || framework.fromZone !== regime || !framework.toCountries.includes(country))
    return invalid(`does not cover transfers under the law of ${regime} to ${country}`);
  const isOpenYet = epochMs >= (framework.operationalFromMs ?? framework.validFromMs);
  return isOpenYet && isInForceAt(framework, epochMs, knowledge) ? VALID : invalid('is not in force');
}

function judgeClauses(
  relied: BasisInstrument,
  { country, regime }: { readonly country: string; readonly regime: ExportRegime },
  parties: Parties,
  { epochMs, knowledge, law }: LawAt,
): Judgement {
  const set = law.clauseSets.find(({ id }) => id === relied.instrument);
  const use = set?.forRegimes.find((one) => one.regime === regime);
  if (set === undefined || use === undefined) return invalid(`is no basis under the law of ${regime}`);
  if (!isInForceAt(use, epochMs, knowledge)) return invalid(`is not in force under the law of ${regime}`);
  if (relied.fromEpochMs < use.usableForNewFromMs || relied.fromEpochMs >= use.usableForNewToMs)
    return invalid(`could not yet, or no longer, be signed under the law of ${regime} when it was`);
  const { addendumTo } = set;
  if (addendumTo !== undefined && !hasInstrument(parties.importer, addendumTo, epochMs))
    return invalid(`is an addendum to ${addendumTo}, which is not signed`);
  const roles = rolesOf(relied, parties);
  return worstOf([
    judgeRoles(relied.instrument, { set, roles, regime }, parties, epochMs),
    use.isForImportersOutsideGdpr === true
      ? judgeImporter(relied.instrument, parties.importer, epochMs)
      : VALID,
    set.conditionalAssessmentRoles.includes(roles)
      ? VALID
      : judgeAssessment(relied, { country, fromMs: use.assessmentRequiredFromMs }, epochMs),
  ]);
}

/**
 * Clauses for importers outside the GDPR: whether they serve one to which it applies itself is not settled, and whether it
 * applies to a controller outside the EEA is not known unless the scenario says.
 */
function judgeImporter(id: string, { country, gdpr, id: company, role }: Party, epochMs: EpochMs): Judgement {
  const only = `${id} is for importers to whom the GDPR does not apply (recital 7)`;
  const said = gdpr.find((one) => isWithin(one, epochMs));
  if (said !== undefined) return said.applies ? open(`${only}, and it applies to ${company}`) : VALID;
  const isEstablished = ESTABLISHMENT_RULES.some(
    ({ fromMs, isSettled, regime, toMs, zone }) =>
      regime === 'EEA' && isSettled && fromMs <= epochMs && epochMs < toMs && isIn(zone, country, epochMs),
  );
  if (isEstablished) return open(`${only}, and it applies to ${company}, a company in ${country}`);
  if (role === 'processor') return VALID;
  return open(
    `${only}, and the scenario does not say whether it applies to ${company}, a controller in ${country}`,
  );
}

/** Roles of sender and receiver: C for controller, P for processor. */
function rolesOf({ signedFor }: BasisInstrument, { customerRole, exporter, importer }: Parties): ClauseRole {
  const sender = exporter === null || signedFor === 'customers' ? customerRole : exporter.role;
  return `${sender === 'controller' ? 'C' : 'P'}2${importer.role === 'controller' ? 'C' : 'P'}`;
}

function judgeRoles(
  id: string,
  {
    regime,
    roles,
    set,
  }: {
    readonly set: DatedLaw['clauseSets'][number];
    readonly roles: ClauseRole;
    readonly regime: ExportRegime;
  },
  { exporter }: Parties,
  epochMs: EpochMs,
): Judgement {
  if (set.roles.includes(roles)) return VALID;
  if (roles !== 'P2P' || exporter === null || !set.roles.includes('C2P'))
    return invalid(`is for ${set.roles.join(', ')}, and this is ${roles}`);
  if (isIn(PROTECTED_ZONES[regime], exporter.country, epochMs))
    return open(
      `${id} is for controllers: a processor inside the zone can rely on it only on behalf of its customers, and no mandate is on record`,
    );
  // The importer under such clauses may pass data on to a subprocessor that also signs them.
  return set.hasSubprocessorClause && hasInstrument(exporter, id, epochMs)
    ? VALID
    : invalid(`is for ${set.roles.join(', ')}, and its exporter has not signed it itself`);
}

function judgeRules(
  { approvedEpochMs = {}, covers, ...relied }: BasisInstrument,
  { country, regime }: { readonly country: string; readonly regime: ExportRegime },
  { exporter, importer }: Parties,
  { epochMs, knowledge }: LawAt,
): Judgement {
  if (importer.isSubcontractor || exporter?.isSubcontractor === true)
    return invalid('binds the companies of one group, but no subcontractor');
  const wanted = importer.role;
  if (covers !== undefined && covers !== wanted) return invalid(`covers data as ${covers}, not as ${wanted}`);
  const rows = BINDING_RULES.filter((row) => row.regime === regime && row.holders.includes(wanted));
  const isPossible = rows.some((row) => isInForceAt(row, epochMs, knowledge));
  if (!isPossible)
    return invalid(`cannot be a basis for a ${wanted} under the law of ${regime} at that time`);
  const approvedMs = approvedEpochMs[regime];
  const firstMs = Math.min(...rows.map(({ validFromMs }) => validFromMs));
  if (approvedMs === undefined)
    return open(`no approval of '${relied.instrument}' under the law of ${regime} is on record`);
  if (approvedMs < firstMs)
    return invalid(`claims an approval from before there were such rules under the law of ${regime}`);
  if (approvedMs > epochMs) return invalid(`has not been approved yet under the law of ${regime}`);
  const fromMs = TRANSFER_ASSESSMENTS.find((row) => row.regime === regime)?.requiredFromMs ?? 0;
  return worstOf([
    covers === undefined ? open(`it is not on record whose data '${relied.instrument}' covers`) : VALID,
    judgeAssessment(relied, { country, fromMs }, epochMs),
  ]);
}

function judgeAssessment(
  { assessedEpochMs, instrument }: Pick<BasisInstrument, 'assessedEpochMs' | 'instrument'>,
  { country, fromMs }: { readonly country: string; readonly fromMs: EpochMs },
  epochMs: EpochMs,
): Judgement {
  if (epochMs < fromMs) return VALID;
  if (assessedEpochMs === undefined)
    return open(`no assessment of the law of ${country} is on record, but ${instrument} needs one by then`);
  return assessedEpochMs <= epochMs
    ? VALID
    : invalid(`needs an assessment of the law of ${country}, which came later`);
}

/** Whether the company has the instrument and its term runs. Whether it supports a transfer is checked elsewhere. */
function hasInstrument({ instruments }: Party, id: string, epochMs: EpochMs): boolean {
  return instruments.some((held) => held.instrument === id && isWithin(held, epochMs));
}

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
