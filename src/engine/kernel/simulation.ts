import { numbered } from '#base';
import { CASE_EVENTS, MOST_WAITING, type Scenario, seedParts } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { createCaseCreation } from '../demand/case-creation.ts';
import { createFollowUps } from '../demand/follow-ups.ts';
import { createFeatures } from '../features/list.ts';
import type { Stepper } from '../lifecycle/stepper.ts';
import { createHeldTimers, type HeldTimers } from '../residency/held-timers.ts';
import { type ComposedHooks, composeHooks } from '../run/hooks.ts';
import { createInterruptions } from '../run/interruptions.ts';
import type { Kernel, Simulation, SimulationOptions } from '../run/run.ts';
import { createChoiceRecorder } from './choice-recorder.ts';
import { createEffects, idleEffectsOf } from './effects.ts';
import { createMatching } from './matching.ts';
import { OverloadWatch } from './overload-watch.ts';
import { createParts } from './parts.ts';
import { constantsOf } from './run-constants.ts';
import { createRunLoop } from './run-loop.ts';
import { WorldChanges } from './world-changes.ts';

const { SUBMIT } = numbered(CASE_EVENTS);

/** Puts one replication together: the parts of every run, the features of the scenario, life cycle, matching and loop. */
export function createSimulation(promised: Scenario, options: SimulationOptions): Simulation {
  const { created } = options;
  // The kernel gives parts access to what is created after them.
  const kernel: Kernel = {
    send: (record, event) => stepper.send(record, event),
    get events() {
      return stepper.events;
    },
    get interruptions() {
      return interruptions;
    },
    enter: (record) => loop.enter(record),
    submit: (record) => stepper.send(record, SUBMIT),
    comesBack: (record, timeMs, arrives) => followUps?.comesBack(record, timeMs, arrives),
    handIn: (record) => loop.handIn(record),
    schedule: (timeMs, what, index, token) => loop.schedule(timeMs, what, index, token),
    beginDuty: (agents) => changes.comeOnDuty(agents),
    endDuty: (agents, isLast) => changes.goOffDuty(agents, isLast),
    sendAway: (agent, why) => changes.sendAway(agent, why),
    callBack: (agent, why) => changes.callBack(agent, why),
    assign: (record, agent) => matching.assign(record, agent),
    lookForCase: (agent) => matching.lookForCase(agent),
    answered: (record, joinedMs, waitMs) => matching.answered(record, joinedMs, waitMs),
    explain: (record, agent, askedBy) => explain?.(record, agent, askedBy),
    recordChoice: (record, agent) => recordChoice?.(record, agent),
  };
  const run = createParts(promised, options, kernel, () => loop.endWhenFull());
  const { cases, clock, recorder, scenario, sources, timers } = run;
  const features = createFeatures(run);
  const hooks = composeHooks(created === undefined ? features : [...features, { hooks: { created } }]);
  const followUps = createFollowUps(scenario, sources, run.drawOf);
  const constants = constantsOf(scenario, features);
  const creation = createCaseCreation(run, hooks.created, constants);
  const heldTimers = createHeldTimers(scenario, clock, timers, cases.records);
  const stepper: Stepper<CaseRecord> = options.createStepper({
    effects: createEffects(run, hooks, followUps),
    idleEffects: idleEffectsOf(run, hooks),
    constants,
    recordsTransitions: recorder.recording,
    schedule: timersOf(hooks, heldTimers),
    transitioned: recorder.transition,
  });
  const interruptions = createInterruptions(run, hooks, stepper);
  const explain = options.probe?.(run, hooks) ?? null;
  const recordChoice = createChoiceRecorder(run, explain);
  const matching = createMatching(run, hooks, stepper, explain, recordChoice);
  const { seed } = seedParts(options.seed);
  const changes = new WorldChanges(run, hooks, { ...options, seed });
  const watch = new OverloadWatch(scenario.mostWaiting ?? MOST_WAITING);
  const loop = createRunLoop(run, {
    hooks,
    stepper,
    creation,
    followUps,
    heldTimers,
    matching,
    watch,
    changeWorld: changes.execute,
  });
  changes.scheduleAll();
  hooks.begins?.();
  loop.begin();
  return { ...run, advance: loop.advance, counts: loop.counts };
}

/** How timers of cases are set: by a feature if it times the contact, else by the kernel. */
function timersOf({ schedules }: ComposedHooks, { schedule }: HeldTimers): HeldTimers['schedule'] {
  if (schedules === null) return schedule;
  return (record, timer, epoch, delayMs) => {
    if (!schedules(record, timer, epoch, delayMs)) schedule(record, timer, epoch, delayMs);
  };
}
