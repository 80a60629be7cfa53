import { ACCESS_PURPOSES } from '#domain';
import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

const SUPPORT = ACCESS_PURPOSES.indexOf('support');

/** R6: whoever sees a case has it assigned at that moment, and sees it in order to support the customer. */
export class AccessPurpose {
  readonly tally: Tally;

  constructor(facts: Facts) {
    this.tally = new Tally('R6', facts.moment);
  }

  /** `agent` exists; who is nobody is the matter of R20. */
  began(supportCase: CaseState, purpose: number, agent: number): void {
    this.tally.checks++;
    if (purpose !== SUPPORT) {
      this.tally.violate(
        supportCase.number,
        () => `agent ${agent} sees the case for the purpose '${ACCESS_PURPOSES[purpose] ?? purpose}'`,
      );
    } else if (supportCase.agent !== agent) {
      this.tally.violate(supportCase.number, () => {
        const holder = supportCase.agent === -1 ? 'nobody' : `agent ${supportCase.agent}`;
        return `agent ${agent} sees the case while it is assigned to ${holder}`;
      });
    }
  }
}
