import { formatCount, formatDecimal, formatShare, plural } from '#base';
import { type Channel, civilDateOf, trendFactor } from '#domain';
import { type Arrivals, estimateArrivals } from './arrivals/arrivals.ts';
import { clockOf, countArrivals } from './arrivals/day-counts.ts';
import { type FoundHolidays, holidaysInWords } from './arrivals/holidays.ts';
import type { FoundTrend } from './arrivals/trend.ts';
import { type Contact, contactsOf } from './cases/contacts.ts';
import {
  type Delay,
  estimateDelays,
  estimateMixes,
  estimatePatience,
  estimateTriage,
  type Patience,
  type SegmentMixes,
} from './cases/customers.ts';
import { estimateFlow, type Flow } from './cases/flow.ts';
import { estimateWork, IN_HAND_MOST, inHandOf, readingOf, type Work } from './cases/work.ts';
import type { DistributionFit } from './estimates/fit.ts';
import { waitingAt } from './people/absences.ts';
import { casesInHand, type FoundOutage, findOutages, OpenHours } from './people/hours.ts';
import type { Span } from './people/pieces.ts';
import { type FoundGroup, findGroups, groupIdOf, headcountsOf, PRESENT_LEAST } from './people/presence.ts';
import { layersOf } from './people/rosters.ts';
import type { SessionLog } from './sessions/read-sessions.ts';
import { type FoundSoftware, settleWithSessions } from './sessions/software.ts';
import type { ReadStories } from './stories/read-stories.ts';
import { recentCases } from './stories/recent.ts';
import { type Defaults, type SettledStory, showsFirstWaits } from './stories/settled.ts';

/** What calibration needs besides the stories. */
export interface CalibrationOptions {
  /** Name of the log, for sources. */
  readonly log: string;
  /** The part of the log that counts, epoch ms. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Zone of people, and of customers whose country has no zone of its own in `zones`. */
  readonly timeZone: string;
  /** Country → zone of its customers. */
  readonly zones: ReadonlyMap<string, string>;
  readonly defaults: Defaults;
  /** What the openings of the log show of drift and selection, in sentences. */
  readonly found?: readonly string[];
  /** Sessions of software that answers before people do. Left out: there is none. */
  readonly sessions?: SessionLog;
}

/** Everything that a log tells of an organisation. */
export interface Calibration {
  readonly options: CalibrationOptions;
  readonly stories: readonly SettledStory[];
  readonly contacts: readonly Contact[];
  readonly arrivals: Arrivals;
  readonly mixes: readonly SegmentMixes[];
  readonly work: Work;
  readonly flow: Flow;
  readonly triage: ReadonlyMap<Channel, Delay>;
  /** Waits for the first contact, where the log does not show the people who are waited for. */
  readonly delays: ReadonlyMap<Channel, DistributionFit>;
  readonly patience: ReadonlyMap<string, Patience>;
  readonly groups: readonly FoundGroup[];
  readonly outages: readonly FoundOutage[];
  /** Null without a log of its sessions. */
  readonly software: FoundSoftware | null;
  /** What the log cannot tell, each with the assumption made. */
  readonly assumptions: readonly string[];
}

/** Estimates everything that a log tells. */
export function calibrate(read: ReadStories, options: CalibrationOptions): Calibration {
  const { fromMs, timeZone, untilMs, zones } = options;
  const { assumptions: settled, demand, software, stories } = settleWithSessions(read, options);
  const span = { fromMs, untilMs, clock: clockOf(timeZone, options) };
  const streams = countArrivals(demand, span, (country) => zones.get(country) ?? timeZone);
  const contacts = contactsOf(stories);
  const inHand = inHandOf(contacts, untilMs);
  const whole = handsOf(contacts, span);
  const reading = readingOf(contacts, { inHand, untilMs, hoursOf: whole.hoursOf });
  const isSeparate = reading === 'separate';
  const recent = recentCases(stories, untilMs);
  // People are there for all cases. Where the log does not show them, what is in hand is that of the cases from which work is known.
  const shown = recent.stories === stories ? contacts : contactsOf(recent.stories);
  const flowOf = (some: readonly Contact[]) => estimateFlow(recent.stories, some, untilMs, isSeparate);
  // Where a clock closes cases that wait, such an end is no contact.
  const hasClock = flowOf(shown).autoClose !== null;
  const recentContacts = isSeparate || hasClock ? shown : contactsOf(recent.stories, true);
  const hands = isSeparate || recent.stories === stories ? whole : handsOf(shown, span);
  const { hoursOf } = hands;
  const work = estimateWork(recentContacts, { inHand, reading, untilMs, hoursOf });
  const groups = isSeparate
    ? findGroups(contacts, {
        ...span,
        awake: (contact, endMs) => hoursOf(contact)?.awake(contact.spell.fromMs, endMs) ?? [],
        waiting: (tier) => waitingAt(tier, stories, untilMs),
      })
    : headcountGroups(hands, span);
  const delays = isSeparate ? new Map<Channel, DistributionFit>() : estimateDelays(recent.stories, untilMs);
  const triage = delays.size > 0 ? new Map<Channel, Delay>() : estimateTriage(recent.stories);
  const calibration = {
    options,
    stories,
    contacts,
    arrivals: estimateArrivals(streams),
    mixes: estimateMixes(demand),
    work,
    flow: flowOf(recentContacts),
    triage,
    delays,
    patience: estimatePatience(recent.stories, triage),
    groups: groups.filter((group) => group.present.some(({ value }) => value >= PRESENT_LEAST)),
    outages: findOutages(contacts, span),
    software,
  };
  const found = [...(options.found ?? []), ...(recent.sentence === null ? [] : [recent.sentence])];
  const closed = closedSentences(calibration.arrivals.holidays);
  const ofSoftware = software?.assumptions ?? [];
  const assumptions = [...ofSoftware, ...closed, ...found, ...settled, ...assumptionsOf(read, calibration)];
  return { ...calibration, assumptions };
}

