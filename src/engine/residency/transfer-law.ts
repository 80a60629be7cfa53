import {
  type AdequacyDecision,
  adequacyDecisionsFor,
  type BasisDates,
  type BasisInstrument,
  BINDING_RULES,
  type ClauseRole,
  type ClauseSet,
  clauseSetById,
  coverageOf,
  type DatedFact,
  type EpochMs,
  ESTABLISHMENT_RULES,
  type ExportRegime,
  frameworkById,
  type LawReading,
  type LegalEntity,
  PROTECTED_ZONES,
  type Scenario,
  TRANSFER_ASSESSMENTS,
} from '#domain';

/** How far a vendor can rely on a basis: it does not allow the transfer, it may, or it certainly does. */
export const RELIANCE = { none: 0, uncertain: 1, sure: 2 } as const;
export type Reliance = (typeof RELIANCE)[keyof typeof RELIANCE];

/** The parties to a transfer of a customer's data. `exporter`: null if the customers send it themselves. */
export interface TransferParties {
  readonly customerCountry: string;
  readonly customerRole: 'controller' | 'processor';
  readonly exporter: LegalEntity | null;
  readonly importer: LegalEntity;
}

/** When something begins and ends, UTC epoch ms; `null`: open. */
export type Term = Pick<BasisDates, 'fromEpochMs' | 'toEpochMs'>;

/** A law that requires a basis, and whether it certainly does. */
export interface AskingLaw {
  readonly regime: ExportRegime;
  readonly isCertain: boolean;
}

/** The law of transfers as it was known at each instant. A scenario may give some bases dates of its own. */
export class TransferLaw {
  private readonly dated: ReadonlyMap<string, BasisDates>;

  private readonly reading: LawReading;

  constructor({ law }: Scenario, reading: LawReading) {
    this.reading = reading;
    this.dated = new Map(law?.bases.map((dates) => [dates.basis, dates]));
  }

  /** The laws that require a basis when data goes to the country: the customers' law and the law of the exporting company. */
  askingLaws(
    customerCountry: string,
    exporter: LegalEntity | null,
    toCountry: string,
    epochMs: EpochMs,
  ): readonly AskingLaw[] {
    const laws = new Map<ExportRegime, boolean>();
    const ofCustomers = this.reading.exportRegimeOf(customerCountry, epochMs);
    if (ofCustomers !== null) laws.set(ofCustomers, true);
    if (exporter !== null) {
      const rules = ESTABLISHMENT_RULES.filter(
        ({ fromMs, toMs, zone }) =>
          fromMs <= epochMs && epochMs < toMs && this.reading.isZoneMember(zone, exporter.country, epochMs),
      );
      for (const { isSettled, regime } of rules) if (!laws.has(regime)) laws.set(regime, isSettled);
    }
    return [...laws]
      .filter(([regime]) => !this.reading.isFreeFlow(regime, toCountry, epochMs))
      .map(([regime, isCertain]) => ({ regime, isCertain }));
  }

  /** How far adequacy decisions allow data of the regime to go to the importer at a place in the country. */
  relianceOnAdequacy(
    regime: ExportRegime,
    country: string,
    parties: TransferParties,
    epochMs: EpochMs,
  ): Reliance {
    let best: Reliance = RELIANCE.none;
    for (const decision of adequacyDecisionsFor(regime, country)) {
      if (!this.holds(decision, epochMs)) continue;
      const reliance = this.relianceOnDecision(decision, parties, epochMs);
      if (reliance > best) best = reliance;
    }
    return best;
  }

