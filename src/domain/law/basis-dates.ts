import { checked, groupedBy, number, type Of, orNull, record, text } from '#base';
import type { EpochMs } from '../indices.ts';
import { ADEQUACY_DECISIONS } from './adequacy-decisions.ts';
import { CLAUSE_SETS } from './clause-sets.ts';
import type { DatedFact } from './dated-fact.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { legalBegin, legalEnd } from './legal-dates.ts';

/**
 * The time in which a basis is in force in a scenario instead of its historical time: a what-if of the law. UTC epoch ms, half-open. It is
 * the law of that world, whatever is known when: nobody foresaw it, and nothing later revokes it.
 */
export const basisDates = record({
  /** Id of a framework, an adequacy decision or a clause set. */
  basis: checked(text, (id, reading) => {
    if (lawfulBasisById(id) === undefined) reading.report('not a basis that the law knows');
  }),
  fromEpochMs: number(),
  /** `null`: open. */
  toEpochMs: orNull(number()),
});
export interface BasisDates extends Of<typeof basisDates> {}

/** A basis as people call it, and when it could be relied on in history: UTC epoch ms, half-open. */
export interface LawfulBasis {
  readonly fact: DatedFact;
  readonly title: string;
  /** From when on importers could rely on it, where that is later than its beginning. */
  readonly fromMs: EpochMs;
  /** The formal end, or the prudent one where it is earlier. */
  readonly toMs: EpochMs;
}

function basisOf(fact: DatedFact, title: string, fromMs = fact.validFromMs): LawfulBasis {
  const { reliableToMs = Number.POSITIVE_INFINITY, validToMs } = fact;
  return { fact, title, fromMs, toMs: Math.min(validToMs, reliableToMs) };
}

/**
 * Everything that a transfer can rest on and that history dates: frameworks, clause sets, adequacy decisions. A clause set has the dates of
 * the regime that made it. Dates from a scenario hold for every regime that accepts it.
 */
export const LAWFUL_BASES: readonly LawfulBasis[] = [
  ...FRAMEWORKS.map((fact) => basisOf(fact, fact.title, fact.operationalFromMs)),
  ...CLAUSE_SETS.map((fact) => basisOf(fact, `Standard clauses, ${fact.decision}`)),
  ...ADEQUACY_DECISIONS.map((fact) =>
    basisOf(fact, `Adequacy of ${named(fact.toCountries)}, ${fact.decision}`),
  ),
];

/** Up to three countries by their codes, then the number of the others. */
function named(countries: readonly string[]): string {
  const first = countries.slice(0, 3).join(', ');
  return countries.length > 3 ? `${first} and ${countries.length - 3} more` : first;
}

const BY_ID: ReadonlyMap<string, LawfulBasis> = new Map(LAWFUL_BASES.map((basis) => [basis.fact.id, basis]));

/** The basis with that id, or `undefined` if there is none. */
export function lawfulBasisById(id: string): LawfulBasis | undefined {
  return BY_ID.get(id);
}

/** A date that a scenario gives to a basis. `inHistoryMs` is infinite if there is none in history. UTC epoch ms. */
export interface GivenDate {
  readonly basis: LawfulBasis;
  readonly verb: 'begins' | 'ends';
  readonly atMs: EpochMs;
  readonly inHistoryMs: number;
}

/** The dates that differ from history, in the order of the list. An end that never comes is a date at infinity. */
export function givenDates(dated: readonly BasisDates[]): readonly GivenDate[] {
  return dated.flatMap(({ basis: id, fromEpochMs, toEpochMs }): GivenDate[] => {
    const basis = BY_ID.get(id);
    if (basis === undefined) return [];
    const begins: GivenDate = { basis, verb: 'begins', atMs: fromEpochMs, inHistoryMs: basis.fromMs };
    const ends: GivenDate = {
      basis,
      verb: 'ends',
      atMs: toEpochMs ?? Number.POSITIVE_INFINITY,
      inHistoryMs: basis.toMs,
    };
    return [begins, ends].filter(({ atMs, inHistoryMs }) => atMs !== inHistoryMs);
  });
}

/** One line for a reader: `U.S.-EU Safe Harbor, … ends: a date of this scenario (in history at the end of 5 October 2015)`. */
export function givenDateText({ basis, inHistoryMs, verb }: GivenDate): string {
  return `${basis.title} ${verb}: a date of this scenario (in history ${whenText(verb, inHistoryMs)})`;
}

/** How a scenario's law differs from that of history, one sentence per date; empty if it does not. */
export function givenLaw({
  law,
}: {
  readonly law?: { readonly bases: readonly BasisDates[] } | undefined;
}): readonly string[] {
  return givenDates(law?.bases ?? []).map(({ atMs, basis, inHistoryMs, verb }) => {
    const here = Number.isFinite(atMs) ? `${verb} ${whenText(verb, atMs)}` : `never ${verb}`;
    const there = Number.isFinite(inHistoryMs) ? `${verb} ${whenText(verb, inHistoryMs)}` : 'has not ended';
    const name = `${basis.title} (${basis.fact.id})`;
    return `This is not the law of history: in this scenario ${name} ${here}, in history it ${there}.`;
  });
}

/** A sentence about the law names at most this many scenarios. */
const NAMED = 3;

/**
 * How the law of compared scenarios differs from that of history. A sentence that does not hold for all of them begins with the names of
 * those for which it does.
 */
export function givenLaws(
  scenarios: readonly { readonly name: string; readonly scenario: Parameters<typeof givenLaw>[0] }[],
): readonly string[] {
  const given = scenarios.flatMap(({ name, scenario }) =>
    givenLaw(scenario).map((sentence) => ({ name, sentence })),
  );
  return [...groupedBy(given, ({ sentence }) => sentence)].map(([sentence, names]) => {
    if (names.length === scenarios.length) return sentence;
    const shown = names
      .slice(0, NAMED)
      .map(({ name }) => name)
      .join(', ');
    const rest = names.length - NAMED;
    return `${rest > 0 ? `${shown} and ${rest} more` : shown}: ${sentence}`;
  });
}

function whenText(verb: GivenDate['verb'], epochMs: EpochMs): string {
  if (!Number.isFinite(epochMs)) return 'not yet';
  return verb === 'begins' ? `on ${legalBegin(epochMs)}` : `at ${legalEnd(epochMs)}`;
}
