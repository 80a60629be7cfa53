import { type Verdicts, VerdictsOverTime } from '#audit';
import { numbered } from '#base';
import {
  type ActKind,
  type ActOf,
  BASIS_KINDS,
  byKind,
  CALLBACK_STEPS,
  CASE_STATES,
  NO_CASE,
  NONE_16,
  opensCase,
  type Scenario,
  TRANSITION_EVENTS,
} from '#domain';
import type { EntryVisitor, StoryEntry } from '#ledger';
import { CaseTable, NO_CENTRE } from './case-table.ts';
import { CentreQueues } from './centre-queues.ts';
import { type FlowKind, Frames, rowOf } from './frames.ts';
import { GrowingTable } from './growing.ts';
import { HandledWork } from './handled-work.ts';
import { HourlyLevels } from './hourly-levels.ts';

const { stalled: STALLED, 'open.waiting.queued': QUEUED, 'open.working': WORKING } = numbered(CASE_STATES);
const { patience: PATIENCE, handling: HANDLING } = numbered(TRANSITION_EVENTS);
const {
  'inside-free-flow': FREE_FLOW,
  none: WITHOUT,
  'not-regulated': NOT_REGULATED,
  'same-entity': SAME_ENTITY,
} = numbered(BASIS_KINDS);
/** Bases that need no instrument, because nothing is transferred or no law applies. */
const FREE: readonly number[] = [NOT_REGULATED, FREE_FLOW, SAME_ENTITY];
const { accepted: ACCEPTED } = numbered(CALLBACK_STEPS);
const NO_LAST = -1;

/** A place goes down or comes up, at an exact moment. */
export interface WorldEvent {
  readonly timeMs: number;
  readonly kind: 'centre' | 'data centre';
  readonly index: number;
  readonly isUp: boolean;
}

function handOverColumns(room: number) {
  return {
    timeMs: new Float64Array(room),
    caseNumber: new Uint32Array(room),
    centre: new Uint16Array(room),
    reason: new Uint8Array(room),
  };
}

/**
 * What the page shows of a run, collected during a simulation or while a ledger is read: a row for each case, the
 * world step by step, waiting cases and work by hour. Memory grows with the number of cases, not of entries.
 */
export class Chronicle {
  readonly cases: CaseTable;
  readonly frames: Frames;
  /** Waiting cases, by the centres that may take them. */
  readonly queues: CentreQueues;
  /** Agents on duty, by centre. */
  readonly staff: HourlyLevels;
  /** Busy agents by what they work on. */
  readonly work: HandledWork;
  readonly handOvers = new GrowingTable(handOverColumns);
  readonly events: WorldEvent[] = [];
  readonly countries: readonly string[];
  nowMs = 0;
  /** When the run was ended before its horizon; null if it was not. */
  private endedMs: number | null = null;

  private readonly countryOfStream: Uint16Array;
  private readonly centreOfGroup: Uint16Array;
  /** Row of each group, and of the group of each agent, among the levels of the frames. */
  private readonly rowOfGroup: Uint16Array;
  private readonly rowOfAgent: Uint16Array;
  /** By stream: whether its promise restricts where data is stored. */
  private readonly isBound: Uint8Array;
  private readonly dataCentres: number;
  private readonly kinds: readonly ((this: void, act: StoryEntry) => void)[];
  /** The last recorded transfer. It belongs to the store or view that follows. */
  private transfer = { caseNumber: NO_LAST, place: NO_LAST, basis: NOT_REGULATED as number };
  /** Centre that each handed-over case has left, until it is assigned. */
  private readonly handedOver = new Map<number, number>();
  /** What promises permit. Used to colour arcs: the audit, which knows every exception, decides what is a violation. */
  private readonly verdicts: VerdictsOverTime;
  /** Cases opened outside their promise, by a consent or in an emergency. */
  private readonly excepted = new Set<number>();
  /** Since when each case in a queue has waited there. */
  private readonly waitsSince = new Map<number, number>();
  /** Cases whose customers have hung up and are to be called back. */
  private readonly toBeCalled = new Set<number>();

  constructor(scenario: Scenario) {
    const { centres, dataCentres, groups, horizonMs, promises, segments, streams } = scenario;
    this.countries = [...new Set(streams.map(({ country }) => country))].sort();
    this.countryOfStream = Uint16Array.from(streams, ({ country }) => this.countries.indexOf(country));
    this.centreOfGroup = Uint16Array.from(groups, ({ centre }) => centre);
    this.rowOfGroup = Uint16Array.from(groups, ({ centre, tier }) => rowOf(centre, tier));
    this.rowOfAgent = Uint16Array.from(
      groups.flatMap(({ shifts }, group) =>
        shifts.flatMap(({ agents }) => Array<number>(agents).fill(this.rowOfGroup[group] as number)),
      ),
    );
    this.isBound = Uint8Array.from(streams, ({ segment }) => {
      const promise = promises[segments[segment]?.promise ?? -1];
      const zones = promise === undefined ? [] : Object.values(promise.zones);
      return zones.some(({ storage }) => storage !== 'ANY') ? 1 : 0;
    });
    this.dataCentres = dataCentres.length;
    this.verdicts = new VerdictsOverTime(scenario);
    this.cases = new CaseTable(scenario);
    this.queues = new CentreQueues(scenario, this.cases, this.verdicts);
    this.frames = new Frames(scenario, this.countries.length, this.queues.now);
    this.staff = new HourlyLevels(centres.length, horizonMs);
    this.work = new HandledWork(scenario);
    const none = () => {};
    const readers: Partial<Record<ActKind, (act: StoryEntry) => void>> = this.readers(scenario);
    this.kinds = byKind((kind) => readers[kind] ?? none);
  }