  /** How far a decision in force can be relied on: its scope must cover the importer, and the exporting state must have taken it over. */
  private relianceOnDecision(
    decision: AdequacyDecision,
    { customerCountry, exporter, importer }: TransferParties,
    epochMs: EpochMs,
  ): Reliance {
    const coverage = coverageOf(decision.scope);
    if (coverage === 'none') return RELIANCE.none;
    const isLimited =
      coverage === 'as said' && epochMs < (decision.unlimitedFromMs ?? Number.POSITIVE_INFINITY);
    const said = importer.adequacy?.find((one) => one.decision === decision.id && runs(one, epochMs));
    if (isLimited && said?.isCovered === false) return RELIANCE.none;
    const pendingIn = this.dated.has(decision.id) ? undefined : decision.pendingIn;
    const states = exporter === null ? [customerCountry] : [customerCountry, exporter.country];
    const isPending =
      pendingIn !== undefined && states.some((state) => this.reading.isZoneMember(pendingIn, state, epochMs));
    return isPending || (isLimited && said === undefined) ? RELIANCE.uncertain : RELIANCE.sure;
  }

  /** How far the importer can rely on its instrument for a transfer to a place in the country. */
  relianceOn(
    instrument: BasisInstrument,
    regime: ExportRegime,
    country: string,
    parties: TransferParties,
    epochMs: EpochMs,
  ): Reliance {
    if (!runs(instrument, epochMs)) return RELIANCE.none;
    switch (instrument.kind) {
      case 'framework':
        return this.carriesFramework(instrument.instrument, regime, country, epochMs)
          ? RELIANCE.sure
          : RELIANCE.none;
      case 'standard-clauses': {
        const clauses = clauseSetById(instrument.instrument);
        return clauses === undefined
          ? RELIANCE.none
          : this.relianceOnClauses(clauses, instrument, regime, parties, epochMs);
      }
      case 'binding-rules':
        return this.relianceOnRules(instrument, regime, parties, epochMs);
    }
  }

  private carriesFramework(id: string, regime: ExportRegime, country: string, epochMs: EpochMs): boolean {
    const framework = frameworkById(id);
    if (framework === undefined || framework.fromZone !== regime) return false;
    const own = this.dated.get(id);
    if (own === undefined) return this.reading.frameworkCovers(framework, country, epochMs, 'then');
    return framework.toCountries.includes(country) && runs(own, epochMs);
  }

  private relianceOnClauses(
    clauses: ClauseSet,
    signed: BasisInstrument,
    regime: ExportRegime,
    parties: TransferParties,
    epochMs: EpochMs,
  ): Reliance {
    const use = clauses.forRegimes.find((one) => one.regime === regime);
    if (use === undefined) return RELIANCE.none;
    const own = this.dated.get(clauses.id);
    const holds = own === undefined ? this.reading.isInForce(use, epochMs, 'then') : runs(own, epochMs);
    const wasOpen = own !== undefined || this.reading.isOpenForNewContracts(use, signed.fromEpochMs);
    if (!holds || !wasOpen) return RELIANCE.none;
    const main = clauses.addendumTo;
    if (main !== undefined && !isSignedBy(parties.importer, main, epochMs)) return RELIANCE.none;
    const roles = relationOf(signed, parties);
    const ofRoles = leastOf(
      this.relianceOnRoles(clauses, roles, regime, parties, epochMs),
      use.isForImportersOutsideGdpr === true && this.mayGdprApplyTo(parties.importer, epochMs)
        ? RELIANCE.uncertain
        : RELIANCE.sure,
    );
    if (ofRoles === RELIANCE.none || clauses.conditionalAssessmentRoles.includes(roles)) return ofRoles;
    return leastOf(ofRoles, relianceOnAssessment(signed, use.assessmentRequiredFromMs, epochMs));
  }

  /** Whether the GDPR applies, or may apply, to what the company does itself. What the scenario says comes first. */
  private mayGdprApplyTo({ country, gdpr, role }: LegalEntity, epochMs: EpochMs): boolean {
    const said = gdpr?.find((one) => runs(one, epochMs));
    if (said !== undefined) return said.applies;
    return role === 'controller' || this.establishedUnder('EEA', country, epochMs);
  }

  private establishedUnder(regime: ExportRegime, country: string, epochMs: EpochMs): boolean {
    return ESTABLISHMENT_RULES.some(
      (rule) =>
        rule.regime === regime &&
        rule.isSettled &&
        runs({ fromEpochMs: rule.fromMs, toEpochMs: rule.toMs }, epochMs) &&
        this.reading.isZoneMember(rule.zone, country, epochMs),
    );
  }

