import { assert, normalQuantile, numbered, rowAt, Sampler, sumOf, uniformOf } from '#base';
import {
  ACT_NUMBERS,
  CHANNELS,
  type DurationMs,
  NO_CASE,
  NONE,
  NONE_16,
  NONE_32,
  type RunMs,
  SESSION_STEPS,
  type SessionStep,
  type Software,
  type SoftwareIndex,
  STANDS,
  servesLanguage,
  type Window,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { isFollowUp } from '../demand/follow-ups.ts';
import { TIMER_BITS, TIMERS_MAX } from '../residency/held-timers.ts';
import { passing } from '../residency/outages.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { CONTAINMENT_CHANGES, DATA_CENTRE_DOWN, EVACUATION, SESSION_TIMER } from '../time/notices.ts';

const { session: SESSION, 'software containment': CONTAINMENT } = ACT_NUMBERS;
const STEPS = numbered(SESSION_STEPS);

const SERIALS = 1 << 26;

/** Where a case is with its software. */
const ELSEWHERE = 0;
const WAITS = 1;
const IN_SESSION = 2;

/** Times at which software contains another share than usual. */
interface Degraded {
  readonly factor: number;
  readonly windows: readonly Window[];
  readonly isNow: (nowMs: RunMs) => boolean;
}

/** A row of the scenario's software in the run. */
interface Desk extends Pick<Software, 'comesBack' | 'contains' | 'countsFromArrival' | 'model' | 'products'> {
  readonly index: SoftwareIndex;
  /** By stream, whether it takes the channel; by language, whether it speaks it. */
  readonly takes: readonly boolean[];
  readonly speaks: readonly boolean[];
  readonly most: number;
  readonly waits: boolean;
  readonly patience: Sampler | null;
  readonly time: Sampler;
  readonly after: Sampler | null;
  readonly repeats: number;
  /** Weights of the case's work, and of chance, in whether it is contained. */
  readonly byWork: number;
  readonly byChance: number;
  readonly waiting: Set<CaseRecord>;
  readonly inHand: Set<CaseRecord>;
  readonly degraded: readonly Degraded[];
  factor: number;
}

/**
 * Software that answers before people do. A case that it may have goes to it once, before it is submitted: nothing is stored, no line is
 * occupied, and the life cycle has not begun. What it contains is then stored as resolved. Any other case is handed in, as one that has just
 * arrived. Null if there is no such software.
 *
 * Whether a session contains the case is a draw that is correlated with the draw of the case's work at its first contact with people (Gaussian
 * copula), so that the rest is longer. Both draws belong to the case: with another share of containment, the same cases are contained first.
 */
export function createAutomation(run: Run): Feature | null {
  const { cases, clock, contacts, dataPlaces, drawOf, kernel, meter, policy, recorder, scenario, timers } =
    run;
  if (scenario.software === undefined) return null;
  const desks = scenario.software.map((one, index) => deskOf(run, one, index));
  const tallies = desks.map(({ index }) => meter.featureTally('software', index));
  const contained = drawOf('contained by software');
  const lasts = drawOf('time with software');
  const gives = drawOf('patience with software');
  const back = drawOf('comes back to people');
  const backAfter = drawOf('comes back to people after');
  const phases = cases.column(ELSEWHERE);
  const deskIndex = cases.column<SoftwareIndex>(0);
  const serials = cases.column(0);
  const sinceMs = cases.column<RunMs>(0);
  /** Since when its first wait counts, if that is before it is handed in; else NONE. */
  const waitsFromMs = cases.column<RunMs>(NONE);
  /** Work that a session leaves to be done again, until the first contact, ms at speed 1. */
  const againMs = cases.column<DurationMs>(0);
  const repeatsSome = desks.some(({ repeats }) => repeats > 0);
  const count = { serial: 0 };
  /** Who may have what, or what can be reached, has changed in this instant. */
  let isToReview = false;

  const deskFor = (record: CaseRecord) => rowAt(desks, deskIndex.of(record));

  function take(record: CaseRecord, { index, model }: Desk, step: SessionStep, workMs = NONE_32): void {
    const place = step === 'begins' && model !== undefined ? model.dataCentre : NONE_16;
    if (step === 'begins' && model !== undefined) recorder.processing(record, model.entity, model.dataCentre);
    recorder.act(SESSION, STEPS[step], record.caseNumber, index, place, workMs, 0);
    rowAt(tallies, index).step(STEPS[step], workMs);
  }

  const isUp = ({ model }: Desk) => model === undefined || dataPlaces.isUsable(model.dataCentre);

  const mayHave = ({ index }: Desk, { product, source }: CaseRecord) =>
    policy.mayProcess(source.index, product, index);

  /** Sets the timer of the case: only the last one that was set counts. */
  function setTimer(record: CaseRecord, afterMs: DurationMs): void {
    const serial = (count.serial + 1) % SERIALS;
    count.serial = serial;
    serials.set(record, serial);
    const timeMs = clock.nowMs + Math.max(1, Math.round(afterMs));
    assert(timeMs > clock.nowMs && serial > 0 && serial < SERIALS, 'a timer of software is none');
    if (timeMs < scenario.horizonMs)
      timers.schedule(timeMs, record.row, (serial << TIMER_BITS) | SESSION_TIMER);
  }

  function begin(record: CaseRecord, desk: Desk): void {
    phases.set(record, IN_SESSION);
    desk.inHand.add(record);
    assert(desk.inHand.size <= desk.most, 'software has more sessions than it can');
    sinceMs.set(record, clock.nowMs);
    take(record, desk, 'begins');
    rowAt(tallies, desk.index).inHand.change(clock.nowMs, 1);
    const lengthMs = desk.time.of(lasts.word(record));
    if (lengthMs < 0.5) end(record, desk);
    else setTimer(record, lengthMs);
  }

  /** Whether the session contains the case: by chance, and by its work. */
  function isContained(record: CaseRecord, { byChance, byWork, contains, factor }: Desk): boolean {
    const { ordinal, product, severity, source } = record;
    const share = (contains[product]?.[severity] ?? 0) * factor;
    if (share <= 0 || share >= 1) return share >= 1;
    const own = contained.uniform(record);
    if (byWork === 0) return own < share;
    const work = uniformOf(source.draws.handle.word(ordinal, 0));
    return byWork * normalQuantile(work) + byChance * normalQuantile(own) < normalQuantile(share);
  }

  /** The session is over, by itself. A case that nobody can store is not contained. */
  function end(record: CaseRecord, desk: Desk): void {
    if (record.source.primary !== NONE && isContained(record, desk)) contain(record, desk);
    else handOver(record, desk, 'handed over');
  }

  function leaveSession(record: CaseRecord, desk: Desk): void {
    phases.set(record, ELSEWHERE);
    serials.set(record, 0);
    if (!desk.inHand.delete(record)) return;
    const tally = rowAt(tallies, desk.index);
    tally.inHand.change(clock.nowMs, -1);
    const lastedMs = clock.nowMs - sinceMs.of(record);
    assert(lastedMs >= 0 && lastedMs <= clock.nowMs - record.arrivedMs, 'a session begins before its case');
    tally.lasted(lastedMs);
  }

  /** What is contained is stored where a case that arrives now would be, as resolved. */
  function contain(record: CaseRecord, desk: Desk): void {
    leaveSession(record, desk);
    take(record, desk, 'contained', shownMs(contacts.firstWorkMs(record)));
    const { comesBack } = desk;
    if (comesBack !== undefined && back.uniform(record) < comesBack.share) {
      const afterMs = (desk.after as Sampler).of(backAfter.word(record));
      const backMs = clock.nowMs + Math.max(1, Math.round(afterMs));
      kernel.comesBack(record, backMs, (again) => take(again, desk, 'comes back'));
    }
    const { SUBMIT: submitted } = kernel.events;
    submitted.primary = record.source.primary;
    submitted.replica = record.source.replica;
    submitted.refused = 0;
    submitted.stands = STANDS.resolved;
    kernel.submit(record);
    submitted.stands = 0;
    meter.backlog?.closed(false);
    takeNext(desk);
  }

  function handOver(record: CaseRecord, desk: Desk, step: 'broken off' | 'given up' | 'handed over'): void {
    const wasInSession = phases.of(record) === IN_SESSION;
    leaveSession(record, desk);
    take(record, desk, step, wasInSession ? shownMs(contacts.firstWorkMs(record)) : undefined);
    if (wasInSession) againMs.set(record, Math.round(desk.repeats * (clock.nowMs - sinceMs.of(record))));
    if (desk.countsFromArrival === true) waitsFromMs.set(record, record.arrivedMs);
    else record.arrivedMs = clock.nowMs;
    rowAt(tallies, desk.index).apart(-1);
    kernel.enter(record);
    takeNext(desk);
  }

  /** A session is free: the case that has waited longest gets it. */
  function takeNext(desk: Desk): void {
    const [next] = desk.waiting;
    if (next === undefined || desk.inHand.size >= desk.most) return;
    desk.waiting.delete(next);
    begin(next, desk);
  }

  /** A case that follows an earlier one has been with the software before. */
  function diverts(record: CaseRecord): boolean {
    if (isFollowUp(record)) return false;
    const knowing = desks.filter(
      ({ products, speaks, takes }) =>
        takes[record.channel] === true && speaks[record.language] === true && products[record.product] === 1,
    );
    const [first] = knowing;
    if (first === undefined) return false;
    const desk = knowing.find((one) => mayHave(one, record));
    if (desk === undefined) {
      take(record, first, 'not for software');
      return false;
    }
    deskIndex.set(record, desk.index);
    if (!isUp(desk)) {
      take(record, desk, 'not reachable');
      return false;
    }
    const isFull = desk.inHand.size >= desk.most;
    if (isFull && !desk.waits) {
      take(record, desk, 'all taken');
      return false;
    }
    rowAt(tallies, desk.index).apart(1);
    if (isFull) wait(record, desk);
    else begin(record, desk);
    return true;
  }

  function wait(record: CaseRecord, desk: Desk): void {
    phases.set(record, WAITS);
    desk.waiting.add(record);
    take(record, desk, 'waits');
    if (desk.patience !== null) setTimer(record, desk.patience.of(gives.word(record)));
  }

  function giveUp(record: CaseRecord, desk: Desk): void {
    desk.waiting.delete(record);
    handOver(record, desk, 'given up');
  }

  /** Every case that is with software is in one list of its own software, and no other case is. */
  function assertCounted(): void {
    for (const phase of [WAITS, IN_SESSION]) {
      const there = cases.records.filter((record) => phases.of(record) === phase);
      const listed = desks.map(({ inHand, waiting }) => (phase === WAITS ? waiting : inHand));
      assert(
        there.length === sumOf(listed.map(({ size }) => size)) &&
          there.every((record) => listed[deskIndex.of(record)]?.has(record) === true),
        'cases with software are not those in its lists',
      );
    }
    for (const { factor, waiting, inHand, most } of desks) {
      assert(factor >= 0 && factor <= 1, `software contains ${factor} times what it did`);
      assert(waiting.size === 0 || inHand.size === most, 'cases wait for software that has room');
    }
  }

  /** Cases that software may no longer have, or can no longer reach, go to people. */
  function review(): void {
    isToReview = false;
    for (const desk of desks) {
      const stays = (record: CaseRecord) => isUp(desk) && mayHave(desk, record);
      for (const record of [...desk.waiting]) if (!stays(record)) giveUp(record, desk);
      for (const record of [...desk.inHand]) if (!stays(record)) handOver(record, desk, 'broken off');
    }
  }

  function changeContainment(desk: Desk): void {
    const now = desk.degraded.filter(({ isNow }) => isNow(clock.nowMs));
    const factor = Math.min(1, ...now.map((one) => one.factor));
    if (factor === desk.factor) return;
    desk.factor = factor;
    recorder.act(CONTAINMENT, factor === 1 ? 1 : 0, NO_CASE, desk.index, 0, 0, 0);
  }

  return {
    varies: ['stands'],
    hooks: {
      assertCounted,
      begins() {
        for (const { degraded, index } of desks) {
          const instants = degraded.flatMap(({ windows }) =>
            windows.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
          );
          for (const timeMs of new Set(instants)) kernel.schedule(timeMs, CONTAINMENT_CHANGES, index, 0);
        }
      },
      diverts,
      handedIn(record) {
        const fromMs = waitsFromMs.of(record);
        if (fromMs !== NONE && record.queue !== null) record.queuedMs = fromMs;
      },
      isWithSoftware: (record) => phases.of(record) !== ELSEWHERE,
      timerDue(row, token) {
        if ((token & (TIMERS_MAX - 1)) !== SESSION_TIMER) return false;
        const record = rowAt(cases.records, row as CaseRecord['row']);
        if (record === cases.asleep || serials.of(record) !== token >>> TIMER_BITS) return true;
        const desk = deskFor(record);
        if (phases.of(record) === WAITS) giveUp(record, desk);
        else end(record, desk);
        return true;
      },
      notice(what, index) {
        if (what !== CONTAINMENT_CHANGES) {
          isToReview ||= what === DATA_CENTRE_DOWN || what === EVACUATION;
          return false;
        }
        changeContainment(rowAt(desks, index));
        return true;
      },
      lawChanged() {
        isToReview = true;
      },
      settling() {
        if (isToReview) review();
      },
      ...(repeatsSome
        ? {
            planned(record, _agent, event) {
              const more = againMs.of(record);
              if (more === 0) return;
              againMs.set(record, 0);
              record.contentMs += more;
              event.handleMs = Math.max(1, Math.round(record.contentMs / record.speed));
            },
          }
        : {}),
    },
  };
}

/** A number that an act can hold. */
function shownMs(workMs: DurationMs): DurationMs {
  return Math.min(Math.round(workMs), NONE_32 - 1);
}

function deskOf({ scenario, windowsOf }: Run, one: Software, index: SoftwareIndex): Desk {
  const { channels, comesBack, degradations = [], languages, selection, sessions, time, waits } = one;
  return {
    ...one,
    index,
    takes: CHANNELS.map((channel) => channels.includes(channel)),
    speaks: scenario.languages.map((wanted) =>
      languages.some((spoken) => servesLanguage(rowAt(scenario.languages, spoken), wanted)),
    ),
    most: sessions ?? Number.POSITIVE_INFINITY,
    waits: waits !== undefined,
    patience: waits?.patience === undefined ? null : new Sampler(waits.patience),
    time: new Sampler(time),
    after: comesBack === undefined ? null : new Sampler(comesBack.after),
    repeats: one.repeats ?? 0,
    byWork: selection,
    byChance: Math.sqrt(1 - selection * selection),
    waiting: new Set(),
    inHand: new Set(),
    degraded: degradations.map(({ factor, planned, random }) => {
      const windows = windowsOf(planned, random);
      return { factor, windows, isNow: passing(windows) };
    }),
    factor: 1,
  };
}
