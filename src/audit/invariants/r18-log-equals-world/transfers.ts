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
import { isReachable } from '../../facts/waiting-census.ts';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';
import { TierQueues } from './tier-queues.ts';

const { handling: HANDLING, hold: HOLD, LOSE } = numbered(TRANSITION_EVENTS);

/**
 * An agent who stays with a customer for a warm transfer: start of the stay, then start of the hand-over time, NONE
 * until another agent takes over.
 */
interface Stay {
  readonly agent: AgentIndex;
  readonly supportCase: CaseView;
  readonly rule: StayRule;
  readonly sinceMs: RunMs;
  overMs: number;
  handOverMs: number;
  /** False if it is unclear whether the next agent took over in time. */
  isExact: boolean;
}

/** Rules by which an agent stays with the customer. */
type StayRule = Extract<TransferRule, { way: 'warm' } | { otherwise: 'block' }>;

/** When a case was taken over from an agent who stayed with it, and the time that this needs (ms). */
interface TakenOver {
  readonly atMs: RunMs;
  readonly handOverMs: number;
}

/**
 * Part of R18: a case that its agent passes on is transferred as the scenario says for its channel, or for its old and new tier. Warm: the agent
 * stays with the customer until another takes over, and both then need the hand-over time. Without a wait: the case
 * is lost only if nobody is free for it, and waits only if its agent cannot continue. With a limit of those who wait for its tier, or for the group to which it goes, it waits
 * if there is room; or outside, with its agent, until there is.
 */
export class Transfers extends Judge {
  private readonly isUsed = this.facts.givingOver.isUsed;
  /** Whether contacts leave work, which an agent does after staying with a case, too. */
  private readonly mayHaveMore = this.facts.tables.leavesWork;
  private readonly stays = new Map<number, Stay>();
  /**
   * Stays that ended in this instant while the case still waits: the ledger records this before the customer leaves.
   */
  private ended: Stay[] = [];
  /** Cases that were passed on in this instant. */
  private given: CaseView[] = [];
  /** By case: the agent who continues with it; then how it was taken over while its agent stayed with it. */
  private readonly goesOn = new Map<CaseView, number>();
  private readonly takenOver = new Map<CaseView, TakenOver>();
  /** How many wait for each tier and group. Null unless a transfer has a limit. */
  private readonly waiting = this.facts.givingOver.hasLimits
    ? new TierQueues(this.facts.moment, this.facts.tables.scenario.groups.length)
    : null;
  /** Number of agents who stay until there is room. */
  private blocked = 0;
  /** Cases whose agents stopped staying in this instant although nobody has taken the case. */
  private admitted: Stay[] = [];

  moved(supportCase: CaseView, event: TransitionEventIndex, after: CaseStateIndex): void {
    const { state: was } = supportCase;
    if (event === LOSE) this.lost(supportCase);
    if (!this.isUsed) return;
    const { moment } = this.facts;
    if (this.waiting !== null) this.noteQueue(supportCase, event, after);
    if (was === WORKING && event === HANDLING) {
      this.judgeLength(supportCase);
      if (after === QUEUED) this.given.push(supportCase);
    }
    if (was !== QUEUED || after === QUEUED || after === WORKING) return;
    // The customer left when the agent had just begun to stay, so that there is nothing to continue.
    this.goesOn.delete(supportCase);
    for (const stay of [...this.stays.values(), ...this.ended])
      if (stay.supportCase === supportCase && stay.overMs === NONE) stay.overMs = moment.timeMs;
  }

  assigned(supportCase: CaseView, agent: AgentIndex): void {
    if (!this.isUsed) return;
    const { moment } = this.facts;
    this.judgeGoingOn(supportCase, agent);
    const stay = this.stays.get(supportCase.lastAgent);
    this.takenOver.delete(supportCase);
    if (stay?.supportCase !== supportCase || agent === supportCase.lastAgent) return;
    // In the last millisecond of the stay, either event may have come first.
    const untilMs = endOfStay(stay);
    stay.isExact = moment.timeMs !== untilMs;
    if (moment.timeMs >= untilMs) return;
    stay.overMs = moment.timeMs;
    stay.handOverMs = stay.rule.way === 'warm' ? stay.rule.handOverMs : 0;
    this.takenOver.set(supportCase, { atMs: moment.timeMs, handOverMs: stay.handOverMs });
  }

  /** Called when after-contact work begins, which includes the agent's stay with the customer. */
  workBegins(supportCase: CaseView | undefined, agent: AgentIndex): void {
    if (supportCase === undefined) return;
    const rule = this.facts.givingOver.ruleAfterContact(supportCase);
    // The case is still on its way into the queue, which only a transferred case can be.
    if (rule === null || !isStayRule(rule) || !this.isToBeGiven(supportCase)) return;
    if (rule.way !== 'warm') {
      this.blocked++;
      this.waiting?.setOutside(supportCase, true);
    }
    const { timeMs } = this.facts.moment;
    const when = { sinceMs: timeMs, overMs: NONE, handOverMs: 0, isExact: true };
    this.stays.set(agent, { agent, supportCase, rule, ...when });
  }

