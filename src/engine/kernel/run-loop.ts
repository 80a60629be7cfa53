import { assert, numbered } from '#base';
import { CASE_EVENTS, type RunMs } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { CaseCreation } from '../demand/case-creation.ts';
import { CAME_AGAIN, type FollowUps } from '../demand/follow-ups.ts';
import type { Source } from '../demand/source.ts';
import type { Stepper } from '../lifecycle/stepper.ts';
import { type HeldTimers, TIMER_BITS, TIMERS_MAX } from '../residency/held-timers.ts';
import { assertListsAgree } from '../run/consistency.ts';
import type { ComposedHooks } from '../run/hooks.ts';
import { AT_ONCE_MAX, type Run, type RunCounts } from '../run/run.ts';
import { createArrivalCalendar } from '../time/arrival-calendar.ts';
import { Instant } from '../time/clock.ts';
import { EventList } from '../time/event-list.ts';
import type { NoticeKind } from '../time/notices.ts';
import { carryOver } from './carry-over.ts';
import type { Matching } from './matching.ts';
import { reportOpenCases } from './open-at-end.ts';
import type { OverloadWatch } from './overload-watch.ts';

const { SUBMIT } = numbered(CASE_EVENTS);

interface Driven {
  readonly hooks: ComposedHooks;
  readonly stepper: Stepper<CaseRecord>;
  readonly creation: CaseCreation;
  readonly followUps: FollowUps | null;
  readonly heldTimers: HeldTimers;
  readonly matching: Matching;
  readonly changeWorld: (what: NoticeKind, index: number, token: number) => void;
  readonly watch: OverloadWatch;
}

export interface RunLoop {
  advance(untilMs: RunMs, noticesMax?: number): boolean;
  counts(): RunCounts;
  schedule(timeMs: RunMs, what: NoticeKind, index: number, token: number): void;
  /** A case that has arrived, or that software had, goes to people. */
  enter(record: CaseRecord): void;
  /** The customer submits a case that has arrived. */
  handIn(record: CaseRecord): void;
  /** Starts arrivals. Call it once, after everything dated has been scheduled. */
  begin(): void;
  /** Called within an hour too, because a day's arrivals may come within minutes and fill the memory. */
  endWhenFull(): void;
}

/**
 * Takes one notice after the other. At one instant the world changes first, then timers are due, then cases arrive. Each notice is one
 * step, whose effects only fill lists; `settle` works through the lists before the next notice.
 *
 * The functions are closures over parts that never change, which V8 treats as constants (docs/performance.md).
 */
