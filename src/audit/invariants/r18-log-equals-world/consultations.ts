import { numbered } from '#base';
import {
  type AgentIndex,
  type CaseStateIndex,
  CONSULTATION_STEPS,
  type ConsultationRule,
  type DurationMs,
  type GroupIndex,
  type RunMs,
  TRANSITION_EVENTS,
  type TransitionEventIndex,
} from '#domain';
import { type CaseView, WORKING } from '../../facts/case-state.ts';
import type { ActViewOf, FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';
import { isReachable } from '../../facts/waiting-census.ts';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';
import { isDone, type Slowdowns } from './slowdowns.ts';

const { handling: HANDLING } = numbered(TRANSITION_EVENTS);
const { waits: WAITS } = numbered(CONSULTATION_STEPS);

/**
 * A contact whose agent has asked for a consultation: start and end of the wait for it, then start and end of the
 * consultation, ms.
 */
interface Consultation {
  readonly rule: ConsultationRule;
  readonly sinceMs: RunMs;
  waits: boolean;
  arrivedMs: RunMs;
  leftMs: DurationMs;
  /** For contacts that can be slowed down: work done when the consulted agent left, ms at full speed; else NONE. */
  doneMs: number;
  /** Whether the consulted agent had to leave early. */
  leftEarly: boolean;
}

/**
 * Part of R18: contacts consult as the scenario says for their tier. A second agent joins at the beginning, or after
 * a wait within the promised limit. A contact waits or continues alone only while no eligible agent is free. The
 * consulted agent stays for the given part of the handle time. R10 judges whether that agent was eligible; the judges
 * of accesses judge what was seen.
 */
export class Consultations extends Judge {
  private readonly slowdowns: Slowdowns;
  private readonly rules = this.facts.tables.scenario.work.consultation ?? [];
  private readonly asked = new Map<CaseView, Consultation>();

  constructor(facts: FactsView, tally: Tally, slowdowns: Slowdowns) {
    super(facts, tally);
    this.slowdowns = slowdowns;
  }

  /** Called for what the case's agent does while nobody is free: index of CONSULTATION_STEPS. */
  recorded(supportCase: CaseView, { aux: step, c: agent }: ActViewOf<'consultation'>): void {
    this.tally.checks++;
    const one = this.asked.get(supportCase);
    const { moment } = this.facts;
    if (supportCase.agent !== agent) {
      this.violate(supportCase, `agent ${agent} consults about the case without having it`);
    } else if (one?.waits === true && step !== WAITS) {
      this.wait(supportCase, one, false);
      if (one.sinceMs + one.rule.waitMs !== moment.timeMs)
        this.violate(supportCase, 'its agent continues alone too early or too late');
    } else {
      const asking = this.ask(supportCase);
      if (asking === null) return;
      this.wait(supportCase, asking, step === WAITS);
      if (asking.waits !== asking.rule.waitMs > 0) {
        const promised = asking.waits ? 'must continue alone at once' : 'must wait';
        this.violate(supportCase, `no agent is free for consultation, so its agent ${promised}`);
      }
      if (this.isSomebodyFree(supportCase, asking.rule))
        this.violate(supportCase, 'an agent who could be consulted is free');
    }
  }

  /** Called when another agent begins to see the case. */
  joined(supportCase: CaseView): void {
    this.tally.checks++;
    const { timeMs } = this.facts.moment;
    const waiting = this.asked.get(supportCase);
    const one = waiting?.waits === true ? waiting : this.ask(supportCase);
    if (one === null) return;
    this.wait(supportCase, one, false);
    one.arrivedMs = timeMs;
    if (one.rule.lengthens !== undefined) this.slowdowns.lengthens(supportCase, one.rule.lengthens);
    if (timeMs > one.sinceMs + one.rule.waitMs)
      this.violate(supportCase, 'an agent is consulted after the time limit for waiting');
  }

  /** Called when the consulted agent stops seeing the case. */
  left(supportCase: CaseView, group: GroupIndex, agent: AgentIndex): void {
    const one = this.asked.get(supportCase);
    if (one === undefined) return;
    const { eligibility, moment, tables, world } = this.facts;
    one.leftMs = moment.timeMs;
    one.doneMs = this.slowdowns.progressOf(supportCase)?.doneMs ?? NONE;
    one.leftEarly =
      !world.isPresent(agent) ||
      !world.isCentreUp(tables.centreOf(group)) ||
      eligibility.whyNotGroup(supportCase, group) !== null;
  }

  moved(supportCase: CaseView, event: TransitionEventIndex, after: CaseStateIndex): void {
    if (this.rules.length === 0 || supportCase.state !== WORKING || after === WORKING) return;
    const one = this.asked.get(supportCase);
    if (one === undefined) return;
    this.asked.delete(supportCase);
    if (event !== HANDLING) return;
    this.tally.checks++;
    const { moment } = this.facts;
    if (one.waits) this.violate(supportCase, 'the contact ends while its agent waits for a consultation');
    if (one.arrivedMs === NONE || one.leftEarly) return;
    const progress = this.slowdowns.progressOf(supportCase);
    if (progress !== null) {
      this.judgePart(supportCase, one, progress.workMs);
      return;
    }
    const handledMs = moment.timeMs - one.arrivedMs;
    const wantedMs = Math.max(1, Math.round(one.rule.part * handledMs));
    if (one.leftMs - one.arrivedMs === wantedMs) return;
    this.violate(
      supportCase,
      `the consulted agent stays for ${one.leftMs - one.arrivedMs} ms, not ${wantedMs} ms`,
    );
  }

  endOfInstant(): void {
    if (this.asked.size === 0) return;
    for (const [supportCase, { rule, waits }] of this.asked) {
      if (!waits) continue;
      this.tally.checks++;
      if (this.isSomebodyFree(supportCase, rule))
        this.violate(supportCase, 'its agent waits for a consultation although an eligible agent is free');
    }
  }

  /** Stops or resumes a contact that can be slowed down while its agent waits. */
  private wait(supportCase: CaseView, one: Consultation, waits: boolean): void {
    one.waits = waits;
    this.slowdowns.standsStill(supportCase, waits);
  }

  /**
   * For contacts with varying speed: checks that the consulted agent stays until the given part of the work is done.
   */
  private judgePart(supportCase: CaseView, { doneMs, rule }: Consultation, workMs: number): void {
    const wantedMs = Math.max(1, Math.round(rule.part * workMs));
    if (isDone(doneMs, wantedMs)) return;
    this.violate(
      supportCase,
      `the consulted agent stays until ${doneMs.toFixed(3)} ms of the contact are done, not ${wantedMs} ms`,
    );
  }

  /** Records that a contact asks for a consultation, once, at its beginning; null if it does not or may not. */
  private ask(supportCase: CaseView): Consultation | null {
    const { moment } = this.facts;
    const rule = this.rules[supportCase.tier - 1] ?? null;
    if (rule === null || supportCase.state !== WORKING) {
      this.violate(
        supportCase,
        'an agent is consulted, but nobody works on the case, or contacts of its tier have no consultation',
      );
      return null;
    }
    if (supportCase.viewedMs !== moment.timeMs || this.asked.has(supportCase)) {
      this.violate(
        supportCase,
        'an agent is consulted, but not at the beginning of the contact, or for the second time',
      );
      return null;
    }
    const one: Consultation = {
      rule,
      sinceMs: moment.timeMs,
      waits: false,
      arrivedMs: NONE,
      leftMs: NONE,
      doneMs: NONE,
      leftEarly: false,
    };
    this.asked.set(supportCase, one);
    return one;
  }

  private isSomebodyFree(supportCase: CaseView, rule: ConsultationRule): boolean {
    const { eligibility, tables, world } = this.facts;
    if (!isReachable(supportCase, world)) return false;
    const product = rule.product ?? supportCase.product;
    return tables.scenario.groups.some(
      ({ tier }, group) =>
        tier === rule.tier &&
        (world.idle[group] as number) > 0 &&
        world.isStaffed(group) &&
        tables.knows(group, product) &&
        eligibility.whyNotGroup(supportCase, group) === null,
    );
  }
}
