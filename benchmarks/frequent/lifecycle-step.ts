import { bench, do_not_optimize, group } from 'mitata';
import type { AnyActorScope } from 'xstate';
import { CASE_EVENTS, CASE_STATES, type CaseContext, type CaseEvent, caseMachine, UNVARIED } from '#domain';
import { type EngineKind, loadEngine, prepareEngine } from '#engine';
import { type CaseRecord, newCaseRecord } from '../../src/engine/cases/case-record.ts';
import { warmed } from './repeatable.ts';

const ASSIGN = CASE_EVENTS.indexOf('ASSIGN');
const SHIFT_END = CASE_EVENTS.indexOf('SHIFT_END');
/** The life cycle does not look at where a case came from. */
const NO_SOURCE = {} as CaseRecord['source'];
/** Enough that a record is not always in the nearest cache. */
const CASES = 1024;
const SUBMIT: CaseEvent = { type: 'SUBMIT', primary: 0, replica: 1, refused: 0, stands: 0 };
const ASSIGNED: CaseEvent = {
  type: 'ASSIGN',
  agent: 3,
  group: 2,
  centre: 1,
  handleMs: 60_000,
  replyMs: Number.POSITIVE_INFINITY,
  reopeningMs: Number.POSITIVE_INFINITY,
  ...UNVARIED.ASSIGN,
  vendorMs: Number.POSITIVE_INFINITY,
  solvedAtTier: 1,
};
const HANDED_OVER: CaseEvent = { type: 'SHIFT_END', workLeftMs: 30_000, handsOver: 1 };

/**
 * One step of a case's life by each kind of engine: in turns all cases are assigned to an agent, and handed over back
 * into the queue at the end of the shift. Effects do nothing; timers are set and cancelled.
 */
export function benchLifecycleStep(): void {
  group('one life-cycle step', () => {
    for (const [name, kind] of [
      ['compiled', 'compiled'],
      ['tables', 'table'],
      ['one xstate actor per case', 'interpreted'],
    ] as const) {
      bench(`life-cycle step: ${name}`, function* () {
        yield warmed(stepsOf(kind));
      }).baseline(kind === 'compiled');
    }
    bench('life-cycle step: machine.transition, reused scope', function* () {
      yield warmed(transitions());
    });
  });
}

await loadEngine('interpreted');

function stepsOf(kind: EngineKind): () => void {
  const nothing = () => {};
  const names = Object.keys(caseMachine.implementations.actions);
  const { events, start, send } = prepareEngine(kind).createStepper({
    effects: Object.fromEntries(names.map((name) => [name, nothing])),
    schedule: nothing,
    transitioned: nothing,
  });
  Object.assign(events.SUBMIT, SUBMIT);
  Object.assign(events.ASSIGN, ASSIGNED);
  Object.assign(events.SHIFT_END, HANDED_OVER);
  const records = Array.from({ length: CASES }, (_, row) => {
    const record = newCaseRecord(row, NO_SOURCE);
    record.triageMs = 0;
    record.patienceMs = 300_000;
    start(record);
    send(record, CASE_EVENTS.indexOf('SUBMIT'));
    return record;
  });
  let next = 0;
  let areWorking = false;
  const step = () => {
    send(records[next] as CaseRecord, areWorking ? SHIFT_END : ASSIGN);
    next = (next + 1) % CASES;
    if (next === 0) areWorking = !areWorking;
  };
  const states = ['open.working', 'open.waiting.queued'].map((path) => {
    for (let i = 0; i < CASES; i++) step();
    return records.every(({ state }) => CASE_STATES[state] === path);
  });
  if (states.includes(false)) throw new Error('the steps do not lead from the queue to work and back');
  return step;
}

function transitions(): () => void {
  const nothing = () => {};
  const scope = {
    self: {},
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: nothing,
    system: { _sendInspectionEvent: nothing },
  } as unknown as AnyActorScope & Parameters<typeof caseMachine.transition>[2];
  const input: CaseContext = { ...newCaseRecord(0, NO_SOURCE), triageMs: 0, patienceMs: 300_000 };
  const submitted = caseMachine.getInitialSnapshot(scope, input);
  const waiting = caseMachine.transition(submitted, SUBMIT, scope);
  const working = caseMachine.transition(waiting, ASSIGNED, scope);
  if (!working.matches({ open: 'working' })) throw new Error(`the case is ${JSON.stringify(working.value)}`);
  let isWorking = false;
  return () => {
    const snapshot = isWorking ? working : waiting;
    do_not_optimize(caseMachine.transition(snapshot, isWorking ? HANDED_OVER : ASSIGNED, scope));
    isWorking = !isWorking;
  };
}
