import { DAY_MS, formatCount, formatShare, listInWords, plural } from '#base';
import { CHANNELS, type Channel } from '#domain';
import { durationsOf } from '../estimates/durations.ts';
import { type DistributionFit, fitDistribution } from '../estimates/fit.ts';
import { type Measured, measuredShare } from '../estimates/measured.ts';
import type { CaseStory } from '../stories/case-story.ts';
import type { ReadStories } from '../stories/read-stories.ts';
import { type Defaults, type SettledStory, settle } from '../stories/settled.ts';
import { attributesOf, COMES_BACK_DAYS, type JoinedSessions, joinSessions } from './join-sessions.ts';
import type { Session, SessionLog } from './read-sessions.ts';

/** What the sessions of software show. */
export interface FoundSoftware {
  /** Name of the log of sessions. */
  readonly log: string;
  /** In the calibrated time: those that were contained, and those whose case people had. */
  readonly contained: number;
  readonly handedOver: number;
  /** The share that was contained: of all sessions, and of all cases of its channels and products; the same if hardly any had no session. */
  readonly containedOfAll: Measured;
  readonly containedOfCases: Measured;
  readonly products: ReadonlyMap<string, ProductSessions>;
  readonly channels: readonly Channel[];
  readonly time: DistributionFit | null;
  /** The most sessions at once. */
  readonly most: number;
  /** Of contained sessions that could be followed, the share whose customers came to people, and after how long; null if the logs do not tell. */
  readonly comesBack: { readonly share: Measured; readonly after: DistributionFit | null } | null;
  /** Share of the customers who were handed over and left before people had answered; null with none. */
  readonly leaves: Measured | null;
  /** Cases of its channels and products, and the share of them without a session. */
  readonly without: Measured;
  readonly assumptions: readonly string[];
  /** What was contained, came back and stayed contained, in sentences. */
  readonly answer: readonly string[];
}

interface ProductSessions {
  /** Share of the sessions that were contained. */
  readonly ofSessions: Measured;
  /** Share of all cases that were contained: what a scenario has, in which every case goes to the software. */
  readonly ofCases: Measured;
}

/** What a calibration is made from. */
interface SettledLog {
  /** The cases that people had. */
  readonly stories: readonly SettledStory[];
  /** The cases as they arrived, whoever had them. */
  readonly demand: readonly SettledStory[];
  readonly assumptions: readonly string[];
  readonly software: FoundSoftware | null;
}

interface SettlingOptions {
  readonly defaults: Defaults;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly sessions?: SessionLog;
}

/** Fills what a log leaves out, and joins it with the sessions of software, if there are any. */
export function settleWithSessions(read: ReadStories, options: SettlingOptions): SettledLog {
  const { defaults, sessions } = options;
  if (sessions === undefined) {
    const { assumptions, stories } = settle(read.stories, defaults);
    return { stories, demand: stories, assumptions, software: null };
  }
  const joined = joinSessions(read, sessions, options);
  const drawn = containedStories(joined);
  const settled = settle([...joined.stories, ...drawn.stories], defaults);
  const count = joined.stories.length;
  const stories = settled.stories.slice(0, count);
  const contained = settled.stories.slice(count);
  const arrived = stories.flatMap((story, k): SettledStory[] => {
    const openedMs = joined.arrivedMs[k] ?? null;
    return openedMs === null ? [] : [{ ...story, openedMs }];
  });
  return {
    stories,
    demand: [...arrived, ...contained],
    assumptions: settled.assumptions,
    software: estimateSoftware(
      { ...joined, isFilled: drawn.isFilled },
      { log: sessions.name, stories, containedStories: contained, untilMs: options.untilMs },
    ),
  };
}

/** The attributes that a log of sessions leaves out most often. */
const FILLED = ['segment', 'country', 'language', 'severity', 'product', 'channel'] as const;

/**
 * Contained cases. What the log of sessions does not say of one is as in a case that was handed over, of the same product and channel, at about the
 * same time.
 */
