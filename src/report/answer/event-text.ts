import {
  DAY_MS,
  formatCount,
  formatDay,
  formatDecimal,
  formatExactDuration,
  listInWords,
  plural,
  present,
  raised,
  shortList,
  sumOf,
  weekdayName,
  weekdayOf,
} from '#base';
import { offsetsOf, type RunMs, type Scenario } from '#domain';
import type { EventEffect, EventHit } from '#planning';
import { titleIn } from '../document/words.ts';

/** More events of a run, and more of those that one hits, are only counted. */
const EVENTS_MOST = 3;
const HITS_MOST = 4;

/** What the dated events of a run did, those with most late and lost cases first. Changes of law that hit nobody are left out. */
export function eventSentences(effects: readonly EventEffect[], scenario: Scenario): readonly string[] {
  const worth = effects.filter(({ event, hits }) => hits.length > 0 || event.kind !== 'law');
  const worstFirst = worth.toSorted((one, other) => badIn(other) - badIn(one));
  const said = worstFirst.slice(0, EVENTS_MOST);
  const texts = said.flatMap((effect) => effectTexts(effect, scenario));
  const rest = worth.length - said.length;
  const { notLookedAt = 0 } = effects.at(-1) ?? {};
  return present([
    ...texts,
    rest !== 0 && `What ${plural(rest, 'more event')} did stands in run.json, under \`events\`.`,
    notLookedAt !== 0 &&
      `${plural(notLookedAt, 'later event')} of the run ${notLookedAt === 1 ? 'was' : 'were'} not looked at.`,
  ]);
}

/** What an event was, and when: `Dublin was down on Tue 4 Mar from 06:00 to 22:00 (Europe/Dublin)`. */
export function eventText(
  { event, fromMs, toMs }: Pick<EventEffect, 'event' | 'fromMs' | 'toMs'>,
  scenario: Scenario,
): string {
  const { kind, of, timeZone } = event;
  const [day, time] = timeOf(fromMs, timeZone, scenario);
  if (kind === 'law') return `The law changed on ${day}, ${time} (${timeZone}): ${of.join('; ')}`;
  const [lastDay, lastTime] = timeOf(toMs, timeZone, scenario);
  const when =
    day === lastDay
      ? `on ${day} from ${time} to ${lastTime}`
      : `from ${day} ${time} to ${lastDay} ${lastTime}`;
  const names = listInWords(of);
  if (kind === 'surge') return `A surge ${when} (${timeZone}) brought ${names}`;
  if (kind === 'degradation') return `${raised(names)}, ${when} (${timeZone})`;
  return `${raised(names)} ${of.length === 1 ? 'was' : 'were'} ${kind === 'outage' ? 'down' : 'closed'} ${when} (${timeZone})`;
}

function badIn({ hits }: EventEffect): number {
  return sumOf(hits.map(({ during }) => during.late + during.lost));
}

/** What it was and whom it hit; how that is known, and how long it lasted. */
function effectTexts(effect: EventEffect, scenario: Scenario): readonly string[] {
  const { event, hits } = effect;
  const what = `${eventText(effect, scenario)}.`;
  if (hits.length === 0) return [`${what} ${nothingText(effect)}`];
  const named = hits.map((one) => hitText(one, event, scenario));
  const rest = present([
    comparedText(effect),
    queueText(effect, scenario),
    event.toMs !== null && recoveryText(effect, scenario),
  ]);
  return [
    `${what} In this run it hit${event.toMs === null ? ', within a week,' : ''} ${shortList(named, HITS_MOST)}.${inAllText(effect)}`,
    `${rest.join('. ')}.`,
  ];
}

/** `Germany, chat (58 of 60 cases lost and 2 late; usually 3)`. */
function hitText(hit: EventHit, { kind }: EventEffect['event'], scenario: Scenario): string {
  const { during, usual } = hit;
  const { came, late, lost } = during;
  const counts: readonly (readonly [number, string])[] = [
    [lost, 'lost'],
    [late, 'late'],
  ];
  const [[first, word] = [0, ''], second] = counts.filter(([count]) => count > 0);
  const whole =
    first === came && came > 1
      ? `all ${plural(came, 'case')}`
      : `${formatCount(first)} of ${plural(came, 'case')}`;
  const also = second === undefined ? '' : ` and ${formatCount(second[0])} ${second[1]}`;
  const of = usual !== null && kind === 'surge' ? ` of ${meanText(usual.came)}` : '';
  const than = usual === null ? '' : `; usually ${meanText(usual.late + usual.lost)}${of}`;
  return `${nameOf(hit, scenario)} (${whole} ${word}${also}${than})`;
}

