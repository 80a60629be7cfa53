import { Boundary, dimensionOfRole } from './boundary.ts';
import { Consents } from './consents.ts';
import { Eligibility } from './eligibility.ts';
import { dimensionsOutside, whyNotSeen } from './invariants/access-place.ts';
import { Personnel } from './personnel.ts';
import { ScenarioTables } from './scenario-tables.ts';
import { Subcontracting } from './subcontracting.ts';
import { type TransferClaim, TransferLaw } from './transfer-law.ts';

/**
 * The auditor's own answers to what promise and law permit at one instant, for whoever wants to ask without a ledger. Not
 * those of the engine's policy, with which they share no code. Reasons are sentences for people.
 */
export class Verdicts {
  readonly tables: ScenarioTables;
  private readonly boundary: Boundary;
  private readonly consents: Consents;
  private readonly law: TransferLaw;
  private readonly eligibility: Eligibility;

  /** `epochMs`: the instant, as the law was known then. */
  constructor(scenario: ConstructorParameters<typeof ScenarioTables>[0], epochMs: number) {
    this.tables = new ScenarioTables(scenario);
    this.boundary = new Boundary(this.tables);
    this.consents = new Consents(this.tables);
    this.law = new TransferLaw(this.tables);
    const personnel = new Personnel(this.tables);
    const subcontracting = new Subcontracting(this.tables);
    const { boundary, consents, law } = this;
    const rules = { boundary, consents, law, personnel, subcontracting };
    this.eligibility = new Eligibility(this.tables, rules);
    for (const rule of Object.values(rules)) rule.setInstant(epochMs);
  }

  /** Why a copy of that role (index of COPY_ROLES) may not rest at the place; null where it may. */
  whyNotStored(stream: number, role: number, classes: number, place: number): string | null {
    const { promise } = this.tables.stream(stream);
    const dimension = dimensionOfRole(role);
    if (this.boundary.allows(promise, dimension, classes, place)) return null;
    return `${this.tables.placeName(place)}; ${this.boundary.whyNot(promise, dimension, classes, place)}`;
  }

  /** Why nobody at the centre may see those item classes of the stream's cases; null where somebody may. */
  whyNotSeen(stream: number, classes: number, centre: number): string | null {
    const { promise } = this.tables.stream(stream);
    const place = this.tables.placeOfCentre(centre);
    const outside = dimensionsOutside(this.boundary, promise, classes, place);
    if (outside.length > 0 && this.consents.cover(stream, outside, place)) return null;
    return whyNotSeen(this.boundary, this.tables, promise, classes, place);
  }

  /** Why the group may not work the stream's cases at all; null where it may. */
  whyNotWorked(stream: number, group: number): string | null {
    return this.eligibility.whyNotGroup(stream, group);
  }

  /** Why the group may not even in an emergency; null where the promise knows of emergencies, and it may. */
  whyNotInEmergency(stream: number, group: number): string | null {
    const { promise } = this.tables.stream(stream);
    if (this.tables.scenario.promises[promise]?.breakGlass === undefined)
      return 'the promise knows of no emergency access';
    return this.eligibility.whyNotGroup(stream, group, true);
  }

  needsBasis(stream: number, place: number): boolean {
    return this.law.needsBasis(stream, place);
  }

  hasBasis(stream: number, place: number): boolean {
    return this.law.hasBasis(stream, place);
  }

  /** Whether the basis named carries the transfer named. */
  isValid(stream: number, claim: TransferClaim): boolean {
    return this.law.isValid(stream, claim);
  }

  /** Groups that have the skills for such a case and are permitted to take it. */
  permittedGroups(stream: number, product: number, language: number, tier: number): readonly number[] {
    return this.eligibility.groupsFor({ stream, product, language, tier }).permitted;
  }
}
