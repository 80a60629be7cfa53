import { numbered } from '#base';
import {
  ACCESS_PURPOSES,
  type ActKind,
  type AgentIndex,
  type CopyRoleIndex,
  type GroupIndex,
  type ItemClassSet,
  type PlaceIndex,
  type RunMs,
  type Scenario,
} from '#domain';
import type { StoryEntry } from '#ledger';
import type { CaseView } from '../facts/case-state.ts';
import type { FactsView } from '../facts/facts.ts';
import { Tally } from '../facts/tally.ts';
import { NONE } from '../facts/world-state.ts';
import { dimensionOfRole } from '../law/boundary.ts';

/** Kinds of names that a log may use although the scenario does not know them. */
export type NameKind = 'agent' | 'entity' | 'group' | 'language' | 'place' | 'product' | 'software';

/** Kinds of events, and the fields that each of them must tell. */
export type EventNeeds = Readonly<Partial<Record<ActKind, readonly string[] | 'all'>>>;

/** What a log that this program has not written must tell so that an invariant can be judged from it. */
export interface LogNeeds {
  /** If a log has no event of a kind, nobody can say whether it never happened or was not logged, so the invariant is not judged. */
  readonly events: EventNeeds;
  /** Whether it depends on who is free for which case, and so on all acts that keep agents busy. */
  readonly isAboutWhoIsFree?: true;
  /** Whether it depends on which copies are left. Deletions must then tell as much as stores. */
  readonly isAboutCopies?: true;
  /** Whether it is judged when a view begins and when the law changes. If the law does not change, it does not matter when views end. */
  readonly isAtChangesOfLaw?: true;
  /** Names that the scenario must know: for an unknown one, nobody can say. Invariants without it report unknown names as violations. */
  readonly names?: readonly NameKind[];
  /** What a case log cannot tell, because its form has no column for it; null if a column may. */
  readonly noColumn: string | null;
}

/** Shows who is on duty, with which skills, and which cases they have in hand. */
export const WHO_IS_FREE: EventNeeds = {
  open: ['language', 'product', 'declaredLanguage', 'declaredProduct', 'channel', 'severity', 'solvedAtTier'],
  duty: 'all',
  transition: 'all',
  assign: ['agent', 'group'],
  view: ['agent', 'group', 'purpose'],
  'view end': ['agent', 'group', 'purpose'],
};

export const COPIES = 'when each copy was made and deleted';
export const DUTY = 'who was on duty, and when each case waited, was assigned and was passed on';

/** Wording and origin of one invariant, printed in reports. */
export interface InvariantRow {
  readonly id: string;
  readonly title: string;
  /** One sentence for general readers. */
  readonly sentence: string;
  /** The exact rule. Live(x,t): copy x was stored at or before t and is not yet deleted. */
  readonly statement: string;
  /** The promise or law behind it. */
  readonly source: string;
  /** One way to break it. */
  readonly brokenBy: string;
}

/**
 * Judges one invariant of one ledger, or a part of it. Counts checks and violations in its tally and changes nothing else.
 * Methods of the same name are called at the same moment (`judges.ts`):
 *
 *   moved           a case moves from one state to another, which may be the same; the facts still have the old one
 *   stored          a copy is about to be stored; `source`: the place copied from, NONE_16 for the customer
 *   assigned        an agent takes a case, before the facts record it
 *   dropped         a case is no longer live
 *   passed          time has passed to just before `timeMs`
 *   lawHasChanged   promise and law have been set to a new instant
 *   zonesChanged    at the end of an instant in which zones have changed
 *   endOfInstant    all entries of the instant have been read
 *   finish          at the end of the ledger, which covers the time before `endMs`
 */
export class Judge {
  readonly tally: Tally;
  protected readonly facts: FactsView;

  constructor(facts: FactsView, tally: Tally) {
    this.facts = facts;
    this.tally = tally;
  }

  /** Counts a violation by the case at this instant, or at `timeMs`. `world`: entries of the world that belong to its story. */
  protected violate(
    { number }: Pick<CaseView, 'number'>,
    message: string,
    world?: readonly number[],
    timeMs?: RunMs,
  ): void {
    this.tally.violate(number, message, world, timeMs);
  }
}

/** Judges what the law says of an act, also by what is known today. */
export class JudgeOfLaw extends Judge {
  /** Under the law as known today; null if that is the same. */
  readonly tallyNow: Tally | null =
    this.facts.lawNow === null ? null : new Tally(this.tally.id, this.facts.moment, 'now');
}

/**
 * Whether the promise lets the agent who has the case see it from outside: an escort watches from where the promise wants the escort to be, and the
 * customer has approved it, as far as the promise asks for either.
 */
export function isLetIn({ boundary, tables }: FactsView, supportCase: CaseView): boolean {
  const { isApproved, isSeenBeside, rare, stream } = supportCase;
  if (isSeenBeside) return false;
  const { promise } = tables.stream(stream);
  const watchedFrom = rare.escort === null ? null : tables.placeOfCentre(rare.escort.viewCentre);
  return boundary.letsInFromOutside(promise, watchedFrom, isApproved);
}

