import { DAY_MS } from '#base';
import { CASE_FIELDS, type CaseField } from '#caselog';
import type { CaseAttributes, CaseStory } from '../stories/case-story.ts';
import type { ReadStories } from '../stories/read-stories.ts';
import type { Session, SessionLog } from './read-sessions.ts';

/** A ticket that comes later than this after a contained session is taken to be about something else, unless it has the number of the session. */
export const COMES_BACK_DAYS = 7;

/** How it is told that the customer of a contained session came to people nevertheless; null: the logs do not tell. */
type ComesBackBy = 'case' | 'customer' | null;

/** A contained session, and when its customer came to people; null if that was not seen. Epoch ms. */
interface ContainedSession {
  readonly session: Session;
  backMs: number | null;
}

/** The cases of people and the sessions of software as one log: a session and its ticket are one case. */
export interface JoinedSessions {
  /** The cases that people had. One that was handed over begins at the hand-over. */
  readonly stories: readonly CaseStory[];
  /** Of each of these, when it arrived, epoch ms; null if it comes back after a contained session, or arrived before the calibrated time. */
  readonly arrivedMs: readonly (number | null)[];
  /** Of each of these, whether its session, and that in the calibrated time, handed it over. */
  readonly isHandedOver: readonly boolean[];
  /** Contained sessions of the calibrated time. */
  readonly contained: readonly ContainedSession[];
  readonly by: ComesBackBy;
  /** All sessions of the calibrated time. */
  readonly sessions: readonly Session[];
  /** Handed over, or left by their customers, without a ticket in the log. */
  readonly lost: number;
  readonly left: number;
  /** Contained sessions whose ticket nobody worked, and those whose ticket people worked although it was opened before the session ended. */
  readonly recorded: number;
  readonly worked: number;
  /** Handed-over cases whose ticket names another product than the session. */
  readonly renamed: number;
  /** Tickets without a session, of customers of contained sessions, in as many days before these as are looked at after them; of `by` customer. */
  readonly before: number;
}

/** Joins the cases of a log with its sessions. `fromMs`, `untilMs`: the calibrated time, epoch ms. */
export function joinSessions(
  read: ReadStories,
  { sessions }: SessionLog,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): JoinedSessions {
  const isIn = ({ startMs }: Session) => startMs >= fromMs && startMs < untilMs;
  const people = new PeopleCases(isIn);
  const back = new Map<string, number>();
  const open: { readonly id: string; readonly customer: string | null; readonly story: CaseStory }[] = [];
  read.cases.forEach(({ customer, id }, k) => {
    const story = read.stories[k];
    if (story === undefined) return;
    const session = sessions.get(id);
    if (session === undefined) open.push({ id, customer, story });
    else if (session.outcome !== 'contained') people.handedOver(story, session);
    else if (story.openedMs >= session.endMs) {
      back.set(id, story.openedMs);
      people.add(story, null);
    } else if (story.spells.some(({ state }) => state === 'working')) people.workedAll(story, session);
    else people.recorded++;
  });
  const contained = [...sessions.values()].filter(
    (session) => session.outcome === 'contained' && !people.worked.has(session.id),
  );
  const knowsCustomers =
    contained.some(({ about }) => about.customer !== null) && open.some(({ customer }) => customer !== null);
  const found = knowsCustomers
    ? backByCustomer(contained, open, back)
    : { tickets: new Set<string>(), before: 0 };
  for (const { id, story } of open) people.add(story, found.tickets.has(id) ? null : story.openedMs);
  const inTime = [...sessions.values()].filter(isIn);
  const without = (how: Session['outcome']) =>
    inTime.filter(({ id, outcome }) => outcome === how && !read.ids.has(id)).length;
  return {
    stories: people.stories,
    arrivedMs: people.arrivedMs,
    isHandedOver: people.isHandedOver,
    contained: contained.filter(isIn).map((session) => ({ session, backMs: back.get(session.id) ?? null })),
    by: knowsCustomers ? 'customer' : back.size > 0 ? 'case' : null,
    sessions: inTime,
    lost: without('handed over'),
    left: without('left'),
    recorded: people.recorded,
    worked: people.worked.size,
    renamed: people.renamed,
    before: found.before,
  };
}

