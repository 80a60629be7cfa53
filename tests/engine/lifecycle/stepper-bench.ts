import type { AnyStateMachine } from 'xstate';
import { assert, type RandomStream } from '#base';
import { CASE_COLUMNS, CASE_EVENTS, CASE_STATES, CASE_TIMERS, type CaseContext, caseMachine } from '#domain';
import { type CompiledMachine, compileLifecycle } from '../../../src/engine/lifecycle/compile-lifecycle.ts';
import type { LifecycleSpec } from '../../../src/engine/lifecycle/lifecycle-spec.ts';
import {
  epochName,
  type LifecycleRuntime,
  type LifecycleStepper,
} from '../../../src/engine/lifecycle/stepper.ts';

export type Values = Readonly<Record<string, number>>;
type AnyEvent = { type: string; [value: string]: unknown };
/** A record of any machine: its state, its epochs and the numbers of its context. */
export type AnyRecord = { state: number } & Record<string, number>;
export type AnyRuntime = LifecycleRuntime<AnyRecord>;
export type AnyStepper = LifecycleStepper<AnyEvent, AnyRecord>;
type MakeStepper = (runtime: AnyRuntime) => AnyStepper;

export function blankRecord(spec: LifecycleSpec, channels: number): AnyRecord {
  const record: AnyRecord = { state: 0 };
  for (let channel = 0; channel < channels; channel++) record[epochName(channel)] = 0;
  for (const name of spec.columns) record[name] = 0;
  return record;
}

interface Notice {
  readonly timeMs: number;
  readonly order: number;
  readonly row: number;
  readonly timer: number;
  readonly token: number;
}

/**
 * A stepper with its own records, a clock, and a log of everything that it does. Notices of cancelled timers stay in the list, as in the
 * engine, so stale tokens occur all the time.
 */
export class Bench {
  readonly log: string[] = [];
  readonly records: readonly AnyRecord[];
  readonly notices: Notice[] = [];
  readonly stepper: AnyStepper;
  /** Notices given to the stepper, and how many of them had an effect. */
  fired = 0;
  live = 0;
  private readonly spec: LifecycleSpec;
  private nowMs = 0;
  private order = 0;

  constructor(spec: LifecycleSpec, channels: number, rowCount: number, make: MakeStepper) {
    this.spec = spec;
    this.records = Array.from({ length: rowCount }, () => blankRecord(spec, channels));
    const rowOf = (record: AnyRecord): number => this.records.indexOf(record);
    const effects = Object.fromEntries(
      Object.keys(spec.machine.implementations.actions).map((name) => [
        name,
        (record: AnyRecord, params: unknown) => {
          const row = rowOf(record);
          this.log.push(`${row} ${name}(${JSON.stringify(params) ?? ''}) ${this.valuesOf(row)}`);
        },
      ]),
    );
    this.stepper = make({
      effects,
      schedule: (record, timer, token, delayMs) => {
        const row = rowOf(record);
        this.log.push(`${row} schedule ${spec.timers[timer]} in ${delayMs}, ${this.stateOf(row)}`);
        this.notices.push({ timeMs: this.nowMs + delayMs, order: this.order++, row, timer, token });
      },
      transitioned: (record, event, before, after) => {
        const row = rowOf(record);
        const name = spec.events[event] ?? spec.timers[event - spec.events.length];
        this.log.push(`${row} ${name}: ${spec.states[before]} → ${spec.states[after]}`);
      },
    });
  }

  stateOf(row: number): string {
    return this.spec.states[this.recordOf(row).state] as string;
  }

  valuesOf(row: number): string {
    return this.spec.columns.map((name) => this.recordOf(row)[name]).join(' ');
  }

  set(row: number, values: Values): void {
    for (const name of this.spec.columns) this.recordOf(row)[name] = values[name] as number;
  }

  start(row: number, values: Values): void {
    this.set(row, values);
    this.log.push(`${row} start`);
    this.stepper.start(this.recordOf(row));
    this.told(row);
  }

  send(row: number, event: AnyEvent): void {
    this.log.push(`${row} send ${JSON.stringify(event)}`);
    const reused = this.stepper.events[event.type] as AnyEvent;
    Object.assign(reused, event);
    this.stepper.send(this.recordOf(row), this.spec.events.indexOf(event.type));
    this.told(row);
  }