  workEnds(agent: AgentIndex): void {
    const stay = this.stays.get(agent);
    if (stay === undefined) return;
    this.stays.delete(agent);
    this.tally.checks++;
    const { overMs, rule, sinceMs, supportCase } = stay;
    if (rule.way !== 'warm') {
      this.blocked--;
      this.waiting?.setOutside(supportCase, false);
      if (overMs === NONE && supportCase.state === QUEUED) {
        this.admitted.push(stay);
        return;
      }
    }
    if (supportCase.state !== QUEUED || overMs !== NONE) this.judgeStay(stay);
    // The agent continues with the case: judged when it is assigned.
    else if (this.facts.moment.timeMs === sinceMs) this.goesOn.set(supportCase, agent);
    else this.ended.push(stay);
  }

  private judgeStay({ agent, handOverMs, isExact, overMs, rule, sinceMs, supportCase }: Stay): void {
    const { timeMs } = this.facts.moment;
    const earliestMs = overMs === NONE ? endOfStay({ rule, sinceMs }) : overMs + handOverMs;
    const isRight = this.mayHaveMore || !isExact ? timeMs >= earliestMs : timeMs === earliestMs;
    if (!isRight)
      this.violate(supportCase, `agent ${agent} does not stay with it as long as its transfer takes`);
  }

