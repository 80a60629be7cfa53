import type { DurationMs, RunMs } from '#domain';
import { type CaseView, QUEUED } from '../../facts/case-state.ts';
import type { FactsView } from '../../facts/facts.ts';
import { waitsSinceMs } from '../../facts/opened-before.ts';
import { isReleased } from '../../facts/taking-guards.ts';
import { NONE } from '../../facts/world-state.ts';
import { DeadlineQueue } from '../deadline-queue.ts';

/**
 * Times at which waiting cases are opened to further groups, or to all. These cases are judged at that time even if
 * nothing else happens.
 */
export class Openings {
  private readonly facts: FactsView;
  /** A queue for each waiting time after which some group may take cases. */
  private readonly queues: readonly { readonly waitMs: DurationMs; readonly due: DeadlineQueue }[];

  constructor(facts: FactsView) {
    this.facts = facts;
    this.queues = facts.guards.waitsMs.map((waitMs) => ({ waitMs, due: new DeadlineQueue() }));
  }

  /** Called when the case joins a queue, while the facts still have its old wait. */
  joining(supportCase: CaseView): void {
    if (this.queues.length === 0 || !supportCase.beginsToWait) return;
    const { moment, tables } = this.facts;
    const sinceMs = waitsSinceMs(tables, supportCase, supportCase.state, moment.timeMs);
    for (const { due, waitMs } of this.queues) due.push(sinceMs + waitMs, supportCase.number);
  }

  /**
   * The next time at which a case that still waits is opened to others, ms; Infinity if that is not before `timeMs`.
   */
  nextMs(timeMs: RunMs): RunMs {
    for (;;) {
      const next = this.earliest();
      if (next === null || next.due.firstMs >= timeMs) return Number.POSITIVE_INFINITY;
      if (this.caseOf(next) !== null) return next.due.firstMs;
      next.due.takeFirst();
    }
  }

  /** Removes and returns the case to which `nextMs` referred. */
  take(): CaseView | null {
    const next = this.earliest();
    if (next === null) return null;
    const supportCase = this.caseOf(next);
    next.due.takeFirst();
    return supportCase;
  }

  /** The first case of the queue, if it is still in the same wait. */
  private caseOf({ due, waitMs }: Openings['queues'][number]): CaseView | null {
    const supportCase = this.facts.cases.get(due.first);
    const isThat = supportCase?.state === QUEUED && supportCase.rare.waitsFromMs + waitMs === due.firstMs;
    return isThat ? supportCase : null;
  }

  /**
   * What is wrong with where the case waits; null if nothing is. A case that waits for an agent is in the queue of a
   * centre or group, or the ledger says that it is open to all. It is in such a queue only while its data can be
   * read, and only as long as the scenario allows.
   */
  whyNotThere({ rare: { queueOwner, waitsFromMs } }: CaseView, canBeRead: boolean): string | null {
    const { commitment } = this.facts.tables.scenario.routing;
    if (commitment === undefined) return null;
    if (queueOwner === NONE)
      return canBeRead ? 'the case waits, but the ledger does not say in which queue' : null;
    if (queueOwner < 0) return null;
    const isOver = isReleased(commitment.releaseAfterMs, waitsFromMs, this.facts.moment.timeMs);
    return isOver || !canBeRead ? 'the case waits in a queue that it should have left' : null;
  }

  private earliest(): Openings['queues'][number] | null {
    let first: Openings['queues'][number] | null = null;
    for (const queue of this.queues) {
      if (first === null || queue.due.firstMs < first.due.firstMs) first = queue;
    }
    return first;
  }
}
