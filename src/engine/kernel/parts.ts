import { rowAt } from '#base';
import { type Scenario, seedParts } from '#domain';
import { createCaseTable } from '../cases/case-table.ts';
import { createRecorder } from '../cases/recorder.ts';
import { createDraws } from '../demand/case-draw.ts';
import { createContactModel } from '../demand/contact-model.ts';
import { mayComeAgain } from '../demand/follow-ups.ts';
import { Source, streamTallies } from '../demand/source.ts';
import { createTraceReplay } from '../demand/trace-replay.ts';
import { createBusyHours } from '../people/busy-hours.ts';
import { createShrinkage } from '../people/shrinkage.ts';
import { Workforce } from '../people/workforce.ts';
import { createDataPlaces } from '../residency/data-places.ts';
import { expandOutages } from '../residency/outages.ts';
import { Placing } from '../residency/placing.ts';
import { Policy } from '../residency/policy.ts';
import { createQueueLengths } from '../routing/queue-lengths.ts';
import { createQueues } from '../routing/queue-orders.ts';
import { createRouter, type Router } from '../routing/router.ts';
import { withSecondLooks } from '../routing/second-look.ts';
import { withNeeds } from '../routing/subcontractor-needs.ts';
import { createCauseJudge } from '../run/cause-judge.ts';
import { type Kernel, type Run, RunState, type SimulationOptions } from '../run/run.ts';
import { Clock } from '../time/clock.ts';
import { createTimerWheel } from '../time/timer-wheel.ts';
import { Worklist } from '../time/worklist.ts';
import { buildWorld } from '../world/world.ts';

/** Makes the parts of every run. `grew` is called now and then while there are more cases at a time than ever before. */
export function createParts(
  promised: Scenario,
  options: SimulationOptions,
  kernel: Kernel,
  grew: () => void,
): Run {
  const { faults = {}, meter, replication, spare } = options;
  const { seed } = seedParts(options.seed);
  const scenario = faults.scenario?.(promised) ?? promised;
  const observer = options.observer && (faults.observer?.(options.observer) ?? options.observer);
  const clock = new Clock();
  meter.followClock(clock);
  const state = new RunState();
  state.endMs = scenario.horizonMs;
  const world = buildWorld(scenario);
  const policy = faults.policy?.(world) ?? new Policy(world);
  policy.setInstant(scenario.startEpochMs);
  const workforce = new Workforce(world, meter, { seed, replication });
  const tallies = streamTallies(world, meter);
  const sources = scenario.streams.map(
    (_, stream) => new Source(world, tallies, stream, options.seed, replication),
  );
  const cases = createCaseTable(scenario, sources, spare, grew);
  const queueLengths = createQueueLengths(scenario);
  const router = createRouting({ world, workforce, sources, clock, policy, queueLengths, seed, options });
  const recorder = withNeeds(createRecorder(observer, meter, clock, world, policy), world, workforce.groups);
  const dataPlaces = createDataPlaces(scenario);
  const replay = createTraceReplay(scenario);
  const drawOf = createDraws(scenario, mayComeAgain(scenario), (stream, name) =>
    rowAt(sources, stream).counterOf(name),
  );
  return {
    scenario,
    world,
    clock,
    meter,
    faults,
    state,
    kernel,
    policy,
    recorder,
    dataPlaces,
    placing: new Placing(policy, dataPlaces, sources),
    sources,
    cases,
    router,
    queueLengths,
    causes: createCauseJudge(state, router, recorder),
    workforce,
    shrinkage: createShrinkage(world, seed, replication),
    busyHours: createBusyHours(scenario, clock),
    replay,
    windowsOf: (planned, random) => expandOutages(planned, random, scenario.horizonMs, seed, replication),
    contacts: createContactModel(scenario, clock, replay, drawOf, cases.column),
    drawOf,
    timers: createTimerWheel(),
    joined: new Worklist(cases.records),
    freed: new Worklist(workforce.agents),
    retired: new Worklist(cases.records),
    stalled: new Set(),
  };
}

/** The router, with second looks at its decisions, and as a fault replaces it. */
function createRouting({
  options: { faults = {}, preference, replication },
  ...parts
}: Pick<Run, 'clock' | 'policy' | 'queueLengths' | 'sources' | 'workforce' | 'world'> & {
  readonly seed: string;
  readonly options: SimulationOptions;
}): Router {
  const { clock, seed, workforce, world } = parts;
  const { scenario } = world;
  const queues = createQueues(scenario.routing, seed, replication, clock);
  const plain = createRouter({ ...parts, queues, replication, preference });
  const looking = withSecondLooks(plain, scenario, workforce, preference === undefined);
  return faults.router?.(looking, workforce) ?? looking;
}
