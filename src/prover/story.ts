import type { ScenarioTables } from '#audit';
import { HOUR_MS, rowAt } from '#base';
import { ACT_NUMBERS, CHANNELS, NO_CASE, packOpening, type Scenario } from '#domain';
import { DATED_CHANGE, type ExploredAct, type TimelineStep } from '#engine';
import type { StoryEntry } from '#ledger';
import type { JudgedStep } from './evidence.ts';
import type { Breaking } from './search.ts';

const {
  duty: DUTY,
  presence: PRESENCE,
  centre: CENTRE,
  'data centre': DATA_CENTRE,
  open: OPEN,
  law: LAW,
} = ACT_NUMBERS;

/**
 * A counterexample as entries of a ledger: the case's own acts, and the events of the world that they require. Times between the dated
 * changes are made up, and waiting causes are left out.
 */
export function entriesOf(
  tables: ScenarioTables,
  timeline: readonly TimelineStep[],
  { down, steps }: Breaking,
): readonly StoryEntry[] {
  const { scenario } = tables;
  const entries: StoryEntry[] = [];
  const times = timesOf(scenario, timeline, steps);
  const world = new StoryWorld(tables);
  const tell = (timeMs: number, caseNumber: number, act: ExploredAct) =>
    entries.push({ ...act, index: entries.length, timeMs, caseNumber });
  tell(times[0] as number, 0, openingOf(scenario, steps));
  for (let i = 0; i < steps.length; i++) {
    const step = rowAt(steps, i);
    const timeMs = times[i] as number;
    const alsoDown = i === steps.length - 1 ? down : [];
    for (const act of world.before(step, alsoDown)) tell(timeMs, NO_CASE, act);
    for (const act of step.acts) tell(timeMs, act.kind === LAW ? NO_CASE : 0, act);
  }
  const [opening, ...others] = entries as [StoryEntry, ...StoryEntry[]];
  const firstOwn = others.findIndex(({ caseNumber }) => caseNumber === 0);
  // The state of the world at the arrival of the case existed before.
  const ordered = [...others.slice(0, firstOwn), opening, ...others.slice(firstOwn)];
  return ordered.map((entry, index) => ({ ...entry, index }));
}

/** Steps between two dated changes are an hour apart, or less if there is no room. */
function timesOf(
  { horizonMs }: Scenario,
  timeline: readonly TimelineStep[],
  steps: readonly JudgedStep[],
): readonly number[] {
  let inEpoch = 0;
  return steps.map(({ before, move }) => {
    const { epoch } = before;
    const toMs = timeline[epoch]?.timeMs ?? horizonMs;
    if (move.what === DATED_CHANGE) {
      inEpoch = 0;
      return toMs;
    }
    const fromMs = timeline[epoch - 1]?.timeMs ?? 0;
    const count = steps.filter(
      (step) => step.before.epoch === epoch && step.move.what !== DATED_CHANGE,
    ).length;
    inEpoch++;
    return Math.floor(fromMs + inEpoch * Math.min(HOUR_MS, (toMs - fromMs) / (count + 1)));
  });
}

/** The attributes that the case turns out to have. */
function openingOf({ streams }: Scenario, steps: readonly JudgedStep[]): ExploredAct {
  const situations = steps.flatMap(({ after, before }) => [before, after]);
  const { language, product, stream } = rowAt(situations, 0);
  const lastRouted = (situations.findLast(({ group, tier }) => group !== -1 || tier > 1) ??
    situations[0]) as JudgedStep['before'];
  const tier = Math.max(...situations.map((situation) => situation.tier));
  const channel = CHANNELS.indexOf(rowAt(streams, stream).channel);
  return {
    kind: OPEN,
    a: stream,
    c: 0,
    ...packOpening({
      channel,
      severity: 0,
      language,
      product,
      trueLanguage: lastRouted.language,
      trueProduct: lastRouted.product,
      solvedAtTier: tier,
    }),
  };
}

/** What is up and who is there in a story. Emits only changes. */
class StoryWorld {
  private readonly tables: ScenarioTables;
  private readonly downDataCentres = new Set<number>();
  private readonly downCentres = new Set<number>();
  private readonly onDuty = new Set<number>();
  private readonly away = new Set<number>();

  constructor(tables: ScenarioTables) {
    this.tables = tables;
  }

  /** Acts of the world that the step requires. */
  before({ after, before, move }: JudgedStep, alsoDown: readonly number[]): readonly ExploredAct[] {
    const acts: ExploredAct[] = [];
    const put = (kind: number, isOn: boolean, a: number, b = 0, c = 0, d = 0) =>
      acts.push({ kind, aux: isOn ? 1 : 0, a, b, c, d });
    const toggle = (off: Set<number>, index: number, isOn: boolean, tell: () => void) => {
      if (off.has(index) !== isOn) return;
      if (isOn) off.delete(index);
      else off.add(index);
      tell();
    };
    for (const d of move.up) toggle(this.downDataCentres, d, true, () => put(DATA_CENTRE, true, d));
    for (const d of [...move.down, ...alsoDown])
      toggle(this.downDataCentres, d, false, () => put(DATA_CENTRE, false, d));
    const group = move.what === 'ASSIGN' || move.what === 'RESUME' ? after.group : before.group;
    const shift = this.tables.shifts[group]?.[0];
    if (shift === undefined) return acts;
    const { agents, firstAgent: agent } = shift;
    const centre = this.tables.centreOf(group);
    const duty = (isOn: boolean) => put(DUTY, isOn, group, 0, agents, agent);
    if (move.what === 'ASSIGN' || move.what === 'RESUME') {
      toggle(this.downCentres, centre, true, () => put(CENTRE, true, centre));
      toggle(this.away, agent, true, () => put(PRESENCE, true, group, 0, agent));
      if (!this.onDuty.has(group)) duty(true);
      this.onDuty.add(group);
    }
    if (move.what === 'CENTRE_DOWN') {
      toggle(this.downCentres, centre, false, () => put(CENTRE, false, centre));
    }
    if (move.what === 'AGENT_ABSENT' || move.what === 'PAUSE') {
      toggle(this.away, agent, false, () => put(PRESENCE, false, group, 0, agent));
    }
    if (move.what === 'SHIFT_END' && this.onDuty.delete(group)) duty(false);
    return acts;
  }
}
