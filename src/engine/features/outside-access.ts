import { numbered } from '#base';
import { ACCESS_PURPOSES, type ProductIndex, type Scenario, type StreamIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Sight } from '../cases/recorder.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import type { Agent, Group } from '../people/agents.ts';
import { longestIdleIn } from '../people/idle-agents.ts';
import { promiseTo } from '../residency/contracts.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import type { AssignEvent, Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { AfterContact } from './after-contact.ts';
import type { Approvals } from './approvals.ts';
import type { Onlookers } from './onlookers.ts';
import type { TakeUpToLimit } from './take-up-to-limit.ts';

const { escort: ESCORT } = numbered(ACCESS_PURPOSES);

/** Groups that may escort, and groups outside that may have cases. */
interface Sides {
  readonly inside: readonly Group[];
  readonly outside: readonly Group[];
  /** The groups outside that have the skills for a case. */
  readonly skilled: Map<RoutingClass, readonly Group[]>;
}

interface Escort {
  readonly agent: Agent;
  readonly sight: Sight;
  /** The escort has to leave. */
  leaves: boolean;
}

/** Kinds of cases that promise and law treat alike, of the streams that are marked: kind of stream times products, plus product. */
function kindsOf(marked: readonly boolean[], { scenario: { products }, world }: Run): readonly number[] {
  const ofStreams = marked.flatMap((is, stream) => (is ? [world.lawKinds[stream] as StreamIndex] : []));
  return [...new Set(ofStreams)].flatMap((kind) =>
    products.map((_, product) => kind * products.length + product),
  );
}

/**
 * Access from outside: a case that nobody inside is free for goes to an agent outside, by remote view, as soon as such an agent is free. If the
 * promise asks for an approval, the customer is asked first, and the case goes outside only if that is given.
 *
 * If the promise asks for an escort, an agent inside must be free, too. The escort looks on for as long as the agent has the case in hand, and
 * both cease to see it at the same moment. If the escort has to leave, or the contact rests, the agent loses the case. If the agent needs to see
 * the case for a part of the work only, the contact is that part, and the agent does the rest after it.
 *
 * The router does not know of it: promise and law do not permit the agent outside. A free agent outside takes such a case if it comes before
 * all that the agent may take anyway.
 *
 * Null if no promise allows it. `approvals`: null if no promise asks for one. `afterContact`: null if no contact leaves work.
 * `takeUpToLimit`: null if nobody may have several cases.
 */
