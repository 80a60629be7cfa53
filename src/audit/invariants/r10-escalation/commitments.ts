import { meanOf, numbered } from '#base';
import {
  type AllocatedKind,
  type CentreIndex,
  CHANNELS,
  COMMITMENT_STEPS,
  type CommitmentRule,
  type DurationMs,
  type GroupIndex,
  NONE_16,
  NONE_32,
  type QueueOwnerIndex,
  type Scenario,
  SEVERITIES,
  TIERS,
  type TierNumber,
} from '#domain';
import { type CaseView, OPEN_TO_ALL, QUEUED } from '../../facts/case-state.ts';
import type { ActViewOf } from '../../facts/facts.ts';
import { isOfKind, isReleased } from '../../facts/taking-guards.ts';
import { isReachable } from '../../facts/waiting-census.ts';
import { NONE } from '../../facts/world-state.ts';
import type { ScenarioTables } from '../../tables/scenario-tables.ts';
import { Judge } from '../invariant.ts';

const { joins: JOINS, 'is open to all': OPENS } = numbered(COMMITMENT_STEPS);
/** Costs are computed in another order than the engine's: relative differences below this are rounding error. */
const ROUNDING = 1e-9;
/** A field of the ledger holds no longer delay, 49.7 days, so that longer ones are recorded as this one. */
const LONGEST_DELAY_MS = NONE_32 - 1;

/** A centre or group whose queue a case could join, with the agents on duty who may take it. */
interface Choice {
  readonly owner: QueueOwnerIndex;
  readonly agents: number;
  readonly busy: number;
  /** Cases of the tier that wait in its queue. */
  readonly waiting: number;
  /** Cases of this kind that they finish per ms while all of them are busy with such cases. */
  readonly ratePerMs: number;
}

/**
 * Part of R10: a case joins the queue that the rule names at that moment, by queues and staff counted here. It is opened to all only for
 * a reason, and nobody else takes it before.
 */
export class Commitments extends Judge {
  private readonly rule = this.facts.tables.scenario.routing.commitment ?? null;
  /** Numbers of the cases in each queue, by owner × tier. */
  private readonly lines = new Map<number, Set<number>>();
  private lawChangedMs = NONE;

  lawHasChanged(): void {
    this.lawChangedMs = this.facts.moment.timeMs;
  }

  /** The case leaves a queue or joins one: from now on it is in no queue of a centre or group. */
  moved(supportCase: CaseView): void {
    if (this.rule !== null) this.leave(supportCase);
  }

  /** The case joins the queue of a centre or group, or is opened to all. The facts still have the queue that it was in. */
  recorded(supportCase: CaseView, act: ActViewOf<'commitment'>): void {
    this.tally.checks++;
    const { rule } = this;
    const step = act.aux;
    const isWaiting = supportCase.state === QUEUED;
    if (rule === null || !isWaiting || (step !== JOINS && step !== OPENS)) {
      this.violate(
        supportCase,
        'the ledger says that it joins or leaves the queue of a place, but the scenario has no such queues',
      );
      return;
    }
    if (step === JOINS) this.joins(supportCase, rule, act);
    else {
      const why = this.whyNotOpen(supportCase);
      if (why !== null) this.violate(supportCase, `it is opened to all, although ${why}`);
      this.leave(supportCase);
    }
  }

  /** Why the group may not take the case: it waits in the queue of another. Null if it does not. */
  whyNotTaken(supportCase: CaseView, group: GroupIndex): string | null {
    const { queueOwner } = supportCase.rare;
    if (queueOwner === NONE && this.rule?.by === 'allocation') return 'the case has not been allocated';
    if (queueOwner < 0 || this.facts.tables.queueOwnerOf(group) === queueOwner) return null;
    return `the case waits in the queue of ${this.nameOf(queueOwner)}`;
  }

  private joins(supportCase: CaseView, rule: CommitmentRule, act: ActViewOf<'commitment'>): void {
    const { a: centre, b: group, c: ahead, d: delayMs } = act;
    const owner = rule.to === 'group' ? group : centre;
    const isOfRule = rule.to === 'group' ? this.facts.tables.centreOf(group) === centre : group === NONE_16;
    const choices = this.choicesFor(supportCase);
    const chosen = choices.find((choice) => choice.owner === owner);
    const line = this.lengthOf(owner, supportCase.tier);
    if (supportCase.rare.queueOwner >= 0) {
      this.violate(
        supportCase,
        `it joins a queue, but is already in that of ${this.nameOf(supportCase.rare.queueOwner)}`,
      );
    } else if (!isOfRule || chosen === undefined) {
      this.violate(
        supportCase,
        `it joins the queue of ${this.nameOf(owner)}, where no eligible agent is on duty`,
      );
    } else if (this.isOver(supportCase, rule)) {
      this.violate(supportCase, 'it joins a queue, but should be open to all by now');
    } else if (ahead !== line) {
      this.violate(
        supportCase,
        `the ledger says that ${ahead} wait ahead of it in that queue, but ${line} do`,
      );
    } else if (rule.by === 'allocation') this.judgeAllocation(supportCase, rule, chosen, choices);
    else this.judgeChoice(supportCase, rule, chosen, choices, delayMs);
    this.leave(supportCase);
    this.queueOwner(owner, supportCase.tier).add(supportCase.number);
  }

