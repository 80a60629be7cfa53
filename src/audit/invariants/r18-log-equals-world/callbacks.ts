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
import type { ActViewOf } from '../../facts/facts.ts';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';

const { CALL_BACK, handling: HANDLING, patience: PATIENCE, message: MESSAGE } = numbered(TRANSITION_EVENTS);
const step = (name: CallbackStep) => CALLBACK_STEPS.indexOf(name);
const ACCEPTED = step('accepted');
const REACHED = step('reached');
const NOT_REACHED = step('not reached');

/**
 * Part of R18: callbacks are offered where the scenario says, to customers who wait for their first answer. A
 * customer who has accepted does not abandon, and is called as often and at such intervals as the scenario says.
 */
export class Callbacks extends Judge {
  private readonly isUsed = this.facts.tables.scenario.work.callback !== undefined;
  private readonly rules = CHANNELS.map(
    (channel) => this.facts.tables.scenario.work.callback?.[channel] ?? null,
  );
  /** By channel: number of waiting cases, and how long the last answered one had waited, ms. */
  private readonly waiting = new Float64Array(CHANNELS.length);
  private readonly lastWaitMs = new Float64Array(CHANNELS.length);
  /** Unanswered calls, with the end of the last one, ms. */
  private readonly calls = new Map<CaseView, { readonly count: number; readonly endedMs: number }>();

  assigned(supportCase: CaseView, waitMs: DurationMs): void {
    if (this.isUsed && supportCase.lastAgent === NONE) this.lastWaitMs[this.channelOf(supportCase)] = waitMs;
  }

  recorded(supportCase: CaseView, { aux: kind, c: ahead, d: lastWaitMs }: ActViewOf<'callback'>): void {
    this.tally.checks++;
    if (kind <= ACCEPTED) this.offered(supportCase, ahead, lastWaitMs);
    else if (!supportCase.rare.calledBack || supportCase.agent === NONE) {
      this.violate(supportCase, 'the customer is called without a callback due');
    }
  }

  private offered(supportCase: CaseView, ahead: number, lastWaitMs: DurationMs): void {
    const { callbackStep } = supportCase.rare;
    const { lastAgent, state } = supportCase;
    const channel = this.channelOf(supportCase);
    const rule = this.ruleOf(supportCase);
    if (rule === null || state !== QUEUED || lastAgent !== NONE || callbackStep !== NONE) {
      return this.violate(supportCase, 'a callback is offered to a case that must not get one now');
    }
    const isTrue =
      ahead === (this.waiting[channel] ?? 0) - 1 && lastWaitMs === (this.lastWaitMs[channel] ?? 0);
    if (!isTrue) return this.violate(supportCase, 'a callback is offered with wrong figures about the queue');
    const isDue = rule.waiting === null ? lastWaitMs >= (rule.predictedWaitMs ?? 0) : ahead >= rule.waiting;
    if (!isDue)
      this.violate(
        supportCase,
        'a callback is offered, but the queue or the predicted wait is too short for it',
      );
  }

  moved(supportCase: CaseView, event: TransitionEventIndex, after: CaseStateIndex): void {
    const { state: was } = supportCase;
    if (!this.isUsed) return;
    const channel = this.channelOf(supportCase);
    if (was === QUEUED) this.waiting[channel] = (this.waiting[channel] ?? 0) - 1;
    if (after === QUEUED) this.waiting[channel] = (this.waiting[channel] ?? 0) + 1;
    const rule = this.ruleOf(supportCase);
    if (rule === null) return;
    if (event === CALL_BACK) {
      this.tally.checks++;
      if (supportCase.rare.callbackStep !== ACCEPTED)
        this.violate(supportCase, 'the customer hangs up to wait for a callback without having accepted one');
    } else if (supportCase.rare.calledBack) this.called(supportCase, event, after, rule);
  }

  private called(
    supportCase: CaseView,
    event: TransitionEventIndex,
    after: CaseStateIndex,
    { againMs, attempts }: CallbackRule,
  ): void {
    const { moment } = this.facts;
    const { state: was } = supportCase;
    const { callbackStep } = supportCase.rare;
    this.tally.checks++;
    if (event === PATIENCE || event === MESSAGE) {
      this.violate(supportCase, 'the customer abandons while waiting for an accepted callback');
    } else if (was === QUEUED && after === WORKING) {
      if (callbackStep !== REACHED && callbackStep !== NOT_REACHED)
        this.violate(supportCase, 'the ledger does not record the call to the customer');
    } else if (was === WORKING && event === HANDLING) {
      const count = (this.calls.get(supportCase)?.count ?? 0) + 1;
      const isLast = count >= attempts;
      const isRight = isLast ? after === CLOSED || after === ERASED : after === UNREACHED;
      if (!isRight) this.violate(supportCase, `call ${count} of ${attempts} ends in the wrong state`);
      this.calls.set(supportCase, { count, endedMs: moment.timeMs });
    } else if (was === UNREACHED && after === QUEUED) {
      const endedMs = this.calls.get(supportCase)?.endedMs ?? NONE;
      if (moment.timeMs === endedMs + againMs) return;
      this.violate(supportCase, 'the next call to the customer is too early or too late');
    }
  }

  dropped(supportCase: CaseView): void {
    if (this.isUsed) this.calls.delete(supportCase);
  }

  private ruleOf(supportCase: CaseView): CallbackRule | null {
    return this.rules[this.channelOf(supportCase)] ?? null;
  }

  private channelOf({ stream }: CaseView): ChannelIndex {
    return this.facts.tables.stream(stream).channel;
  }
}
