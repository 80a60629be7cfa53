import { numbered } from '#base';
import { APPROVAL_STEPS } from '#domain';
import { type CaseView, QUEUED } from '../../facts/case-state.ts';
import type { ActViewOf } from '../../facts/facts.ts';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';

const { asked: ASKED } = numbered(APPROVAL_STEPS);

/**
 * Part of R18: a customer whose promise asks for approvals is asked once about a case, while it waits, and answers once. R4 judges whether
 * the case is seen from outside without one.
 */
export class Approvals extends Judge {
  /** Called before the facts record the step. */
  recorded(supportCase: CaseView, { aux: step }: ActViewOf<'access approval'>): void {
    const { tables } = this.facts;
    const { promise } = tables.stream(supportCase.stream);
    this.tally.checks++;
    if (tables.scenario.promises[promise]?.approval === undefined)
      this.violate(
        supportCase,
        'an approval of access from outside is recorded, but the promise asks for none',
      );
    else if (step !== ASKED) this.answered(supportCase, step);
    else if (supportCase.rare.approval !== NONE)
      this.violate(supportCase, 'the customer is asked a second time to approve access from outside');
    else if (supportCase.state !== QUEUED)
      this.violate(
        supportCase,
        'the customer is asked to approve access from outside while the case does not wait',
      );
  }

  private answered(supportCase: CaseView, step: number): void {
    if (supportCase.rare.approval === ASKED && APPROVAL_STEPS[step] !== undefined) return;
    this.violate(
      supportCase,
      'an approval of access from outside is given or refused that is not being asked for',
    );
  }
}
