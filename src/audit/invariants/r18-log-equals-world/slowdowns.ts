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
import type { FactsView } from '../../facts/facts.ts';
import type { Tally } from '../../facts/tally.ts';

const { handling: HANDLING } = numbered(TRANSITION_EVENTS);
/** Times are whole milliseconds, so up to one more than there was work is done; and sums are rounded. */
const MOST_BEYOND_MS = 1;
const ROUNDING_MS = 1e-3;

/** Work among several in hand: how much there was, how much is done (ms at full speed), and as of when. */
interface Item {
  readonly caseNumber: CaseNumber;
  readonly agent: AgentIndex;
  readonly workMs: number;
  doneMs: number;
  sinceMs: RunMs;
  /** Its agent waits for another to be consulted. */
  standsStill: boolean;
}

/** Whether as much is done as was wanted, and no more. */
export function isDone(doneMs: number, wantedMs: number): boolean {
  const beyondMs = doneMs - wantedMs;
  return beyondMs >= -ROUNDING_MS && beyondMs <= MOST_BEYOND_MS + ROUNDING_MS;
}

/**
 * A part of R18: what is in hand with others goes on as slowly as the scenario says. From the number that each agent has in hand, and
 * the table of its group, follows how much of a contact is done at any time: it ends when all of it is, and so does the work that it leaves.
 */
export class Slowdowns {
  private readonly facts: FactsView;
  private readonly tally: Tally;
  private readonly contacts = new Map<number, Item>();
  /** By agent, in the order in which it began. */
  private readonly works = new Map<number, readonly Item[]>();
  /** Contacts that have just ended; the next entry says how. */
  private readonly left = new Map<number, Item>();

  constructor(facts: FactsView, tally: Tally) {
    this.facts = facts;
    this.tally = tally;
  }

  /** Work begins that takes so long with nothing else in hand. */
  recorded(isWork: boolean, { number }: CaseView, agent: AgentIndex, workMs: number): void {
    const { concurrency, moment, world } = this.facts;
    this.tally.checks++;
    const isInHand = isWork ? world.hasWorkOf(agent, number) : world.casesOfAgent(agent).includes(number);
    if (!concurrency.isShared(agent) || !isInHand) {
      this.tally.violate(number, `agent ${agent} is said to have it in hand among several, and does not`);
      return;
    }
    const item = { caseNumber: number, agent, workMs, doneMs: 0, sinceMs: moment.timeMs, standsStill: false };
    if (isWork) this.works.set(agent, [...this.worksOf(agent), item]);
    else this.contacts.set(number, item);
  }

  /** The agent is about to have more, or less, in hand. */
  changes(agent: AgentIndex): void {
    const { concurrency, world } = this.facts;
    if (!concurrency.areUsed || !concurrency.isShared(agent)) return;
    for (const number of world.casesOfAgent(agent)) this.goOn(this.contacts.get(number));
    for (const item of this.worksOf(agent)) this.goOn(item);
  }

  /** The contact stands still from now on, or goes on. */
  standsStill({ number }: CaseView, doesSo: boolean): void {
    const item = this.contacts.get(number);
    if (item === undefined) return;
    this.goOn(item);
    item.standsStill = doesSo;
  }

  /** The agent is about to have the case no longer. */
  leaves({ agent, number }: CaseView): void {
    if (!this.facts.concurrency.areUsed) return;
    this.changes(agent);
    const item = this.contacts.get(number);
    if (item === undefined) return;
    this.contacts.delete(number);
    this.left.set(number, item);
  }

  /** How much of the contact is done, and was to be done, ms at full speed; null where it is never slowed down. */
  progressOf({ number }: CaseView): { readonly doneMs: number; readonly workMs: number } | null {
    const item = this.contacts.get(number);
    this.goOn(item);
    return item ?? this.left.get(number) ?? null;
  }

  /** The case goes from one state to another; it is still as it was. */
  moved(
    supportCase: CaseView,
    event: TransitionEventIndex,
    was: CaseStateIndex,
    after: CaseStateIndex,
  ): void {
    const { concurrency } = this.facts;
    if (!concurrency.areUsed || was !== WORKING || after === WORKING) return;
    const { lastAgent, number } = supportCase;
    const item = this.left.get(number);
    this.left.delete(number);
    if (event !== HANDLING) return;
    if (item !== undefined) this.judge(number, 'the contact', item);
    else if (concurrency.isShared(lastAgent) && concurrency.mayBeSlowed(lastAgent, supportCase)) {
      this.tally.violate(
        number,
        'the contact has been among several in hand, and it is not told how long it takes',
      );
    }
  }

  workEnds(agent: AgentIndex, caseNumber: CaseNumber): void {
    const own = this.worksOf(agent).filter((item) => item.caseNumber === caseNumber);
    // A case that has come again may have left work twice; which of it is done is not told.
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
