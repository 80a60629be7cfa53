import type {
  CentreIndex,
  CopyRoleIndex,
  EpochMs,
  GroupIndex,
  ItemClassSet,
  Knowledge,
  LanguageIndex,
  PlaceIndex,
  ProductIndex,
  RunMs,
  Scenario,
  Software,
  StreamIndex,
  TierNumber,
} from '#domain';
import { Eligibility, makeRules, type RulesView } from '../facts/eligibility.ts';
import type { EligibleGroups } from '../facts/waiting-pool.ts';
import { ALL_CLASSES, dimensionOfRole } from '../law/boundary.ts';
import { type EndedBases, endedBasesOf } from '../law/ended-bases.ts';
import { Holds } from '../law/holds.ts';
import { lawInstants } from '../law/law-calendar.ts';
import { concernsCopy, type Leaving, leavingsOf } from '../law/leavings.ts';
import { mayProcess } from '../law/processing.ts';
import type { TransferLaw } from '../law/transfer-law.ts';
import { ScenarioTables } from '../tables/scenario-tables.ts';

/**
 * The auditor's own answers to what promise and law permit at one instant, for callers without a ledger. They do not
 * come from the engine's policy (`audit-report.ts` says what the two share). Reasons are sentences for people.
 */
export class Verdicts {
  readonly tables: ScenarioTables;
  readonly law: RulesView['law'];
  readonly contracts: RulesView['contracts'];
  private readonly rules: RulesView;
  private readonly eligibility: Eligibility;
  private readonly holds: Holds;
  /** Countries that leave a zone at this instant, and those that leave within the scenario's lead time. */
  private readonly leaving: readonly Leaving[];
  private readonly leavingSoon: readonly Leaving[];
  /** Bases whose data must be gone by this instant because they have ended; null if no grace period ends now. */
  private readonly ended: EndedBases | null;
  private readonly timeMs: RunMs;

  /** `epochMs`: the instant. `knowledge`: the law as known then, or as known today. */
  constructor(
    scenario: ConstructorParameters<typeof ScenarioTables>[0],
    epochMs: EpochMs,
    knowledge: Knowledge = 'then',
  ) {
    this.tables = new ScenarioTables(scenario);
    this.holds = new Holds(this.tables);
    const rules = makeRules(this.tables, knowledge);
    this.rules = rules;
    this.law = rules.law;
    this.contracts = rules.contracts;
    this.eligibility = new Eligibility(this.tables, rules);
    const timeMs = epochMs - scenario.startEpochMs;
    this.timeMs = timeMs;
    this.ended = endedBy(timeMs, this.tables, rules.law);
    for (const rule of Object.values(rules)) rule.setInstant(epochMs);
    const leadMs = scenario.retention.leavingLeadMs ?? 0;
    const leavings = leavingsOf(scenario, leadMs);
    this.leaving = leavings.filter((one) => one.timeMs === timeMs);
    this.leavingSoon = leavings.filter((one) => one.timeMs > timeMs && one.timeMs - leadMs <= timeMs);
  }

  /** Why a copy of that role (index of COPY_ROLES) may not be stored at the place; null if it may. */
  whyNotStored(
    stream: StreamIndex,
    role: CopyRoleIndex,
    classes: ItemClassSet,
    place: PlaceIndex,
  ): string | null {
    const { promise } = this.tables.stream(stream);
    const dimension = dimensionOfRole(role);
    if (this.rules.boundary.allows(promise, dimension, classes, place)) return null;
    return `${this.tables.placeName(place)}; ${this.rules.boundary.whyNot(promise, dimension, classes, place)}`;
  }

  /** Why new customer data may not be stored at the place first; null if it may. */
  whyNotStoredFirst(stream: StreamIndex, place: PlaceIndex): string | null {
    const why = this.rules.boundary.whyNotFirst(this.tables.stream(stream).promise, place);
    return why === null ? null : `${this.tables.placeName(place)}; ${why}`;
  }

  /**
   * Why nobody at the centre may see those item classes of the stream's cases without a consent; null if somebody
   * may.
   */
  whyNotSeen(stream: StreamIndex, classes: ItemClassSet, centre: CentreIndex): string | null {
    const { promise } = this.tables.stream(stream);
    return this.rules.boundary.whyNotSeen(promise, classes, this.tables.placeOfCentre(centre));
  }

