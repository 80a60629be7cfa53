import {
  COUNTRY_NAMES,
  customerName,
  customersNames,
  ESCALATION_REASONS,
  type Scenario,
  SEVERITIES,
} from '#domain';
import { type CaseChoice, chosenBy } from './case-choice.ts';
import type { CaseOrder } from './case-orders.ts';
import { NO_CENTRE, OUTCOMES } from './case-table.ts';
import type { Chronicle } from './chronicle.ts';
import { type CaseTest, meaningOf, wordsOf } from './search-words.ts';

export interface CaseQuery extends CaseChoice {
  /** Words that must all match; a number is a case number. */
  readonly text: string;
  readonly order: CaseOrder;
  readonly descending: boolean;
  /** Only cases opened in this period; null: all. */
  readonly opened: { readonly fromMs: number; readonly toMs: number } | null;
  /** Only cases that left a centre for this reason in this period; null: all. */
  readonly handedOver: {
    readonly reason: number | null;
    readonly centre: number | null;
    readonly fromMs: number;
    readonly toMs: number;
  } | null;
}

export type FoundCases = ReturnType<typeof foundCases>;

/** Number of matching cases; if there are none, which condition to drop. */
export function foundCases(chronicle: Chronicle, scenario: Scenario, query: CaseQuery, found: Uint32Array) {
  if (found.length > 0) return { count: found.length, withoutWord: [], withoutChoices: 0 };
  const countOf = (one: CaseQuery) => findCases(chronicle, scenario, { ...one, order: 'number' }).length;
  const everywhere = {
    ...query,
    segment: null,
    channel: null,
    centre: null,
    opened: null,
    handedOver: null,
  };
  const words = wordsOf(query.text);
  return {
    count: 0,
    withoutWord: words.map((word, at) => {
      const text = words.filter((_, i) => i !== at).join(' ');
      return {
        word,
        /** The other words, and the number of cases without this one. */
        text,
        count: countOf({ ...query, text }),
        /** Cases of the whole run that match this word. */
        alone: countOf({ ...everywhere, text: word }),
      };
    }),
    /** Cases of the whole run that match the words; 0 if there are only words. */
    withoutChoices: countOf(everywhere),
  };
}

/** The numbers of the matching cases, in order. */
export function findCases(chronicle: Chronicle, scenario: Scenario, query: CaseQuery): Uint32Array {
  const { cases } = chronicle;
  const tests = testsOf(chronicle, scenario, query.text);
  const allowed = query.handedOver === null ? null : handedOver(chronicle, query.handedOver);
  const isChosen = chosenBy(chronicle, scenario, query);
  const found = new Uint32Array(cases.length);
  let count = 0;
  for (let row = 0; row < cases.length; row++) {
    if (!isChosen(row)) continue;
    if (allowed !== null && !allowed.has(row)) continue;
    const openedMs = cases.columns.openedMs[row] as number;
    if (query.opened !== null && (openedMs < query.opened.fromMs || openedMs >= query.opened.toMs)) continue;
    if (tests.every((fits) => fits(row))) found[count++] = row;
  }
  return sorted(chronicle, found.slice(0, count), query);
}

export type CaseRow = ReturnType<typeof caseRows>[number];

/** The rows of those cases. */
export function caseRows(chronicle: Chronicle, scenario: Scenario, numbers: Uint32Array) {
  const c = chronicle.cases.columns;
  const customers = customersNames(scenario.streams);
  return Array.from(numbers, (number) => {
    const stream = scenario.streams[c.stream[number] as number];
    const contacts = c.contacts[number] as number;
    const outcome = c.outcome[number] as number;
    const endedMs = c.endedMs[number] as number;
    const centre = c.lastCentre[number] as number;
    const isOver = outcome !== 0;
    return {
      number,
      customer: customerName(customers[c.stream[number] as number] ?? '?', c.customer[number] as number),
      openedMs: c.openedMs[number] as number,
      segment: scenario.segments[stream?.segment ?? -1]?.title ?? '?',
      country: stream?.country ?? '?',
      channel: stream?.channel ?? '?',
      severity: SEVERITIES[c.severity[number] as number] ?? '?',
      language: scenario.languages[c.language[number] as number] ?? '?',
      product: scenario.products[c.product[number] as number]?.title ?? '?',
      waitMs: contacts > 0 || outcome === OUTCOMES.indexOf('gave up') ? (c.waitMs[number] as number) : null,
      durationMs: isOver ? endedMs - (c.openedMs[number] as number) : null,
      contacts,
      handOvers: c.handOvers[number] as number,
      centre: centre === NO_CENTRE ? '' : (scenario.centres[centre]?.title ?? '?'),
      outcome: OUTCOMES[outcome] ?? '?',
    };
  });
}