  /** Takes the next act of the run. */
  readonly visit: EntryVisitor = (act) => {
    const { caseNumber, index, kind, timeMs } = act;
    if (timeMs > this.nowMs) {
      this.nowMs = timeMs;
      this.frames.reach(timeMs - 1);
    }
    this.kinds[kind]?.(act);
    if (caseNumber >= this.cases.length) return;
    const { firstEntry, lastEntry } = this.cases.columns;
    if (opensCase(kind)) firstEntry[caseNumber] = index;
    lastEntry[caseNumber] = index;
  };

  /** Ends the run: levels remain until its end. */
  finish(endMs: number): void {
    this.nowMs = endMs;
    const endedMs = this.endedMs ?? endMs;
    for (const [caseNumber, sinceMs] of this.waitsSince)
      if (!this.toBeCalled.has(caseNumber)) this.cases.stillWaiting(caseNumber, endedMs, endedMs - sinceMs);
    this.queues.closeAll(endMs);
    this.staff.closeAll(endMs);
    this.work.closeAll(endMs);
  }

  private readers({ centres }: Scenario): Readers {
    const { cases, events, frames, queues, staff, work } = this;
    const onDuty = (group: number, timeMs: number, agents: number) => {
      staff.change(this.centreOfGroup[group] as number, timeMs, agents);
      const row = this.rowOfGroup[group] as number;
      frames.levels.onDuty[row] = (frames.levels.onDuty[row] as number) + agents;
    };
    // A ledger from outside may name agents who do not exist: they count for no row.
    const busy = (agent: number, agents: number) => {
      const row = this.rowOfAgent[agent];
      if (row !== undefined) frames.levels.busy[row] = (frames.levels.busy[row] as number) + agents;
    };
    return {
      duty: ({ a, aux, c, d, timeMs }) => {
        onDuty(a, timeMs, aux === 1 ? c : -c);
        work.duty(aux === 1, d, c, timeMs);
      },
      presence: ({ a, aux, b, c, timeMs }) => {
        onDuty(a, timeMs, aux === 1 ? 1 : -1);
        work.presence(aux === 1, b === 1, c, timeMs);
      },
      centre: ({ a, aux, timeMs }) => {
        frames.centreUp[a] = aux;
        events.push({ timeMs, kind: 'centre', index: a, isUp: aux === 1 });
      },
      'data centre': ({ a, aux, timeMs }) => {
        frames.dataCentreUp[a] = aux;
        events.push({ timeMs, kind: 'data centre', index: a, isUp: aux === 1 });
      },
      law: ({ timeMs }) => queues.lawChanges(timeMs),
      open: (act) => cases.open(act.caseNumber, act.timeMs, act),
      severity: ({ aux, caseNumber }) => {
        cases.columns.severity[caseNumber] = aux;
      },
      transition: (act) => this.transition(act),
      assign: ({ a, caseNumber, d, timeMs }) => {
        const centre = this.centreOfGroup[a] as number;
        cases.assign(caseNumber, timeMs, centre, d);
        const from = this.handedOver.get(caseNumber);
        this.handedOver.delete(caseNumber);
        const offset = this.dataCentres;
        const country = this.countryOfStream[cases.columns.stream[caseNumber] as number];
        if (from === undefined && country !== undefined)
          frames.flow('taken', offset + centres.length + country, offset + centre);
        if (from !== undefined && from !== centre) frames.flow('hand-over', offset + from, offset + centre);
      },
      escalate: ({ a, aux, caseNumber, d, timeMs }) => {
        cases.handOver(caseNumber, aux, d);
        // A waiting customer may raise the severity, which may require a higher tier.
        queues.changed(caseNumber, timeMs);
        const row = this.handOvers.length;
        this.handOvers.reach(row);
        const c = this.handOvers.columns;
        c.timeMs[row] = timeMs;
        c.caseNumber[row] = caseNumber;
        c.centre[row] = a;
        c.reason[row] = aux;
        if (a !== NO_CENTRE) this.handedOver.set(caseNumber, a);
      },
      commitment: ({ a, caseNumber, timeMs }) => {
        if (a === NONE_16) queues.changed(caseNumber, timeMs);
        else queues.commit(caseNumber, timeMs, a);
      },
      'after-contact work': ({ a, aux, c, caseNumber, timeMs }) => {
        const centre = this.centreOfGroup[a] as number;
        const level =
          caseNumber === NO_CASE ? null : work.levelFor(cases.columns.stream[caseNumber] as number, centre);
        busy(c, aux === 1 ? 1 : -1);
        if (aux !== 1) work.end(c, level, timeMs);
        else if (level !== null) work.begin(c, level, timeMs);
      },
      transfer: ({ aux, c, caseNumber }) => {
        this.transfer = { caseNumber, place: c, basis: aux };
      },
      // The entry is in the last millisecond that the run covers.
      end: ({ timeMs }) => {
        this.endedMs = timeMs + 1;
      },
      callback: ({ aux, caseNumber }) => {
        if (aux === ACCEPTED) this.toBeCalled.add(caseNumber);
      },
      exception: ({ caseNumber }) => this.excepted.add(caseNumber),
      'emergency access': ({ caseNumber }) => this.excepted.add(caseNumber),
      store: ({ a, aux, b, c, caseNumber, timeMs }) => {
        this.copies(caseNumber, a, 1);
        if (b === NONE_16 || b === a) return;
        const isPromised = this.isPromised(caseNumber, timeMs, (verdicts, stream) =>
          verdicts.whyNotStored(stream, aux, c, a),
        );
        frames.flow(isPromised ? this.kindOf(caseNumber, a) : 'outside', b, a);
      },
      delete: ({ a, caseNumber }) => this.copies(caseNumber, a, -1),
      view: ({ a, c, caseNumber, d, timeMs }) => {
        busy(c, 1);
        const place = this.dataCentres + a;
        const stream = cases.columns.stream[caseNumber] as number;
        work.begin(c, work.levelFor(stream, a), timeMs);
        const isPromised =
          this.excepted.has(caseNumber) ||
          this.isPromised(caseNumber, timeMs, (verdicts) => verdicts.whyNotSeen(stream, 0, a));
        frames.flow(isPromised ? this.kindOf(caseNumber, place) : 'outside', d, place);
      },
      'view end': ({ a, c, caseNumber, timeMs }) => {
        busy(c, -1);
        work.end(c, work.levelFor(cases.columns.stream[caseNumber] as number, a), timeMs);
      },
    };
  }

