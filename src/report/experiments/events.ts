import { detectedSign, formatShare, plural, present, shortList } from '#base';
import type { Channel, Scenario } from '#domain';
import type { Comparison, MoreCasesByKind } from '#experiment';
import { type DatedEvent, touchesRun } from '#scenario';
import { eventText } from '../answer/event-text.ts';
import { section, small, table } from '../document/parts.ts';
import { inNumbers, inWords } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { lowered, titleIn } from '../document/words.ts';
import { type ActionsPage, temporarySentence } from './actions.ts';
import { formatEstimate } from './comparison-text.ts';

/** How many more cases with an event than without it. */
interface EventEffectOverRuns extends MoreCasesByKind {
  readonly event: DatedEvent;
}

/** What events do, over pairs of runs with and without each. */
export interface EventsPage {
  readonly title: string;
  /** Written as a command takes it. */
  readonly name: string;
  readonly level: number;
  readonly replications: number;
  /** How many events are not looked at. */
  readonly leftOut: number;
  readonly scenario: Scenario;
  readonly effects: readonly EventEffectOverRuns[];
  /** Temporary shifts that were tried for those whom the worst event hit worst. Null if no event clearly hit anybody. */
  readonly helped: (CasesHit & { readonly actions: ActionsPage }) | null;
}

interface CasesHit {
  /** Its position among the effects. */
  readonly effect: number;
  readonly segment: string;
  readonly channel: Channel;
}

/** The event, segment and channel with the most additional late or lost cases, among those with a clear effect; null if no event has one. */
export function worstHit(effects: readonly EventEffectOverRuns[]): CasesHit | null {
  const hits = effects.flatMap(({ by }, effect) =>
    by.flatMap(({ channel, lateOrLost, segment }) =>
      detectedSign(lateOrLost) === 1 ? [{ effect, segment, channel, more: lateOrLost.mean }] : [],
    ),
  );
  const [worst] = hits.toSorted((one, other) => other.more - one.more);
  return worst ?? null;
}

const HITS_MOST = 4;

/** For a terminal: the answer first. Ends with a line break. */
export function renderEventsText(page: EventsPage, options: TextOptions): string {
  const { effects, helped, leftOut, level, replications, scenario, title } = page;
  return renderText(
    present([
      title,
      ...effects.flatMap((effect, e) =>
        present([
          effectText(effect, page),
          helped?.effect === e &&
            temporarySentence(
              helped.actions,
              `${titleIn(scenario.segments, helped.segment)}, ${helped.channel}`,
            ),
        ]),
      ),
      leftOut !== 0 &&
        `${plural(leftOut, 'later event')} of the run ${leftOut === 1 ? 'is' : 'are'} not looked at.`,
      ...effects.map((effect) => effectTable(effect, page)),
      small([
        `Each figure is the mean of ${plural(replications, 'pair')} of runs of the whole scenario, with and without the event, under common random numbers, and its ${formatShare(level)} interval by itself.`,
        'Late: first answers later than the service level allows. Lost: customers who gave up, left at once or were turned away.',
      ]),
    ]),
    options,
  );
}

function effectText(effect: EventEffectOverRuns, page: EventsPage): string {
  const { all, event } = effect;
  const { name, scenario } = page;
  const words = { who: 'It makes', than: 'the same days without it', scenario };
  const text = `${timedText(effect, scenario)}. ${moreText(effect, words, page)}`;
  const [worst] = clearHits(effect);
  if (detectedSign(all.lateOrLost) !== 1 || worst === undefined) return text;
  const isCentre = scenario.centres.some(({ title }) => event.of.includes(title));
  return `${text} To look for what would help: meridian actions ${name} --measures "service level/${worst.segment}/${worst.channel}"${isCentre ? ' (nobody works in the centre meanwhile)' : ''}.`;
}

/** Cases of which clearly more (if all together are clearly fewer: fewer) are late or lost, the most first. */
function clearHits({ all, by }: MoreCasesByKind): MoreCasesByKind['by'] {
  const sign = detectedSign(all.lateOrLost);
  return by
    .filter(({ lateOrLost }) => detectedSign(lateOrLost) === sign)
    .toSorted((one, other) => sign * (other.lateOrLost.mean - one.lateOrLost.mean));
}

/** `It makes 8.0 ± 2.0 more cases late or lost than the same days without it (6 pairs of runs, 95 % interval); …`. */
function moreText(
  more: MoreCasesByKind,
  { scenario, than, who }: { readonly who: string; readonly than: string; readonly scenario: Scenario },
  { level, replications }: Pick<EventsPage, 'level' | 'replications'>,
): string {
  const { lateOrLost, lost } = more.all;
  const of = `cases late or lost than ${than} (${plural(replications, 'pair')} of runs, ${formatShare(level)} interval)`;
  const sign = detectedSign(lateOrLost);
  if (sign === 0) return `No clear effect: ${formatEstimate(lateOrLost, 'cases')} more ${of}.`;
  const names = clearHits(more).map(
    (hit) =>
      `${titleIn(scenario.segments, hit.segment)}, ${hit.channel} (${formatEstimate(hit.lateOrLost, 'cases')})`,
  );
  const whom =
    names.length === 0 ? '' : ` Clearly ${sign > 0 ? 'hit' : 'spared'}: ${shortList(names, HITS_MOST)}.`;
  if (sign > 0)
    return `${who} ${formatEstimate(lateOrLost, 'cases')} more ${of}; ${formatEstimate(lost, 'cases')} more are lost.${whom}`;
  return `${who} ${formatEstimate({ ...lateOrLost, mean: -lateOrLost.mean }, 'cases')} fewer ${of}.${whom}`;
}

/** A scenario of a comparison, with its planned outages, closures and surges, and changes of law. */
export interface EventfulScenario {
  readonly name: string;
  readonly scenario: Scenario;
  readonly events: readonly DatedEvent[];
}

/** For each scenario after the first whose dated events are not the same: what they are, and how many more cases are late or lost. */
export function comparedEvents(
  { level, moreCases, replications }: Pick<Comparison, 'level' | 'moreCases' | 'replications'>,
  [first, ...others]: readonly EventfulScenario[],
): readonly string[] {
  if (first === undefined) return [];
  return others.flatMap((other, i) => {
    const more = moreCases[i];
    const told = [eventsOnlyIn(other, first), eventsOnlyIn(first, other)].filter((one) => one !== '');
    if (told.length === 0 || more === undefined || more.by.length === 0) return [];
    const words = { who: `${other.name} has`, than: first.name, scenario: other.scenario };
    return [
      `${told.join(' ')} All differences together: ${lowered(moreText(more, words, { level, replications }))}`,
    ];
  });
}

/** `Only in dublin-down: Dublin was down on … and …`. Empty if there are none. */
function eventsOnlyIn({ events, name, scenario }: EventfulScenario, other: EventfulScenario): string {
  const known = new Set(other.events.map((event) => JSON.stringify(event)));
  const own = events
    .filter((event) => touchesRun(event, scenario.horizonMs) && !known.has(JSON.stringify(event)))
    .map((event) => timedText({ event }, scenario));
  return own.length === 0 ? '' : `Only in ${name}: ${shortList(own, HITS_MOST)}.`;
}

function timedText({ event }: Pick<EventEffectOverRuns, 'event'>, scenario: Scenario): string {
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