  /** Why the consent does not permit a view from the centre that is outside the promise; null if it does. */
  whyNotOnConsent(stream: StreamIndex, consent: number, centre: CentreIndex): string | null {
    const { promise } = this.tables.stream(stream);
    const place = this.tables.placeOfCentre(centre);
    const outside = this.rules.boundary.dimensionsOutside(promise, ALL_CLASSES, place);
    return this.rules.consents.whyNot(stream, consent, outside, place);
  }

  /** Whether the promise of the stream restricts where people reside; next, why the group's agents do not comply. */
  asksWhoSees(stream: StreamIndex): boolean {
    return this.rules.personnel.asksOf(this.tables.stream(stream).promise);
  }
  whyNotByPerson(stream: StreamIndex, group: GroupIndex): string | null {
    return this.rules.personnel.whyNot(this.tables.stream(stream).promise, ALL_CLASSES, group);
  }

  /** Whether any country leaves a zone now or soon. */
  get isLeaving(): boolean {
    return this.leaving.length > 0;
  }
  get isLeavingSoon(): boolean {
    return this.leavingSoon.length > 0;
  }
  /** The zone that the place's country leaves now (or soon) and that the copy needs; null if there is none. */
  leftBy(stream: StreamIndex, role: CopyRoleIndex, place: PlaceIndex, soon: boolean): string | null {
    const { promise } = this.tables.stream(stream);
    const copy = { role, place, classes: ALL_CLASSES };
    const found = (soon ? this.leavingSoon : this.leaving).find((one) =>
      concernsCopy(one, this.tables, promise, copy),
    );
    return found === undefined ? null : `${found.country} leaves the zone ${found.zone}`;
  }

  /** Whether the grace period for copies whose basis has ended ends now. */
  get isGraceOver(): boolean {
    return this.ended !== null;
  }
  /** Whether data of the stream must be gone from the place now, because the basis for storing it there has ended. */
  hasToBeGone(stream: StreamIndex, place: PlaceIndex): boolean {
    return this.ended?.isDue(stream, place, this.timeMs) ?? false;
  }

  /**
   * Whether any legal hold concerns the stream; next, the hold that forbids erasing its cases now, null if there is
   * none.
   */
  knowsHolds(stream: StreamIndex): boolean {
    return this.holds.concern(stream);
  }
  whyNotErased(stream: StreamIndex): string | null {
    const hold = this.holds.inForce(stream, this.timeMs);
    return hold === undefined ? null : `a legal hold by ${hold.by}`;
  }

  /** Why the group may not work on such cases at all; null if it may. */
  whyNotWorked(stream: StreamIndex, group: GroupIndex, product: ProductIndex): string | null {
    return this.eligibility.whyNotGroup({ product, stream }, group);
  }

  /**
   * Why the group may not do so even in an emergency; null if the promise permits emergency access and the group may.
   */
  whyNotInEmergency(stream: StreamIndex, group: GroupIndex, product: ProductIndex): string | null {
    const { promise } = this.tables.stream(stream);
    if (this.tables.scenario.promises[promise]?.breakGlass === undefined)
      return 'the promise does not permit emergency access';
    return this.eligibility.whyNotGroup({ product, stream }, group, true);
  }

  /** Whether the group may work on the stream's cases about some product. */
  mayWorkOnSome(
    stream: StreamIndex,
    group: GroupIndex,
    how: 'whyNotWorked' | 'whyNotInEmergency' | 'whyNotFromOutside' = 'whyNotWorked',
  ): boolean {
    return this.tables.scenario.products.some((_, product) => this[how](stream, group, product) === null);
  }

  /** Whether promise, law and contracts let software whose model has a place process the stream's cases about some product. */
  mayProcess(stream: StreamIndex, model: NonNullable<Software['model']>): boolean {
    const rules = { ...this.rules, tables: this.tables };
    return this.tables.scenario.products.some((_, product) => mayProcess(model, { stream, product }, rules));
  }

