import { type CaseNumber, type GroupIndex, type QueueOwnerIndex, SEVERITIES, TIERS } from '#domain';
import { type CaseView, OPEN_TO_ALL, QUEUED } from '../facts/case-state.ts';
import { isReachable } from '../facts/waiting-census.ts';
import { NONE } from '../facts/world-state.ts';
import { DUTY, type Invariant, instead, Judge, WHO_IS_FREE } from './invariant.ts';

/**
 * R14: routing knows only the zone tag of a case (with segment and channel: the stream), its language, product, tier,
 * severity and age. So of two waiting cases that differ only in age, the older one goes first, whatever else is true
 * of them. Does not apply if the scenario orders cases of a kind differently, or to cases that keep an older place
 * than that of their last joining. If cases wait in queues of places, those open to the agent's place are compared:
 * its own queue and the cases open to all.
 */
export class RouterView extends Judge {
  private readonly routing = this.facts.tables.scenario.routing;
  private readonly isOrdered = this.routing.order !== 'last in first out' && this.routing.order !== 'random';
  private readonly hasPlaces = this.routing.commitment !== undefined || this.facts.tables.passesToGroups;
  /**
   * With longest-queue-first, cases open to all and cases committed to a place are not in one queue. Cases held for their region and cases no
   * longer held are.
   */
  private readonly isByLength = this.routing.order === 'longest queue first';
  /**
   * By what makes cases look the same to routing: the numbers of cases by their joining (`CaseView.joining`), in that
   * order. Numbers, so that no ended case stays in memory.
   */
  private readonly lines = new Map<number, Map<number, CaseNumber>>();
  /** The case that joined last, which is in no line yet: most cases are taken at once, before another joins. */
  private last: CaseView | null = null;
  private lastKey = 0;
  private lastJoining = NONE;

  /**
   * Called when the case has joined a queue, at the end of a contact or otherwise: behind all others, or at its
   * previous place.
   */
  joined(supportCase: CaseView, was: number, byEndOfContact: boolean): void {
    if (!this.isOrdered) return;
    const isNew = supportCase.lastAgent === NONE ? was !== QUEUED : byEndOfContact;
    // A case that keeps an older place is in no line, so it is not compared.
    if (!isNew) return;
    this.lineUp();
    this.last = supportCase;
    this.lastKey = this.keyOf(supportCase);
    this.lastJoining = supportCase.joining;
  }

  /** Adds the case that joined last to its line, if it still waits there. */
  private lineUp(): void {
    const { last, lastJoining, lastKey } = this;
    this.last = null;
    if (last === null || this.waitsAs(lastKey, lastJoining, last.number) === null) return;
    const line = this.lineOf(lastKey) ?? new Map<number, CaseNumber>();
    this.lines.set(lastKey, line);
    line.set(lastJoining, last.number);
  }

  /** The line, without those in front who have left: they are forgotten even if nobody is ever taken. */
  private lineOf(key: number): Map<number, CaseNumber> | undefined {
    const line = this.lines.get(key);
    if (line === undefined || line.size === 0) return line;
    for (const [joining, number] of line) {
      if (this.waitsAs(key, joining, number) !== null) break;
      line.delete(joining);
    }
    return line;
  }

  assigned(supportCase: CaseView, group: GroupIndex): void {
    if (!this.isOrdered || supportCase.state !== QUEUED || !this.isByPlace(supportCase, group)) return;
    const key = this.keyOf(supportCase);
    const line = this.lineOf(key);
    if (supportCase === this.last && key === this.lastKey && (line === undefined || line.size === 0)) return;
    this.lineUp();
    if (line === undefined || line.size === 1 || !line.has(supportCase.joining)) return;
    const owner = this.hasPlaces ? this.facts.tables.queueOwnerOf(group) : NONE;
    let isPast = false;
    for (const [joining, number] of line) {
      const one = this.waitsAs(key, joining, number);
      if (one === null) line.delete(joining);
      else if (one === supportCase) isPast = true;
      else if (this.isRival(one, supportCase, owner) && (isPast || this.couldGo(one, supportCase))) {
        this.tally.checks++;
        if (isPast) return;
        const message = `the case is taken before case ${one.number}, which joined first and looks the same to routing`;
        return this.violate(supportCase, message);
      }
    }
  }

