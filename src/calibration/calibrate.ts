import { formatCount, formatDecimal, formatShare, plural } from '#base';
import { type Channel, civilDateOf, trendFactor } from '#domain';
import { type Arrivals, estimateArrivals } from './arrivals/arrivals.ts';
import { clockOf, countArrivals } from './arrivals/day-counts.ts';
import { type FoundTrend, isSure } from './arrivals/trend.ts';
import { type Contact, contactsOf } from './cases/contacts.ts';
import {
  estimateMixes,
  estimatePatience,
  estimateTriage,
  type Patience,
  type SegmentMixes,
} from './cases/customers.ts';
import { estimateFlow, type Flow } from './cases/flow.ts';
import { estimateWork, inHandOf, readingOf, type Work } from './cases/work.ts';
import type { Measured } from './estimates/measured.ts';
import { waitingAt } from './people/absences.ts';
import { casesInHand, type FoundOutage, findOutages, OpenHours } from './people/hours.ts';
import { type FoundGroup, findGroups, groupIdOf, headcountsOf, PRESENT_LEAST } from './people/presence.ts';
import { layersOf } from './people/rosters.ts';
import type { ReadStories } from './stories/read-stories.ts';
import { type Defaults, type SettledStory, settle } from './stories/settled.ts';

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
  readonly triage: ReadonlyMap<Channel, Measured>;
  readonly patience: ReadonlyMap<string, Patience>;
  readonly groups: readonly FoundGroup[];
  readonly outages: readonly FoundOutage[];
  /** What the log cannot tell, each with the assumption made. */
  readonly assumptions: readonly string[];
}

/** Estimates everything that a log tells. */
export function calibrate(read: ReadStories, options: CalibrationOptions): Calibration {
  const { defaults, fromMs, timeZone, untilMs, zones } = options;
  const settled = settle(read.stories, defaults);
  const { stories } = settled;
  const span = { fromMs, untilMs, clock: clockOf(timeZone, options) };
  const streams = countArrivals(stories, span, (country) => zones.get(country) ?? timeZone);
  const contacts = contactsOf(stories);
  const inHand = inHandOf(contacts, untilMs);
  const isSeparate = readingOf(inHand) === 'separate';
  const touched = findGroups(contacts, { ...span, awake: null });
  const hours = new Map(touched.map((group) => [group.id, new OpenHours(group, span)]));
  const hoursOf = ({ spell }: Contact) => hours.get(groupIdOf(spell));
  const work = estimateWork(contacts, { inHand, untilMs, hoursOf });
  const groups = isSeparate
    ? findGroups(contacts, {
        ...span,
        awake: (contact, endMs) => hoursOf(contact)?.awake(contact.spell.fromMs, endMs) ?? [],
        waiting: (tier) => waitingAt(tier, stories, untilMs),
      })
    : touched.map((group) => {
        const present = casesInHand(
          contacts.filter((contact) => groupIdOf(contact.spell) === group.id),
          hours.get(group.id)?.isOpen ?? [],
          span,
        );
        return { ...group, present, shifts: layersOf(headcountsOf(present)) };
      });
  const triage = estimateTriage(stories);
  const calibration = {
    options,
    stories,
    contacts,
    arrivals: estimateArrivals(streams),
    mixes: estimateMixes(stories),
    work,
    flow: estimateFlow(stories, contacts, untilMs),
    triage,
    patience: estimatePatience(stories, triage),
    groups: groups.filter((group) => group.present.some(({ value }) => value >= PRESENT_LEAST)),
    outages: findOutages(contacts, span),
  };
  const assumptions = [...(options.found ?? []), ...settled.assumptions, ...assumptionsOf(read, calibration)];
  return { ...calibration, assumptions };
}

const UNKNOWN_LISTED = 5;

/** What the log cannot tell, with the assumption made. */
function assumptionsOf(
  { names, unknownActivities }: ReadStories,
  { arrivals, options, work }: Omit<Calibration, 'assumptions'>,
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
  if (!names.centre) listed.push('The log names no centre: all people are put into one, desk.');
  if (work.reading === 'in hand') {
    const { inHand } = work;
    const why =
      inHand === null
        ? 'The log does not say who worked.'
        : `Agents have ${inHand.value.toFixed(1)} cases in hand on average while they have any.`;
    listed.push(
      `${why} So work cannot be separated from waiting within a contact: handle times are the open hours until a case was passed on, and head counts are the most cases in hand at once, not people.`,
    );
  }
  if (work.reading === 'none') {
    listed.push('The log names no contacts: handle times of 15 min and ample people are invented.');
  }
  const { correlation, trend } = arrivals;
  if (trend !== null && isSure(trend)) listed.push(trendAssumption(trend));
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