/** A word matches a case if it starts a word in one of the case's names, or describes something true of the case. */
function testsOf({ cases }: Chronicle, scenario: Scenario, text: string): readonly CaseTest[] {
  const c = cases.columns;
  const words = wordsOf(text);
  const streams = scenario.streams.map(({ channel, country, id, segment }) =>
    [id, channel, country, COUNTRY_NAMES[country] ?? '', scenario.segments[segment]?.title ?? ''].join(' '),
  );
  const customers = customersNames(scenario.streams).map((name) => name.toLowerCase());
  const names = [
    { column: c.stream, of: streams },
    { column: c.lastCentre, of: scenario.centres.map(({ id, title }) => `${id} ${title}`) },
    { column: c.product, of: scenario.products.map(({ id, title }) => `${id} ${title}`) },
    { column: c.severity, of: SEVERITIES.map((severity) => `severity-${severity}`) },
    { column: c.language, of: scenario.languages.map((language) => `language-${language}`) },
    { column: c.outcome, of: OUTCOMES },
  ];
  return words.map((word): CaseTest => {
    if (/^#?\d+$/.test(word)) {
      const number = Number(word.replace('#', ''));
      return (row) => row === number;
    }
    if (customers.some((name) => word.startsWith(`${name}/`)) && /\/(\d+|unnamed)$/.test(word)) {
      return (row) =>
        customerName(customers[c.stream[row] as number] ?? '', c.customer[row] as number) === word;
    }
    const named = names.map(({ column, of }) => ({
      column,
      holds: Uint8Array.from(of, (name) => (holdsWord(name, word) ? 1 : 0)),
    }));
    const reasonBits = ESCALATION_REASONS.reduce(
      (bits, reason, i) => (holdsWord(reason, word) ? bits | (1 << i) : bits),
      0,
    );
    const means = meaningOf(word, scenario, c);
    return (row) =>
      means?.(row) === true ||
      named.some(({ column, holds }) => holds[column[row] as number] === 1) ||
      ((c.reasons[row] as number) & reasonBits) !== 0;
  });
}

function holdsWord(name: string, word: string): boolean {
  const text = name.toLowerCase();
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] as string)) return true;
  }
  return false;
}

function handedOver(
  { handOvers }: Chronicle,
  wanted: NonNullable<CaseQuery['handedOver']>,
): ReadonlySet<number> {
  const c = handOvers.columns;
  const found = new Set<number>();
  for (let row = 0; row < handOvers.length; row++) {
    const timeMs = c.timeMs[row] as number;
    if (timeMs < wanted.fromMs || timeMs > wanted.toMs) continue;
    if (wanted.reason !== null && c.reason[row] !== wanted.reason) continue;
    if (wanted.centre !== null && c.centre[row] !== wanted.centre) continue;
    found.add(c.caseNumber[row] as number);
  }
  return found;
}

function sorted({ cases }: Chronicle, found: Uint32Array, { descending, order }: CaseQuery): Uint32Array {
  if (order === 'number' || order === 'opened') return descending ? found.reverse() : found;
  const c = cases.columns;
  const keyOf: Readonly<Record<Exclude<CaseOrder, 'number' | 'opened'>, (row: number) => number>> = {
    wait: (row) => c.waitMs[row] as number,
    duration: (row) => Math.max(0, (c.endedMs[row] as number) - (c.openedMs[row] as number)),
    contacts: (row) => c.contacts[row] as number,
    handOvers: (row) => c.handOvers[row] as number,
    severity: (row) => c.severity[row] as number,
  };
  const key = keyOf[order];
  const sign = descending ? -1 : 1;
  // Equal cases stay in numerical order, because the sort is stable.
  return found.sort((left, right) => sign * (key(left) - key(right)) || left - right);
}
