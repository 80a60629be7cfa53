import type { LoggedCase } from '#caselog';
import type { OpenCaseState } from '#domain';
import { type StoryState, stateOf } from '../stories/state-words.ts';

/** Where an open case of a log stands at an instant. Times are epoch ms. */
export interface Standing {
  readonly state: OpenCaseState;
  readonly openedMs: number;
  readonly sinceMs: number;
  /** 1 where no event names a tier. */
  readonly tier: number;
  readonly isTierNamed: boolean;
  readonly group: string | null;
  readonly centre: string | null;
  /** Where its copies lie, as the log names the places; null where it does not. */
  readonly primary: string | null;
  readonly replica: string | null;
  /** Where the last event before the instant has its row in the log. */
  readonly row: number;
  /** Activities that begin no state that is known. */
  readonly unknownActivities: readonly string[];
}

/** Activities that say where a copy is put, or that it is gone. Capitals do not count. */
const COPIES: Readonly<Record<string, readonly ['primary' | 'replica', boolean]>> = {
  'store primary': ['primary', true],
  'store replica': ['replica', true],
  'delete primary': ['primary', false],
  'delete replica': ['replica', false],
};

/** Activities of a case that is not yet in a queue. */
const BEFORE_QUEUES = new Set([
  'open',
  'opened',
  'new',
  'submitted',
  'triage',
  'to open.triage',
  'to stalled',
]);

/** The state of a case from its events before `atMs`; null if it is not open then. `isPlace`: whether a text names a place of data. */
export function standingAt(
  { events }: LoggedCase,
  atMs: number,
  isPlace: (text: string) => boolean,
): Standing | null {
  const reader = new StandingReader(isPlace);
  for (const event of events) {
    if (event.atMs >= atMs) break;
    reader.take(event);
  }
  return reader.standing();
}

/** When a state begins; whether before any queue, and with the agent, group and tier of before. */
interface Moment {
  readonly atMs: number;
  readonly isEarly: boolean;
  readonly isSameHand: boolean;
}

/** Reads the events of one case in the order of time. */
class StandingReader {
  private readonly copies: { primary: string | null; replica: string | null } = {
    primary: null,
    replica: null,
  };
  private readonly unknown: string[] = [];
  private readonly isPlace: (text: string) => boolean;
  private state: Exclude<StoryState, 'left'> | null = null;
  private openedMs = 0;
  private sinceMs = 0;
  private tier: number | null = null;
  private group: string | null = null;
  private centre: string | null = null;
  private agent: string | null = null;
  private row = 0;
  private isAnswered = false;
  private isBack = false;
  private hasLeft = false;
  /** The log says of each copy where it lies. */
  private namesCopies = false;
  /** It waits for its first answer, and is not yet in a queue. */
  private isEarly = true;

  constructor(isPlace: (text: string) => boolean) {
    this.isPlace = isPlace;
  }

  take(event: LoggedCase['events'][number]): void {
    const { activity, atMs, row } = event;
    if (this.state === null) this.openedMs = atMs;
    const before = `${this.tier} ${this.group} ${this.agent}`;
    this.row = row;
    this.tier = event.tier ?? this.tier;
    this.group = event.group ?? this.group;
    this.centre = event.centre ?? this.centre;
    this.agent = event.agent ?? this.agent;
    const word = activity?.trim().toLowerCase() ?? '';
    this.place(word, event.place);
    const found = stateOf(word);
    if (found === null && activity !== null && COPIES[word] === undefined) this.unknown.push(activity);
    if (found === null && this.state !== null) return;
    const isSameHand = before === `${this.tier} ${this.group} ${this.agent}`;
    this.enter(found ?? 'queued', { atMs, isEarly: BEFORE_QUEUES.has(word), isSameHand });
  }

  /** Null if no event came, or if the case has ended. */
  standing(): Standing | null {
    const state = this.openState();
    if (state === null) return null;
    const { centre, group, openedMs, row, sinceMs, tier } = this;
    return {
      state,
      openedMs,
      sinceMs,
      group,
      centre,
      row,
      ...this.copies,
      tier: tier ?? 1,
      isTierNamed: tier !== null,
      unknownActivities: this.unknown,
    };
  }

  private openState(): OpenCaseState | null {
    // A queue that was left, and after which nobody works the case, was left by the customer.
    if (this.hasLeft) return null;
    switch (this.state) {
      case 'working':
        return 'in work';
      case 'customer':
        return 'awaiting customer';
      case 'vendor':
        return 'awaiting vendor';
      case 'resolved':
        return 'resolved';
      case 'queued':
        if (!this.isAnswered) return 'waiting';
        return this.isBack ? 'replied' : 'transferred';
      default:
        return null;
    }
  }

  private enter(next: StoryState, moment: Moment): void {
    const { atMs, isSameHand } = moment;
    const before = this.state;
    const hasEnded = before === 'closed' || before === 'cancelled' || before === 'abandoned';
    if (hasEnded && next !== 'queued' && next !== 'working') return;
    if (next === 'left') {
      this.hasLeft = true;
      return;
    }
    this.hasLeft = false;
    this.state = next;
    if (next === 'queued') return this.queue(before, moment);
    if (before !== next || (next === 'working' && !isSameHand)) this.sinceMs = atMs;
    if (next === 'working' || next === 'resolved') this.isAnswered = true;
  }

  private queue(before: StoryState | null, { atMs, isEarly, isSameHand }: Moment): void {
    if (!this.isAnswered && (before === null || before === 'queued')) {
      // The wait for the first answer begins with the first queue, and goes on whatever happens meanwhile.
      if (before === null || (this.isEarly && !isEarly)) this.sinceMs = atMs;
      this.isEarly &&= isEarly;
      return;
    }
    if (before === 'queued' && isSameHand) return;
    this.sinceMs = atMs;
    if (before !== 'queued') this.isBack = before !== 'working';
  }

  private place(word: string, place: string | null): void {
    const copy = COPIES[word];
    if (copy === undefined) {
      // Other events may name other places, such as the centre to which data is shown.
      if (place !== null && !this.namesCopies && this.isPlace(place)) this.copies.primary = place;
      return;
    }
    this.namesCopies = true;
    const [role, isStored] = copy;
    if (isStored) this.copies[role] = place;
    else if (this.copies[role] === place || place === null) this.copies[role] = null;
  }
}
