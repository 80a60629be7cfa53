import { formatShare, list, number, type Of, orNull, record, text, word } from '#base';
import { lawEventsBetween, placeInEvent, type RunMs, type Scenario } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { spansOf } from './calendars.ts';
import { softwareIn, usualShare } from './software.ts';

const UTC = 'UTC';

/** Something that a scenario lets happen at a known time. The resolved scenario has surges and closures only as rates and hours. */
export const datedEvent = record({
  kind: word(['outage', 'closure', 'surge', 'law', 'degradation']),
  /** Titles of the centres and data centres that are down or closed; a surge, a change of law, or what software contains then, in words. */
  of: list(text),
  fromMs: number<RunMs>(),
  /** `null`: it has no end. */
  toMs: orNull(number<RunMs>()),
  /** The time zone in which to show it. */
  timeZone: text,
});
export interface DatedEvent extends Of<typeof datedEvent> {}

/**
 * Planned outages, closures, surges and degradations of a file, and changes of law, during the run; in order of time. Events of the same kind and span are
 * joined.
 */
export function datedEventsOf(file: ScenarioFile, scenario: Scenario): readonly DatedEvent[] {
  const events = new Map<string, DatedEvent>();
  const add = ({ of, ...event }: DatedEvent) => {
    const { fromMs, kind, toMs } = event;
    if (!touchesRun(event, scenario.horizonMs)) return;
    const key = `${kind} ${fromMs} ${toMs}`;
    const known = events.get(key) ?? { ...event, of: [] };
    events.set(key, { ...known, of: [...new Set([...known.of, ...of])] });
  };
  for (const { id, plannedOutages, timeZone, title } of scenario.centres) {
    for (const span of plannedOutages) add({ kind: 'outage', of: [title], ...span, timeZone });
    const closures = spansOf(file.centres[id]?.closures ?? [], file);
    for (const span of closures) add({ kind: 'closure', of: [title], ...span, timeZone });
  }
  for (const { plannedOutages, title } of scenario.dataCentres) {
    const of = [placeInEvent(title)];
    for (const span of plannedOutages) add({ kind: 'outage', of, ...span, timeZone: UTC });
  }
  for (const surge of file.surges) {
    const [whose, ...others] =
      surge.segment === undefined ? [] : (file.segments[surge.segment]?.customers ?? []);
    const timeZone = others.every((one) => one.timeZone === whose?.timeZone) ? whose?.timeZone : UTC;
    for (const span of spansOf([surge], file))
      add({ kind: 'surge', of: [surgeText(surge, file)], ...span, timeZone: timeZone ?? UTC });
  }
  for (const { automated, centre, id } of softwareIn(file)) {
    const { timeZone = UTC, title = centre } = file.centres[centre] ?? {};
    for (const { for: forMs, from, to } of automated.degradations?.planned ?? []) {
      const shares = `${formatShare(to)} of its sessions, not ${formatShare(usualShare(automated))}`;
      const fromMs = from - file.start;
      const of = [`${id.replace(/-/g, ' ')} in ${title} contained ${shares}`];
      add({ kind: 'degradation', of, fromMs, toMs: fromMs + forMs, timeZone });
    }
  }
  const { horizonMs, law, startEpochMs } = scenario;
  const changes = lawEventsBetween(startEpochMs, startEpochMs + horizonMs - 1, law?.bases);
  for (const { atMs, effect, kind } of changes) {
    if (kind !== 'zone' && kind !== 'basis') continue;
    add({ kind: 'law', of: [effect], fromMs: atMs - startEpochMs, toMs: null, timeZone: UTC });
  }
  return [...events.values()].sort((one, other) => one.fromMs - other.fromMs);
}

/** Whether an event lasts some time within a run of that length. */
export function touchesRun({ fromMs, toMs }: Pick<DatedEvent, 'fromMs' | 'toMs'>, horizonMs: RunMs): boolean {
  return fromMs < horizonMs && (toMs === null || toMs > Math.max(0, fromMs));
}

/** A surge in words, such as `6 times as many cases of Microsoft Azure`. */
export function surgeText(
  { factor, product, segment }: ScenarioFile['surges'][number],
  { products, segments }: ScenarioFile,
): string {
  const of = [
    ...(product === undefined ? [] : [products[product]?.title ?? product]),
    ...(segment === undefined ? [] : [segments[segment]?.title ?? segment]),
  ];
  return `${factor} times as many cases${of.length === 0 ? '' : ` of ${of.join(', ')}`}`;
}