/** Collects the cases that people had. */
class PeopleCases {
  readonly stories: CaseStory[] = [];
  readonly arrivedMs: (number | null)[] = [];
  readonly isHandedOver: boolean[] = [];
  readonly worked = new Set<string>();
  recorded = 0;
  renamed = 0;
  private readonly isIn: (session: Session) => boolean;

  constructor(isIn: (session: Session) => boolean) {
    this.isIn = isIn;
  }

  add(story: CaseStory, arrivedMs: number | null, isHandedOver = false): void {
    this.stories.push(story);
    this.arrivedMs.push(arrivedMs);
    this.isHandedOver.push(isHandedOver);
  }

  /** A case that is with people after its session. Its channel is that of the session, and its product that of the ticket. */
  handedOver(story: CaseStory, session: Session): void {
    const { about, endMs, startMs } = session;
    const isIn = this.isIn(session);
    if (isIn && story.product !== null && about.product !== null && story.product !== about.product)
      this.renamed++;
    const attributes = { ...attributesOf(about, story), channel: about.channel ?? story.channel };
    this.add({ ...fromHandOver(story, endMs), ...attributes }, isIn ? startMs : null, isIn);
  }

  /** A session that is called contained, and whose ticket people worked. */
  workedAll(story: CaseStory, session: Session): void {
    this.worked.add(session.id);
    this.handedOver(story, session);
  }
}

/** The first queue of a case, and with it the case, begins when software hands it over, however early its ticket was opened. */
function fromHandOver(story: CaseStory, endMs: number): CaseStory {
  const [first, ...others] = story.spells;
  const isQueue =
    first?.state === 'queued' && endMs > first.fromMs && (first.toMs === null || endMs <= first.toMs);
  if (!isQueue) return story;
  return { ...story, openedMs: endMs, spells: [{ ...first, fromMs: endMs }, ...others] };
}

/** Attributes of `story`, and from `about` those that it lacks. */
export function attributesOf(about: CaseAttributes, story: CaseAttributes): CaseAttributes {
  const filled = CASE_FIELDS.filter(
    (field): field is Exclude<CaseField, 'customer'> => field !== 'customer',
  ).map((field) => [field, story[field] ?? about[field]] as const);
  return Object.fromEntries(filled) as CaseAttributes;
}

/** Finds tickets of customers of contained sessions: each ticket comes back after the latest session before it, and each session once. */
function backByCustomer(
  contained: readonly Session[],
  tickets: readonly { readonly id: string; readonly customer: string | null; readonly story: CaseStory }[],
  back: Map<string, number>,
): { readonly tickets: ReadonlySet<string>; readonly before: number } {
  const ofCustomer = new Map<string, Session[]>();
  for (const session of contained) {
    const { customer } = session.about;
    if (customer === null) continue;
    const own = ofCustomer.get(customer) ?? [];
    ofCustomer.set(customer, own);
    own.push(session);
  }
  for (const own of ofCustomer.values()) own.sort((one, other) => one.endMs - other.endMs);
  const found = new Set<string>();
  let before = 0;
  for (const { customer, id, story } of tickets) {
    const own = customer === null ? undefined : ofCustomer.get(customer);
    if (own === undefined) continue;
    const { openedMs } = story;
    const mostMs = COMES_BACK_DAYS * DAY_MS;
    if (own.some(({ startMs }) => openedMs < startMs && openedMs >= startMs - mostMs)) before++;
    const last = own.findLast(({ endMs }) => endMs <= openedMs);
    if (last === undefined || openedMs - last.endMs >= mostMs || back.has(last.id)) continue;
    back.set(last.id, openedMs);
    found.add(id);
  }
  return { tickets: found, before };
}
