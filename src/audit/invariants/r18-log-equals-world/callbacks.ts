import { numbered } from '#base';
import {
  CALLBACK_STEPS,
  type CallbackRule,
  type CallbackStep,
  type CaseStateIndex,
  CHANNELS,
  type ChannelIndex,
  type DurationMs,
  TRANSITION_EVENTS,
  type TransitionEventIndex,
} from '#domain';
import { type CaseView, CLOSED, ERASED, QUEUED, UNREACHED, WORKING } from '../../facts/case-state.ts';
import type { FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';
import { NONE } from '../../facts/world-state.ts';

const { CALL_BACK, handling: HANDLING, patience: PATIENCE, message: MESSAGE } = numbered(TRANSITION_EVENTS);
const step = (name: CallbackStep) => CALLBACK_STEPS.indexOf(name);
const ACCEPTED = step('accepted');
const REACHED = step('reached');
const NOT_REACHED = step('not reached');

/**
 * A part of R18: callbacks are offered where the scenario says, to customers who wait for the first answer. A customer who has accepted does
 * not hang up, and is called as often, and at such intervals, as the scenario says.
 */
export class Callbacks {
  private readonly facts: FactsView;
  private readonly tally: Tally;
  private readonly isUsed: boolean;
  private readonly rules: readonly (CallbackRule | null)[];
  /** By channel: cases that wait, and how long the last one to be answered had waited, ms. */
  private readonly waiting = new Float64Array(CHANNELS.length);
  private readonly lastWaitMs = new Float64Array(CHANNELS.length);
  /** Calls that were not answered, and when the last one of them ended, ms. */
  private readonly calls = new Map<CaseView, { readonly count: number; readonly endedMs: number }>();

  constructor(facts: FactsView, tally: Tally) {
    this.facts = facts;
    this.tally = tally;
    const { callback } = facts.tables.scenario.work;
    this.isUsed = callback !== undefined;
    this.rules = CHANNELS.map((channel) => callback?.[channel] ?? null);
  }

  /** An agent takes the case, and does not have it yet. */
  assigned(supportCase: CaseView, waitMs: DurationMs): void {
    if (this.isUsed && supportCase.lastAgent === NONE) this.lastWaitMs[this.channelOf(supportCase)] = waitMs;
  }

  recorded(supportCase: CaseView, kind: number, ahead: number, lastWaitMs: DurationMs): void {
    this.tally.checks++;
    if (kind <= ACCEPTED) this.offered(supportCase, ahead, lastWaitMs);
    else if (!supportCase.calledBack || supportCase.agent === NONE) {
      this.violate(supportCase, 'the customer is said to be called, but nobody has to');
    }
  }

  private offered(supportCase: CaseView, ahead: number, lastWaitMs: DurationMs): void {
    const { callbackStep, lastAgent, state } = supportCase;
    const channel = this.channelOf(supportCase);
    const rule = this.ruleOf(supportCase);
    if (rule === null || state !== QUEUED || lastAgent !== NONE || callbackStep !== NONE) {
      return this.violate(supportCase, 'a callback is offered, but not for this case, not now, or not again');
    }
    const isTrue =
      ahead === (this.waiting[channel] ?? 0) - 1 && lastWaitMs === (this.lastWaitMs[channel] ?? 0);
    if (!isTrue) return this.violate(supportCase, 'a callback is offered for another line than there is');
    const isDue = rule.waiting === null ? lastWaitMs >= (rule.predictedWaitMs ?? 0) : ahead >= rule.waiting;
    if (!isDue) this.violate(supportCase, 'a callback is offered, but the line is too short for it');
  }

  /** The case goes from one state to another; its state, and whether the customer is to be called back, are still as before. */
  moved(
    supportCase: CaseView,
    event: TransitionEventIndex,
    was: CaseStateIndex,
    after: CaseStateIndex,
  ): void {
    if (!this.isUsed) return;
    const channel = this.channelOf(supportCase);
    if (was === QUEUED) this.waiting[channel] = (this.waiting[channel] ?? 0) - 1;
    if (after === QUEUED) this.waiting[channel] = (this.waiting[channel] ?? 0) + 1;
    const rule = this.ruleOf(supportCase);
    if (rule === null) return;
    if (event === CALL_BACK) {
      this.tally.checks++;
      if (supportCase.callbackStep !== ACCEPTED)
        this.violate(supportCase, 'the customer hangs up to be called, but has not accepted');
    } else if (supportCase.calledBack) this.called(supportCase, event, was, after, rule);
  }

  private called(
    supportCase: CaseView,
    event: TransitionEventIndex,
    was: CaseStateIndex,
    after: CaseStateIndex,
    { againMs, attempts }: CallbackRule,
  ): void {
    const { moment } = this.facts;
    const { callbackStep } = supportCase;
    this.tally.checks++;
    if (event === PATIENCE || event === MESSAGE) {
      this.violate(supportCase, 'the customer gives up, but has hung up before, to be called');
    } else if (was === QUEUED && after === WORKING) {
      if (callbackStep !== REACHED && callbackStep !== NOT_REACHED)
        this.violate(supportCase, 'the customer is not said to be called');
    } else if (was === WORKING && event === HANDLING) {
      const count = (this.calls.get(supportCase)?.count ?? 0) + 1;
      const isLast = count >= attempts;
      const isRight = isLast ? after === CLOSED || after === ERASED : after === UNREACHED;
      if (!isRight) this.violate(supportCase, `call ${count} of ${attempts} ends otherwise than it has to`);
      this.calls.set(supportCase, { count, endedMs: moment.timeMs });
    } else if (was === UNREACHED && after === QUEUED) {
      const endedMs = this.calls.get(supportCase)?.endedMs ?? NONE;
      if (moment.timeMs === endedMs + againMs) return;
      this.violate(supportCase, 'the case waits for another call earlier or later than it has to');
    }
  }

  /** The case is live no longer. */
  dropped(supportCase: CaseView): void {
    if (this.isUsed) this.calls.delete(supportCase);
  }

  private ruleOf(supportCase: CaseView): CallbackRule | null {
    return this.rules[this.channelOf(supportCase)] ?? null;
  }

  private channelOf({ stream }: CaseView): ChannelIndex {
    return this.facts.tables.stream(stream).channel;
  }

  private violate({ number }: CaseView, message: string): void {
    this.tally.violate(number, message);
  }
}