  /**
   * Whether the case competes by its place. It does not under escort, for a group outside with the customer's approval, if an emergency opens it
   * to one agent, if its own agent takes it back at once, or if the group weighs waits and this one counts from before software handed it over.
   */
  private isByPlace(supportCase: CaseView, group: GroupIndex): boolean {
    const { countsFromMs, escort, givenMs, openTo } = supportCase.rare;
    if (countsFromMs !== NONE && this.facts.tables.weighsWaits(group)) return false;
    const isFromOutside =
      escort !== null || (supportCase.isApproved && !this.facts.eligibility.isPermitted(supportCase, group));
    return openTo === NONE && !isFromOutside && givenMs !== this.facts.moment.timeMs;
  }

  /** A case that joined later, still waits for agents of the group, and looks alike; null if there is none. */
  nextAfter(supportCase: CaseView, group: GroupIndex): CaseView | null {
    this.lineUp();
    const key = this.keyOf(supportCase);
    let isPast = false;
    let younger: CaseView | null = null;
    for (const [joining, number] of this.lines.get(key) ?? []) {
      const one = this.waitsAs(key, joining, number);
      if (isPast) younger ??= one;
      if (one === supportCase) isPast = true;
    }
    if (younger === null) return null;
    if (!this.isByPlace(younger, group) || !this.couldGo(supportCase, younger)) return null;
    const { queueOwner } = supportCase.rare;
    const isOfGroup = queueOwner === OPEN_TO_ALL || queueOwner === this.facts.tables.queueOwnerOf(group);
    const isInLine = !this.hasPlaces || isOfGroup;
    return isInLine && younger.rare.queueOwner === queueOwner ? younger : null;
  }

  /** Whether a case waits for agents of the place. A case without a recorded queue has only just begun to wait. */
  private isRival({ rare: { queueOwner } }: CaseView, taken: CaseView, owner: QueueOwnerIndex): boolean {
    if (!this.hasPlaces) return true;
    if (this.isByLength && queueOwner !== taken.rare.queueOwner) return false;
    return queueOwner === OPEN_TO_ALL || queueOwner === owner;
  }

  /** Whether a case could be taken: its data can be read, and after the day's end it is among those served out. */
  private couldGo(one: CaseView, taken: CaseView): boolean {
    return one.rare.servedOutMs === taken.rare.servedOutMs && isReachable(one, this.facts.world);
  }

  /** The case, if it has waited in the line since it joined it; else null. */
  private waitsAs(key: number, joining: number, number: CaseNumber): CaseView | null {
    const one = this.facts.cases.get(number);
    return one?.state === QUEUED && one.joining === joining && this.keyOf(one) === key ? one : null;
  }

  private keyOf({ language, product, severity, stream, tier }: CaseView): number {
    const { languages, products } = this.facts.tables.scenario;
    const skill = (stream * products.length + product) * languages.length + language;
    return (skill * (TIERS.length + 1) + tier) * SEVERITIES.length + severity;
  }
}

export const R14: Invariant<RouterView> = {
  row: {
    id: 'R14',
    title: 'Router view',
    sentence:
      'Routing uses only a fixed list of properties of a case; of cases equal in these, the oldest goes first.',
    statement:
      'For all assignments of a waiting case c at t: no case that joined a queue before c, and since then has waited with its data ' +
      'readable, agrees with c in what routing may know besides age: zone tag (arrival stream), language, product, tier and severity. ' +
      'Counted if another such case waits; not for cases that kept an older place, nor if the scenario orders cases differently.',
    source: 'GDPR Art. 25(1)',
    brokenBy: 'a router that looks into cases and prefers those that will take little time',
  },
  log: {
    events: { ...WHO_IS_FREE, store: [] },
    isAboutWhoIsFree: true,
    names: ['group', 'agent', 'place', 'language', 'product'],
    noColumn: DUTY,
  },
  judge: RouterView,
  seed: {
    what: 'a case is taken before an older one that looks the same',
    kinds: ['assign'],
    sow: ({ entry, supportCase }, judge) => {
      if (supportCase?.state !== QUEUED) return null;
      const younger = judge.nextAfter(supportCase, entry.a);
      return younger === null ? null : instead({ ...entry, caseNumber: younger.number });
    },
  },
  untested: { absent: 'no two cases that look the same to routing waited at once' },
};