  /** Why the group may not have a case even under escort or with an approval; null if the promise permits that and the group may. */
  whyNotFromOutside(stream: StreamIndex, group: GroupIndex, product: ProductIndex): string | null {
    const { approval, escortedBy } = this.tables.scenario.promises[this.tables.stream(stream).promise] ?? {};
    if (approval === undefined && escortedBy === undefined)
      return 'the promise lets nobody outside see cases on conditions';
    return this.eligibility.whyNotGroup({ product, stream }, group, true);
  }

  /** Whether the conditions hold on which the promise lets somebody outside see a case. `watchedFrom`: the centre of an escort, or null. */
  letsInFromOutside(stream: StreamIndex, watchedFrom: CentreIndex | null, isApproved: boolean): boolean {
    const place = watchedFrom === null ? null : this.tables.placeOfCentre(watchedFrom);
    return this.rules.boundary.letsInFromOutside(this.tables.stream(stream).promise, place, isApproved);
  }

  /** Whether the centre is where the promise wants escorts to be. */
  isEscortCentre(stream: StreamIndex, centre: CentreIndex): boolean {
    return this.rules.boundary.isEscortPlace(
      this.tables.stream(stream).promise,
      this.tables.placeOfCentre(centre),
    );
  }

  /** Groups that have the skills for such a case, and those of them that are permitted to take it. */
  groupsFor(
    stream: StreamIndex,
    product: ProductIndex,
    language: LanguageIndex,
    tier: TierNumber,
  ): EligibleGroups {
    return this.eligibility.groupsFor({ stream, product, language, tier });
  }

  /** Groups that have the skills for such a case and are permitted to take it. */
  permittedGroups(
    stream: StreamIndex,
    product: ProductIndex,
    language: LanguageIndex,
    tier: TierNumber,
  ): readonly number[] {
    return this.groupsFor(stream, product, language, tier).permitted;
  }
}

/** Bases that had ended at `timeMs`; null if no data has to be gone just then. */
function endedBy(timeMs: RunMs, tables: ScenarioTables, law: TransferLaw): EndedBases | null {
  const { startEpochMs } = tables.scenario;
  const ended = endedBasesOf(tables, law);
  if (ended === null) return null;
  law.setInstant(startEpochMs);
  ended.begin();
  for (const atMs of lawInstants(tables.scenario)) {
    if (atMs > timeMs) break;
    law.setInstant(startEpochMs + atMs);
    ended.lawHasChanged(atMs);
    while (ended.firstDueMs < timeMs) ended.settle(ended.firstDueMs);
  }
  return ended.firstDueMs === timeMs ? ended : null;
}

/** A period without a change of law: ms since the start of the run, half-open. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly verdicts: Verdicts;
}

/** The auditor's verdicts over a run: one set for each stretch between two changes of law, promises or contracts. */
export class VerdictsOverTime {
  private readonly scenario: Scenario;
  private readonly knowledge: Knowledge;
  /** When each stretch begins, ascending. */
  private readonly beginsMs: readonly number[];
  private readonly made: Verdicts[] = [];

  constructor(scenario: Scenario, knowledge: Knowledge = 'then') {
    this.scenario = scenario;
    this.knowledge = knowledge;
    this.beginsMs = [0, ...lawInstants(scenario)];
  }

  at(timeMs: number): Verdicts {
    return this.ofStretch(this.beginsMs.findLastIndex((beginMs) => beginMs <= timeMs));
  }

  /** The stretches of the run until `endMs`. */
  until(endMs: number): readonly Stretch[] {
    return this.beginsMs
      .map((fromMs, i) => ({
        fromMs,
        toMs: Math.min(this.beginsMs[i + 1] ?? endMs, endMs),
        verdicts: this.ofStretch(i),
      }))
      .filter(({ fromMs, toMs }) => fromMs < toMs);
  }

  private ofStretch(index: number): Verdicts {
    const known = this.made[index];
    if (known !== undefined) return known;
    const beginMs = this.beginsMs[index] ?? 0;
    const verdicts = new Verdicts(this.scenario, this.scenario.startEpochMs + beginMs, this.knowledge);
    this.made[index] = verdicts;
    return verdicts;
  }
}
