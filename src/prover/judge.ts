import type { Verdicts } from '#audit';
import { numbered } from '#base';
import { ACT_NUMBERS, CASE_STATES, type Scenario } from '#domain';
import { DATED_CHANGE, type ExploredAct, type TimelineStep } from '#engine';
import {
  type Bench,
  type Broken,
  Checks,
  type Evidence,
  type JudgedStep,
  Reading,
  type Undecided,
} from './evidence.ts';
import {
  judgeCopiesAfterChange,
  judgeDelete,
  judgeRestingCopies,
  judgeStore,
  judgeTransfer,
} from './judge-copies.ts';
import {
  judgeApproval,
  judgeAssignment,
  judgeHandOver,
  judgeLeaving,
  judgeRestingViews,
  judgeView,
  judgeViewEnd,
  judgeViewsAfterChange,
} from './judge-people.ts';
import type { PropertyId } from './properties.ts';

const {
  transition: TRANSITION,
  store: STORE,
  delete: DELETE,
  transfer: TRANSFER,
  assign: ASSIGN,
  view: VIEW,
  'view end': VIEW_END,
  escalate: ESCALATE,
  'emergency access': EMERGENCY,
  'access approval': APPROVAL,
  exception: EXCEPTION,
} = ACT_NUMBERS;
const {
  'open.working': WORKING,
  'open.paused': PAUSED,
  'open.waiting.queued': QUEUED,
} = numbered(CASE_STATES);

/**
 * Judges each step of every possible run from its acts, by the auditor's verdicts and not by the engine's policy. A property holds if no
 * reachable step breaks it.
 */
export class Judge {
  private readonly bench: Bench;

  /** `verdicts`: by epoch. */
  constructor(scenario: Scenario, timeline: readonly TimelineStep[], verdicts: readonly Verdicts[]) {
    this.bench = { scenario, timeline, verdicts, checks: new Checks() };
  }

  /** How often each property was checked. */
  get counts(): ReadonlyMap<PropertyId, number> {
    return this.bench.checks.counts;
  }

  /** Adds the same number of checks again, for steps that equal judged ones. */
  countAgain(counts: ReadonlyMap<PropertyId, number>): void {
    const { counts: all } = this.bench.checks;
    for (const [id, count] of counts) all.set(id, (all.get(id) ?? 0) + count);
  }

  /** What the last step broke. */
  get broken(): readonly Broken[] {
    return this.bench.checks.broken;
  }

  /** What the last step left undecided. */
  get undecided(): readonly Undecided[] {
    return this.bench.checks.undecided;
  }

  /** Returns the evidence after the step. `broken` and `undecided` describe this step until the next call. */
  judge(evidence: Evidence, step: JudgedStep): Evidence {
    const { bench } = this;
    const { after, before, move } = step;
    bench.checks.broken.length = 0;
    bench.checks.undecided.length = 0;
    const reading = new Reading(evidence, step, bench.verdicts[after.epoch] as Verdicts);
    for (const act of step.acts) {
      this.read(reading, act);
      reading.earlier = reading.previous;
      reading.previous = act;
    }
    if (reading.state !== WORKING && reading.state !== PAUSED) reading.openTo = -1;
    if (move.what === DATED_CHANGE && bench.timeline[before.epoch]?.endsInstant === true) {
      judgeCopiesAfterChange(bench, reading);
      judgeViewsAfterChange(bench, reading);
    }
    judgeRestingViews(bench, reading);
    judgeRestingCopies(bench, reading);
    return reading.evidence();
  }

  /** Judges a step that was judged before. It is not counted again, and `broken` and `undecided` keep their values. */
  retrace(evidence: Evidence, step: JudgedStep): Evidence {
    const { broken, counts, undecided } = this.bench.checks;
    const kept = { broken: [...broken], counts: [...counts], undecided: [...undecided] };
    const after = this.judge(evidence, step);
    broken.splice(0, broken.length, ...kept.broken);
    undecided.splice(0, undecided.length, ...kept.undecided);
    for (const [id, count] of kept.counts) counts.set(id, count);
    return after;
  }

  private read(reading: Reading, act: ExploredAct): void {
    const { bench } = this;
    switch (act.kind) {
      case STORE:
        return judgeStore(bench, reading, act);
      case DELETE:
        return judgeDelete(bench, reading, act);
      case TRANSFER:
        return judgeTransfer(bench, reading, act);
      case EMERGENCY:
        reading.openTo = act.c;
        return;
      case APPROVAL:
        return judgeApproval(bench, reading, act);
      case EXCEPTION:
        reading.consent = act.b;
        return;
      case ASSIGN:
        if (reading.previous?.kind !== EMERGENCY) reading.openTo = -1;
        judgeAssignment(bench, reading, act);
        reading.holder = act.a;
        return;
      case VIEW:
        return judgeView(bench, reading, act);
      case VIEW_END:
        return judgeViewEnd(bench, reading, act);
      case ESCALATE:
        return judgeHandOver(bench, reading, act);
      case TRANSITION:
        return this.move(reading, act.a, act.b);
    }
  }

  private move(reading: Reading, before: number, after: number): void {
    const { bench } = this;
    bench.checks.check(
      'R18.states-connect',
      before === reading.state,
      () => 'a transition does not start in the state in which the last one ended',
    );
    if (after === QUEUED && (before === WORKING || before === PAUSED)) judgeLeaving(bench, reading);
    reading.state = after;
    if (after === PAUSED && before === WORKING) reading.holder = reading.lastHolder;
    else if (before === PAUSED && after !== WORKING && after !== PAUSED) reading.holder = -1;
  }
}
