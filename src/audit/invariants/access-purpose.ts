import { numbered } from '#base';
import { ACCESS_PURPOSES } from '#domain';
import { type CaseState, WORKING } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

const { support: SUPPORT } = numbered(ACCESS_PURPOSES);
export const TO_BE_CONSULTED = ACCESS_PURPOSES.indexOf('consultation');

/**
 * R6: whoever sees a case has it assigned at that moment, and sees it in order to support the customer; or is consulted by the agent
 * who has it in hand.
 */
export class AccessPurpose {
  readonly tally: Tally;

  constructor(facts: Facts) {
    this.tally = new Tally('R6', facts.moment);
  }

  /** `agent` exists; who is nobody is the matter of R20. */
  began(supportCase: CaseState, purpose: number, agent: number): void {
    this.tally.checks++;
    if (purpose === TO_BE_CONSULTED) {
      const isInHand = supportCase.state === WORKING && supportCase.agent !== agent;
      if (isInHand && supportCase.consultation === null) return;
      this.tally.violate(
        supportCase.number,
        `agent ${agent} is consulted, but by nobody who has the case in hand`,
      );
    } else if (purpose !== SUPPORT) {
      this.tally.violate(
        supportCase.number,
        `agent ${agent} sees the case for the purpose '${ACCESS_PURPOSES[purpose] ?? purpose}'`,
      );
    } else if (supportCase.agent !== agent) {
      const holder = supportCase.agent === -1 ? 'nobody' : `agent ${supportCase.agent}`;
      this.tally.violate(
        supportCase.number,
        `agent ${agent} sees the case while it is assigned to ${holder}`,
      );
    }
  }
}