  forget(row: number): void {
    this.stepper.forget(this.recordOf(row));
    this.log.push(`${row} forgotten`);
  }

  /** Takes the next notice, stale or not; false if there is none. */
  advance(): boolean {
    let next: Notice | undefined;
    for (const notice of this.notices) {
      if (next === undefined || notice.timeMs < next.timeMs) next = notice;
      else if (notice.timeMs === next.timeMs && notice.order < next.order) next = notice;
    }
    if (next === undefined) return false;
    this.fireNotice(next);
    return true;
  }

  fireNotice(notice: Notice): void {
    this.notices.splice(this.notices.indexOf(notice), 1);
    this.nowMs = Math.max(this.nowMs, notice.timeMs);
    this.log.push(`${notice.row} due ${this.spec.timers[notice.timer]}`);
    const before = this.log.length;
    this.stepper.fire(this.recordOf(notice.row), notice.timer, notice.token);
    this.fired++;
    if (this.log.length > before) this.live++;
    this.told(notice.row);
  }

  private recordOf(row: number): AnyRecord {
    return this.records[row] as AnyRecord;
  }

  private told(row: number): void {
    this.log.push(`${row} is ${this.stateOf(row)}: ${this.valuesOf(row)}`);
  }
}

export function compiled(spec: LifecycleSpec): CompiledMachine {
  const result = compileLifecycle(spec);
  assert(result.ok, result.ok ? '' : JSON.stringify(result.problem, null, 1));
  return result.value;
}

export function caseSpec(machine: AnyStateMachine = caseMachine): LifecycleSpec {
  return {
    machine,
    columns: Object.keys(CASE_COLUMNS),
    states: CASE_STATES,
    events: CASE_EVENTS,
    timers: CASE_TIMERS,
  };
}

/** Facts of a case, drawn so that every guard gives both answers and delays tie, are 0, or never end. */
export function randomFacts(random: RandomStream): CaseContext {
  const int = (below: number): number => Math.floor(random.uniform() * below);
  const facts: Record<string, number> = {};
  for (const [name, kind] of Object.entries(CASE_COLUMNS)) {
    facts[name] =
      kind === 'int32' ? int(3) - 1 : ([0, 10, 20, 30, Number.POSITIVE_INFINITY][int(5)] as number);
  }
  // Otherwise no call would be followed by another.
  facts.callsLeft = int(4);
  return facts as CaseContext;
}

/** Events that advance a case are drawn more often than those that interrupt it, so that lives reach their end. */
const OFTEN = ['SUBMIT', 'PLACE', 'ASSIGN', 'ASSIGN', 'RESUME'].flatMap((type) => [type, ...CASE_EVENTS]);

/** An event with random numbers in the fields of its type. */
export function randomCaseEvent(random: RandomStream): AnyEvent {
  const int = (below: number): number => Math.floor(random.uniform() * below);
  const delay = (): number => [0, 10, 20, 30, Number.POSITIVE_INFINITY][int(5)] as number;
  const rarely = (): number => (int(4) === 0 ? delay() : Number.POSITIVE_INFINITY);
  const places = { primary: int(4) - 1, replica: int(4) - 1 };
  const type = OFTEN[int(OFTEN.length)] as string;
  switch (type) {
    case 'ASSIGN':
      return {
        type,
        agent: int(9),
        group: int(5),
        centre: int(4),
        handleMs: 10 * int(3),
        replyMs: delay(),
        reopeningMs: delay(),
        solvedAtTier: int(4),
        unreached: int(4) === 0 ? 1 : 0,
        transferPatienceMs: rarely(),
        interruptionPatienceMs: rarely(),
        reopeningPatienceMs: rarely(),
        vendorMs: rarely(),
        links: int(4) === 0 ? 1 : 0,
      } as AnyEvent;
    case 'SHIFT_END':
      return { type, workLeftMs: int(30) / 2, handsOver: int(2) };
    case 'SUBMIT':
      return { type, ...places, refused: int(8) === 0 ? 1 : 0 };
    case 'CENTRE_DOWN':
    case 'AGENT_ABSENT':
    case 'BAR':
      return { type, workLeftMs: int(30) / 2 };
    case 'PAUSE':
      return { type, leftMs: int(30) / 2 };
    case 'PREEMPT':
      return { type, rests: int(2), leftMs: int(30) / 2, workLeftMs: int(30) / 2 };
    default:
      return { type, ...places };
  }
}
