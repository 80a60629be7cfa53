import type { CaseEvent } from '#domain';
import type { CompiledLifecycle } from './compile-lifecycle.ts';
import { assertRuntime, reusableEvents } from './runtime-parts.ts';
import type { LifecycleRuntime, LifecycleStepper } from './stepper.ts';
import { ASSIGN, EFFECT, encodeTrees, GUARD, NO_CODE, type Program, READ_DELAY } from './table-code.ts';

/**
 * Executes a compiled life cycle without `new Function`: the same decision trees as numbers in one table, and
 * the machine's functions in arrays. For hosts with a strict Content-Security-Policy.
 */
export function createTableStepper<Event extends { type: string } = CaseEvent>(
  compiled: CompiledLifecycle,
  runtime: LifecycleRuntime,
): LifecycleStepper<Event> {
  assertRuntime(compiled, runtime);
  const events = reusableEvents(compiled.spec.events);
  const executor = new TableExecutor(compiled, runtime, events);
  return {
    events: events as LifecycleStepper<Event>['events'],
    start: (row) => executor.start(row),
    send: (row, event) => executor.send(row, event),
    fire: (row, timer, token) => executor.fire(row, timer, token),
    forget: (row) => executor.forget(row),
  };
}

type ColumnArray = Int32Array | Float64Array;

interface Args {
  readonly context: object;
  readonly event: unknown;
}

class TableExecutor {
  private readonly compiled: CompiledLifecycle;
  private readonly runtime: LifecycleRuntime;
  private readonly program: Program;
  private readonly effects: readonly ((row: number, params: unknown) => void)[];
  private readonly startArgs: Args;
  private readonly eventArgs: readonly Args[];
  private readonly timerArgs: readonly Args[];
  private readonly raisedArgs: readonly Args[];
  /** The columns' arrays as of this step: a look-up by index is several times as fast as one by name. */
  private readonly arrays: ColumnArray[] = [];
  /** The row that the context reads. */
  private readonly cursor = { row: 0 };
  private readonly values: Float64Array;
  private readonly delays: Float64Array;

  constructor(
    compiled: CompiledLifecycle,
    runtime: LifecycleRuntime,
    events: Readonly<Record<string, unknown>>,
  ) {
    this.compiled = compiled;
    this.runtime = runtime;
    this.program = encodeTrees(compiled);
    this.effects = this.program.effects.map(
      (name) => runtime.effects[name] as (row: number, params: unknown) => void,
    );
    this.values = new Float64Array(this.program.assignColumnsMax);
    this.delays = new Float64Array(this.program.delayReadingsMax);
    const context = columnReader(compiled.spec.columns, this.arrays, this.cursor);
    this.startArgs = { context, event: { type: 'xstate.init', input: context } };
    this.eventArgs = compiled.spec.events.map((type) => ({ context, event: events[type] }));
    this.timerArgs = compiled.timers.map(({ eventType }) => ({ context, event: { type: eventType } }));
    this.raisedArgs = compiled.trees.internalEvents.map((event) => ({ context, event }));
  }

  start(row: number): void {
    this.run(this.program.start, row, this.startArgs, -1);
  }

  send(row: number, event: number): void {
    const codes = this.program.onEvent[event] as Int32Array;
    const pc = codes[this.runtime.rows.state[row] as number] as number;
    if (pc !== NO_CODE) this.run(pc, row, this.eventArgs[event] as Args, event);
  }

  fire(row: number, timer: number, token: number): void {
    const { timerChannels, spec, timers } = this.compiled;
    const channel = (timers[timer] as { channel: number }).channel;
    if (this.runtime.rows.timerEpochs[row * timerChannels + channel] !== token >>> 0) return;
    const codes = this.program.onTimer[timer] as Int32Array;
    const pc = codes[this.runtime.rows.state[row] as number] as number;
    if (pc !== NO_CODE) this.run(pc, row, this.timerArgs[timer] as Args, spec.events.length + timer);
  }

  forget(row: number): void {
    const { timerChannels } = this.compiled;
    const epochs = this.runtime.rows.timerEpochs;
    for (let k = row * timerChannels; k < (row + 1) * timerChannels; k++)
      epochs[k] = (epochs[k] as number) + 1;
  }

  private run(start: number, row: number, put: Args, told: number): void {
    const { code, functions, params } = this.program;
    this.refreshArrays();
    this.cursor.row = row;
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
            row,
            this.args(code[pc + 2] as number, put),
            code[pc + 3] as number,
          );
          pc += 4;
          break;
        case EFFECT:
          (this.effects[code[pc + 1] as number] as (row: number, params: unknown) => void)(
            row,
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
          this.rest(pc, row, told);
          return;
      }
    }
  }

  private refreshArrays(): void {
    const { columns } = this.compiled.spec;
    const [first] = columns;
    if (first === undefined || this.arrays[0] === this.runtime.columns[first]) return;
    for (let i = 0; i < columns.length; i++) {
      this.arrays[i] = this.runtime.columns[columns[i] as string] as ColumnArray;
    }
  }

  private args(event: number, put: Args): Args {
    return event < 0 ? put : (this.raisedArgs[event] as Args);
  }

  /** All values are computed before any is stored. */
  private assign(assign: number, row: number, args: Args, paramsIndex: number): void {
    const { columns, functions } = this.program.assigns[assign] as Program['assigns'][number];
    const params = this.program.params[paramsIndex];
    for (let i = 0; i < functions.length; i++) {
      this.values[i] = (functions[i] as Program['functions'][number])(args, params) as number;
    }
    for (let i = 0; i < columns.length; i++) {
      (this.arrays[columns[i] as number] as ColumnArray)[row] = this.values[i] as number;
    }
  }

  /** REST state taken cancelled… −1 (timer reading)… −1 */
  private rest(at: number, row: number, told: number): void {
    const { code } = this.program;
    const { rows } = this.runtime;
    const { timerChannels, timers } = this.compiled;
    const before = rows.state[row] as number;
    const after = code[at + 1] as number;
    rows.state[row] = after;
    let pc = at + 3;
    for (; code[pc] !== -1; pc++) {
      const k = row * timerChannels + (code[pc] as number);
      rows.timerEpochs[k] = (rows.timerEpochs[k] as number) + 1;
    }
    for (pc++; code[pc] !== -1; pc += 2) {
      const timer = code[pc] as number;
      const delayMs = this.delays[code[pc + 1] as number] as number;
      const { channel } = timers[timer] as { channel: number };
      const token = rows.timerEpochs[row * timerChannels + channel] as number;
      if (delayMs !== Number.POSITIVE_INFINITY) this.runtime.schedule(row, timer, token, delayMs);
    }
    if (code[at + 2] === 1 && told >= 0) this.runtime.transitioned(row, told, before, after);
  }
}

/** A context whose properties read the columns at the cursor's row. */
function columnReader(
  names: readonly string[],
  arrays: readonly ColumnArray[],
  cursor: { row: number },
): object {
  const context = {};
  names.forEach((name, i) => {
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => (arrays[i] as ColumnArray)[cursor.row],
    });
  });
  return context;
}