export function createOutsideAccess(
  run: Run,
  onlookers: Onlookers | null,
  approvals: Approvals | null,
  afterContact: AfterContact | null,
  takeUpToLimit: TakeUpToLimit | null,
): Feature | null {
  const { kernel, policy, router, scenario, workforce, world } = run;
  const { isEscorted, isPromised } = conditionsIn(scenario);
  if (!isPromised.includes(true)) return null;
  const { agents, groups, idle } = workforce;
  const productCount = scenario.products.length;
  const kinds = kindsOf(isPromised, run);
  /** Cases that wait and may be taken from outside, in the order in which they joined. */
  const waiting = new Set<CaseRecord>();
  const escorts = new Map<CaseRecord, Escort>();
  const byAgent = new Map<Agent, CaseRecord>();
  /** The sides of each kind of cases, under the present law. Filled when first asked for. */
  const sides: (Sides | undefined)[] = [];

  function sidesOf(kind: number): Sides {
    const product: ProductIndex = kind % productCount;
    const stream: StreamIndex = (kind - product) / productCount;
    sides[kind] ??= {
      inside: groups.filter(({ index }) => policy.mayEscort(stream, product, index)),
      outside: groups.filter(({ index }) => policy.mayHaveFromOutside(stream, product, index)),
      skilled: new Map(),
    };
    return sides[kind];
  }

  function sidesFor({ product, source }: CaseRecord): Sides {
    return sidesOf((world.lawKinds[source.index] as StreamIndex) * productCount + product);
  }

  function needsEscort({ source }: CaseRecord): boolean {
    return isEscorted[source.index] === true;
  }

  /** Whether cases of the kind lack no escort. */
  function isWatchable(kind: number): boolean {
    const stream: StreamIndex = (kind - (kind % productCount)) / productCount;
    return isEscorted[stream] !== true || isAnyFree(sidesOf(kind).inside);
  }

  function longestIdle(among: readonly Group[]): Agent | null {
    return agents[longestIdleIn(among, idle)] ?? null;
  }

  function escortFor(record: CaseRecord): Agent | null {
    return longestIdle(sidesFor(record).inside);
  }

  /** Whether an agent of the group, one of `free`, may take the case now. */
  function isOpenTo(group: Group, record: CaseRecord, free: number): boolean {
    return free > 0 && router.admits(group, record, free);
  }

  function hasTakers(record: CaseRecord): boolean {
    return skilledFor(record, sidesFor(record)).some((group) => isOpenTo(group, record, group.idleCount));
  }

  /** Whether somebody outside may have the case now, if an escort is free where one is needed. */
  function mayStart(record: CaseRecord): boolean {
    if (record.queue === router.queues.blocked || router.isHeld(record)) return false;
    if (approvals !== null && !approvals.isOpen(record)) return false;
    return !needsEscort(record) || isAnyFree(sidesFor(record).inside);
  }

  /** The agent takes the case, and the agent inside who has been free longest watches if the promise wants an escort. */
  function start(record: CaseRecord, agent: Agent, candidates: number): void {
    if (agent.isIdle) idle.remove(agent);
    const escort = needsEscort(record) ? escortFor(record) : null;
    if (escort !== null && onlookers !== null) {
      escorts.set(record, { agent: escort, sight: onlookers.begin(escort, record, ESCORT), leaves: false });
      byAgent.set(escort, record);
    }
    router.decision.rank = 0;
    router.decision.candidates = candidates;
    kernel.assign(record, agent);
  }

  /** The agent outside who has been free longest takes the case. Returns false if there is none, or no escort. */
  function takenFromOutside(record: CaseRecord): boolean {
    if (isPromised[record.source.index] !== true || !mayStart(record)) return false;
    const free = skilledFor(record, sidesFor(record)).filter((group) =>
      isOpenTo(group, record, group.idleCount),
    );
    const agent = longestIdle(free);
    if (agent === null) return false;
    start(record, agent, free.length);
    return true;
  }

  /** Nobody inside is free for the case. Its customer is asked if somebody outside who has the skills might have it. */
  function foundNobody(record: CaseRecord): boolean {
    if (approvals !== null && isPromised[record.source.index] === true) {
      if (skilledFor(record, sidesFor(record)).some(({ agents: all }) => all.length > 0))
        approvals.ask(record);
    }
    return takenFromOutside(record);
  }

  /** A free agent takes the first case that waits for somebody outside and for which an escort is free, if it comes first of all. */
  function takes(agent: Agent): boolean {
    const { group } = agent;
    const isOutside = (kind: number) => sidesOf(kind).outside.includes(group) && isWatchable(kind);
    if (waiting.size === 0 || !kinds.some(isOutside)) return false;
    let first: CaseRecord | null = null;
    for (const record of waiting) {
      if (first !== null && !isBefore(record, first)) continue;
      if (record.queue === JOINING || !skilledFor(record, sidesFor(record)).includes(group)) continue;
      // The agent is free, but not yet listed.
      if (isOpenTo(group, record, group.idleCount + 1) && mayStart(record)) first = record;
    }
    if (first === null) return false;
    const other = router.caseFor(group);
    if (other !== null && isBefore(other, first)) return false;
    start(first, agent, 1);
    // Otherwise cases that the agent may have beside it would wait although there is room.
    takeUpToLimit?.takeBeside(agent);
    return true;
  }

  /** All free agents have looked for a case. An escort may be free by now, or an approval have come. Returns true if a case is taken. */
  function settled(): boolean {
    const isFree = (kind: number) => isWatchable(kind) && isAnyFree(sidesOf(kind).outside);
    if (waiting.size === 0 || !kinds.some(isFree)) return false;
    // Mostly nobody can start, and then cases need not be put in order.
    const canStart = (record: CaseRecord) => hasTakers(record) && mayStart(record);
    if (!isAny(waiting, (record) => record.queue !== JOINING && canStart(record))) return false;
    let hasTaken = false;
    for (const record of [...waiting].sort((left, right) => (isBefore(left, right) ? -1 : 1))) {
      if (record.queue !== JOINING && takenFromOutside(record)) hasTaken = true;
    }
    return hasTaken;
  }

  /** The contact has just been planned. Under an escort, it is only the part of the work for which its agent sees the case. */
  function plan(record: CaseRecord, event: AssignEvent): void {
    if (afterContact === null) return;
    const part = escorts.has(record) ? (promiseTo(scenario, record.source.index)?.escortedPart ?? 1) : 1;
    const seenMs = part === 1 ? event.handleMs : Math.max(1, Math.round(part * event.handleMs));
    afterContact.putOffMs.set(record, event.handleMs - seenMs);
    event.handleMs = seenMs;
  }

  function contactEnds(record: CaseRecord): void {
    const one = escorts.get(record);
    if (one === undefined) return;
    escorts.delete(record);
    byAgent.delete(one.agent);
    onlookers?.end(one.agent, one.sight, ESCORT);
  }

  /** An escort has gone. If promise and law permit the agent outside by now, the contact goes on without. */
  function gone(agent: Agent): void {
    const record = byAgent.get(agent);
    if (record === undefined) return;
    const one = escorts.get(record);
    if (one !== undefined) one.leaves = true;
    if (!kernel.interruptions.takenAway(record)) contactEnds(record);
  }

  return {
    hooks: {
      effects: {
        joinQueue(record) {
          if (isPromised[record.source.index] === true) waiting.add(record);
        },
        leaveQueue: (record) => void waiting.delete(record),
        releaseAgent: contactEnds,
        restContact: contactEnds,
      },
      planned: (record, _agent, event) => plan(record, event),
      foundNobody,
      isNeeded: takes,
      settled,
      gone,
      lawChanged() {
        sides.length = 0;
      },
      permits(record) {
        const { product, source } = record;
        if (approvals !== null && !approvals.isOpen(record)) return false;
        if (!policy.mayHaveFromOutside(source.index, product, record.group)) return false;
        if (!needsEscort(record)) return true;
        const one = escorts.get(record);
        if (one === undefined || one.leaves) return false;
        return policy.mayEscort(source.index, product, one.agent.group.index);
      },
    },
  };
}