  endOfInstant(): void {
    for (const stay of this.ended) this.judgeStay(stay);
    if (this.ended.length > 0) this.ended = [];
    if (this.admitted.length > 0) this.judgeAdmitted();
    if (this.blocked > 0 && this.mayHaveMore) this.letIn();
    if (this.blocked > 0) this.judgeBlocked();
    if (this.given.length === 0) return;
    const { givingOver, moment, world } = this.facts;
    for (const supportCase of this.given) {
      const { lastAgent, number, state } = supportCase;
      const goesOn = this.goesOn.get(supportCase) ?? NONE;
      this.goesOn.delete(supportCase);
      const rule = givingOver.ruleOf(supportCase);
      if (rule === null || supportCase.rare.givenMs !== moment.timeMs) continue;
      this.tally.checks++;
      if (goesOn !== NONE && world.caseOfAgent[goesOn] !== number) {
        this.violate(supportCase, `agent ${goesOn} neither stays with it nor continues it`);
      }
      if (state !== QUEUED || !isReachable(supportCase, world)) continue;
      if (rule.way === 'warm') {
        if (this.stays.get(lastAgent)?.supportCase !== supportCase) {
          this.violate(supportCase, 'it waits for a warm transfer, but its agent does not stay with it');
        }
      } else if (this.before(supportCase) < (rule.waiting ?? 0)) continue;
      else if (rule.otherwise === 'block') {
        if (this.stays.get(lastAgent)?.supportCase !== supportCase)
          this.violate(supportCase, 'it waits where there is no room, but its agent does not stay with it');
      } else if (rule.otherwise === 'lost')
        this.violate(supportCase, 'it waits, but may only be transferred at once or where there is room');
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
    if (!isDue || supportCase.rare.givenMs !== this.facts.moment.timeMs) {
      this.violate(supportCase, 'it is lost, but may wait');
    } else if (this.others(supportCase) < (rule.waiting ?? 0))
      this.violate(supportCase, 'it is lost, but there is room for it to wait');
    else if (givingOver.isSomebodyFree(supportCase))
      this.violate(supportCase, 'it is lost, but an agent is free for it');
  }

  private noteQueue(supportCase: CaseView, event: TransitionEventIndex, after: CaseStateIndex): void {
    const { escalatedToTier, state: was, tier } = supportCase;
    if (was === QUEUED && (after !== QUEUED || event !== HOLD)) {
      this.waiting?.delete(supportCase);
      if (this.blocked > 0 && this.mayHaveMore) this.letIn();
    }
    if (after !== QUEUED) return;
    const next = escalatedToTier === NONE ? tier : escalatedToTier;
    this.waiting?.join(supportCase, next, this.isBlocked(supportCase));
    const stay = this.mayHaveMore ? this.stays.get(supportCase.lastAgent) : undefined;
    if (stay?.supportCase === supportCase && this.hasRoom(stay)) this.letGo(stay);
  }

  /**
   * Where contacts leave work, the ledger does not show when an agent who stays is let go: the work may follow. Then those for whom there is
   * room count as let go, of one queue the first who came first; and those whose case nobody can read, which nobody could take over.
   */
  private letIn(): void {
    const full = new Set<number>();
    for (const stay of [...this.stays.values()]) {
      const { overMs, rule, supportCase } = stay;
      if (rule.way === 'warm' || overMs !== NONE || supportCase.state !== QUEUED) continue;
      if (!isReachable(supportCase, this.facts.world)) {
        this.letGo(stay);
        continue;
      }
      const queue = this.waiting?.queueOf(supportCase) ?? NONE;
      if (full.has(queue)) continue;
      if (this.hasRoom(stay)) this.letGo(stay);
      else full.add(queue);
    }
  }

  private hasRoom({ rule, supportCase }: Stay): boolean {
    return rule.way !== 'warm' && (this.waiting?.insideWith(supportCase) ?? 0) < (rule.waiting ?? 0);
  }

  private letGo({ agent, supportCase }: Stay): void {
    this.stays.delete(agent);
    this.blocked--;
    this.waiting?.setOutside(supportCase, false);
  }

  /** How many other cases wait where it goes, with or without room. */
  private others(supportCase: CaseView): number {
    return this.waiting?.others(supportCase) ?? 0;
  }

  private before(supportCase: CaseView): number {
    return this.waiting?.before(supportCase) ?? 0;
  }

  private isBlocked(supportCase: CaseView): boolean {
    const stay = this.stays.get(supportCase.lastAgent);
    return stay?.supportCase === supportCase && stay.rule.way !== 'warm';
  }

  /** An agent may continue a case only if there is no room for it. */
  private judgeGoingOn(supportCase: CaseView, agent: AgentIndex): void {
    const { givingOver, moment } = this.facts;
    if (this.waiting === null || agent !== supportCase.lastAgent) return;
    if (supportCase.rare.givenMs !== moment.timeMs) return;
    const rule = givingOver.ruleOf(supportCase);
    if (rule?.way !== 'no wait' || rule.otherwise !== 'go on') return;
    // A group of the new tier takes it as any other case.
    if (!givingOver.isBelow(supportCase)) return;
    this.tally.checks++;
    if (this.others(supportCase) < (rule.waiting ?? 0))
      this.violate(supportCase, `agent ${agent} continues it, but there is room for it to wait`);
  }

  /** Agents who have left their customers to the queue. */
  private judgeAdmitted(): void {
    for (const { agent, rule, supportCase } of this.admitted) {
      const hasWaited = supportCase.state === QUEUED && isReachable(supportCase, this.facts.world);
      if (rule.way === 'warm' || !hasWaited) continue;
      if (this.before(supportCase) >= (rule.waiting ?? 0))
        this.violate(supportCase, `agent ${agent} does not stay with it, but there is no room for it`);
    }
    this.admitted = [];
  }

  /** Agents who stay although there is room. Of those for one queue, the first who came is let go first. */
  private judgeBlocked(): void {
    const { waiting } = this;
    if (waiting === null) return;
    const judged = new Set<number>();
    for (const { agent, overMs, rule, supportCase } of this.stays.values()) {
      if (rule.way === 'warm' || overMs !== NONE || supportCase.state !== QUEUED) continue;
      const queue = waiting.queueOf(supportCase);
      if (judged.has(queue)) continue;
      judged.add(queue);
      if (waiting.inside(queue) < (rule.waiting ?? 0))
        this.violate(supportCase, `agent ${agent} stays with it, but there is room for it`);
    }
  }

  /** Checks that a contact that was taken over lasts at least as long as the hand-over. */
  private judgeLength(supportCase: CaseView): void {
    const { viewedMs } = supportCase;
    const takenOver = this.takenOver.get(supportCase);
    if (takenOver?.atMs !== viewedMs) return;
    this.tally.checks++;
    if (this.facts.moment.timeMs - viewedMs >= takenOver.handOverMs) return;
    this.violate(supportCase, 'it was taken over in less than the hand-over time');
  }

  dropped(supportCase: CaseView): void {
    if (!this.isUsed) return;
    this.goesOn.delete(supportCase);
    this.takenOver.delete(supportCase);
    this.waiting?.delete(supportCase);
  }

  /** Whether the contact, which is over, has shown that others must have the case. */
  private isToBeGiven(supportCase: CaseView): boolean {
    const { language, product, solvedAtTier, tier, trueLanguage, trueProduct } = supportCase;
    const { returns, tierTransfers } = this.facts.tables.scenario.work;
    if (language !== trueLanguage || product !== trueProduct || solvedAtTier > tier) return true;
    return (returns ?? tierTransfers) !== undefined && solvedAtTier < tier;
  }
}

function isStayRule(rule: TransferRule): rule is StayRule {
  return rule.way === 'warm' || rule.otherwise === 'block';
}

/** When the agent leaves at the latest, ms. */
function endOfStay({ rule, sinceMs }: Pick<Stay, 'rule' | 'sinceMs'>): number {
  return rule.way === 'warm' ? sinceMs + rule.atMostMs : Number.POSITIVE_INFINITY;
}
