import { detectedSign, formatShare, plural, shortList } from '#base';
import type { Channel, Scenario } from '#domain';
import type { DatedEvent } from '#scenario';
import type { Estimate } from '#statistics';
import { eventText } from '../answer/event-text.ts';
import { inNumbers, inWords } from '../document/columns.ts';
import { section, small, table } from '../document/parts.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { titleIn } from '../document/words.ts';
import { formatEstimate } from './comparison-text.ts';

/** How many more cases with an event than without it. */
interface MoreCases {
  readonly lateOrLost: Estimate;
  readonly lost: Estimate;
}

interface EventEffectOverRuns {
  readonly event: DatedEvent;
  readonly all: MoreCases;
  readonly by: readonly (MoreCases & { readonly segment: string; readonly channel: Channel })[];
}

/** What events do, over pairs of runs with and without each. */
export interface EventsPage {
  readonly title: string;
  /** As a command takes it. */
  readonly name: string;
  readonly level: number;
  readonly replications: number;
  /** How many events are not looked at. */
  readonly leftOut: number;
  readonly scenario: Scenario;
  readonly effects: readonly EventEffectOverRuns[];
}

const HITS_MOST = 4;

/** For a terminal: the answer first. Ends with a line break. */
export function renderEventsText(page: EventsPage, options: TextOptions): string {
  const { effects, leftOut, level, replications, title } = page;
  return renderText(
    [
      title,
      ...effects.map((effect) => effectText(effect, page)),
      ...(leftOut === 0
        ? []
        : [`${plural(leftOut, 'later event')} of the run ${leftOut === 1 ? 'is' : 'are'} not looked at.`]),
      ...effects.map((effect) => effectTable(effect, page)),
      small([
        `Each figure is the mean of ${plural(replications, 'pair')} of runs of the whole scenario, with and without the event, under common random numbers, and its ${formatShare(level)} interval by itself.`,
        'Late: first answers later than the service level allows. Lost: customers who gave up, left at once or were turned away.',
      ]),
    ],
    options,
  );
}

function effectText(effect: EventEffectOverRuns, page: EventsPage): string {
  const { all, by, event } = effect;
  const { level, name, replications, scenario } = page;
  const what = `${timedText(effect, scenario)}.`;
  const runs = `(${plural(replications, 'pair')} of runs, ${formatShare(level)} interval)`;
  const sign = detectedSign(all.lateOrLost);
  if (sign === 0)
    return `${what} No clear effect: ${formatEstimate(all.lateOrLost, 'cases')} more cases late or lost than in the same days without it ${runs}.`;
  const hits = by
    .filter(({ lateOrLost }) => detectedSign(lateOrLost) === sign)
    .toSorted((one, other) => sign * (other.lateOrLost.mean - one.lateOrLost.mean));
  const [worst] = hits;
  const isCentre = scenario.centres.some(({ title }) => event.of.includes(title));
  const names = hits.map(
    (hit) =>
      `${titleIn(scenario.segments, hit.segment)}, ${hit.channel} (${formatEstimate(hit.lateOrLost, 'cases')})`,
  );
  const whom =
    hits.length === 0 ? '' : ` Clearly ${sign > 0 ? 'hit' : 'spared'}: ${shortList(names, HITS_MOST)}.`;
  const next =
    worst === undefined
      ? ''
      : ` To look for what would help: meridian actions ${name} --measures "service level/${worst.segment}/${worst.channel}"${isCentre ? ' (nobody works in the centre meanwhile)' : ''}.`;
  const than = `than the same days without it ${runs}`;
  if (sign < 0) {
    const fewer = { ...all.lateOrLost, mean: -all.lateOrLost.mean };
    return `${what} It makes ${formatEstimate(fewer, 'cases')} fewer cases late or lost ${than}.${whom}`;
  }
  return `${what} It makes ${formatEstimate(all.lateOrLost, 'cases')} more cases late or lost ${than}; ${formatEstimate(all.lost, 'cases')} more are lost.${whom}${next}`;
}

function timedText({ event }: EventEffectOverRuns, scenario: Scenario): string {
  const { fromMs, toMs } = event;
  return eventText({ event, fromMs, toMs: toMs ?? scenario.horizonMs }, scenario);
}

function effectTable(effect: EventEffectOverRuns, { scenario }: EventsPage) {
  type Row = EventEffectOverRuns['by'][number];
  const rows = effect.by.filter(({ lateOrLost }) => lateOrLost.mean !== 0 || lateOrLost.deviation !== 0);
  if (rows.length === 0) return null;
  return section(timedText(effect, scenario), [
    table<Row>(rows, {
      caption: 'More cases with the event than without it',
      columns: [
        inWords('Segment', ({ segment }) => titleIn(scenario.segments, segment)),
        inWords('Channel', ({ channel }) => channel),
        inNumbers('Late or lost', ({ lateOrLost }) => formatEstimate(lateOrLost, 'cases')),
        inNumbers('Lost', ({ lost }) => formatEstimate(lost, 'cases')),
      ],
    }),
  ]);
}
