import type { ActKind } from '#domain';

/** Kinds of names that a log may use although the scenario does not know them. */
export type NameKind = 'agent' | 'entity' | 'group' | 'language' | 'place' | 'product';

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
