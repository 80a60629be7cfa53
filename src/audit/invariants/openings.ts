import { type CaseState, QUEUED } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { NONE } from '../world-state.ts';
import { isReleased } from './commitments.ts';
import { DeadlineQueue } from './deadline-queue.ts';

/** When waiting cases are opened to further groups, or to all: those are judged then, also where nothing happens. */
export class Openings {
  private readonly facts: Facts;
  /** A queue per wait after which some group may take cases. */
  private readonly queues: readonly { readonly waitMs: number; readonly due: DeadlineQueue }[];

  constructor(facts: Facts) {
    this.facts = facts;
    this.queues = facts.guards.waitsMs.map((waitMs) => ({ waitMs, due: new DeadlineQueue() }));
  }

  /** The case joins a queue. It has waited before where it has not been answered yet. */
  joined(supportCase: CaseState): void {
    const { timeMs } = this.facts.moment;
    if (this.queues.length === 0) return;
    if (supportCase.lastAgent === NONE && supportCase.waitsFromMs !== NONE) return;
    supportCase.waitsFromMs = timeMs;
    for (const { due, waitMs } of this.queues) due.push(timeMs + waitMs, supportCase.number);
  }

  /** Of the openings before `timeMs` each case that still waits is judged, at its time. */
  passed(timeMs: number, judge: (supportCase: CaseState) => void): void {
    const { cases, moment } = this.facts;
    for (;;) {
      const next = this.earliest();
      if (next === null || next.due.firstMs >= timeMs) return;
      const dueMs = next.due.firstMs;
      const supportCase = cases.get(next.due.takeFirst());
      const isThat = supportCase?.state === QUEUED && supportCase.waitsFromMs + next.waitMs === dueMs;
      if (supportCase === undefined || !isThat) continue;
      moment.timeMs = dueMs;
      judge(supportCase);
    }
  }

  /**
   * What is wrong with where the case waits, or null: whoever waits for an agent is in the line of a place, or said to be open to all; and
   * in a line only while its data can be read, and no longer than the scenario lets it.
   */
  whyNotThere({ lineOf, waitsFromMs }: CaseState, canBeRead: boolean): string | null {
    const { commitment } = this.facts.tables.scenario.routing;
    if (commitment === undefined) return null;
    if (lineOf === NONE) return canBeRead ? 'the case waits, and nothing is told of its line' : null;
    if (lineOf < 0) return null;
    const isOver = isReleased(commitment.releaseAfterMs, waitsFromMs, this.facts.moment.timeMs);
    return isOver || !canBeRead ? 'the case waits in a line that it should have left' : null;
  }

  private earliest(): Openings['queues'][number] | null {
    let first: Openings['queues'][number] | null = null;
    for (const queue of this.queues) {
      if (first === null || queue.due.firstMs < first.due.firstMs) first = queue;
    }
    return first;
  }
}