/** The sum over all that it hit, where these are several. */
function inAllText({ hits }: EventEffect): string {
  if (hits.length < 2) return '';
  const sum = (of: 'came' | 'late' | 'lost') => sumOf(hits.map(({ during }) => during[of]));
  const lost = sum('lost');
  return ` In all, of ${plural(sum('came'), 'case')} ${formatCount(lost)} ${lost === 1 ? 'was' : 'were'} lost and ${formatCount(sum('late'))} late.`;
}

function meanText(mean: number): string {
  return mean === 0 ? 'none' : formatDecimal(mean, mean < 10 && !Number.isInteger(mean) ? 1 : 0);
}

function comparedText(effect: EventEffect): string {
  if (effect.comparedWith === 0) return NOTHING_TO_COMPARE;
  return `Usual is the mean of ${othersText(effect)}`;
}

function nothingText(effect: EventEffect): string {
  const { comparedWith, heldUp } = effect;
  const held =
    heldUp === 0
      ? 'no effect is clear'
      : `${plural(heldUp, 'case')} waited because a centre or data centre was down`;
  if (comparedWith === 0) return `In this run ${held}. ${NOTHING_TO_COMPARE}.`;
  const but = heldUp === 0 ? ':' : ', but';
  return `In this run ${held}${but} no segment had clearly more late or lost cases than in ${othersText(effect)}.`;
}

const NOTHING_TO_COMPARE = 'The run has no other time without an event to compare with';

function othersText({ apart, comparedWith, event }: EventEffect): string {
  const other = event.toMs === null ? 'earlier' : 'other';
  const one = apart === 'weeks' ? 'week' : 'day';
  return `the same hours of ${plural(comparedWith, `${other} ${one}`)} without an event`;
}

function queueText({ event, hits }: EventEffect, scenario: Scenario): string {
  const [longest] = hits.toSorted((one, other) => other.peak.waiting - one.peak.waiting);
  const { peak } = longest as EventHit;
  const when = timeOf(peak.atMs, event.timeZone, scenario).join(' ');
  return `Of those hit, the longest queue was that of ${nameOf(longest as EventHit, scenario)}: ${plural(peak.waiting, 'case')} on ${when}`;
}

function recoveryText({ event, hits, toMs }: EventEffect, scenario: Scenario): string {
  const late = hits.filter(({ recoveredMs }) => recoveredMs === null);
  if (late.length > 0)
    return `Waits of ${shortList(
      late.map((hit) => nameOf(hit, scenario)),
      HITS_MOST,
    )} were not back to normal by the end of the run`;
  const lastMs = Math.max(...hits.map(({ recoveredMs }) => recoveredMs ?? 0));
  if (lastMs <= toMs) return 'Waits were back to normal when it ended';
  const after = sumOf(hits.map(({ after: { late, lost } }) => late + lost));
  const when = timeOf(lastMs, event.timeZone, scenario).join(' ');
  const were = after === 1 ? 'was' : 'were';
  const more =
    after === 0 ? '' : `; of those that came until then, ${formatCount(after)} ${were} late or lost`;
  return `Waits were back to normal on ${when}, ${formatExactDuration(lastMs - toMs, 2)} after its end${more}`;
}

function nameOf({ channel, segment }: EventHit, { segments }: Scenario): string {
  return `${titleIn(segments, segment)}, ${channel}`;
}

/** `Tue 4 Mar` and `06:00` on the clock of a time zone. */
function timeOf(atMs: RunMs, timeZone: string, scenario: Scenario): readonly [day: string, time: string] {
  const atEpochMs = scenario.startEpochMs + atMs;
  const wallMs = atEpochMs + offsetsOf(scenario, timeZone)(atEpochMs);
  const time = new Date(wallMs % DAY_MS).toISOString().slice(11, 16);
  return [`${weekdayName(weekdayOf(wallMs))} ${formatDay(wallMs)}`, time];
}
