import type { CaseEvent, LoggedCase } from '#caselog';
import type { StoryState } from './state-words.ts';

/** A state of a case that lasts: the others are moments. */
export type SpellState = Extract<StoryState, 'queued' | 'working' | 'customer' | 'vendor' | 'resolved'>;

/** A time in which a case is in one state, at one tier, and with one agent if it is worked. Times are epoch ms. */
export interface Spell {
  state: SpellState;
  readonly fromMs: number;
  /** Null if the log ends before it does. */
  toMs: number | null;
  /** 1, 2 or 3. */
  readonly tier: number;
  group: string | null;
  centre: string | null;
  agent: string | null;
}

/** What a log says of one case. A missing attribute is null. */
export type CaseAttributes = Omit<LoggedCase, 'customer' | 'endedAtMs' | 'events' | 'id'>;

/** How a case ended: null if it had not when the log ended. */
export type Ending = 'closed' | 'cancelled' | 'abandoned';

/** A case, as a log or a simulated run shows it. */
export interface CaseStory extends CaseAttributes {
  readonly openedMs: number;
  readonly spells: readonly Spell[];
  /** The first time that it was resolved, or closed after work; null if it was not. */
  readonly resolvedMs: number | null;
  readonly ending: Ending | null;
  readonly endedMs: number | null;
}

/** An event as far as a story needs it. */
export interface StoryEvent extends Pick<CaseEvent, 'agent' | 'atMs' | 'centre' | 'group' | 'tier'> {
  readonly state: StoryState | null;
}

/** Makes the story of a case from its events, in the order of time. A case without events has no story. */
export class StoryMaker {
  private readonly spells: Spell[] = [];
  private tier = 1;
  private group: string | null = null;
  private centre: string | null = null;
  private agent: string | null = null;
  private openedMs: number | null = null;
  private resolvedMs: number | null = null;
  private ending: Ending | null = null;
  private endedMs: number | null = null;
  private leftMs: number | null = null;
  /** Whether the tier of the last spell is only that of the event before. */
  private isTierAssumed = false;

  /** Whether a queue that ends with the resolution counts as work, as is known only then. */
  private readonly knowsEnds: boolean;

  constructor(knowsEnds = true) {
    this.knowsEnds = knowsEnds;
  }

  /** Pieces of work that have begun and are not over, where the log says when they are. */
  private inWork = 0;
  /** When the last of them was over, unless something has happened since. */
  private workedMs: number | null = null;

  take({ agent, atMs, centre, group, state, tier }: StoryEvent): void {
    this.openedMs ??= atMs;
    if (this.ending !== null && state !== 'queued' && state !== 'working') return;
    if (tier !== null) this.nameTier(tier);
    // Another group gets the case, and nobody of it yet.
    const hasMoved = group !== null && this.group !== null && group !== this.group;
    this.group = group ?? this.group;
    this.centre = centre ?? this.centre;
    this.agent = agent ?? (hasMoved ? null : this.agent);
    // An event that changes no state only says who has the case now.
    if (state === null && this.spells.length > 0) return;
    const next = state ?? 'queued';
    this.workedMs = null;
    if (next === 'working') this.inWork++;
    else if (next !== 'worked') this.inWork = 0;
    if (next === 'resolved' && this.knowsEnds) this.countAsWorked(atMs);
    if (next === 'resolved' || next === 'closed') this.nameLast({ agent, centre, group });
    switch (next) {
      case 'closed':
        return this.close(atMs);
      case 'cancelled':
      case 'abandoned':
        return this.end(next, atMs);
      case 'left':
        this.leftMs = atMs;
        return;
      case 'worked':
        this.inWork = Math.max(0, this.inWork - 1);
        if (this.inWork > 0) return;
        this.workedMs = atMs;
        return this.enter('queued', atMs, true);
      default:
        this.enter(next, atMs, tier === null);
    }
  }

  /** A queue whose tier no event has named is that of the tier that takes the case from it. */
  private nameTier(tier: number): void {
    this.tier = tier;
    const last = this.spells.at(-1);
    if (last !== undefined && last.state === 'queued' && last.toMs === null && this.isTierAssumed)
      this.spells[this.spells.length - 1] = { ...last, tier };
  }

  /** The log has later events, which are not to be seen. */
  goesOn(): void {
    this.workedMs = null;
  }

  /** The story; null if there was no event. */
  finish(attributes: CaseAttributes): CaseStory | null {
    const { openedMs } = this;
    if (openedMs === null) return null;
    if (this.leftMs !== null) this.end('abandoned', this.leftMs);
    if (this.workedMs !== null) {
      this.spells.pop();
      this.close(this.workedMs);
    }
    const { ending, endedMs, resolvedMs, spells } = this;
    return { ...attributes, openedMs, spells, resolvedMs, ending, endedMs };
  }

  private enter(state: SpellState, atMs: number, isTierAssumed: boolean): void {
    this.leftMs = null;
    this.ending = null;
    this.endedMs = null;
    if (state === 'resolved') this.resolvedMs ??= atMs;
    const last = this.spells.at(-1);
    const agent = state === 'working' ? this.agent : null;
    const isSame =
      last !== undefined &&
      last.toMs === null &&
      last.state === state &&
      last.tier === this.tier &&
      last.agent === agent &&
      // An agent may take a case along to another group.
      (state === 'resolved' || agent !== null || last.group === this.group);
    this.isTierAssumed = isTierAssumed && (!isSame || this.isTierAssumed);
    if (isSame) return;
    // A story has only one of several pieces of work that begin together.
    if (this.inWork > 1 && last?.state === 'working' && last.fromMs === atMs) this.spells.pop();
    this.stop(atMs);
    const { centre, group, tier } = this;
    this.spells.push({ state, fromMs: atMs, toMs: null, tier, group, centre, agent });
  }

  /** A case that is closed out of its queue, and that nobody ever worked, was given up by its customer. */
  private close(atMs: number): void {
    const hasBeenWorked = this.spells.some(({ state }) => state !== 'queued');
    if (!hasBeenWorked && this.resolvedMs === null) return this.end('abandoned', atMs);
    this.resolvedMs ??= atMs;
    this.end('closed', atMs);
  }

  private end(ending: Ending, atMs: number): void {
    this.stop(atMs);
    this.ending = ending;
    this.endedMs = atMs;
    this.leftMs = null;
  }

  /**
   * A case that is resolved straight from its queue was in somebody's hands, although the log does not say since when; one that is resolved
   * by its first event was worked before the log has it.
   */
  private countAsWorked(atMs: number): void {
    const last = this.spells.at(-1);
    if (last === undefined) this.enter('working', atMs, false);
    else if (last.state === 'queued' && last.toMs === null) last.state = 'working';
  }

  /** A log with a row for each case names the agent only at the end: then that agent worked the last contact. */
  private nameLast({ agent, centre, group }: Pick<StoryEvent, 'agent' | 'centre' | 'group'>): void {
    const last = this.spells.at(-1);
    if (last?.state !== 'working') return;
    last.agent ??= agent;
    last.centre ??= centre;
    last.group ??= group;
  }

  private stop(atMs: number): void {
    const last = this.spells.at(-1);
    if (last !== undefined && last.toMs === null) last.toMs = Math.max(atMs, last.fromMs);
  }
}
