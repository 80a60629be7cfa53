import { numbered } from '#base';
import { ACT_NUMBERS, CALLBACK_STEPS, CASE_STATES, type CaseState, TRANSITION_EVENTS } from '#domain';
import type { StoryEntry } from '#ledger';

type EndingEntry = Pick<StoryEntry, 'a' | 'aux' | 'b' | 'kind' | 'timeMs'>;

const { transition: TRANSITION, callback: CALLBACK } = ACT_NUMBERS;
const { 'not reached': UNREACHED } = numbered(CALLBACK_STEPS);
const { handling: HANDLING, autoClose: AUTO_CLOSE } = numbered(TRANSITION_EVENTS);

const stateNumber = (state: CaseState) => CASE_STATES.indexOf(state);
const WORKING = stateNumber('open.working');
const PAUSED = stateNumber('open.paused');
const CLOSED = stateNumber('closed');
const ERASED = stateNumber('erased');
const REFUSED = stateNumber('refused');
const ENDS: readonly number[] = [CLOSED, ERASED];
const RESOLVED: readonly number[] = [stateNumber('resolved'), ...ENDS];

/** Whether a case in this state waits for nobody and is in nobody's hands: closed, erased or refused. */
export function isOver(state: number): boolean {
  return state === CLOSED || state === ERASED || state === REFUSED;
}

/**
 * When a case was first resolved, and when first closed. The ledger gives only the state in which a step ends. With closing or erasure
 * after 0 s, the step that resolves a case ends in `closed` or `erased`, as does the step in which a customer gives up. The step's event
 * tells them apart.
 */
export class CaseEnding {
  resolvedMs: number | null = null;
  closedMs: number | null = null;
  /** True while the current call is not answered. */
  private isUnanswered = false;

  take({ a: before, aux, b: after, kind, timeMs }: EndingEntry): void {
    if (kind === CALLBACK && aux === UNREACHED) this.isUnanswered = true;
    if (kind !== TRANSITION) return;
    const isDone = aux === AUTO_CLOSE || (aux === HANDLING && !this.isUnanswered);
    if (isDone && RESOLVED.includes(after)) this.resolvedMs ??= timeMs;
    if (ENDS.includes(after)) this.closedMs ??= timeMs;
    if (before === WORKING && after !== PAUSED) this.isUnanswered = false;
  }
}