export function createRunLoop(run: Run, driven: Driven): RunLoop {
  const { creation, changeWorld, followUps, heldTimers, hooks, matching, stepper, watch } = driven;
  const { cases, causes, clock, freed, joined, meter, recorder, retired, router, sources, state, timers } =
    run;
  const { lookForAgent, lookForCase } = matching;
  const { arrived, atRest, diverts, handedIn, refuses, sendsBack, settled, settling, timerDue } = hooks;
  const { horizonMs, retention } = run.scenario;
  const { asleep, records } = cases;
  const { recording } = recorder;
  const { fire, forget, start } = stepper;
  const { SUBMIT: submitted } = stepper.events;
  const sendSubmit = stepper.sender(SUBMIT);
  const casesSleep = retention.eraseAfterMs > 0 && !stepper.keepsEntities;
  /** Follow-ups are one more stream of arrivals, which comes after the others of an instant. */
  const calendar = createArrivalCalendar(sources.length + (followUps === null ? 0 : 1));
  const worldEvents = new EventList();
  const nextArrival = calendar.next;
  const nextChange = new Instant();
  const dueTimer = timers.due;

  function begin(): void {
    for (const source of sources) scheduleArrival(source);
    carryOver(run, driven, sendSubmit, settle);
    lookAhead();
    if (nextChange.timeMs > 0) causes.judge();
  }

  function advance(untilMs: RunMs, noticesMax = Number.POSITIVE_INFINITY): boolean {
    assert(!state.finished, 'a finished run cannot be advanced');
    state.limitMs = Math.min(untilMs, state.endMs);
    lookAhead();
    let taken = 0;
    let most: number;
    let atOnce: number;
    do {
      // The first rounds are short, so that second looks follow them all.
      const round = 1 + Math.floor((state.notices + taken) / 8);
      most = Math.min(noticesMax - taken, round, AT_ONCE_MAX);
      atOnce = takeUpTo(most);
      taken += atOnce;
      router.lookAgain();
    } while (atOnce === most && most > 0);
    state.notices += taken;
    if (taken === noticesMax || state.limitMs < state.endMs) return false;
    finish();
    return true;
  }

  function finish(): void {
    state.finished = true;
    assertListsAgree(run, worldEvents);
    hooks.assertCounted?.();
    if (state.endMs < horizonMs) {
      // Recorded in the last millisecond that the run covers.
      clock.nowMs = state.endMs - 1;
      watch.ended(waitingCases());
      recorder.end(waitingCases());
    }
    clock.nowMs = state.endMs;
    reportOpenCases(cases, hooks, state.endMs);
    meter.ended(state.endMs, watch.verdict());
  }

  /**
   * Takes at most that many notices before the limit, and returns how many it took. All times are whole milliseconds. A function so large is not
   * inlined into `advance`, whose loop V8 enters by on-stack replacement (docs/performance.md).
   */
  function takeUpTo(most: number): number {
    for (let taken = 0; taken < most; taken++) {
      const { quietUntilMs } = state;
      const arrivalMs = nextArrival.timeMs;
      const arrivesFirst = arrivalMs <= quietUntilMs;
      dueTimer.limitMs = arrivesFirst ? arrivalMs : quietUntilMs;
      if (timers.take() === true) {
        const { row, timeMs, token } = dueTimer;
        clock.nowMs = timeMs;
        if (timerDue === null || timerDue(row, token) !== true) {
          const found = records[row] as CaseRecord;
          const record = casesSleep && found === asleep ? cases.wake(row) : found;
          fire(record, token & (TIMERS_MAX - 1), token >>> TIMER_BITS);
          if (casesSleep) cases.rest(record);
        }
      } else if (arrivesFirst) {
        clock.nowMs = arrivalMs;
        if (followUps !== null && nextArrival.stream === sources.length) comeAgain(followUps);
        else {
          const source = sources[nextArrival.stream] as Source;
          scheduleArrival(source);
          const record = creation.create(source);
          if (recording) recorder.open(record, creation.customer(record));
          arrive(record);
        }
      } else {
        if (nextChange.timeMs >= state.limitMs) return taken;
        takeChange();
      }
      settle();
      if (followUps !== null) calendar.set(sources.length, followUps.nextMs());
    }
    return most;
  }

  // ── One notice ───────────────────────────────────────────────────────────────────────────────────────────────

  function comeAgain({ take }: FollowUps): void {
    const visit = take();
    const record = creation.createFollowUp(visit);
    if (recording) recorder.open(record, creation.customer(record));
    recorder.followUp(record, visit.kind, visit.earlier);
    if (visit.arrives !== null) visit.arrives(record);
    else if (visit.kind === CAME_AGAIN) record.tally.cameAgain();
    arrive(record);
  }

  function arrive(record: CaseRecord): void {
    start(record);
    if (diverts === null || diverts(record) !== true) enter(record);
  }

  function enter(record: CaseRecord): void {
    record.tally.arrived();
    if (arrived !== null) arrived(record);
    if (sendsBack === null || sendsBack(record) !== true) handIn(record);
  }

  function handIn(record: CaseRecord): void {
    const { primary, replica } = record.source;
    submitted.primary = primary;
    submitted.replica = replica;
    if (refuses !== null) submitted.refused = refuses(record) ? 1 : 0;
    sendSubmit(record);
    if (handedIn !== null) handedIn(record);
  }

  /** Takes the next change of the world, or the end of an hour for meter and watch. Causes are judged when an instant has settled. */
  function takeChange(): void {
    const { timeMs } = nextChange;
    meter.advanceTo(timeMs);
    // If the run ends now, its clock stays before: nothing may happen at this time, not even what is settled by the clock.
    if (timeMs >= watch.nextMs && isHopeless(timeMs)) return;
    clock.nowMs = timeMs;
    if (worldEvents.take(timeMs + 1)) {
      const { row, token, what } = worldEvents;
      state.worldChanged = true;
      changeWorld(what, row, token);
      settle();
    }
    lookAhead();
    if (state.worldChanged && nextChange.timeMs > timeMs) causes.judge();
  }

  // ── When a step is over ──────────────────────────────────────────────────────────────────────────────────────

  /** Does what a step has left to do until nothing is left. Then gives back the records of ended cases. */
  function settle(): void {
    do {
      if (settling !== null) settling();
      // Cases that began to wait look for an agent, then agents who became free look for a case.
      joined.drain(lookForAgent);
      heldTimers.settle();
      freed.drain(lookForCase);
    } while (settled !== null && settled() === true);
    if (atRest !== null) atRest();
    retired.drain(giveBack);
  }

  function giveBack(record: CaseRecord): void {
    forget(record);
    cases.release(record);
  }

  // ── What is to come ──────────────────────────────────────────────────────────────────────────────────────────

  function scheduleArrival(source: Source): void {
    calendar.set(source.index, source.arrivals.next());
  }

  function schedule(timeMs: RunMs, what: NoticeKind, index: number, token: number): void {
    if (timeMs >= horizonMs) return;
    worldEvents.schedule(timeMs, what, what, index, token);
    // A step of a case may schedule a change that comes before all known ones.
    if (timeMs < nextChange.timeMs) lookAhead();
  }

  /** Computes when the world changes next, and until when there are only timers and arrivals. */
  function lookAhead(): void {
    nextChange.timeMs = Math.min(worldEvents.nextMs, meter.nextMs(), watch.nextMs);
    state.quietUntilMs = Math.min(nextChange.timeMs, state.limitMs) - 1;
  }

  /** Ends the run, before anything else happens at this time, if the queues can no longer be worked off. */
  function isHopeless(timeMs: RunMs): boolean {
    watch.look(timeMs, creation.count.born, waitingCases());
    if (watch.isHopeless) endAt(timeMs);
    return watch.isHopeless;
  }

  function endWhenFull(): void {
    if (watch.isFull(waitingCases())) endAt(Math.min(state.limitMs, clock.nowMs + 1));
  }

  function endAt(timeMs: RunMs): void {
    state.endMs = timeMs;
    state.limitMs = timeMs;
    lookAhead();
  }

  function waitingCases(): number {
    return router.queues.length + run.stalled.size;
  }

  function counts(): RunCounts {
    const { born } = creation.count;
    const liveCases = born - cases.count.released;
    return { cases: born, notices: state.notices, liveCases, waitingCases: waitingCases() };
  }

  return { advance, begin, counts, endWhenFull, enter, handIn, schedule };
}
