import { HOUR_MS, numbered } from '#base';
import type { CaseLife, CaseListener } from '#cases';
import {
  type AgentIndex,
  type ArrivalStream,
  CASE_STATES,
  concernsCases,
  type DurationMs,
  type GroupIndex,
  type ProductIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Severity,
  serviceLevelOf,
  speedWith,
  tellsProductsApart,
} from '#domain';
import { add } from '../late/late-cell.ts';

const { 'open.working': WORKING } = numbered(CASE_STATES);

/** Figures by half hour of the run have this width. */
export const HALF_HOUR_MS = HOUR_MS / 2;

/** How soon customers want an answer, and how many of the cases it concerns. */
export interface WantedAnswer {
  readonly withinMs: number;
  /** From 0 to 1. */
  readonly share: number;
  /** First answers of the group that it concerns. */
  readonly cases: number;
}

/** What a group had to do in a run. */
export interface GroupWork {
  /**
   * Cases by the half hour of the run in which their wait for the group began: those that it took, and its share of the customers who gave
   * up before a first answer. Of those it has the share that it has of the first answers of their arrival stream.
   */
  readonly offered: Float64Array;
  readonly contacts: number;
  /**
   * Time of agents with these contacts and the work after them. Where agents have several contacts in hand, the time that these would take
   * with one at a time.
   */
  readonly workMs: number;
  /** Targets on answers, in the order of the scenario. Those with hours of their own are not among them. */
  readonly wanted: readonly WantedAnswer[];
}

/** Finds what each group had to do. */
export class GroupWorkFinder implements CaseListener {
  private readonly wanted: readonly Omit<WantedAnswer, 'cases'>[];
  /** By stream, severity and product: indices of what is wanted. Of one product only where service levels tell none apart. */
  private readonly rules: readonly (readonly (readonly (readonly number[])[])[])[];
  /** By group, then half hour. */
  private readonly offered: readonly Float64Array[];
  private readonly contacts: Float64Array;
  private readonly workMs: Float64Array;
  /** By group, then stream. */
  private readonly answers: readonly Float64Array[];
  /** By group, then what is wanted. */
  private readonly concerned: readonly Float64Array[];
  /** By stream, where there are any, then half hour. */
  private readonly gaveUpOf = new Map<number, Float64Array>();
  private readonly halfHours: number;
  /** By agent: since when there is work that a contact left. */
  private readonly afterContactSince = new Map<number, RunMs>();
  /** By group; null where agents have one contact in hand at a time. */
  private readonly shared: readonly (SharedTime | null)[];

  constructor(scenario: Scenario) {
    const { groups, horizonMs, streams } = scenario;
    const { rules, wanted } = answerRules(scenario);
    this.rules = rules;
    this.wanted = wanted;
    this.halfHours = Math.ceil(horizonMs / HALF_HOUR_MS);
    const perGroup = (length: number) => groups.map(() => new Float64Array(length));
    this.offered = perGroup(this.halfHours);
    this.answers = perGroup(streams.length);
    this.concerned = perGroup(wanted.length);
    this.contacts = new Float64Array(groups.length);
    this.workMs = new Float64Array(groups.length);
    this.shared = groups.map(({ concurrency }) =>
      concurrency === undefined ? null : new SharedTime(concurrency.slowdown),
    );
  }

  /** By group. */
  found(): readonly GroupWork[] {
    return this.offered.map((taken, group) => {
      const offered = taken.slice();
      for (const [stream, gaveUp] of this.gaveUpOf) {
        const share = this.shareOfAnswers(group, stream);
        gaveUp.forEach((count, halfHour) => add(offered, halfHour, share * count));
      }
      return {
        offered,
        contacts: this.contacts[group] as number,
        workMs: this.workMs[group] as number,
        wanted: this.wanted.map((one, w) => ({ ...one, cases: this.concerned[group]?.[w] ?? 0 })),
      };
    });
  }

