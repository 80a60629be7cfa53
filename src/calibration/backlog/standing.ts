import { definite } from '#base';
import type { CaseEvent, LoggedCase } from '#caselog';
import type { OpenCaseState } from '#domain';
import type { Spell } from '../stories/case-story.ts';
import { readStories } from '../stories/read-stories.ts';
import { stateOf } from '../stories/state-words.ts';

/** Where an open case of a log stands at an instant. Times are epoch ms. */
export interface Standing {
  readonly state: OpenCaseState;
  readonly openedMs: number;
  readonly sinceMs: number;
  /** Whether the log says that its triage is over. */
  readonly isTriaged: boolean;
  /** Null where no event names a tier. */
  readonly tier: number | null;
  readonly group: string | null;
  readonly centre: string | null;
  /** Where its copies lie, as the log names the places; null where it does not. */
  readonly primary: string | null;
  readonly replica: string | null;
  /** Where the last event before the instant has its row in the log. */
  readonly row: number;
  /** Activities that begin no state that is known, and how many events have them. */
  readonly unknownActivities: ReadonlyMap<string, number>;
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
  one: LoggedCase,
  atMs: number,
  isPlace: (text: string) => boolean,
): Standing | null {
  const { stories, unknownActivities } = readStories([one], { untilMs: atMs });
  const [story] = stories;
  if (story === undefined || story.ending !== null) return null;
  const events = one.events.filter((event) => event.atMs < atMs);
  const named = <Field extends 'tier' | 'group' | 'centre'>(field: Field): CaseEvent[Field] | null =>
    events.findLast((event) => event[field] !== null)?.[field] ?? null;
  return {
    ...whereItStands(story.spells, events),
    isTriaged: isTriaged(events),
    ...copiesOf(events, isPlace),
    openedMs: story.openedMs,
    tier: named('tier'),
    group: named('group'),
    centre: named('centre'),
    row: definite(events.at(-1), 'a case with a story has an event').row,
    unknownActivities: new Map([...unknownActivities].filter(([word]) => COPIES[plain(word)] === undefined)),
  };
}

function whereItStands(
  spells: readonly Spell[],
  events: readonly CaseEvent[],
): Pick<Standing, 'state' | 'sinceMs'> {
  const { fromMs, state } = definite(spells.at(-1), 'an open case has a spell');
  if (state === 'working') return { state: 'in work', sinceMs: fromMs };
  const k = beginOfLast(spells);
  const sinceMs = definite(spells[k], 'it has begun').fromMs;
  if (state === 'customer') return { state: 'awaiting customer', sinceMs };
  if (state === 'vendor') return { state: 'awaiting vendor', sinceMs };
  if (state === 'resolved') return { state, sinceMs };
  if (!spells.some((spell) => spell.state === 'working' || spell.state === 'resolved'))
    return { state: 'waiting', sinceMs: queuedSince(events, sinceMs) };
  const before = spells[k - 1];
  const isPassedOn = before?.state === 'working' && before.toMs === sinceMs;
  return { state: isPassedOn ? 'transferred' : 'replied', sinceMs: fromMs };
}

/** The first of the last spells that follow one another in one state. */
function beginOfLast(spells: readonly Spell[]): number {
  let k = spells.length - 1;
  while (spells[k - 1]?.state === spells[k]?.state && spells[k - 1]?.toMs === spells[k]?.fromMs) k--;
  return k;
}

/** The wait for the first answer begins with the first queue, and goes on whatever happens meanwhile. */
function queuedSince(events: readonly CaseEvent[], fromMs: number): number {
  const queued = events.find(({ activity, atMs }, k) => {
    const word = plain(activity ?? '');
    return atMs >= fromMs && !BEFORE_QUEUES.has(word) && (k === 0 || stateOf(word) === 'queued');
  });
  return queued?.atMs ?? fromMs;
}

/** Whether a triage was followed by a queue. */
function isTriaged(events: readonly CaseEvent[]): boolean {
  const words = events.map(({ activity }) => plain(activity ?? ''));
  const last = words.findLastIndex((word) => word === 'triage' || word === 'to open.triage');
  return (
    last !== -1 && words.slice(last).some((word) => !BEFORE_QUEUES.has(word) && stateOf(word) === 'queued')
  );
}

function copiesOf(
  events: readonly CaseEvent[],
  isPlace: (text: string) => boolean,
): Pick<Standing, 'primary' | 'replica'> {
  const copies: { primary: string | null; replica: string | null } = { primary: null, replica: null };
  let namesCopies = false;
  for (const { activity, place } of events) {
    const copy = COPIES[plain(activity ?? '')];
    if (copy === undefined) {
      // Other events may name other places, such as the centre to which data is shown.
      if (place !== null && !namesCopies && isPlace(place)) copies.primary = place;
      continue;
    }
    namesCopies = true;
    const [role, isStored] = copy;
    if (isStored) copies[role] = place;
    else if (copies[role] === place || place === null) copies[role] = null;
  }
  return copies;
}

function plain(activity: string): string {
  return activity.trim().toLowerCase();
}
