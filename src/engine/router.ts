import { PREFERENCES } from '#domain';
import type { Agent, Group } from './agents.ts';
import type { CaseRecord } from './case-record.ts';
import type { Clock } from './clock.ts';
import type { Policy } from './policy.ts';
import { type RoutingClass, RoutingClasses } from './routing-classes.ts';
import type { Source } from './source.ts';
import { waitingCauseOf } from './waiting-cause.ts';
import type { WaitingList, WaitingQueues } from './waiting-queues.ts';
import type { Workforce } from './workforce.ts';
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
export interface Router {
  /** Offset of each centre's clock from UTC, ms; kept up to date by the simulation. */
  readonly clockOffsetMs: Float64Array;
  readonly queues: WaitingQueues;
  /** Of the last decision: rank of the winner, and number of groups that had somebody free. */
  readonly decision: { rank: number; candidates: number };
  /** Promise or law have changed: classes are worked out anew, and the waiting cases sorted into the new queues. */
  reclassify(): void;
  /** The list in which the case waits now. */
  listFor(record: CaseRecord): WaitingList;
  /** The idle agent who is to have the waiting case, or null. */
  agentFor(record: CaseRecord): Agent | null;
  /** The waiting case that an agent of the group is to take, or null: highest severity, then the order of the queue. */
  caseFor(group: Group): CaseRecord | null;
  /** Order of choice of a group for cases of a stream under the preference: smaller first. */
  rankOf(group: Group, stream: number): number;
  /** Why the case waits, by the last judgement of the causes. */
  causeOf(record: CaseRecord): number;
  /** Judges the cause of every class anew; calls for each waiting case whose class has got another one. */
  judgeCauses(changed?: (record: CaseRecord, cause: number) => void): void;
  /** Of a waiting case. */
  routingClassOf(record: CaseRecord): RoutingClass;
  /** Held for its own region: the preference says so, the hold has not run out, and the region has somebody. */
  isHeld(record: CaseRecord, routingClass: RoutingClass): boolean;
}

export function createRouter(
  world: World,
  { groups, idleGroups }: Workforce,
  sources: readonly Source[],
  clock: Clock,
  policy: Policy,
  queues: WaitingQueues,
): Router {
  const { scenario } = world;
  const { startEpochMs } = scenario;
  const words = Math.ceil(groups.length / 32);
  const preference = PREFERENCES.indexOf(scenario.routing.preference);
  const ranks = preference !== LONGEST_IDLE;
  const holds = preference === LOCAL_SPECIALIST;
  const clockOffsetMs = new Float64Array(scenario.centres.length);
  const regions = [...new Set([...scenario.centres, ...scenario.streams].map(({ region }) => region))];
  const regionOfCentre = Int32Array.from(scenario.centres, ({ region }) => regions.indexOf(region));
  const regionOfStream = Int32Array.from(scenario.streams, ({ region }) => regions.indexOf(region));
  const decision = { rank: 0, candidates: 0 };
  const law = { classes: classify() };

  function classify(): readonly RoutingClass[] {
    const { byStream, classes } = new RoutingClasses(world, groups, policy);
    queues.clear(classes.length);
    for (const group of groups) group.mask = queues.emptyMask();
    for (const { index, local, permitted } of classes) {
      for (const { mask } of local) queues.admit(mask, index, 0);
      for (const { mask } of permitted) queues.admit(mask, index, 1);
    }
    sources.forEach((source, stream) => {
      source.classes = byStream[stream] as readonly RoutingClass[];
    });
    return classes;
  }

  function reclassify(): void {
    const waiting = queues.all().map((record) => ({ record, isBlocked: record.queue === queues.blocked }));
    law.classes = classify();
    for (const { record, isBlocked } of waiting) {
      const { language, product, source, tier } = record;
      record.routingClass = source.classOf(product, language, tier);
      queues.insert(record, isBlocked ? queues.blocked : listFor(record));
    }
    judgeCauses();
  }

  function listFor(record: CaseRecord): WaitingList {
    const routingClass = routingClassOf(record);
    return queues.listOf(routingClass.index, isHeld(record, routingClass) ? 0 : 1, record.severity);
  }

  function agentFor(record: CaseRecord): Agent | null {
    const routingClass = routingClassOf(record);
    const among = isHeld(record, routingClass) ? routingClass.localSet : routingClass.permittedSet;
    return ranks ? firstInRank(among, record.source.index) : longestIdle(among);
  }

  /** Of the groups of a set (a bit each) those are looked at that have somebody idle, in their order. */
  function longestIdle(among: Int32Array): Agent | null {
    let best: Agent | null = null;
    let candidates = 0;
    for (let word = 0; word < words; word++) {
      let bits = (idleGroups[word] as number) & (among[word] as number);
      while (bits !== 0) {
        const agent = (groups[(word << 5) + 31 - Math.clz32(bits & -bits)] as Group).idleFirst as Agent;
        bits &= bits - 1;
        candidates++;
        if (best === null || agent.idleSince < best.idleSince) best = agent;
      }
    }
    decision.rank = 0;
    decision.candidates = candidates;
    return best;
  }

  function firstInRank(among: Int32Array, stream: number): Agent | null {
    let best: Agent | null = null;
    let bestRank = 0;
    let candidates = 0;
    for (let word = 0; word < words; word++) {
      let bits = (idleGroups[word] as number) & (among[word] as number);
      while (bits !== 0) {
        const group = groups[(word << 5) + 31 - Math.clz32(bits & -bits)] as Group;
        const agent = group.idleFirst as Agent;
        bits &= bits - 1;
        candidates++;
        const rank = rankOf(group, stream);
        if (best === null || rank < bestRank || (rank === bestRank && agent.idleSince < best.idleSince)) {
          best = agent;
          bestRank = rank;
        }
      }
    }
    decision.rank = bestRank;
    decision.candidates = candidates;
    return best;
  }

  function rankOf({ centre }: Group, stream: number): number {
    if (holds) return regionOfCentre[centre] === regionOfStream[stream] ? 0 : 1;
    if (preference === FOLLOW_THE_SUN) {
      const local = (startEpochMs + clock.nowMs + (clockOffsetMs[centre] as number)) % DAY_MS;
      return local >= DAY_FROM_MS && local < DAY_TO_MS ? 0 : 1;
    }
    return 0;
  }

  function causeOf(record: CaseRecord): number {
    const routingClass = routingClassOf(record);
    return isHeld(record, routingClass) ? routingClass.causeWhenHeld : routingClass.causeWhenOpen;
  }

  function judgeCauses(changed?: (record: CaseRecord, cause: number) => void): void {
    const tell = (routingClass: RoutingClass, stage: number, cause: number) => {
      if (changed !== undefined) {
        queues.forEachOf(routingClass.index, stage, (record) => changed(record, cause));
      }
    };
    for (const routingClass of law.classes) {
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

  function routingClassOf(record: CaseRecord): RoutingClass {
    return record.routingClass as RoutingClass;
  }

  function isHeld(record: CaseRecord, routingClass: RoutingClass): boolean {
    return holds && record.stage === 0 && routingClass.local.length > 0;
  }

  return {
    ...{ clockOffsetMs, queues, decision, reclassify, listFor, agentFor },
    ...{ caseFor: (group) => queues.best(group.mask), rankOf, causeOf, judgeCauses, routingClassOf, isHeld },
  };
}
