import { HOUR_MS, numbered } from '#base';
import { isOver } from '#cases';
import {
  ACT_NUMBERS,
  type ArrivalStream,
  CASE_STATES,
  type CaseNumber,
  concernsCases,
  type GroupIndex,
  openingIn,
  type ProductIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Severity,
  type SeverityIndex,
  type StreamIndex,
  serviceLevelOf,
  speedWith,
  TRANSITION_EVENTS,
  tellsProductsApart,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { add } from '../late/late-cell.ts';

const {
  'after-contact work': AFTER_CONTACT,
  assign: ASSIGN,
  open: OPEN,
  severity: SEVERITY,
  transition: TRANSITION,
} = ACT_NUMBERS;
const { patience: PATIENCE } = numbered(TRANSITION_EVENTS);
const { 'open.paused': PAUSED, 'open.working': WORKING } = numbered(CASE_STATES);

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

/** A case that waits for its first answer. */
interface Waiting {
  readonly stream: StreamIndex;
  severity: SeverityIndex;
  /** The product that the customer declared. */
  readonly product: ProductIndex;
  readonly openedMs: RunMs;
}

/** A case in the hands of a group. */
interface Contact {
  readonly group: GroupIndex;
  readonly agent: number;
  /** −1 while it is paused. */
  sinceMs: number;
}

/** Finds what each group had to do, from the entries of a ledger, shown in order. Memory grows with the cases that wait or are in hand. */
export class GroupWorkFinder {
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
  private readonly gaveUp = new Map<number, Float64Array>();
  private readonly halfHours: number;
  private readonly waiting = new Map<CaseNumber, Waiting>();
  private readonly inHand = new Map<CaseNumber, Contact>();
  /** By agent: since when there is work that a contact left. */
  private readonly afterContact = new Map<number, RunMs>();
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

  readonly visit: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b, c, d) => {
    if (kind === TRANSITION) this.step(timeMs, aux, caseNumber, a, b);
    else if (kind === ASSIGN) this.assign(timeMs, caseNumber, a, c, d);
    else if (kind === OPEN) {
      const { product, severity } = openingIn({ aux, b, d });
      this.waiting.set(caseNumber, { stream: a, severity, product, openedMs: timeMs });
    } else if (kind === SEVERITY) {
      const one = this.waiting.get(caseNumber);
      if (one !== undefined) one.severity = aux;
    } else if (kind === AFTER_CONTACT) this.workAfter(timeMs, aux === 1, a, c);
  };

  /** By group. */
  found(): readonly GroupWork[] {
    return this.offered.map((taken, group) => {
      const offered = taken.slice();
      for (const [stream, gaveUp] of this.gaveUp) {
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

  private assign(
    timeMs: RunMs,
    caseNumber: CaseNumber,
    group: GroupIndex,
    agent: number,
    waitMs: number,
  ): void {
    add(this.offered[group] as Float64Array, Math.floor((timeMs - waitMs) / HALF_HOUR_MS), 1);
    add(this.contacts, group, 1);
    this.inHand.set(caseNumber, { group, agent, sinceMs: -1 });
    const first = this.waiting.get(caseNumber);
    if (first === undefined) return;
    this.waiting.delete(caseNumber);
    add(this.answers[group] as Float64Array, first.stream, 1);
    const byProduct = this.rules[first.stream]?.[first.severity] ?? [];
    for (const rule of byProduct[first.product] ?? byProduct[0] ?? []) {
      add(this.concerned[group] as Float64Array, rule, 1);
    }
  }

  private step(timeMs: RunMs, event: number, caseNumber: CaseNumber, before: number, after: number): void {
    // Most steps concern neither: nothing is looked up for them.
    if (before !== after && (before === WORKING || before === PAUSED || after === WORKING))
      this.work(timeMs, caseNumber, before, after);
    if (event !== PATIENCE && !isOver(after)) return;
    const one = this.waiting.get(caseNumber);
    if (one === undefined) return;
    if (event === PATIENCE) this.giveUp(one.stream, one.openedMs);
    this.waiting.delete(caseNumber);
  }

  private work(timeMs: RunMs, caseNumber: CaseNumber, before: number, after: number): void {
    const contact = this.inHand.get(caseNumber);
    if (contact === undefined) return;
    const { agent, group, sinceMs } = contact;
    const shared = this.shared[group] ?? null;
    if (shared !== null) {
      add(
        this.workMs,
        group,
        shared.changed(timeMs, agent, Number(after === WORKING) - Number(before === WORKING)),
      );
    } else if (before === WORKING) add(this.workMs, group, timeMs - sinceMs);
    if (after === WORKING) contact.sinceMs = timeMs;
    else if (after !== PAUSED) this.inHand.delete(caseNumber);
  }

  private giveUp(stream: number, openedMs: RunMs): void {
    const counts = this.gaveUp.get(stream) ?? new Float64Array(this.halfHours);
    this.gaveUp.set(stream, counts);
    add(counts, Math.floor(openedMs / HALF_HOUR_MS), 1);
  }

  private workAfter(timeMs: RunMs, begins: boolean, group: GroupIndex, agent: number): void {
    const shared = this.shared[group] ?? null;
    if (shared !== null) {
      add(this.workMs, group, shared.changed(timeMs, agent, begins ? 1 : -1));
      return;
    }
    const sinceMs = this.afterContact.get(agent);
    if (sinceMs !== undefined) add(this.workMs, group, timeMs - sinceMs);
    if (begins) this.afterContact.set(agent, timeMs);
    else this.afterContact.delete(agent);
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
