import { numbered } from '#base';
import { COPY_ROLES } from '#domain';
import { ALL_CLASSES, dimensionOfRole } from '../boundary.ts';
import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

const { primary: PRIMARY } = numbered(COPY_ROLES);

/**
 * R21: no case is given to anybody, and nothing stored, by rules that are older than their last change. The ledger tells by the law of
 * which instant the vendor decides; the auditor works out for itself when the last change was that mattered: who may work which cases, and
 * which data centres may hold them. Counted from the first such change on.
 */
export class FreshPolicy {
  readonly tally: Tally;
  private readonly facts: Facts;
  /** By the law of which instant the vendor decides, and when that changed last for somebody, ms. */
  private policyMs = 0;
  private changedMs = 0;
  private answers: string | null = null;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R21', facts.moment);
  }

  /** Whether rules have changed for somebody since the start of the run. */
  get hasChanged(): boolean {
    return this.changedMs !== 0;
  }

  /** Promise and law have been set to the first instant. */
  begin(): void {
    this.answers = this.allAnswers();
  }

  /** Promise and law have been set to a new instant. */
  lawHasChanged(timeMs: number): void {
    const answers = this.allAnswers();
    if (answers !== this.answers) this.changedMs = timeMs;
    this.answers = answers;
  }

  /** The vendor decides by the law of that instant from now on. */
  refreshed(asOfMs: number): void {
    const { moment, world } = this.facts;
    this.tally.checks++;
    if (asOfMs > moment.timeMs) {
      this.tally.violate(null, 'the rules that decide are said to be of a time to come', [world.lawEntry]);
    }
    this.policyMs = asOfMs;
  }

  /** Somebody gets the case, or something of it is stored. */
  decided(supportCase: CaseState, what: 'assigned' | 'stored'): void {
    if (this.changedMs === 0) return;
    this.tally.checks++;
    if (this.policyMs >= this.changedMs) return;
    const { tables, world } = this.facts;
    const date = (timeMs: number) => new Date(tables.scenario.startEpochMs + timeMs).toISOString();
    this.tally.violate(
      supportCase.number,
      `the case is ${what} by rules of ${date(this.policyMs)}, which have changed since: ${date(this.changedMs)}`,
      [world.lawEntry],
    );
  }

  /** What promise and law say to all questions of the scenario, a digit each. */
  private allAnswers(): string {
    const { boundary, eligibility, law, tables } = this.facts;
    const { dataCentres, groups } = tables.scenario;
    const answers: boolean[] = [];
    tables.streams.forEach(({ promise }, stream) => {
      groups.forEach((_, group) => {
        answers.push(eligibility.whyNotGroup(stream, group) === null);
      });
      dataCentres.forEach((_, place) => {
        answers.push(boundary.allows(promise, dimensionOfRole(PRIMARY), ALL_CLASSES, place));
        answers.push(boundary.allowsFirst(promise, place));
        answers.push(law.hasBasis(stream, place));
      });
    });
    return answers.map(Number).join('');
  }
}
