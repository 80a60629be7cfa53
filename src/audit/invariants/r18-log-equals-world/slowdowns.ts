import { numbered } from '#base';
import {
  type AgentIndex,
  type CaseNumber,
  type CaseStateIndex,
  type RunMs,
  TRANSITION_EVENTS,
  type TransitionEventIndex,
} from '#domain';
import { type CaseView, WORKING } from '../../facts/case-state.ts';
import type { ActViewOf } from '../../facts/facts.ts';
import { Judge } from '../invariant.ts';

const { handling: HANDLING } = numbered(TRANSITION_EVENTS);
/** Tolerance: times are whole milliseconds, and sums are rounded. */
const MOST_BEYOND_MS = 1;
const ROUNDING_MS = 1e-3;

/**
 * Work of an agent who handles several contacts: total, amount done (ms at full speed), and the time of that figure.
 */
interface Item {
  readonly caseNumber: CaseNumber;
  readonly agent: AgentIndex;
  workMs: number;
  doneMs: number;
  sinceMs: RunMs;
  /** Whether the contact stands still because its agent waits for a consultation. */
  standsStill: boolean;
}

/** Whether the work done equals the work required, within the tolerance. */
export function isDone(doneMs: number, wantedMs: number): boolean {
  const beyondMs = doneMs - wantedMs;
  return beyondMs >= -ROUNDING_MS && beyondMs <= MOST_BEYOND_MS + ROUNDING_MS;
}

/**
 * Part of R18: simultaneous contacts progress at the reduced speed that the scenario gives. The number of contacts of
 * each agent, and the table of its group, determine how much of a contact is done at any time. The contact must end
 * when all of it is done, and so must its after-contact work.
 */
export class Slowdowns extends Judge {
  private readonly contacts = new Map<number, Item>();
  /** By agent, in order of their start. */
  private readonly works = new Map<number, readonly Item[]>();
  /** Contacts that have just ended; the next entry says how. */
  private readonly left = new Map<number, Item>();

  /** Called when work begins; `workMs` is its duration at full speed. */
  recorded({ number }: CaseView, { aux, c: agent, d: workMs }: ActViewOf<'among several'>): void {
    const isWork = aux === 1;
    const { concurrency, moment, world } = this.facts;
    this.tally.checks++;
    const isInHand = isWork ? world.hasWorkOf(agent, number) : world.casesOfAgent(agent).includes(number);
    if (!concurrency.isShared(agent) || !isInHand) {
      this.tally.violate(
        number,
        `the ledger says that agent ${agent} handles it among several, but the agent does not`,
      );
      return;
    }
    const item = { caseNumber: number, agent, workMs, doneMs: 0, sinceMs: moment.timeMs, standsStill: false };
    if (isWork) this.works.set(agent, [...this.worksOf(agent), item]);
    else this.contacts.set(number, item);
  }

  /** Called when the agent is about to have more or fewer contacts. */
  changes(agent: AgentIndex): void {
    const { concurrency, world } = this.facts;
    if (!concurrency.areUsed || !concurrency.isShared(agent)) return;
    for (const number of world.casesOfAgent(agent)) this.goOn(this.contacts.get(number));
    for (const item of this.worksOf(agent)) this.goOn(item);
  }

  /** Called when the contact stops or resumes. */
  standsStill({ number }: CaseView, doesSo: boolean): void {
    const item = this.contacts.get(number);
    if (item === undefined) return;
    this.goOn(item);
    item.standsStill = doesSo;
  }

  /** Called when a second agent joins the contact, which then takes longer by this factor. */
  lengthens({ number }: CaseView, factor: number): void {
    const item = this.contacts.get(number);
    if (item !== undefined) item.workMs = Math.round(item.workMs * factor);
  }

  /** Called when the agent is about to lose the case. */
  leaves({ agent, number }: CaseView): void {
    if (!this.facts.concurrency.areUsed) return;
    this.changes(agent);
    const item = this.contacts.get(number);
    if (item === undefined) return;
    this.contacts.delete(number);
    this.left.set(number, item);
  }

  /** Work done and work required of the contact, ms at full speed; null if it is never slowed down. */
  progressOf({ number }: CaseView): { readonly doneMs: number; readonly workMs: number } | null {
    const item = this.contacts.get(number);
    this.goOn(item);
    return item ?? this.left.get(number) ?? null;
  }

  moved(supportCase: CaseView, event: TransitionEventIndex, after: CaseStateIndex): void {
    const { concurrency } = this.facts;
    if (!concurrency.areUsed || supportCase.state !== WORKING || after === WORKING) return;
    const { lastAgent, number } = supportCase;
    const item = this.left.get(number);
    this.left.delete(number);
    if (event !== HANDLING) return;
    if (item !== undefined) this.judge(number, 'the contact', item);
    else if (concurrency.isShared(lastAgent) && concurrency.mayBeSlowed(lastAgent, supportCase)) {
      this.tally.violate(
        number,
        'the contact was one of several at once, but the ledger does not record its duration',
      );
    }
  }

  workEnds(agent: AgentIndex, caseNumber: CaseNumber): void {
    const own = this.worksOf(agent).filter((item) => item.caseNumber === caseNumber);
    // A case that came again may have left two pieces of work. The ledger does not say which of them is done.
    const ended = own.find(({ doneMs, workMs }) => isDone(doneMs, workMs)) ?? own[0];
    if (ended === undefined) return;
    this.works.set(
      agent,
      this.worksOf(agent).filter((item) => item !== ended),
    );
    this.judge(caseNumber, 'the work after the contact', ended);
  }

  private worksOf(agent: AgentIndex): readonly Item[] {
    return this.works.get(agent) ?? [];
  }

  private judge(caseNumber: CaseNumber, what: string, { agent, doneMs, workMs }: Item): void {
    this.tally.checks++;
    if (isDone(doneMs, workMs)) return;
    this.tally.violate(
      caseNumber,
      `${what} ends when ${doneMs.toFixed(3)} ms of ${workMs} ms are done at the speeds of agent ${agent}`,
    );
  }

  private goOn(item: Item | undefined): void {
    if (item === undefined) return;
    const { concurrency, moment } = this.facts;
    const speed = item.standsStill ? 0 : concurrency.speedOf(item.agent);
    item.doneMs += (moment.timeMs - item.sinceMs) * speed;
    item.sinceMs = moment.timeMs;
  }
}
