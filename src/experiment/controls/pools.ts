import { assert, HOUR_MS, rowAt, sumOf } from '#base';
import { type DurationMs, type GroupIndex, type Scenario, type Window, waitingShare } from '#domain';

/** Cases that the same groups may take at tier 1. */
export interface OfferedClass {
  readonly groups: readonly GroupIndex[];
  /** Those in the customers' region. */
  readonly local: readonly GroupIndex[];
  /** Mean work of a first contact, ms. */
  readonly workMs: DurationMs;
  /** Mean work that arrives in each hour of the run, in hours. */
  readonly offered: Float64Array;
  /** By hour: how many agents it keeps busy on average. */
  readonly load: Float64Array;
}

/** The share of cases that wait longer than is wanted, by hour of the run. */
export interface LateShares {
  readonly share: Float64Array;
  /** By how much the share rises for each agent that is kept busy in addition. */
  readonly slope: Float64Array;
}

/** How many times as much of the work a group gets if it is in the customers' region. */
const LOCAL_WEIGHT = 6;
/** Rounds in which classes make room for each other. */
const ROUNDS = 8;
/** Part of a group's agents that a class finds free however busy it is with others. */
const LEAST_FREE = 0.05;

/**
 * A rough forecast of who meets whom: by hour, the work of each class goes to the groups that may take it in proportion to the agents that
 * the other classes leave free. The agents who may take a class, with all work that they have, are then a queue by Erlang's formula C. It
 * need not be right: a control's mean is known whatever its formula, and the closer the formula, the more chance it removes.
 */
export class Pools {
  private readonly classes: readonly OfferedClass[];
  /** By hour, then class: agents that may take it, and how many of them the work of all classes keeps busy. */
  private readonly agents: Float64Array;
  private readonly busy: Float64Array;
  /** By hour, class and class: the part of the work of the first that the agents of the second do. */
  private readonly parts: Float64Array;

  constructor(scenario: Scenario, classes: readonly OfferedClass[], hours: number) {
    const count = classes.length;
    this.classes = classes;
    this.agents = new Float64Array(hours * count);
    this.busy = new Float64Array(hours * count);
    this.parts = new Float64Array(hours * count * count);
    const onDuty = scenario.groups.map((group) => agentsOnDuty(group, hours));
    for (let hour = 0; hour < hours; hour++) {
      const room = onDuty.map((agents) => agents[hour] as number);
      const taken = workByGroup(classes, room, hour);
      classes.forEach(({ groups }, of) => {
        const at = hour * count + of;
        this.agents[at] = sumOf(groups.map((group) => rowAt(room, group)));
        this.busy[at] = sumOf(taken.map((work) => sumOf(groups.map((group) => work[group] as number))));
        taken.forEach((work, from) => {
          const load = classes[from]?.load[hour] ?? 0;
          const there = sumOf(groups.map((group) => work[group] as number));
          this.parts[at * count + from] = load === 0 ? 0 : there / load;
        });
      });
    }
  }

  /** The part of the work of the class `from` that the agents do who may take the class `of`. */
  part(hour: number, from: number, of: number): number {
    const count = this.classes.length;
    return this.parts[(hour * count + of) * count + from] as number;
  }

  /** The shares of a class of cases that wait longer than `withinMs`. */
  late(of: number, withinMs: DurationMs): LateShares {
    const { load, workMs } = rowAt(this.classes, of);
    assert(workMs > 0, 'work takes time');
    const found = { share: new Float64Array(load.length), slope: new Float64Array(load.length) };
    for (let hour = 0; hour < load.length; hour++) {
      const at = hour * this.classes.length + of;
      const [agents, busy] = [this.agents[at] as number, this.busy[at] as number];
      // The formula bends within what chance does to the hours of a wait.
      const apart = Math.sqrt(Math.max(0.1, (2 * busy * workMs) / (HOUR_MS + withinMs)));
      const least = Math.max(0, busy - apart);
      const low = agents === 0 ? 1 : lateBy(agents, least, workMs, withinMs);
      const high = agents === 0 ? 1 : lateBy(agents, busy + apart, workMs, withinMs);
      found.share[hour] = (low + high) / 2;
      found.slope[hour] = (high - low) / (busy + apart - least);
    }
    return found;
  }
}

/** How long an hour is overloaded: waits in it are of this length, ms. */
const OVERLOADED_MS = HOUR_MS / 2;

/** Between whole numbers of agents, the share is interpolated. */
function lateBy(agents: number, load: number, workMs: DurationMs, withinMs: DurationMs): number {
  const whole = Math.floor(agents);
  const of = (count: number) =>
    waitingShare(count, load) * Math.exp(-withinMs * Math.max((count - load) / workMs, 1 / OVERLOADED_MS));
  return whole === agents ? of(whole) : of(whole) + (agents - whole) * (of(whole + 1) - of(whole));
}

/** Agents on duty by hour; those with several contacts in hand count for as many as they are as fast as. */
function agentsOnDuty(
  { concurrency, shifts, speed }: Scenario['groups'][number],
  hours: number,
): Float64Array {
  const most = concurrency === undefined ? 1 : Math.max(...Object.values(concurrency.limits));
  const able = speed.filter((one) => one > 0);
  const ofOne = able.length === 0 ? 1 : sumOf(able) / able.length;
  const each = ofOne * most * (concurrency?.slowdown[most - 2] ?? 1);
  const onDuty = new Float64Array(hours);
  for (const { agents, duty } of shifts) {
    for (const window of duty) byHour(onDuty, window, agents * each);
  }
  return onDuty;
}

/** By class, then group: agents that its work keeps busy in that hour. */
function workByGroup(
  classes: readonly OfferedClass[],
  room: readonly number[],
  hour: number,
): readonly Float64Array[] {
  const taken = classes.map(() => new Float64Array(room.length));
  const all = new Float64Array(room.length);
  for (let round = 0; round < ROUNDS; round++) {
    classes.forEach(({ groups, load, local }, c) => {
      const own = taken[c] as Float64Array;
      const isPreferred = local.length > 0 && local.length < groups.length;
      const wanted = groups.map((group) => {
        const agents = rowAt(room, group);
        const others = (all[group] as number) - (own[group] as number);
        const weight = isPreferred && local.includes(group) ? LOCAL_WEIGHT : 1;
        return weight * Math.max(LEAST_FREE * agents, agents - others);
      });
      const sum = sumOf(wanted);
      groups.forEach((group, g) => {
        const work = sum === 0 ? 0 : ((load[hour] as number) * (wanted[g] as number)) / sum;
        all[group] = (all[group] as number) + work - (own[group] as number);
        own[group] = work;
      });
    });
  }
  return taken;
}

/** Adds the mean of a value over each hour of the run, where it is `value` from `fromMs` until `toMs` and else 0. `lengthMs`: not of hours. */
export function byHour(
  hours: Float64Array,
  { fromMs, toMs }: Window,
  value: number,
  lengthMs = HOUR_MS,
): void {
  const endMs = Math.min(toMs, hours.length * lengthMs);
  for (let atMs = Math.max(0, fromMs); atMs < endMs; ) {
    const hour = Math.floor(atMs / lengthMs);
    const untilMs = Math.min(endMs, (hour + 1) * lengthMs);
    hours[hour] = (hours[hour] as number) + (value * (untilMs - atMs)) / lengthMs;
    atMs = untilMs;
  }
}
