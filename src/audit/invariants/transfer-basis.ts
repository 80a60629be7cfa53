import { BASIS_KINDS, NONE_16 } from '#domain';
import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { shown, Tally } from '../moment.ts';
import { SAME_ENTITY, type TransferClaim } from '../transfer-law.ts';

/**
 * R7: whenever data becomes available outside of the free flow of the customer's regime, a transfer is
 * recorded just before, and its basis is valid at that moment. What an entity gets from itself is recorded as
 * not a transfer.
 */
export class TransferBasis {
  readonly tally: Tally;
  private readonly facts: Facts;
  /** The last transfer, and the entry that told it. */
  private readonly claim = { kind: 0, exporter: 0, importer: 0, place: 0, instrument: 0 };
  private claimCase = -1;
  private claimEntry = -2;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R7', facts.moment);
  }

  transferred(
    supportCase: CaseState,
    kind: number,
    exporter: number,
    importer: number,
    place: number,
    instrument: number,
  ): void {
    const { claim } = this;
    const { law, moment, world } = this.facts;
    claim.kind = kind;
    claim.exporter = exporter;
    claim.importer = importer;
    claim.place = place;
    claim.instrument = instrument;
    this.claimCase = supportCase.number;
    this.claimEntry = moment.entry;
    // Of a place that the scenario does not know the country is not known either, and so not whether there is a basis.
    if (this.facts.tables.strangers.place(place) !== null) return;
    this.tally.checks++;
    if (!law.isValid(supportCase.stream, claim)) {
      this.tally.violate(supportCase.number, this.invalid(claim), [world.lawEntry]);
    }
  }

  /** A copy is made. `source`: the place copied from, NONE_16 for the customer. */
  stored(supportCase: CaseState, place: number, source: number): void {
    this.needsClaim(supportCase, place, source, 'is stored at');
  }

  /** Somebody begins to see the case from a centre; it is read from `source`. */
  viewed(supportCase: CaseState, centre: number, source: number): void {
    this.needsClaim(supportCase, this.facts.tables.placeOfCentre(centre), source, 'is seen from');
  }

  private needsClaim(supportCase: CaseState, place: number, source: number, what: string): void {
    const { law, moment, tables } = this.facts;
    if (place >= tables.places.length) return;
    this.tally.checks++;
    if (!law.needsBasis(supportCase.stream, place)) return;
    const isJustBefore = this.claimEntry === moment.entry - 1 && this.claimCase === supportCase.number;
    if (!isJustBefore) {
      this.tally.violate(
        supportCase.number,
        `the case ${what} ${tables.placeName(place)}: no transfer is recorded`,
      );
      return;
    }
    const exporter = source === NONE_16 ? NONE_16 : tables.entityOf(source);
    const { claim } = this;
    // Who holds a place that the scenario does not know, or that is not told, nobody can say.
    const isFromThere = claim.exporter === exporter || tables.strangers.place(source) !== null;
    if (claim.place === place && claim.importer === tables.entityOf(place) && isFromThere) return;
    const told = this.parties(claim);
    this.tally.violate(
      supportCase.number,
      `the case ${what} ${tables.placeName(place)}, but another transfer is recorded: from ${told}`,
    );
  }

  private invalid(claim: TransferClaim): string {
    const { kind, exporter, importer, instrument } = claim;
    const parties = this.parties(claim);
    if (kind === SAME_ENTITY) return `a transfer from ${parties} is recorded as within one entity`;
    if (importer === exporter) return `${parties} is one entity, but is recorded as a transfer`;
    const held = this.facts.tables.scenario.entities[importer]?.instruments[instrument]?.instrument;
    const basis = `${BASIS_KINDS[kind] ?? kind} ${held ?? `(instrument ${shown(instrument)})`}`;
    const bases = this.facts.tables.scenario.law?.bases ?? [];
    const isMade = bases.some(({ basis: dated }) => dated === held);
    return `a transfer from ${parties} has no valid basis; recorded is: ${basis}${isMade ? ', which this scenario dates itself' : ''}`;
  }

  private parties({ exporter, importer, place }: TransferClaim): string {
    const where = this.facts.tables.placeName(place);
    return `${this.entityName(exporter)} to ${this.entityName(importer)} at ${where}`;
  }

  private entityName(entity: number): string {
    if (entity === NONE_16) return 'the customer';
    const { scenario, strangers } = this.facts.tables;
    return scenario.entities[entity]?.id ?? strangers.entity(entity) ?? `entity ${entity}`;
  }
}