  private judgeAllocation(
    supportCase: CaseView,
    rule: CommitmentRule,
    chosen: Choice,
    choices: readonly Choice[],
  ): void {
    const kind = allocatedKind(this.facts.tables, rule, supportCase);
    const why = kind === null ? 'but its kind is open to all' : whyNotAllocated(kind, chosen, choices);
    if (why !== null) this.violate(supportCase, `it joins the queue of ${this.nameOf(chosen.owner)}, ${why}`);
  }

  private judgeChoice(
    supportCase: CaseView,
    rule: CommitmentRule,
    chosen: Choice,
    choices: readonly Choice[],
    delayMs: DurationMs,
  ): void {
    const costOf = (choice: Choice) => costBy(rule, choice);
    const own = costOf(chosen);
    const better = choices.find((choice) => costOf(choice) < own * (1 - ROUNDING));
    if (better !== undefined) {
      const [here, there] = [chosen, better].map(({ owner }) => this.nameOf(owner));
      this.violate(
        supportCase,
        `it joins the queue of ${here}, but under the rule '${rule.by}' that of ${there} is better`,
      );
    } else if (
      rule.by === 'minimum expected delay' &&
      Math.abs(delayMs - Math.min(own, LONGEST_DELAY_MS)) > 1
    ) {
      this.violate(
        supportCase,
        `the recorded expected delay is ${delayMs} ms, but the true one is ${Math.round(own)} ms`,
      );
    }
  }

  /** Places with an eligible agent on duty. */
  private choicesFor(supportCase: CaseView): readonly Choice[] {
    const { eligibility, tables, world } = this.facts;
    const { channel } = tables.stream(supportCase.stream);
    const { groups } = tables.scenario;
    const meanMs = meanHandleMs(tables.scenario, supportCase);
    const choices = new Map<number, Choice>();
    for (const group of eligibility.groupsFor(supportCase).permitted) {
      if (!world.isStaffed(group)) continue;
      const owner = tables.queueOwnerOf(group);
      const { agents, busy, ratePerMs } = choices.get(owner) ?? { agents: 0, busy: 0, ratePerMs: 0 };
      const own = world.onDuty[group] as number;
      const { channelSpeeds, speed: speeds } = groups[group] ?? {};
      const speed = (speeds?.[supportCase.product] ?? 0) * (channelSpeeds?.[CHANNELS[channel] ?? 'web'] ?? 1);
      choices.set(owner, {
        owner,
        agents: agents + own,
        busy: busy + own - (world.idle[group] as number),
        waiting: this.lengthOf(owner, supportCase.tier),
        ratePerMs: ratePerMs + (own * speed) / meanMs,
      });
    }
    return [...choices.values()];
  }

  /** Why the case may not be opened to all now, or null. */
  private whyNotOpen(supportCase: CaseView): string | null {
    const { rule } = this;
    if (supportCase.rare.queueOwner === OPEN_TO_ALL) return 'it already is';
    if (rule === null || this.isOver(supportCase, rule)) return null;
    const choices = this.choicesFor(supportCase).filter((choice) => this.mayJoin(supportCase, rule, choice));
    if (supportCase.rare.queueOwner === NONE) {
      const [first] = choices;
      return first === undefined ? null : `an eligible agent is on duty at ${this.nameOf(first.owner)}`;
    }
    if (this.lawChangedMs === this.facts.moment.timeMs || !isReachable(supportCase, this.facts.world))
      return null;
    const isThere = choices.some(({ owner }) => owner === supportCase.rare.queueOwner);
    return isThere ? `an eligible agent is on duty at ${this.nameOf(supportCase.rare.queueOwner)}` : null;
  }

  /** Whether the rule lets the case join the queue of a place with an eligible agent on duty. */
  private mayJoin(supportCase: CaseView, rule: CommitmentRule, choice: Choice): boolean {
    if (rule.by !== 'allocation') return true;
    const kind = allocatedKind(this.facts.tables, rule, supportCase);
    return kind !== null && mayGetCase(kind, choice);
  }

