import { formatExactDuration, listInWords } from '#base';
import type { CaseHistory } from '#cases';
import type { Scenario } from '#domain';

/** How a case can be lost, by the event that did it. */
const LOST_BY: ReadonlyMap<string, string> = new Map([
  ['patience', 'the customer gave up'],
  ['LOSE', 'lost in a transfer'],
  ['CLEAR', 'cleared at the end of the day'],
]);

/**
 * What a reader wants to know first of a case, in one sentence: whose it is, how it ended and after how long, how long it was in a queue,
 * where its data was and who saw it. Names segments by title.
 */
export function caseAnswer(history: CaseHistory, scenario: Scenario): string {
  const { accesses, caseNumber, channel, copies, country, severities, streamIndex } = history;
  const segment = scenario.segments[scenario.streams[streamIndex]?.segment ?? -1];
  const name = `Case ${caseNumber} (${segment?.title ?? history.segment} in ${country}, ${channel}, severity ${severities.at(-1)?.severity})`;
  const people = new Set(accesses.map(({ agent }) => agent)).size;
  const from = countriesText(accesses.map((access) => access.country));
  const seen =
    people === 0 ? 'nobody saw it' : `${people} ${people === 1 ? 'person' : 'people'} saw it, in ${from}`;
  const stored = countriesText(copies.map((copy) => copy.country));
  const data = stored === '' ? 'nothing of it was stored' : `its data was in ${stored}`;
  return `${name} ${endText(history)}; ${waitText(history)}; ${data}; ${seen}.`;
}

/** How it ended as far as its story goes, which a run that was ended early or a damaged ledger cuts off. */
function endText({ openedMs, refusedMs, resolvedMs, states }: CaseHistory): string {
  if (refusedMs !== null) return 'was refused';
  if (resolvedMs !== null) {
    const isReopened = states.some(({ event }) => event === 'reopening');
    const after = formatExactDuration(resolvedMs - openedMs);
    return isReopened ? `was first resolved after ${after}, and opened again` : `was resolved after ${after}`;
  }
  const left = states.find(({ event }) => LOST_BY.has(event));
  if (left === undefined) return 'is not resolved where its story ends';
  return `was lost after ${formatExactDuration(left.timeMs - openedMs)}: ${LOST_BY.get(left.event)}`;
}

/** How long it was in a queue, and which cause made up most of that. A wait that the story does not end has no length. */
function waitText({ waits }: CaseHistory): string {
  const byCause = new Map<string, number>();
  for (const { cause, fromMs, toMs } of waits) {
    byCause.set(cause, (byCause.get(cause) ?? 0) + (toMs ?? fromMs) - fromMs);
  }
  const [longest] = [...byCause].sort(([, one], [, other]) => other - one);
  const total = [...byCause.values()].reduce((sum, ms) => sum + ms, 0);
  const last = waits.find(({ toMs }) => toMs === null);
  const still = last === undefined ? '' : `it waits where its story ends (${last.cause})`;
  if (longest === undefined || total === 0) return still === '' ? 'it did not wait' : still;
  const cause = byCause.size === 1 ? longest[0] : `mostly: ${longest[0]}`;
  const waited = `it waited ${formatExactDuration(total)} (${cause})`;
  return still === '' ? waited : `${waited}, and ${still}`;
}

const countriesText = (countries: readonly string[]): string => listInWords([...new Set(countries)].sort());
