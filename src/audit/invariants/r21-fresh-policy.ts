import { numbered } from '#base';
import { ACT_NUMBERS, COPY_ROLES, legalBegin, NO_CASE, type RunMs } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { ALL_CLASSES, dimensionOfRole } from '../law/boundary.ts';
import { type Invariant, Judge } from './invariant.ts';

const { 'policy refresh': POLICY_REFRESH } = ACT_NUMBERS;

const { primary: PRIMARY } = numbered(COPY_ROLES);

/**
 * R21: no case is assigned and nothing is stored under rules older than their last change. The ledger records the
 * instant whose law the vendor applies. The auditor determines for itself when the last relevant change was: who may
 * work on which cases, and which data centres may hold them. Counted from the first such change on.
 */
export class FreshPolicy extends Judge {
  /** The instant whose law the vendor applies; then the last change that affected anybody; ms. */
  private policyMs = 0;
  private changedMs = 0;
  private answers: string | null = null;

  /** Whether rules have changed for anybody since the start of the run. */
  get hasChanged(): boolean {
    return this.changedMs !== 0;
  }

  /** Called when promise and law are about to change. The answers are needed only from the first change on. */
  lawChanges(): void {
    this.answers ??= this.allAnswers();
  }

  lawHasChanged(timeMs: RunMs): void {
    const answers = this.allAnswers();
    if (answers !== this.answers) this.changedMs = timeMs;
    this.answers = answers;
  }

  /** Called when the vendor applies the law of that instant from now on. */
  refreshed(asOfMs: number): void {
    const { moment, world } = this.facts;
    this.tally.checks++;
    if (asOfMs > moment.timeMs) {
      this.tally.violate(null, 'the recorded rules are those of a future time', [world.lawEntry]);
    }
    this.policyMs = asOfMs;
  }

  /** Called when a case is assigned or a copy stored. */
  decided(supportCase: CaseView, what: 'assigned' | 'given to software' | 'stored'): void {
    if (this.changedMs === 0) return;
    this.tally.checks++;
    if (this.policyMs >= this.changedMs) return;
    const { tables, world } = this.facts;
    const date = (timeMs: RunMs) => legalBegin(tables.scenario.startEpochMs + timeMs);
    this.violate(
      supportCase,
      `the case is ${what} under the rules of ${date(this.policyMs)}, which changed on ${date(this.changedMs)}`,
      [world.lawEntry],
    );
  }

  /** The answers of promise and law to all questions of the scenario, one digit each. */
  private allAnswers(): string {
    const { boundary, eligibility, law, tables } = this.facts;
    const { dataCentres, groups, products } = tables.scenario;
    const answers: boolean[] = [];
    tables.streams.forEach(({ promise }, stream) => {
      groups.forEach((_, group) => {
        products.forEach((__, product) => {
          answers.push(eligibility.isPermitted({ product, stream }, group));
        });
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

export const R21: Invariant<FreshPolicy> = {
  row: {
    id: 'R21',
    title: 'Fresh policy',
    sentence: 'No decision uses rules older than their last change.',
    statement:
      'For all assignments and stores at t: the ledger records the instant whose law the vendor applies at t, and since that instant, ' +
      'up to t, no zone, promise, consent, contract or legal basis has changed who may work on the cases of some stream, or which data ' +
      'centre may hold them. Counted from the first such change on.',
    source: 'A precondition of rules that change over time',
    brokenBy: 'a router that learns of a court ruling a day late',
  },
  log: {
    events: { open: [], store: [], assign: ['group'], 'policy refresh': ['asOfLow', 'asOfHigh'] },
    noColumn: 'by which version of the law each case was routed',
  },
  judge: FreshPolicy,
  seed: {
    what: 'a case is assigned under the rules of the start of the run, which have changed since',
    kinds: ['assign'],
    sow: ({ entry, supportCase }, judge) => {
      if (supportCase === undefined || !judge.hasChanged) return null;
      const stale = { ...entry, kind: POLICY_REFRESH, aux: 0, caseNumber: NO_CASE, a: 0, b: 0, c: 0, d: 0 };
      return { entries: [stale, entry] };
    },
  },
  untested: { absent: 'no rule changed that affects anybody' },
};