function containedStories({ contained, isHandedOver, stories }: JoinedSessions) {
  const handed = stories
    .filter((_, k) => isHandedOver[k])
    .sort((one, other) => one.openedMs - other.openedMs);
  const models = grouped(handed.length > 0 ? handed : stories, (story) => kindOf(story));
  const all = handed.length > 0 ? handed : stories;
  const sorted = [...contained].sort((one, other) => one.session.startMs - other.session.startMs);
  let isFilled = false;
  const found = [...grouped(sorted, ({ session }) => kindOf(session.about))].flatMap(([kind, own]) => {
    const alike = models.get(kind) ?? all;
    return own.map(({ session }, k): CaseStory => {
      const { about, endMs, startMs } = session;
      const model = alike[Math.floor((k * alike.length) / own.length)];
      isFilled ||= FILLED.some((field) => about[field] === null && (model?.[field] ?? null) !== null);
      const attributes = attributesOf(model ?? about, about);
      return {
        ...attributes,
        openedMs: startMs,
        spells: [],
        resolvedMs: endMs,
        ending: 'closed',
        endedMs: endMs,
      };
    });
  });
  return { stories: found, isFilled };
}

function kindOf({ channel, product }: Pick<CaseStory, 'channel' | 'product'>): string {
  return `${channel} ${product}`;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Below this share, cases without a session are exceptions. */
const WITHOUT_LEAST = 0.01;

interface SoftwareFacts {
  readonly log: string;
  readonly stories: readonly SettledStory[];
  readonly containedStories: readonly SettledStory[];
  readonly untilMs: number;
}

function estimateSoftware(
  joined: JoinedSessions & { readonly isFilled: boolean },
  { containedStories: contained, log, stories, untilMs }: SoftwareFacts,
): FoundSoftware {
  const handed = stories.filter((_, k) => joined.isHandedOver[k]);
  const direct = stories.filter((_, k) => !joined.isHandedOver[k] && joined.arrivedMs[k] !== null);
  const channels = CHANNELS.filter((channel) =>
    [...handed, ...contained].some((one) => one.channel === channel),
  );
  const names = [...new Set([...handed, ...contained].map(({ product }) => product))].sort();
  const past = direct.filter(({ channel, product }) => channels.includes(channel) && names.includes(product));
  const without = measuredShare(past.length, past.length + handed.length + contained.length);
  const corrects = without.value > WITHOUT_LEAST;
  const countIn = (some: readonly SettledStory[], product: string) =>
    some.filter((one) => one.product === product).length;
  const products = names.map((product): [string, ProductSessions] => {
    const [hits, others, beside] = [contained, handed, past].map((some) => countIn(some, product)) as [
      number,
      number,
      number,
    ];
    const ofSessions = measuredShare(hits, hits + others);
    const ofCases = corrects ? measuredShare(hits, hits + others + beside) : ofSessions;
    return [product, { ofSessions, ofCases }];
  });
  const containedOfAll = measuredShare(contained.length, contained.length + handed.length);
  const found = {
    log,
    contained: contained.length,
    handedOver: handed.length,
    containedOfAll,
    containedOfCases: corrects ? measuredShare(contained.length, without.n) : containedOfAll,
    products: new Map(products),
    channels,
    time: timeOf(joined.sessions),
    most: mostAtOnce(joined.sessions),
    comesBack: comesBackOf(joined, untilMs),
    leaves: leavesOf(handed, joined.lost),
    without,
  };
  return { ...found, assumptions: assumptionsOf(found, joined, corrects), answer: answerOf(found, joined) };
}

/** Sessions that the customer left lasted at least as long as they did. */
function timeOf(sessions: readonly Session[]): DistributionFit | null {
  const lengths = (isLeft: boolean) =>
    sessions
      .filter(({ outcome }) => (outcome === 'left') === isLeft)
      .map(({ endMs, startMs }) => endMs - startMs);
  return fitDistribution(durationsOf(lengths(false), lengths(true)), 'time of sessions');
}

function mostAtOnce(sessions: readonly Session[]): number {
  const starts = Float64Array.from(sessions, ({ startMs }) => startMs).sort();
  const ends = Float64Array.from(sessions, ({ endMs }) => endMs).sort();
  let [most, over] = [1, 0];
  starts.forEach((startMs, k) => {
    while ((ends[over] ?? Number.POSITIVE_INFINITY) <= startMs && over < k) over++;
    most = Math.max(most, k + 1 - over);
  });
  return most;
}

/** With fewer contained sessions that could be followed, it is not told how many customers come back. */
const FOLLOWED_LEAST = 50;

function comesBackOf({ by, contained }: JoinedSessions, untilMs: number): FoundSoftware['comesBack'] {
  const mostMs = COMES_BACK_DAYS * DAY_MS;
  const followed = contained.filter(({ session }) => session.endMs + mostMs <= untilMs);
  if (by === null || followed.length < FOLLOWED_LEAST) return null;
  const times = followed.flatMap(({ backMs, session }) =>
    backMs === null || backMs - session.endMs >= mostMs ? [] : [backMs - session.endMs],
  );
  return {
    share: measuredShare(times.length, followed.length),
    after: fitDistribution(durationsOf(times), 'coming back'),
  };
}

function leavesOf(handed: readonly SettledStory[], lost: number): Measured | null {
  const left = handed.filter(({ ending }) => ending === 'abandoned').length;
  return handed.length + lost === 0 ? null : measuredShare(left + lost, handed.length + lost);
}

type Found = Omit<FoundSoftware, 'answer' | 'assumptions'>;

/** What the two logs cannot tell of software, with the assumption made. */
function assumptionsOf(
  { channels, comesBack, log, most, without }: Found,
  { by, contained, isFilled, left, lost, renamed, worked }: JoinedSessions & { readonly isFilled: boolean },
  corrects: boolean,
): readonly string[] {
  const listed = [
    'Whether the cases that software contains would take people less time shows in no log: handle times are those of the cases that people had, so `selection` is 0. With another share of containment, the rest is taken to be as heavy as it is today.',
    `More than ${plural(most, 'session')} at once were never seen: that is taken to be its room, beyond which cases go to people.`,
  ];
  if (comesBack === null)
    listed.unshift(
      by === null
        ? 'Whether customers of contained sessions came to people nevertheless does not show: none are taken to. Give both logs a column `customer`, or such tickets the number of the session.'
        : `Fewer than ${FOLLOWED_LEAST} contained sessions were followed for ${COMES_BACK_DAYS} days: none of their customers is taken to come to people nevertheless. A longer log would tell.`,
    );
  else
    listed.push(
      `A ticket later than ${COMES_BACK_DAYS} days after a contained session is taken to be about something else${by === 'customer' ? ', and one within that time to be about the same' : ''}.`,
    );
  if (corrects)
    listed.push(
      `${formatShare(without.value)} of ${formatCount(without.n)} cases of its products by ${listInWords(channels)} had no session. The scenario gives the software all of them, so \`contains\` is the share of all of these cases that were contained.`,
    );
  if (isFilled && contained.length > 0)
    listed.push(
      `What ${log} does not say of contained cases (segment, country, language, severity) is taken to be as in cases of the same product and channel that were handed over at about that time.`,
    );
  if (lost + left > 0)
    listed.push(
      `${plural(lost, 'handed-over session has', 'handed-over sessions have')} no ticket, and ${plural(left, 'customer')} left during the session. The scenario leaves these out of demand and containment: in it, everybody stays through the session and then waits as others do.`,
    );
  if (worked > 0)
    listed.push(
      `${plural(worked, 'session is', 'sessions are')} called contained although people worked the ticket, which was opened before the session ended: they count as handed over.`,
    );
  if (renamed > 0)
    listed.push(
      `Of ${plural(renamed, 'handed-over case')} the ticket names another product than the session: that of the ticket counts.`,
    );
  return listed;
}

/** Contained, came back, net; and what counts as a case. */
function answerOf(found: Found, { before, by, recorded }: JoinedSessions): readonly string[] {
  const { comesBack, contained, containedOfAll, handedOver, leaves, log } = found;
  const all = contained + handedOver;
  const net = Math.round(contained * (1 - (comesBack?.share.value ?? 0)));
  const back =
    comesBack === null
      ? 'how many of these customers came to people nevertheless is not known'
      : `${formatShare(comesBack.share.value)} of these customers came to people within ${COMES_BACK_DAYS} days (of ${formatCount(comesBack.share.n)} that were followed so long), so that ${formatCount(net)} stayed contained (${formatShare(net / all)})`;
  const sentences = [
    `Software contained ${formatCount(contained)} of ${formatCount(all)} sessions of ${log} (${formatShare(containedOfAll.value)}); ${back}.`,
    'A session and its ticket are one case: the demand of the scenario is tickets and contained sessions, without tickets of customers who came back.',
  ];
  if (leaves !== null)
    sentences.push(
      `${formatShare(leaves.value)} of ${formatCount(leaves.n)} customers who were handed over left before people had answered.`,
    );
  if (recorded > 0)
    sentences.push(
      `${plural(recorded, 'ticket')} of contained sessions that nobody worked ${recorded === 1 ? 'counts as its session' : 'count as their sessions'}.`,
    );
  if (by === 'customer' && before > 0)
    sentences.push(
      `In the ${COMES_BACK_DAYS} days before their sessions, ${plural(before, 'ticket')} of these customers came, too: as many of those after it may be chance.`,
    );
  return sentences;
}
