import { numbered } from '#base';
import {
  type AgentIndex,
  type CaseStateIndex,
  type RunMs,
  TRANSITION_EVENTS,
  type TransferRule,
  type TransitionEventIndex,
} from '#domain';
import { type CaseView, QUEUED, WORKING } from '../../facts/case-state.ts';
import type { FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';
import { isReachable } from '../../facts/waiting-cause.ts';
import { NONE } from '../../facts/world-state.ts';

const { handling: HANDLING, LOSE } = numbered(TRANSITION_EVENTS);

/**
 * An agent who stays with a customer for a warm transfer: start of the stay, then start of the hand-over time, NONE
 * until another agent takes over.
 */
interface Stay {
  readonly agent: AgentIndex;
  readonly supportCase: CaseView;
  readonly rule: Extract<TransferRule, { way: 'warm' }>;
  readonly sinceMs: RunMs;
  overMs: number;
  handOverMs: number;
  /** False if it is unclear whether the next agent took over in time. */
  isExact: boolean;
}

/**
 * Part of R18: a case that its agent passes on is transferred as the scenario says for its channel, or for its old and new tier. Warm: the agent
 * stays with the customer until another takes over, and both then need the hand-over time. Without a wait: the case
 * is lost only if nobody is free for it, and waits only if its agent cannot continue.
 */
export class Transfers {
  private readonly facts: FactsView;
  private readonly tally: Tally;
  private readonly isUsed: boolean;
  private readonly stays = new Map<number, Stay>();
  /**
   * Stays that ended in this instant while the case still waits: the ledger records this before the customer leaves.
   */
  private ended: Stay[] = [];
  /** Cases that were passed on in this instant. */
  private given: CaseView[] = [];
  /** By case: the agent who continues with it; then when it was taken over while its agent stayed with it, ms. */
  private readonly goesOn = new Map<CaseView, number>();
  private readonly takenOverMs = new Map<CaseView, number>();

  constructor(facts: FactsView, tally: Tally) {
    this.facts = facts;
    this.tally = tally;
    this.isUsed = facts.givingOver.isUsed;
  }

  /** Called when the case moves from one state to another, while the facts still have the old state. */
  moved(
    supportCase: CaseView,
    event: TransitionEventIndex,
    was: CaseStateIndex,
    after: CaseStateIndex,
  ): void {
    if (event === LOSE) this.lost(supportCase);
    if (!this.isUsed) return;
    const { moment } = this.facts;
    if (was === WORKING && event === HANDLING) {
      this.judgeLength(supportCase);
      if (after === QUEUED) this.given.push(supportCase);
    }
    if (was !== QUEUED || after === QUEUED || after === WORKING) return;
    for (const stay of [...this.stays.values(), ...this.ended])
      if (stay.supportCase === supportCase) stay.overMs = moment.timeMs;
  }

  /** Called when an agent takes the case, before the facts record it. */
  assigned(supportCase: CaseView, agent: AgentIndex): void {
    if (!this.isUsed) return;
    const { moment } = this.facts;
    const stay = this.stays.get(supportCase.lastAgent);
    this.takenOverMs.delete(supportCase);
    if (stay?.supportCase !== supportCase || agent === supportCase.lastAgent) return;
    // In the last millisecond of the stay, either event may have come first.
    stay.isExact = moment.timeMs !== stay.sinceMs + stay.rule.atMostMs;
    if (moment.timeMs >= stay.sinceMs + stay.rule.atMostMs) return;
    stay.overMs = moment.timeMs;
    stay.handOverMs = stay.rule.handOverMs;
    this.takenOverMs.set(supportCase, moment.timeMs);
  }

  /** Called when after-contact work begins, which includes the agent's stay with the customer. */
  workBegins(supportCase: CaseView | undefined, agent: AgentIndex): void {
    if (supportCase === undefined) return;
    const rule = this.facts.givingOver.ruleAfterContact(supportCase);
    // The case is still on its way into the queue, which only a transferred case can be.
    if (rule?.way !== 'warm' || !this.isToBeGiven(supportCase)) return;
    const { timeMs } = this.facts.moment;
    const when = { sinceMs: timeMs, overMs: NONE, handOverMs: 0, isExact: true };
    this.stays.set(agent, { agent, supportCase, rule, ...when });
  }

  workEnds(agent: AgentIndex): void {
    const stay = this.stays.get(agent);
    if (stay === undefined) return;
    this.stays.delete(agent);
    this.tally.checks++;
    const { overMs, sinceMs, supportCase } = stay;
    if (supportCase.state !== QUEUED || overMs !== NONE) this.judgeStay(stay);
    // The agent continues with the case: judged when it is assigned.
    else if (this.facts.moment.timeMs === sinceMs) this.goesOn.set(supportCase, agent);
    else this.ended.push(stay);
  }

  private judgeStay({ agent, handOverMs, isExact, overMs, rule, sinceMs, supportCase }: Stay): void {
    const { timeMs } = this.facts.moment;
    const earliestMs = overMs === NONE ? sinceMs + rule.atMostMs : overMs + handOverMs;
    const mayHaveMore = !isExact || this.facts.tables.scenario.work.afterContact !== undefined;
    const isRight = mayHaveMore ? timeMs >= earliestMs : timeMs === earliestMs;
    if (!isRight)
      this.violate(supportCase, `agent ${agent} does not stay with it as long as a warm transfer takes`);
  }

  endOfInstant(): void {
    for (const stay of this.ended) this.judgeStay(stay);
    if (this.ended.length > 0) this.ended = [];
    if (this.given.length === 0) return;
    const { givingOver, moment, world } = this.facts;
    for (const supportCase of this.given) {
      const { lastAgent, number, state } = supportCase;
      const goesOn = this.goesOn.get(supportCase) ?? NONE;
      this.goesOn.delete(supportCase);
      const rule = givingOver.ruleOf(supportCase);
      if (rule === null || supportCase.givenMs !== moment.timeMs) continue;
      this.tally.checks++;
      if (goesOn !== NONE && world.caseOfAgent[goesOn] !== number) {
        this.violate(supportCase, `agent ${goesOn} neither stays with it nor continues it`);
      }
      if (state !== QUEUED || !isReachable(supportCase, world)) continue;
      if (rule.way === 'warm') {
        if (this.stays.get(lastAgent)?.supportCase !== supportCase) {
          this.violate(supportCase, 'it waits for a warm transfer, but its agent does not stay with it');
        }
      } else if (rule.otherwise === 'lost')
        this.violate(supportCase, 'it waits, but may only be transferred at once');
      else if (givingOver.isBelow(supportCase) && givingOver.couldGoOn(lastAgent)) {
        this.violate(supportCase, `it waits, but agent ${lastAgent} could continue it`);
      }
    }
    this.given = [];
  }

  private lost(supportCase: CaseView): void {
    this.tally.checks++;
    const { givingOver } = this.facts;
    const rule = givingOver.ruleOf(supportCase);
    const isDue = rule?.way === 'no wait' && rule.otherwise === 'lost';
    if (!isDue || supportCase.givenMs !== this.facts.moment.timeMs) {
      this.violate(supportCase, 'it is lost, but may wait');
    } else if (givingOver.isSomebodyFree(supportCase))
      this.violate(supportCase, 'it is lost, but an agent is free for it');
  }

  /** Checks that a contact that was taken over lasts at least as long as the hand-over. */
  private judgeLength(supportCase: CaseView): void {
    const { viewedMs } = supportCase;
    const takenOverMs = this.takenOverMs.get(supportCase) ?? NONE;
    const rule = this.facts.givingOver.ruleOf(supportCase);
    if (rule?.way !== 'warm' || takenOverMs === NONE || takenOverMs !== viewedMs) return;
    this.tally.checks++;
    if (this.facts.moment.timeMs - viewedMs >= rule.handOverMs) return;
    this.violate(supportCase, 'it was taken over in less than the hand-over time');
  }

  /** Called when the case is no longer live. */
  dropped(supportCase: CaseView): void {
    if (!this.isUsed) return;
    this.goesOn.delete(supportCase);
    this.takenOverMs.delete(supportCase);
  }

  private violate({ number }: CaseView, message: string): void {
    this.tally.violate(number, message);
  }

  /** Whether the contact, which is over, has shown that others must have the case. */
  private isToBeGiven(supportCase: CaseView): boolean {
    const { language, product, solvedAtTier, tier, trueLanguage, trueProduct } = supportCase;
    const { returns, tierTransfers } = this.facts.tables.scenario.work;
    if (language !== trueLanguage || product !== trueProduct || solvedAtTier > tier) return true;
    return (returns ?? tierTransfers) !== undefined && solvedAtTier < tier;
  }
}
