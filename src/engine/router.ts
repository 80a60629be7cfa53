import { PREFERENCES } from '#domain';
import type { CaseRecord } from './case-record.ts';
import type { Clock } from './clock.ts';
import { IdleAgents } from './idle-agents.ts';
import type { Policy } from './policy.ts';
import { type RoutingClass, RoutingClasses } from './routing-classes.ts';
import { type Staffing, waitingCauseOf } from './waiting-cause.ts';
import { WaitingQueues } from './waiting-queues.ts';
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
  readonly idle: IdleAgents;
  readonly staffing: Staffing;
  /** Offset of each centre's clock from UTC, ms; kept up to date by the simulation. */
  readonly clockOffsetMs: Float64Array;
  queues: WaitingQueues;
  /** Of the last decision by `agentFor`: rank of the winner, and number of groups that had somebody free. */
  rank = 0;
  candidates = 0;

  private routing: RoutingClasses;
  private causes: Int32Array;
  private masks: readonly Int32Array[] = [];
  private readonly world: World;
  private readonly clock: Clock;
  private readonly preference: number;
  private readonly startEpochMs: number;
  private readonly regionOfCentre: Int32Array;
  private readonly regionOfStream: Int32Array;

  constructor(world: World, clock: Clock, policy: Policy) {
    const { scenario } = world;
    this.world = world;
    this.clock = clock;
    this.startEpochMs = scenario.startEpochMs;
    this.preference = PREFERENCES.indexOf(scenario.routing.preference);
    this.idle = new IdleAgents(world.groupOfAgent, scenario.groups.length);
    this.staffing = {
      onDuty: new Int32Array(scenario.groups.length),
      isUp: new Uint8Array(scenario.groups.length).fill(1),
    };
    this.clockOffsetMs = new Float64Array(scenario.centres.length);
    const regions = [...new Set([...scenario.centres, ...scenario.streams].map(({ region }) => region))];
    this.regionOfCentre = Int32Array.from(scenario.centres, ({ region }) => regions.indexOf(region));
    this.regionOfStream = Int32Array.from(scenario.streams, ({ region }) => regions.indexOf(region));
    this.routing = new RoutingClasses(world, policy);
    this.queues = new WaitingQueues(this.routing.classes.length);
    this.causes = new Int32Array(this.routing.classes.length * 2);
    this.prepare();
  }

  /** Promise or law have changed: classes are worked out anew, and the waiting cases sorted into the new queues. */
  reclassify(policy: Policy): void {
    const waiting = this.queues.all();
    const blocked = new Set(waiting.filter(({ queue }) => queue === this.queues.blockedList));
    this.routing = new RoutingClasses(this.world, policy);
    this.queues = new WaitingQueues(this.routing.classes.length);
    this.causes = new Int32Array(this.routing.classes.length * 2);
    this.prepare();
    for (const record of waiting) {
      this.queues.insert(record, blocked.has(record) ? this.queues.blockedList : this.listFor(record));
    }
    this.judgeCauses();
  }

  private prepare(): void {
    const { groups } = this.world.scenario;
    const masks = groups.map(() => this.queues.emptyMask());
    this.routing.classes.forEach((routingClass, index) => {
      for (const group of routingClass.local) this.queues.admit(masks[group] as Int32Array, index, 0);
      for (const group of routingClass.permitted) this.queues.admit(masks[group] as Int32Array, index, 1);
    });
    this.masks = masks;
  }

  /** The list in which the case waits now. */
  listFor(record: CaseRecord): number {
    const routingClass = this.classOf(record);
    const held = this.isHeld(record, this.routing.classes[routingClass] as RoutingClass);
    return this.queues.listOf(routingClass, held ? 0 : 1, record.severity);
  }

  /** The idle agent who is to have the waiting case, or −1. */
  agentFor(record: CaseRecord): number {
    const routingClass = this.routing.classes[this.classOf(record)] as RoutingClass;
    const pool = this.isHeld(record, routingClass) ? routingClass.local : routingClass.permitted;
    const { head, since } = this.idle;
    let best = -1;
    let bestRank = 0;
    let bestSince = Number.POSITIVE_INFINITY;
    let candidates = 0;
    for (let i = 0; i < pool.length; i++) {
      const group = pool[i] as number;
      const agent = head[group] as number;
      if (agent === -1) continue;
      candidates++;
      const rank = this.preference === LONGEST_IDLE ? 0 : this.rankOf(group, record.stream);
      const idleSince = since[agent] as number;
      if (best === -1 || rank < bestRank || (rank === bestRank && idleSince < bestSince)) {
        best = agent;
        bestRank = rank;
        bestSince = idleSince;
      }
    }
    this.rank = bestRank;
    this.candidates = candidates;
    return best;
  }

  /** The waiting case that an agent of the group is to take, or null: highest severity, then longest in the queue. */
  caseFor(group: number): CaseRecord | null {
    return this.queues.best(this.masks[group] as Int32Array);
  }

  /** Order of choice of a group for cases of a stream under the preference: smaller first. */
  rankOf(group: number, stream: number): number {
    const centre = this.world.centreOfGroup[group] as number;
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
    const routingClass = this.classOf(record);
    const held = this.isHeld(record, this.routing.classes[routingClass] as RoutingClass);
    return this.causes[routingClass * 2 + (held ? 0 : 1)] as number;
  }

  /** Judges the cause of every class anew; calls for each waiting case whose class has got another one. */
  judgeCauses(changed?: (record: CaseRecord, cause: number) => void): void {
    const { classes } = this.routing;
    for (let index = 0; index < classes.length; index++) {
      const routingClass = classes[index] as RoutingClass;
      for (let stage = 0; stage < 2; stage++) {
        const cause = waitingCauseOf(routingClass, stage === 0, this.staffing);
        if (cause === this.causes[index * 2 + stage]) continue;
        this.causes[index * 2 + stage] = cause;
        if (changed !== undefined) {
          this.queues.forEachOf(index, stage, (record) => changed(record, cause));
        }
      }
    }
  }

  routingClassOf(record: CaseRecord): RoutingClass {
    return this.routing.classes[this.classOf(record)] as RoutingClass;
  }

  /** Held for its own region: the preference says so, the hold has not run out, and the region has somebody. */
  isHeld(record: CaseRecord, routingClass: RoutingClass): boolean {
    return this.preference === LOCAL_SPECIALIST && record.stage === 0 && routingClass.local.length > 0;
  }

  private classOf({ language, product, stream, tier }: CaseRecord): number {
    return this.routing.of(stream, product, language, tier);
  }
}