  /**
   * Whether the case has waited in the queue of one place as long as allowed, or that queue has closed for the day.
   */
  private isOver(
    { rare: { servedOutMs, waitsFromMs } }: CaseView,
    { releaseAfterMs }: CommitmentRule,
  ): boolean {
    if (servedOutMs !== NONE) return true;
    return isReleased(releaseAfterMs, waitsFromMs, this.facts.moment.timeMs);
  }

  private leave({ number, rare: { queueOwner } }: CaseView): void {
    if (queueOwner < 0) return;
    for (const tier of TIERS) this.queueOwner(queueOwner, tier).delete(number);
  }

  private lengthOf(owner: QueueOwnerIndex, tier: TierNumber): number {
    return this.queueOwner(owner, tier).size;
  }

  private queueOwner(owner: QueueOwnerIndex, tier: TierNumber): Set<number> {
    const key = owner * TIERS.length + tier - 1;
    let line = this.lines.get(key);
    if (line === undefined) {
      line = new Set();
      this.lines.set(key, line);
    }
    return line;
  }

  private nameOf(owner: QueueOwnerIndex): string {
    const { centres, groups } = this.facts.tables.scenario;
    const isGroup = this.facts.tables.passesToGroups || this.rule?.to === 'group';
    const named = isGroup ? groups[owner as GroupIndex] : centres[owner as CentreIndex];
    return named?.id ?? `owner ${owner}`;
  }
}

function costBy({ by }: CommitmentRule, { agents, ratePerMs, waiting }: Choice): number {
  if (by === 'minimum expected delay') return (waiting + 1) / ratePerMs;
  return by === 'join the shortest queue' ? waiting : waiting / agents;
}

/** An exception without a list is for all. */
function isOneOf<Value>(listed: readonly Value[] | null, value: Value): boolean {
  return listed === null || listed.includes(value);
}

/** Mean handle time at speed 1 of a case, at its tier; NaN if the scenario has none. */
function meanHandleMs({ streams, work }: Scenario, supportCase: CaseView): DurationMs {
  const { product, stream, tier } = supportCase;
  const { channel, segment } = streams[stream] ?? { channel: 'web', segment: NONE };
  const severity = SEVERITIES[supportCase.severity] ?? 'C';
  const factor = work.severityFactors?.[severity] ?? 1;
  for (const exception of work.exceptions ?? []) {
    // What an agent will need depends on when the contact begins, which nobody knows while the case waits.
    if (exception.hours !== undefined) continue;
    const own = exception.handle?.[tier - 1]?.[product];
    if (own === undefined || !isOneOf(exception.channels, channel) || !isOneOf(exception.products, product))
      continue;
    if (!isOneOf(exception.segments, segment) || !isOneOf(exception.severities, severity)) continue;
    return exception.severities === null ? meanOf(own) * factor : meanOf(own);
  }
  const handle = work.handle[tier - 1]?.[channel][product];
  return handle === undefined ? Number.NaN : meanOf(handle) * factor;
}

/** How the case is to be allocated: the first kind that it belongs to; null if it is not to be. */
function allocatedKind(
  tables: ScenarioTables,
  { kinds = [] }: CommitmentRule,
  supportCase: CaseView,
): AllocatedKind | null {
  return kinds.find((kind) => isOfKind(tables, kind, supportCase)) ?? null;
}

/** Whether the case may be allocated to the place at all. */
function mayGetCase({ shares }: AllocatedKind, { owner }: Choice): boolean {
  return shares === null || (shares[owner] ?? 0) > 0;
}

/**
 * Why the place cannot be the one that was drawn; null if it can be. Draws are not recorded, so shares show only over many cases. A draw of
 * `drawn` among n choices leaves n − drawn choices out, so at most that many can be better than the best of the draw.
 */
function whyNotAllocated(kind: AllocatedKind, chosen: Choice, choices: readonly Choice[]): string | null {
  if (!mayGetCase(kind, chosen)) return 'that has no share of such cases';
  const { bestOf } = kind;
  if (bestOf === null) return null;
  const costOf = ({ agents, busy, waiting }: Choice) =>
    bestOf.by === 'shortest queue' ? waiting : (waiting + busy) / agents;
  const own = costOf(chosen);
  const better = choices.filter((choice) => costOf(choice) < own * (1 - ROUNDING)).length;
  const most = Math.max(0, choices.length - bestOf.drawn);
  if (better <= most) return null;
  return `${better} of ${choices.length} places are better, and ${bestOf.drawn} of them are drawn`;
}