/** By stream: whether the promise lets people outside see cases under escort, and whether it lets them at all. */
function conditionsIn(scenario: Scenario) {
  const promises = scenario.streams.map((_, stream) => promiseTo(scenario, stream));
  const isEscorted = promises.map((promise) => promise?.escortedBy !== undefined);
  const isPromised = promises.map(
    (promise, stream) => isEscorted[stream] === true || promise?.approval !== undefined,
  );
  return { isEscorted, isPromised };
}

/** Groups outside that have the skills for the case. They are kept, because each waiting case asks at most instants. */
function skilledFor(record: CaseRecord, { outside, skilled }: Sides): readonly Group[] {
  const routingClass = record.routingClass as RoutingClass;
  const known = skilled.get(routingClass);
  if (known !== undefined) return known;
  const found = outside.filter((group) => routingClass.capable.includes(group));
  skilled.set(routingClass, found);
  return found;
}

function isAny(waiting: ReadonlySet<CaseRecord>, is: (record: CaseRecord) => boolean): boolean {
  for (const record of waiting) if (is(record)) return true;
  return false;
}

function isAnyFree(among: readonly Group[]): boolean {
  return among.some(({ idleCount }) => idleCount > 0);
}

/** Whether the left case comes first: by severity, then in the order of joining. */
function isBefore(left: CaseRecord, right: CaseRecord): boolean {
  if (left.severity !== right.severity) return left.severity < right.severity;
  return left.queueOrder < right.queueOrder;
}
