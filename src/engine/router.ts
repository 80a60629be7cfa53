import { PREFERENCES } from '#domain';
import type { Agent, Group } from './agents.ts';
import type { CaseRecord } from './case-record.ts';
import type { Clock } from './clock.ts';
import type { Policy } from './policy.ts';
import { type RoutingClass, RoutingClasses } from './routing-classes.ts';
import type { Source } from './source.ts';
import { waitingCauseOf } from './waiting-cause.ts';
import { type WaitingList, WaitingQueues } from './waiting-queues.ts';
import type { World } from './world.ts';

const LONGEST_IDLE = PREFERENCES.indexOf('longest idle');
const LOCAL_SPECIALIST = PREFERENCES.indexOf('local specialist');
const FOLLOW_THE_SUN = PREFERENCES.indexOf('follow the sun');

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Local hours in which a centre counts as awake for the preference `follow the sun`. */
const DAY_FROM_MS = 8 * HOUR_MS;
const DAY_TO_MS = 18 * HOUR_MS;

/**
 * Brings waiting cases and idle agents together: eligibility first (routing classes, made from promise and law),
 * preference second. It decides and keeps the queues; the simulation carries the decisions out.
 */
export class Router {
  /** Offset of each centre's clock from UTC, ms; kept up to date by the simulation. */
  readonly clockOffsetMs: Float64Array;
  queues: WaitingQueues;
  /** Of the last decision by `agentFor`: rank of the winner, and number of groups that had somebody free. */
  rank = 0;
  candidates = 0;

  private routing: RoutingClasses;
  private readonly world: World;
  private readonly groups: readonly Group[];
  private readonly sources: readonly Source[];
  private readonly clock: Clock;
  private readonly preference: number;
  private readonly startEpochMs: number;
  private readonly regionOfCentre: Int32Array;
  private readonly regionOfStream: Int32Array;

  constructor(
    world: World,
    groups: readonly Group[],
    sources: readonly Source[],
    clock: Clock,
    policy: Policy,
  ) {
    const { scenario } = world;
    this.world = world;
    this.groups = groups;
    this.sources = sources;
    this.clock = clock;
    this.startEpochMs = scenario.startEpochMs;
    this.preference = PREFERENCES.indexOf(scenario.routing.preference);
    this.clockOffsetMs = new Float64Array(scenario.centres.length);
    const regions = [...new Set([...scenario.centres, ...scenario.streams].map(({ region }) => region))];
    this.regionOfCentre = Int32Array.from(scenario.centres, ({ region }) => regions.indexOf(region));
    this.regionOfStream = Int32Array.from(scenario.streams, ({ region }) => regions.indexOf(region));
    this.routing = new RoutingClasses(world, groups, policy);
    this.queues = new WaitingQueues(this.routing.classes.length);
    this.prepare();
  }

  /** Promise or law have changed: classes are worked out anew, and the waiting cases sorted into the new queues. */
  reclassify(policy: Policy): void {
    const { blocked } = this.queues;
    const waiting = this.queues.all().map((record) => ({ record, isBlocked: record.queue === blocked }));
    this.routing = new RoutingClasses(this.world, this.groups, policy);
    this.queues = new WaitingQueues(this.routing.classes.length);
    this.prepare();
    for (const { record, isBlocked } of waiting) {
      this.queues.insert(record, isBlocked ? this.queues.blocked : this.listFor(record));
    }
    this.judgeCauses();
  }

  private prepare(): void {
    for (const group of this.groups) group.mask = this.queues.emptyMask();
    for (const { index, local, permitted } of this.routing.classes) {
      for (const { mask } of local) this.queues.admit(mask, index, 0);
      for (const { mask } of permitted) this.queues.admit(mask, index, 1);
    }
    this.sources.forEach((source, stream) => {
      source.classes = this.routing.byStream[stream] as readonly RoutingClass[];
    });
  }

  /** The list in which the case waits now. */
  listFor(record: CaseRecord): WaitingList {
    const routingClass = this.routingClassOf(record);
    const stage = this.isHeld(record, routingClass) ? 0 : 1;
    return this.queues.listOf(routingClass.index, stage, record.severity);
  }

  /** The idle agent who is to have the waiting case, or null. */
  agentFor(record: CaseRecord): Agent | null {
    const routingClass = this.routingClassOf(record);
    const pool = this.isHeld(record, routingClass) ? routingClass.local : routingClass.permitted;
    const ranks = this.preference !== LONGEST_IDLE;
    let best: Agent | null = null;
    let bestRank = 0;
    let candidates = 0;
    for (let i = 0; i < pool.length; i++) {
      const group = pool[i] as Group;
      const agent = group.idleFirst;
      if (agent === null) continue;
      candidates++;
      const rank = ranks ? this.rankOf(group, record.source.index) : 0;
      if (
        best === null ||
        rank < bestRank ||
        (rank === bestRank && agent.idleSince < (best as Agent).idleSince)
      ) {
        best = agent;
        bestRank = rank;
      }
    }
    this.rank = bestRank;
    this.candidates = candidates;
    return best;
  }

  /** The waiting case that an agent of the group is to take, or null: highest severity, then longest in the queue. */
  caseFor(group: Group): CaseRecord | null {
    return this.queues.best(group.mask);
  }

  /** Order of choice of a group for cases of a stream under the preference: smaller first. */
  rankOf({ centre }: Group, stream: number): number {
    if (this.preference === LOCAL_SPECIALIST) {
      return this.regionOfCentre[centre] === this.regionOfStream[stream] ? 0 : 1;
    }
    if (this.preference === FOLLOW_THE_SUN) {
      const local = (this.startEpochMs + this.clock.nowMs + (this.clockOffsetMs[centre] as number)) % DAY_MS;
      return local >= DAY_FROM_MS && local < DAY_TO_MS ? 0 : 1;
    }
    return 0;
  }

  /** Why the case waits, by the last judgement of the causes. */
  causeOf(record: CaseRecord): number {
    const routingClass = this.routingClassOf(record);
    return this.isHeld(record, routingClass) ? routingClass.causeWhenHeld : routingClass.causeWhenOpen;
  }

  /** Judges the cause of every class anew; calls for each waiting case whose class has got another one. */
  judgeCauses(changed?: (record: CaseRecord, cause: number) => void): void {
    const tell = (routingClass: RoutingClass, stage: number, cause: number) => {
      if (changed !== undefined) {
        this.queues.forEachOf(routingClass.index, stage, (record) => changed(record, cause));
      }
    };
    for (const routingClass of this.routing.classes) {
      const whenHeld = waitingCauseOf(routingClass, true);
      if (whenHeld !== routingClass.causeWhenHeld) {
        routingClass.causeWhenHeld = whenHeld;
        tell(routingClass, 0, whenHeld);
      }
      const whenOpen = waitingCauseOf(routingClass, false);
      if (whenOpen !== routingClass.causeWhenOpen) {
        routingClass.causeWhenOpen = whenOpen;
        tell(routingClass, 1, whenOpen);
      }
    }
  }

  routingClassOf({ language, product, source, tier }: CaseRecord): RoutingClass {
    return source.classOf(product, language, tier);
  }

  /** Held for its own region: the preference says so, the hold has not run out, and the region has somebody. */
  isHeld(record: CaseRecord, routingClass: RoutingClass): boolean {
    return this.preference === LOCAL_SPECIALIST && record.stage === 0 && routingClass.local.length > 0;
  }
}
