import type { CaseEvent, ChannelIndex } from '#domain';
import type { CompiledLifecycle } from './compiled-lifecycle.ts';
import { assertRuntime, reusableEvents } from './runtime-parts.ts';
import {
  EPOCH_MASK,
  epochName,
  type LifecycleRecord,
  type LifecycleRuntime,
  type LifecycleStepper,
} from './stepper.ts';
import { ASSIGN, EFFECT, encodeTrees, GUARD, NO_CODE, type Program, READ_DELAY } from './table-code.ts';

/**
 * Executes a compiled life cycle without `new Function`, for hosts with a strict Content-Security-Policy: the same decision trees as numbers
 * in one table, and the machine's functions in arrays.
 */
export function createTableStepper<
  Entity extends LifecycleRecord,
  Event extends { type: string } = CaseEvent,
>(compiled: CompiledLifecycle, runtime: LifecycleRuntime<Entity>): LifecycleStepper<Event, Entity> {
  assertRuntime(compiled, runtime.effects);
  const events = reusableEvents(compiled.spec.events);
  const executor = new TableExecutor(compiled, runtime, events);
  return {
    events: events as LifecycleStepper<Event, Entity>['events'],
    keepsEntities: false,
    start: (entity) => executor.start(entity),
    send: (entity, event) => executor.send(entity, event),
    sender: (event) => (entity) => executor.send(entity, event),
    fire: (entity, timer, token) => executor.fire(entity, timer, token),
    forget: (entity) => executor.forget(entity),
  };
}

interface Args {
  context: object;
  readonly event: unknown;
}

class TableExecutor<Entity extends LifecycleRecord> {
  private readonly compiled: CompiledLifecycle;
  private readonly runtime: LifecycleRuntime<Entity>;
  private readonly program: Program;
  private readonly effects: readonly ((entity: Entity, params: unknown) => void)[];
  private readonly startArgs: Args;
  private readonly eventArgs: readonly Args[];
  private readonly timerArgs: readonly Args[];
  private readonly raisedArgs: readonly Args[];
  private readonly epochNames: readonly string[];
  private readonly values: Float64Array;
  private readonly delays: Float64Array;

  constructor(
    compiled: CompiledLifecycle,
    runtime: LifecycleRuntime<Entity>,
    events: Readonly<Record<string, unknown>>,
  ) {
    this.compiled = compiled;
    this.runtime = runtime;
    this.program = encodeTrees(compiled);
    this.effects = this.program.effects.map(
      (name) => runtime.effects[name] as (entity: Entity, params: unknown) => void,
    );
    this.epochNames = Array.from({ length: compiled.timerChannels }, (_, channel) => epochName(channel));
    this.values = new Float64Array(this.program.assignColumnsMax);
    this.delays = new Float64Array(this.program.delayReadingsMax);
    const context = {};
    this.startArgs = { context, event: { type: 'xstate.init', input: context } };
    this.eventArgs = compiled.spec.events.map((type) => ({ context, event: events[type] }));
    this.timerArgs = compiled.timers.map(({ eventType }) => ({ context, event: { type: eventType } }));
    this.raisedArgs = compiled.trees.internalEvents.map((event) => ({ context, event }));
  }

  start(entity: Entity): void {
    (this.startArgs.event as { input: object }).input = entity;
    this.run(this.program.start, entity, this.startArgs, -1);
  }

  send(entity: Entity, event: number): void {
    const codes = this.program.onEvent[event] as Int32Array;
    const pc = codes[entity.state] as number;
    if (pc !== NO_CODE) this.run(pc, entity, this.eventArgs[event] as Args, event);
  }

  fire(entity: Entity, timer: number, token: number): void {
    const { spec, timers } = this.compiled;
    const { channel } = timers[timer] as { channel: ChannelIndex };
    if (numbersOf(entity)[this.epochNames[channel] as string] !== token) return;
    const codes = this.program.onTimer[timer] as Int32Array;
    const pc = codes[entity.state] as number;
    if (pc !== NO_CODE) this.run(pc, entity, this.timerArgs[timer] as Args, spec.events.length + timer);
  }

  forget(entity: Entity): void {
    for (const name of this.epochNames) nextEpoch(entity, name);
  }

  private run(start: number, entity: Entity, put: Args, eventNumber: number): void {
    const { code, functions, params } = this.program;
    put.context = entity;
    let pc = start;
    for (;;) {
      switch (code[pc]) {
        case GUARD: {
          const guard = functions[code[pc + 1] as number] as Program['functions'][number];
          const yes = guard(this.args(code[pc + 2] as number, put), params[code[pc + 3] as number]);
          pc = yes ? pc + 5 : (code[pc + 4] as number);
          break;
        }
        case ASSIGN:
          this.assign(
            code[pc + 1] as number,
            entity,
            this.args(code[pc + 2] as number, put),
            code[pc + 3] as number,
          );
          pc += 4;
          break;
        case EFFECT:
          (this.effects[code[pc + 1] as number] as (entity: Entity, params: unknown) => void)(
            entity,
            params[code[pc + 2] as number],
          );
          pc += 3;
          break;
        case READ_DELAY: {
          const delay = functions[code[pc + 2] as number] as Program['functions'][number];
          this.delays[code[pc + 1] as number] = delay(
            this.args(code[pc + 3] as number, put),
            undefined,
          ) as number;
          pc += 4;
          break;
        }
        default:
          this.rest(pc, entity, eventNumber);
          return;
      }
    }
  }

  private args(event: number, put: Args): Args {
    if (event < 0) return put;
    const raised = this.raisedArgs[event] as Args;
    raised.context = put.context;
    return raised;
  }

  /** All values are computed before any is stored. */
  private assign(assign: number, entity: Entity, args: Args, paramsIndex: number): void {
    const { columns, functions } = this.program.assigns[assign] as Program['assigns'][number];
    const params = this.program.params[paramsIndex];
    for (let i = 0; i < functions.length; i++) {
      this.values[i] = (functions[i] as Program['functions'][number])(args, params) as number;
    }
    const numbers = numbersOf(entity);
    for (let i = 0; i < columns.length; i++) numbers[columns[i] as string] = this.values[i] as number;
  }

  /** REST state taken cancelled… −1 (timer reading)… −1 */
  private rest(at: number, entity: Entity, eventNumber: number): void {
    const { code } = this.program;
    const { timers } = this.compiled;
    const before = entity.state;
    const after = code[at + 1] as number;
    entity.state = after;
    let pc = at + 3;
    for (; code[pc] !== -1; pc++) nextEpoch(entity, this.epochNames[code[pc] as number] as string);
    for (pc++; code[pc] !== -1; pc += 2) {
      const timer = code[pc] as number;
      const delayMs = this.delays[code[pc + 1] as number] as number;
      const { channel } = timers[timer] as { channel: ChannelIndex };
      const token = numbersOf(entity)[this.epochNames[channel] as string] as number;
      if (delayMs !== Number.POSITIVE_INFINITY) this.runtime.schedule(entity, timer, token, delayMs);
    }
    if (code[at + 2] === 1 && eventNumber >= 0) this.runtime.transitioned(entity, eventNumber, before, after);
  }
}

function nextEpoch(entity: LifecycleRecord, name: string): void {
  const numbers = numbersOf(entity);
  numbers[name] = ((numbers[name] as number) + 1) & EPOCH_MASK;
}

/** The context's numbers and the epochs are properties of the record. */
function numbersOf(entity: LifecycleRecord): Record<string, number> {
  return entity as unknown as Record<string, number>;
}