/** Everything that the auditor knows about one invariant. */
export interface Invariant<J extends Judge = Judge> {
  readonly row: InvariantRow;
  readonly log: LogNeeds;
  readonly judge: new (facts: FactsView, tally: Tally) => J;
  /** The breach that R25 seeds. */
  readonly seed: Seed<J>;
  readonly untested: Untested;
}

/** R25, which judges the auditor itself. It needs all judges, and so lives in `answers/`. */
export interface InvariantOfAuditor {
  readonly row: InvariantRow;
  readonly log: LogNeeds;
  readonly judge: null;
  readonly seed: null;
  readonly untested: Untested;
}

/** Why a run may not test an invariant, as the end of a sentence that begins with "since". */
export interface Untested {
  /** What the scenario lacks; null if it has what the invariant needs. */
  readonly lack?: (scenario: Scenario) => string | null;
  /** What did not happen in such a run. */
  readonly absent: string;
}

/** Input of a seed: an entry, its case if that is live, and the facts just before the entry is read. */
export interface Occasion {
  readonly entry: StoryEntry;
  /** The entry after it; null at the end. */
  readonly next: StoryEntry | null;
  readonly supportCase: CaseView | undefined;
  readonly facts: FactsView;
}

/** Entries that replace the original one. */
export interface Sown {
  readonly entries: readonly StoryEntry[];
  /** Number of further entries needed to reveal the breach; default: none. */
  readonly following?: number;
  /**
   * Time that must pass to complete the breach, ms; equal to the entry's time for the end of its instant. Default:
   * the breach is complete at once.
   */
  readonly untilMs?: RunMs;
}

/** One way to turn a correct record into one with a breach. */
export interface Seed<J extends Judge> {
  readonly what: string;
  /** Kinds of acts that can be turned into the breach. */
  readonly kinds: readonly ActKind[];
  /**
   * Returns entries that certainly are a breach, or null if this entry is no occasion. `judge`: judge of the
   * invariant, just before the entry is read.
   */
  sow(occasion: Occasion, judge: J): Sown | null;
}

/** A seed with the id of the invariant that must find it. */
export interface SeedOf extends Seed<Judge> {
  readonly id: string;
}

const { support: SUPPORT } = numbered(ACCESS_PURPOSES);

export function instead(entry: StoryEntry): Sown {
  return { entries: [entry] };
}

/** The first data centre for which `isSuch` is true. */
export function placeOf({ tables }: FactsView, isSuch: (place: PlaceIndex) => boolean): PlaceIndex | null {
  for (let place = 0; place < tables.dataCentreCount; place++) if (isSuch(place)) return place;
  return null;
}

export function firstAgentOf({ tables }: FactsView, group: GroupIndex): AgentIndex | null {
  return tables.agentsOf(group)[0] ?? null;
}

/** Like `freeSinceBefore`; −1 also if the group's conditions keep it from the case. */
export function freeBefore(facts: FactsView, group: GroupIndex, supportCase: CaseView): AgentIndex | -1 {
  if ((facts.world.idle[group] as number) === 0 || !facts.guards.admit(group, supportCase)) return -1;
  return freeSinceBefore(facts, group);
}

/**
 * An agent of the group who has been free, at a centre that has been up, since before this instant; −1 if there is
 * none. Those who became free in this very instant do not count, because the ledger lists simultaneous acts one after another.
 */
export function freeSinceBefore({ moment, tables, world }: FactsView, group: GroupIndex): AgentIndex | -1 {
  if ((world.idle[group] as number) === 0) return -1;
  if (!world.isStaffed(group) || world.centreSinceMs[tables.centreOf(group)] === moment.timeMs) return -1;
  const isFree = (agent: AgentIndex) => world.isPresent(agent) && !world.isBusy(agent);
  const free = tables
    .agentsOf(group)
    .find((agent) => isFree(agent) && (world.freeSinceMs[agent] as number) < moment.timeMs);
  return free ?? -1;
}

export function storedOutside({ entry, facts, supportCase }: Occasion, role: CopyRoleIndex): Sown | null {
  if (supportCase === undefined || entry.aux !== role) return null;
  const { promise } = facts.tables.stream(supportCase.stream);
  const a = placeOf(facts, (place) => !facts.boundary.allows(promise, dimensionOfRole(role), entry.c, place));
  return a === null ? null : instead({ ...entry, a });
}

/**
 * Seeds a view by the first agent of a group for which the test holds. Skips views that an exception, an escort or an
 * approval may cover, and consultations.
 */
export function seenBy(
  { entry, facts, supportCase }: Occasion,
  isForbidden: (supportCase: CaseView, group: GroupIndex, classes: ItemClassSet) => boolean,
): Sown | null {
  if (entry.aux !== SUPPORT || supportCase?.rare.openTo !== NONE) return null;
  if (supportCase.rare.escort !== null || supportCase.isApproved) return null;
  const { groups, segments, streams } = facts.tables.scenario;
  const segment = streams[supportCase.stream]?.segment ?? NONE;
  if (segments[segment]?.consents !== undefined) return null;
  const classes = supportCase.classesAt(entry.d);
  for (let group = 0; group < groups.length; group++) {
    const agent = firstAgentOf(facts, group);
    if (agent === null || !isForbidden(supportCase, group, classes)) continue;
    return instead({ ...entry, a: facts.tables.centreOf(group), b: group, c: agent });
  }
  return null;
}