  taken(
    { contacts, declaredProduct, group, severity, stream }: CaseLife,
    timeMs: RunMs,
    waitMs: DurationMs,
  ): void {
    add(this.offered[group] as Float64Array, Math.floor((timeMs - waitMs) / HALF_HOUR_MS), 1);
    add(this.contacts, group, 1);
    if (contacts > 1) return;
    add(this.answers[group] as Float64Array, stream, 1);
    const byProduct = this.rules[stream]?.[severity] ?? [];
    for (const rule of byProduct[declaredProduct] ?? byProduct[0] ?? []) {
      add(this.concerned[group] as Float64Array, rule, 1);
    }
  }

  moved({ agent, group, state }: CaseLife, timeMs: RunMs, before: number, sinceMs: RunMs): void {
    const more = Number(state === WORKING) - Number(before === WORKING);
    if (more === 0) return;
    const shared = this.shared[group] ?? null;
    if (shared !== null) add(this.workMs, group, shared.changed(timeMs, agent, more));
    else if (more < 0) add(this.workMs, group, timeMs - sinceMs);
  }

  gaveUp({ contacts, openedMs, stream }: CaseLife): void {
    if (contacts > 0) return;
    const counts = this.gaveUpOf.get(stream) ?? new Float64Array(this.halfHours);
    this.gaveUpOf.set(stream, counts);
    add(counts, Math.floor(openedMs / HALF_HOUR_MS), 1);
  }

  afterContact(begins: boolean, group: GroupIndex, agent: AgentIndex, timeMs: RunMs): void {
    const shared = this.shared[group] ?? null;
    if (shared !== null) {
      add(this.workMs, group, shared.changed(timeMs, agent, begins ? 1 : -1));
      return;
    }
    const sinceMs = this.afterContactSince.get(agent);
    if (sinceMs !== undefined) add(this.workMs, group, timeMs - sinceMs);
    if (begins) this.afterContactSince.set(agent, timeMs);
    else this.afterContactSince.delete(agent);
  }

  private shareOfAnswers(group: number, stream: number): number {
    const all = this.answers.reduce((sum, counts) => sum + (counts[stream] as number), 0);
    return all === 0 ? 0 : (this.answers[group]?.[stream] ?? 0) / all;
  }
}

/** The time of agents who have several contacts in hand, at the speed of one contact at a time. */
class SharedTime {
  private readonly agents = new Map<number, { inHand: number; sinceMs: RunMs }>();
  private readonly slowdown: readonly number[];

  constructor(slowdown: readonly number[]) {
    this.slowdown = slowdown;
  }

  /** The agent has `more` more in hand from now on. Returns the work done since the last change. */
  changed(timeMs: RunMs, agent: number, more: number): number {
    const own = this.agents.get(agent) ?? { inHand: 0, sinceMs: timeMs };
    const doneMs = (timeMs - own.sinceMs) * speedWith(own.inHand, this.slowdown);
    this.agents.set(agent, { inHand: own.inHand + more, sinceMs: timeMs });
    return doneMs;
  }
}

/** Service levels and targets on answers whose clocks always run, equal ones once. */
function answerRules(scenario: Scenario) {
  const { products, streams, targets = [] } = scenario;
  const places = new Map<string, number>();
  const wanted: Omit<WantedAnswer, 'cases'>[] = [];
  const placeOf = (withinMs: number, share: number): number => {
    const key = `${withinMs} ${share}`;
    const place = places.get(key) ?? wanted.push({ withinMs, share }) - 1;
    places.set(key, place);
    return place;
  };
  const rulesOf = (stream: ArrivalStream, severity: Severity, product?: ProductIndex) => [
    ...new Set([
      ...[serviceLevelOf(scenario, stream.segment, stream.channel, severity, product)].flatMap((level) =>
        level === undefined ? [] : [placeOf(level.withinMs, level.target)],
      ),
      ...targets.flatMap((target) => {
        const { hours, of, target: share, withinMs = 0 } = target;
        const isOfAnswer = of === 'answer' && hours === undefined;
        return isOfAnswer && concernsCases(target, stream, severity) ? [placeOf(withinMs, share)] : [];
      }),
    ]),
  ];
  const rules = streams.map((stream) =>
    SEVERITIES.map((severity) =>
      tellsProductsApart(scenario, stream.segment, stream.channel, severity)
        ? products.map((_, product) => rulesOf(stream, severity, product))
        : [rulesOf(stream, severity)],
    ),
  );
  return { rules, wanted };
}
