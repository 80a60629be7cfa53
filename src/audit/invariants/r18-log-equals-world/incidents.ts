import { numbered } from '#base';
import { CASE_STATES, type CaseStateIndex, type Incident, type RunMs, TRANSITION_EVENTS } from '#domain';
import type { CaseView } from '../../facts/case-state.ts';
import type { ActViewOf } from '../../facts/facts.ts';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';

const { MEND } = numbered(TRANSITION_EVENTS);
const { 'open.linked': LINKED } = numbered(CASE_STATES);

/** An incident, as far as the ledger has come. */
interface Course {
  readonly incident: Incident;
  /** The first case that was linked; NONE before. */
  parent: number;
  isOver: boolean;
  /** Cases that wait for it. */
  readonly waiting: Set<number>;
}

/**
 * Part of R18: a case waits for an incident only if it has been linked to one that concerns it, from the time on that the scenario says. The
 * first is the parent. It is resolved when the cause is mended, not before; and then all others, none before its parent and none later.
 */
export class Incidents extends Judge {
  private readonly courses = (this.facts.tables.scenario.incidents ?? []).map(
    (incident): Course => ({ incident, parent: NONE, isOver: false, waiting: new Set() }),
  );
  /** By case: the incident to which it is about to be linked, or for which it waits. */
  private readonly linkedTo = new Map<number, Course>();

  /** Called before the case begins to wait. */
  recorded(supportCase: CaseView, { a: index, d: parent }: ActViewOf<'incident link'>): void {
    this.tally.checks++;
    const { number, state, stream, trueProduct } = supportCase;
    const course = this.courses[index];
    if (course === undefined) return this.violate(supportCase, `there is no incident ${index}`);
    const { linkedFromMs, product = trueProduct, segment } = course.incident;
    const { moment, tables } = this.facts;
    if (course.parent === NONE) course.parent = number;
    const isConcerned =
      product === trueProduct &&
      (segment === undefined || segment === tables.scenario.streams[stream]?.segment);
    const why = !isConcerned
      ? 'does not concern'
      : moment.timeMs < linkedFromMs
        ? 'is not known yet, and so cannot be linked to,'
        : state === LINKED
          ? 'has already been linked to'
          : null;
    if (why !== null) this.violate(supportCase, `incident ${index} ${why} the case`);
    else if (parent !== course.parent)
      this.violate(
        supportCase,
        `the case is linked to case ${parent}, but the first of the incident was ${course.parent}`,
      );
    this.linkedTo.set(number, course);
  }

  moved(supportCase: CaseView, event: number, after: CaseStateIndex): void {
    const { number, state: was } = supportCase;
    if (after === LINKED && was !== LINKED) this.joins(supportCase);
    else if (event === MEND || (was === LINKED && after !== LINKED)) this.leaves(supportCase, event);
    else if (after !== LINKED && this.linkedTo.delete(number))
      this.violate(supportCase, 'the case is linked to an incident, but does not wait for it');
  }

  private joins(supportCase: CaseView): void {
    this.tally.checks++;
    const course = this.linkedTo.get(supportCase.number);
    if (course !== undefined) course.waiting.add(supportCase.number);
    else this.violate(supportCase, 'the case waits for an incident to which it has not been linked');
  }

  private leaves(supportCase: CaseView, event: number): void {
    this.tally.checks++;
    const { number, state } = supportCase;
    const course = this.linkedTo.get(number);
    this.linkedTo.delete(number);
    course?.waiting.delete(number);
    if (event !== MEND) return this.violate(supportCase, 'the case leaves its incident before that is over');
    if (course === undefined || state !== LINKED)
      return this.violate(supportCase, 'the case is resolved with an incident, but waits for none');
    if (course.parent !== number) {
      if (!course.isOver)
        this.violate(supportCase, `the case is resolved, but its parent, case ${course.parent}, is not yet`);
      return;
    }
    course.isOver = true;
    if (this.facts.moment.timeMs < course.incident.mendedMs)
      this.violate(supportCase, 'the parent of an incident is resolved before the cause is mended');
  }

  endOfInstant(): void {
    if (this.linkedTo.size > 0) this.judgeWaiting(this.facts.moment.timeMs);
  }

  finish(endMs: RunMs): void {
    this.judgeWaiting(endMs - 1);
  }

  /** Nobody waits for what is over. Each case is reported once. */
  private judgeWaiting(timeMs: RunMs): void {
    for (const { incident, isOver, parent, waiting } of this.courses) {
      if (waiting.size === 0 || (!isOver && timeMs < incident.mendedMs)) continue;
      const why = isOver ? `its parent, case ${parent}, is resolved` : 'the cause of its incident is mended';
      for (const number of waiting) this.tally.violate(number, `the case still waits, but ${why}`);
      waiting.clear();
    }
  }
}
