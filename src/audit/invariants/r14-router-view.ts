import { type GroupIndex, type QueueOwnerIndex, SEVERITIES, TIERS } from '#domain';
import { type CaseView, OPEN_TO_ALL, QUEUED } from '../facts/case-state.ts';
import { isReachable } from '../facts/waiting-census.ts';
import { NONE } from '../facts/world-state.ts';
import { DUTY, type Invariant, instead, Judge, WHO_IS_FREE } from './invariant.ts';

/**
 * Cases that look alike to the router, in the order in which they joined, from `begin` to `end`. Cases that have left
 * are dropped when they are next examined. The line stores numbers, so that no ended case stays in memory, and its
 * arrays are never truncated, because lines empty all the time.
 */
interface Line {
  /** By which its cases look the same to routing. */
  readonly key: number;
  readonly numbers: number[];
  /** Running numbers of their joining (`CaseView.joining`), ascending. */
  readonly joinings: number[];
  begin: number;
  end: number;
}

/** A line keeps at least this many unused elements at its front before it is compacted. */
const GONE_LEAST = 64;

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
  private readonly lines = new Map<number, Line>();
  /**
   * The case that joined last, its joining number, and the key of its line. It is added to the line late, because
   * most cases are taken at once.
   */
  private last: CaseView | null = null;
  private lastJoining = NONE;
  private lastKey = 0;

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
    this.lastJoining = supportCase.joining;
    this.lastKey = this.keyOf(supportCase);
  }

  /** Adds the case that joined last to its line. */
  private lineUp(): void {
    const { last, lastKey } = this;
    if (last === null) return;
    this.last = null;
    let line = this.lines.get(lastKey);
    if (line === undefined) {
      line = { key: lastKey, numbers: [], joinings: [], begin: 0, end: 0 };
      this.lines.set(lastKey, line);
    }
    this.dropGone(line);
    line.numbers[line.end] = last.number;
    line.joinings[line.end] = this.lastJoining;
    line.end++;
  }

  /** Called when an agent of the group takes the case, while the facts still have it waiting. */
  assigned(supportCase: CaseView, group: GroupIndex): void {
    if (!this.isOrdered || supportCase.state !== QUEUED || !this.isByPlace(supportCase)) return;
    const key = this.keyOf(supportCase);
    const line = this.lines.get(key);
    if (
      supportCase === this.last &&
      key === this.lastKey &&
      (line === undefined || line.begin === line.end)
    ) {
      this.last = null;
      return;
    }
    this.lineUp();
    if (line === undefined) return;
    this.dropGone(line);
    const at = this.placeOf(supportCase, line);
    if (at === NONE) return;
    const owner = this.hasPlaces ? this.facts.tables.queueOwnerOf(group) : NONE;
    const older = this.firstBefore(at, line, supportCase, owner);
    const hasYounger = this.nextRival(line, at + 1, line.end, supportCase, owner) !== NONE;
    if (older !== null || hasYounger) this.tally.checks++;
    if (older !== null) {
      this.violate(
        supportCase,
        `the case is taken before case ${older.number}, which joined first and looks the same to routing`,
      );
    } else if (line.begin === at && !hasYounger && !this.hasPlaces) {
      line.begin = 0;
      line.end = 0;
    }
  }

  /** Whether the case competes by its place. It does not under escort, if an emergency opens it to one agent, or if its own agent takes it back at once. */
  private isByPlace({ rare: { escort, givenMs, openTo } }: CaseView): boolean {
    return openTo === NONE && escort === null && givenMs !== this.facts.moment.timeMs;
  }

  /** A case that joined later, still waits for agents of the group, and looks alike; null if there is none. */
  nextAfter(supportCase: CaseView, group: GroupIndex): CaseView | null {
    this.lineUp();
    const key = this.keyOf(supportCase);
    const line = this.lines.get(key);
    if (line === undefined) return null;
    const at = this.placeOf(supportCase, line);
    if (at === NONE) return null;
    const next = this.nextWaiting(line, at + 1, line.end);
    const younger = next === NONE ? undefined : this.caseAt(line, next);
    if (younger === undefined || !this.isByPlace(younger) || !this.couldGo(supportCase, younger)) return null;
    const { queueOwner } = supportCase.rare;
    const isOfGroup = queueOwner === OPEN_TO_ALL || queueOwner === this.facts.tables.queueOwnerOf(group);
    const isInLine = !this.hasPlaces || isOfGroup;
    return isInLine && younger.rare.queueOwner === queueOwner ? younger : null;
  }

  private placeOf(supportCase: CaseView, line: Line): number {
    const at = placeOfJoining(line, supportCase.joining);
    return at < line.end && line.joinings[at] === supportCase.joining && this.waits(line, at) ? at : NONE;
  }

  private caseAt(line: Line, at: number): CaseView | undefined {
    return this.facts.cases.get(line.numbers[at] as number);
  }

  private firstBefore(end: number, line: Line, taken: CaseView, owner: QueueOwnerIndex): CaseView | null {
    for (let at = line.begin; ; at++) {
      at = this.nextRival(line, at, end, taken, owner);
      if (at === NONE) return null;
      const one = this.caseAt(line, at);
      if (one !== undefined && this.couldGo(one, taken)) return one;
    }
  }

  /**
   * The next case that waits for agents of the place. A case without a recorded queue has only just begun to wait.
   */
  private nextRival(line: Line, from: number, end: number, taken: CaseView, owner: QueueOwnerIndex): number {
    for (let at = from; ; at++) {
      at = this.nextWaiting(line, at, end);
      if (at === NONE || !this.hasPlaces) return at;
      const queueOwner = this.caseAt(line, at)?.rare.queueOwner;
      if (this.isByLength && queueOwner !== taken.rare.queueOwner) continue;
      if (queueOwner === OPEN_TO_ALL || queueOwner === owner) return at;
    }
  }

  /** Whether a case could be taken: its data can be read, and after the day's end it is among those served out. */
  private couldGo(one: CaseView, taken: CaseView): boolean {
    return one.rare.servedOutMs === taken.rare.servedOutMs && isReachable(one, this.facts.world);
  }

  private nextWaiting(line: Line, from: number, end: number): number {
    for (let at = from; at < end; at++) if (this.waits(line, at)) return at;
    return NONE;
  }

  /** Whether the case at that index of the line has waited since it joined. */
  private waits(line: Line, at: number): boolean {
    const one = this.caseAt(line, at);
    return (
      one !== undefined &&
      one.state === QUEUED &&
      one.joining === line.joinings[at] &&
      this.keyOf(one) === line.key
    );
  }

  private dropGone(line: Line): void {
    const { end, joinings, numbers } = line;
    let { begin } = line;
    while (begin < end && !this.waits(line, begin)) begin++;
    if (begin === end) {
      line.begin = 0;
      line.end = 0;
    } else if (begin < GONE_LEAST || 2 * begin < end) {
      line.begin = begin;
    } else {
      // Moves no more elements than have been removed since the last move, so the cost per case does not grow with
      // the line.
      numbers.copyWithin(0, begin, end);
      joinings.copyWithin(0, begin, end);
      line.begin = 0;
      line.end = end - begin;
    }
  }

  private keyOf({ language, product, severity, stream, tier }: CaseView): number {
    const { languages, products } = this.facts.tables.scenario;
    const skill = (stream * products.length + product) * languages.length + language;
    return (skill * (TIERS.length + 1) + tier) * SEVERITIES.length + severity;
  }
}

/** Index of the first element of a line whose joining number is at least this one. */
function placeOfJoining({ begin, end, joinings }: Line, joining: number): number {
  let [low, high] = [begin, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((joinings[middle] as number) < joining) low = middle + 1;
    else high = middle;
  }
  return low;
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