  private transition({ a, aux, b, caseNumber, timeMs }: ActRead<'transition'>): void {
    const { cases, frames, queues } = this;
    if (aux === HANDLING && a === WORKING && b === QUEUED) cases.correct(caseNumber);
    const waited = a === QUEUED || a === STALLED;
    const waits = b === QUEUED || b === STALLED;
    if (waited !== waits) {
      const stream = cases.columns.stream[caseNumber] as number;
      const delta = waits ? 1 : -1;
      const country = this.countryOfStream[stream] as number;
      frames.levels.waiting[country] = (frames.levels.waiting[country] as number) + delta;
      if (waits) queues.enter(caseNumber, timeMs);
      else queues.leave(caseNumber, timeMs);
    }
    if (b === QUEUED && a !== QUEUED) this.waitsSince.set(caseNumber, timeMs);
    if (aux === PATIENCE && waited) {
      cases.giveUp(caseNumber, timeMs, timeMs - (this.waitsSince.get(caseNumber) ?? timeMs));
    }
    if (b !== QUEUED) this.waitsSince.delete(caseNumber);
    cases.moveTo(caseNumber, timeMs, b);
  }

  /** A ledger from outside may name cases and streams that do not exist. */
  private isPromised(
    caseNumber: number,
    timeMs: number,
    whyNot: (verdicts: Verdicts, stream: number) => string | null,
  ): boolean {
    const stream = this.cases.columns.stream[caseNumber] ?? this.countryOfStream.length;
    return stream >= this.countryOfStream.length || whyNot(this.verdicts.at(timeMs), stream) === null;
  }

  private copies(caseNumber: number, place: number, delta: number): void {
    const { cases, frames } = this;
    frames.levels.copies[place] = (frames.levels.copies[place] as number) + delta;
    if (this.isBound[cases.columns.stream[caseNumber] as number] === 1)
      frames.levels.boundCopies[place] = (frames.levels.boundCopies[place] as number) + delta;
  }

  /** What storing or seeing the case at the place is by the last transfer, if that is its own. */
  private kindOf(caseNumber: number, place: number): FlowKind {
    const { transfer } = this;
    if (transfer.caseNumber !== caseNumber || transfer.place !== place) return 'seen';
    if (transfer.basis === WITHOUT) return 'without a basis';
    return FREE.includes(transfer.basis) ? 'seen' : 'on a basis';
  }
}

/** An act of a known kind. The table of acts gives the meaning of its numbers. */
type ActRead<Kind extends ActKind> = ActOf<Kind> & Pick<StoryEntry, 'caseNumber' | 'timeMs'>;
type Readers = { readonly [Kind in ActKind]?: (act: ActRead<Kind>) => void };