function closedSentences(holidays: FoundHolidays): readonly string[] {
  if (holidays.size === 0) return [];
  return [
    `Hardly any case came on ${holidaysInWords(holidays)}: these are taken to be holidays. No log tells of holidays to come; add them to 'holidays'.`,
  ];
}

type Hands = ReturnType<typeof handsOf>;

/** The groups by begins and ends of contacts, with their open hours. */
function handsOf(contacts: readonly Contact[], span: Span) {
  const touched = findGroups(contacts, { ...span, awake: null });
  const hours = new Map(touched.map((group) => [group.id, new OpenHours(group, span)]));
  return { contacts, touched, hoursOf: ({ spell }: Contact) => hours.get(groupIdOf(spell)) };
}

/** Groups with room for all cases in hand, where the log does not show how many people work. */
function headcountGroups({ contacts, hoursOf, touched }: Hands, span: Span): readonly FoundGroup[] {
  return touched.map((group) => {
    const own = contacts.filter((contact) => groupIdOf(contact.spell) === group.id);
    const [first] = own;
    const isOpen = (first && hoursOf(first)?.isOpen) ?? [];
    const present = casesInHand(own, isOpen, span);
    return { ...group, present, shifts: layersOf(headcountsOf(present)) };
  });
}

const UNKNOWN_LISTED = 5;

/** What the log cannot tell, with the assumption made. */
function assumptionsOf(
  { names, unknownActivities }: ReadStories,
  { arrivals, options, stories, work }: Omit<Calibration, 'assumptions'>,
): readonly string[] {
  const listed: string[] = [];
  const zoneless = new Set(
    arrivals.segments.flatMap(({ customers }) => customers.map(({ country }) => country)),
  );
  for (const country of options.zones.keys()) zoneless.delete(country);
  if (zoneless.size > 0) {
    const some = [...zoneless].sort().slice(0, 10).join(', ');
    listed.push(
      `The log names no time zone of customers in ${some}: they are taken to live by the clock of ${options.timeZone}.`,
    );
  }
  if (unknownActivities.size > 0) {
    const some = [...unknownActivities].sort(([, a], [, b]) => b - a).slice(0, UNKNOWN_LISTED);
    const words = some.map(([activity, n]) => `'${activity}' (${formatCount(n)})`).join(', ');
    listed.push(
      `${plural(unknownActivities.size, 'activity', 'activities')} begin no known state and are taken to change none: ${words}. A mapping can translate them.`,
    );
  }
  if (!names.tier)
    listed.push(
      'The log names no tier: every contact is taken to be at tier 1, and no case to be escalated.',
    );
  if (!showsFirstWaits(stories))
    listed.push(
      'Every case of the log begins with its first contact: how long customers wait for it does not show.',
    );
  if (!names.centre) listed.push('The log names no centre: all people are put into one, desk.');
  if (work.reading === 'in hand') {
    const { inHand } = work;
    const why =
      inHand === null
        ? 'The log does not say who worked.'
        : inHand.value > IN_HAND_MOST
          ? `Agents have ${inHand.value.toFixed(1)} cases in hand on average while they have any.`
          : 'Most of the time that cases are in hand is of contacts longer than 8 h without nights.';
    listed.push(
      `${why} So work cannot be separated from waiting: handle times are the open hours from when a case was passed on to an agent until the agent let it go, replies last until an agent takes the case again, and head counts are room for twice the most cases in hand at once, not people.`,
    );
  }
  if (work.reading === 'none') {
    listed.push('The log names no contacts: handle times of 15 min and ample people are invented.');
  }
  const { correlation, trend } = arrivals;
  if (trend !== null && trend.sure !== null) listed.push(trendAssumption(trend));
  if (correlation !== null && correlation.low > 0) {
    listed.push(
      `Days are busy together: the mean correlation between segments is ${correlation.value.toFixed(2)}. The scenario draws them independently.`,
    );
  }
  return [...listed, ...ALWAYS];
}

/** What becomes of a trend after the log. */
function trendAssumption(trend: FoundTrend): string {
  if (trend.written === null) {
    const [value, low, high] = [trend.value, trend.low, trend.high].map(formatShare);
    return `The cases changed by ${value} a week (95 %: ${low} to ${high}), ${formatDecimal(Math.max(trend.overall, 1 / trend.overall), 1)} times in all. A log that lacks cases at one end looks like that, so the scenario has no trend: its rates are the mean of the calibrated time. If it is growth, write it as 'trend'.`;
  }
  const { untilDay } = trend.written;
  return `No log tells whether a trend goes on: after ${civilDateOf(untilDay)}, cases are taken to stay at ${formatDecimal(trendFactor(trend.written, untilDay), 2)} times the rates. All segments are taken to have the same trend.`;
}

/** What no case log tells. */
const ALWAYS: readonly string[] = [
  'Within an hour, cases are taken to arrive one by one at random (a Poisson process).',
  'A change of severity shows in no case log: none is taken to happen.',
  'Wrong declarations of language and product show in no case log: none are taken to happen.',
  'What a hand-over costs shows in no case log: 3 min, and no work done twice.',
  'Agents who wait for work leave no trace: shifts run from the first to the last activity.',
  'Agents are taken to know the languages and products of the cases that their centre and tier worked.',
  'Promises about places of data show in no case log: none are taken to exist.',
];