  /** Whether the clauses are for such parties. Clauses for controllers leave open whether a processor inside the zone can use them. */
  private relianceOnRoles(
    clauses: ClauseSet,
    roles: ClauseRole,
    regime: ExportRegime,
    { exporter }: TransferParties,
    epochMs: EpochMs,
  ): Reliance {
    if (clauses.roles.includes(roles)) return RELIANCE.sure;
    const isPassedOn = roles === 'P2P' && clauses.roles.includes('C2P') && exporter !== null;
    if (!isPassedOn) return RELIANCE.none;
    if (this.reading.isZoneMember(PROTECTED_ZONES[regime], exporter.country, epochMs))
      return RELIANCE.uncertain;
    const isBound = clauses.hasSubprocessorClause && isSignedBy(exporter, clauses.id, epochMs);
    return isBound ? RELIANCE.sure : RELIANCE.none;
  }

  private relianceOnRules(
    rules: BasisInstrument,
    regime: ExportRegime,
    { exporter, importer }: TransferParties,
    epochMs: EpochMs,
  ): Reliance {
    if (importer.kind === 'subcontractor' || exporter?.kind === 'subcontractor') return RELIANCE.none;
    const holder = importer.role ?? 'processor';
    if (rules.covers !== undefined && rules.covers !== holder) return RELIANCE.none;
    const rows = BINDING_RULES.filter((row) => row.regime === regime && row.holders.includes(holder));
    if (!rows.some((row) => this.reading.isInForce(row, epochMs, 'then'))) return RELIANCE.none;
    const approvedMs = rules.approvedEpochMs?.[regime];
    if (approvedMs === undefined) return RELIANCE.uncertain;
    if (approvedMs > epochMs || rows.every((row) => approvedMs < row.validFromMs)) return RELIANCE.none;
    const requiredFromMs = TRANSFER_ASSESSMENTS.find((row) => row.regime === regime)?.requiredFromMs;
    const assessed = relianceOnAssessment(rules, requiredFromMs ?? 0, epochMs);
    return rules.covers === undefined ? leastOf(assessed, RELIANCE.uncertain) : assessed;
  }

  private holds(fact: DatedFact, epochMs: EpochMs): boolean {
    const own = this.dated.get(fact.id);
    return own === undefined ? this.reading.isInForce(fact, epochMs, 'then') : runs(own, epochMs);
  }
}

function leastOf(left: Reliance, right: Reliance): Reliance {
  return left < right ? left : right;
}

/** Whether the term of a contract, or of what is said of a company, runs at an instant (epoch ms). */
export function runs({ fromEpochMs, toEpochMs }: Term, epochMs: EpochMs): boolean {
  return fromEpochMs <= epochMs && (toEpochMs === null || epochMs < toEpochMs);
}

function isSignedBy({ instruments }: LegalEntity, id: string, epochMs: EpochMs): boolean {
  return instruments.some((held) => held.instrument === id && runs(held, epochMs));
}

function letterOf(role: 'controller' | 'processor' | undefined): 'C' | 'P' {
  return role === 'controller' ? 'C' : 'P';
}

function relationOf(
  { signedFor }: BasisInstrument,
  { customerRole, exporter, importer }: TransferParties,
): ClauseRole {
  const isOfCustomers = exporter === null || signedFor === 'customers';
  return `${letterOf(isOfCustomers ? customerRole : exporter.role)}2${letterOf(importer.role)}`;
}

function relianceOnAssessment(
  { assessedEpochMs }: BasisInstrument,
  requiredFromMs: EpochMs,
  epochMs: EpochMs,
): Reliance {
  if (epochMs < requiredFromMs) return RELIANCE.sure;
  if (assessedEpochMs === undefined) return RELIANCE.uncertain;
  return assessedEpochMs <= epochMs ? RELIANCE.sure : RELIANCE.none;
}
