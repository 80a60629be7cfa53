/**
 * What a case is doing, as far as a log can say. A paused contact stays in hand: no state begins with it.
 * `worked`: a piece of work is over; others on the case may go on. `left` is a queue that was left: by the customer, if nobody works the case afterwards.
 */
export const STORY_STATES = [
  'queued',
  'working',
  'worked',
  'customer',
  'vendor',
  'resolved',
  'closed',
  'cancelled',
  'abandoned',
  'left',
] as const;
export type StoryState = (typeof STORY_STATES)[number];

/** Activities and the state that begins with them. `STATES.md` documents them; a mapping translates those of a log into them. */
const WORDS: Readonly<Record<StoryState, readonly string[]>> = {
  queued: [
    'queued',
    'open',
    'opened',
    'new',
    'submitted',
    'triage',
    'reopened',
    'awaiting assignment',
    'assigned',
    'to stalled',
    'to open.triage',
    'to open.waiting.queued',
  ],
  working: ['working', 'active', 'in progress', 'work in progress', 'in call', 'to open.working'],
  worked: ['worked'],
  customer: [
    'waiting for customer',
    'awaiting customer',
    'awaiting user info',
    'pending',
    'on hold',
    'to open.awaitingcustomer',
  ],
  vendor: [
    'waiting for vendor',
    'awaiting vendor',
    'awaiting problem',
    'awaiting evidence',
    'to open.awaitingvendor',
  ],
  resolved: ['resolved', 'solved', 'completed', 'to resolved'],
  closed: ['closed', 'to closed'],
  cancelled: ['cancelled', 'canceled', 'to refused'],
  abandoned: ['abandoned', 'hung up'],
  left: ['left the queue'],
};

const STATES = new Map(
  Object.entries(WORDS).flatMap(([state, words]) =>
    words.map((word) => [word, state as StoryState] as const),
  ),
);

/** The state that an activity begins; null if it begins none. Capitals do not count. */
export function stateOf(activity: string): StoryState | null {
  return STATES.get(activity.trim().toLowerCase()) ?? null;
}
