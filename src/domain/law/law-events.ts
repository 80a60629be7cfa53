import type { EpochMs } from '../indices.ts';
import { type BasisDates, givenDates, givenDateText, LAWFUL_BASES, type LawfulBasis } from './basis-dates.ts';
import { BINDING_RULES } from './binding-rules.ts';
import type { ClauseSet } from './clause-sets.ts';
import type { DatedFact } from './dated-fact.ts';
import { summer, summerInLondon, winter, winterInLondon } from './instants.ts';
import type { Confidence } from './sources.ts';

export type LawEventKind = 'zone' | 'basis' | 'certificate' | 'regime';

/** A moment at which the legal world changes, in one line for a reader. `atMs`: UTC epoch ms. */
export interface LawEvent {
  readonly atMs: EpochMs;
  readonly kind: LawEventKind;
  readonly effect: string;
  readonly confidence: Confidence;
}

type LawEventRow = readonly [atMs: number, kind: LawEventKind, effect: string, confidence: Confidence];

const KNOWN = 'remembered';
const STATED = 'verified';
const IN_PART = 'verified-secondary';

const ROWS: readonly LawEventRow[] = [
  [summer('1993-07-01'), 'regime', 'Swiss data protection act of 1992 in force', STATED],
  [winter('1994-01-01'), 'zone', 'EEA: starts with the twelve EC states, AT, FI, SE, IS and NO', STATED],
  [winter('1995-01-01'), 'zone', 'EU: AT, FI, SE join (in the EEA already) and leave EFTA', KNOWN],
  [summer('1995-05-01'), 'zone', 'EEA: LI joins', STATED],
  [summer('1998-10-24'), 'regime', 'Directive 95/46/EC had to be transposed in the EU', KNOWN],
  [summer('2000-07-01'), 'regime', 'Directive 95/46/EC applies in IS, LI, NO', KNOWN],
  [summer('2000-07-26'), 'basis', 'Adequacy of CH and HU; Safe Harbor EU-US decided', STATED],
  [winter('2000-11-01'), 'basis', 'Safe Harbor EU-US opens for certification', STATED],
  [summer('2001-09-03'), 'basis', 'Clauses 2001/497/EC usable', STATED],
  [winter('2001-12-20'), 'basis', 'Adequacy of CA', STATED],
  [summer('2002-04-03'), 'basis', 'Clauses 2002/16/EC usable', KNOWN],
  [summer('2003-04-14'), 'regime', 'HIPAA rules for business associates apply', KNOWN],
  [summer('2003-06-03'), 'basis', 'Binding rules of controllers possible (WP 74)', STATED],
  [summer('2003-06-30'), 'basis', 'Adequacy of AR', STATED],
  [winter('2003-11-21'), 'basis', 'Adequacy of GG', IN_PART],
  [summer('2004-04-28'), 'basis', 'Adequacy of IM', IN_PART],
  [summer('2004-05-01'), 'zone', 'EU and EEA: CY, CZ, EE, HU, LT, LV, MT, PL, SI, SK join', STATED],
  [summer('2004-05-01'), 'basis', 'Adequacy of HU ends with its accession', STATED],
  [summer('2005-04-01'), 'basis', 'Clauses 2004/915/EC usable', KNOWN],
  [summer('2005-10-15'), 'certificate', 'ISO/IEC 27001:2005 published', KNOWN],
  [winter('2007-01-01'), 'zone', 'EU only: BG, RO join', STATED],
  [summer('2007-08-01'), 'zone', 'EEA: BG, RO join (provisional)', STATED],
  [
    winter('2008-01-01'),
    'basis',
    'Swiss list of adequate states: EEA, GB, AR, CA, GG, IM; EU clauses and binding rules serve Swiss exports',
    KNOWN,
  ],
  [summer('2008-05-08'), 'basis', 'Adequacy of JE', STATED],
  [winter('2009-01-01'), 'basis', 'Swiss list of adequate states: JE', KNOWN],
  [winter('2009-02-16'), 'basis', 'Safe Harbor CH-US in force', STATED],
  [winter('2010-03-05'), 'basis', 'Adequacy of FO', IN_PART],
  [summer('2010-05-15'), 'basis', 'Clauses 2010/87/EU replace 2002/16/EC for new contracts', IN_PART],
  [summer('2010-10-19'), 'basis', 'Adequacy of AD', STATED],
  [winter('2011-01-01'), 'basis', 'Swiss list of adequate states: AD, FO', KNOWN],
  [winter('2011-01-31'), 'basis', 'Adequacy of IL', IN_PART],
  [winter('2012-01-01'), 'basis', 'Swiss list of adequate states: IL', KNOWN],
  [summer('2012-08-21'), 'basis', 'Adequacy of UY', STATED],
  [winter('2012-12-19'), 'basis', 'Adequacy of NZ', STATED],
  [
    winter('2013-01-01'),
    'basis',
    'Binding rules of processors possible (WP 195); Swiss list of adequate states: UY',
    KNOWN,
  ],
  [summer('2013-07-01'), 'zone', 'EU only: HR joins', STATED],
  [summer('2013-07-01'), 'basis', 'Swiss list of adequate states: HR', KNOWN],
  [summer('2013-10-01'), 'certificate', 'ISO/IEC 27001:2013 published; end of the 2005 edition set', STATED],
  [winter('2014-01-01'), 'zone', 'EU and EEA: YT becomes an outermost region', IN_PART],
  [winter('2014-01-01'), 'basis', 'Swiss list of adequate states: NZ', KNOWN],
  [summer('2014-04-12'), 'zone', 'EEA: HR joins (provisional)', STATED],
  [summer('2014-10-01'), 'certificate', 'No new certificates on ISO/IEC 27001:2005', STATED],
  [summer('2015-10-01'), 'certificate', 'Certificates on ISO/IEC 27001:2005 end', STATED],
  [
    summer('2015-10-06'),
    'basis',
    'Safe Harbor EU-US void (Schrems I); the whole day counts as without basis',
    STATED,
  ],
  [summer('2015-10-22'), 'basis', 'Safe Harbor CH-US called insufficient by the FDPIC', IN_PART],
  [summer('2016-07-12'), 'basis', 'Privacy Shield EU-US decided', STATED],
  [summer('2016-08-01'), 'basis', 'Privacy Shield EU-US opens for certification', STATED],
  [winter('2017-01-11'), 'basis', 'Safe Harbor CH-US ended; Privacy Shield CH-US established', STATED],
  [summer('2017-04-12'), 'basis', 'Privacy Shield CH-US opens for certification', STATED],
  [summer('2018-05-25'), 'regime', 'GDPR applies in the EU', STATED],
  [summer('2018-05-25'), 'basis', 'Binding rules: the lead authority approves for all states', IN_PART],
  [summer('2018-07-20'), 'regime', 'GDPR in force in IS, LI, NO', STATED],
  [winter('2019-01-23'), 'basis', 'Adequacy of JP', STATED],
  [winter('2020-02-01'), 'zone', 'EU: GB leaves (still treated as an EEA State)', STATED],
  [winter('2020-02-01'), 'regime', 'GDPR goes on in GB under the Withdrawal Agreement', IN_PART],
  [
    summer('2020-07-16'),
    'basis',
    'Privacy Shield EU-US void (Schrems II); clauses need an assessment',
    STATED,
  ],
  [
    summer('2020-09-08'),
    'basis',
    'Privacy Shield CH-US no longer adequate (FDPIC); clauses need an assessment',
    STATED,
  ],
  [winter('2021-01-01'), 'zone', 'EEA: GB leaves', STATED],
  [
    winter('2021-01-01'),
    'basis',
    'Bridge EU-UK starts; GB recognises the EEA, earlier EU decisions and the older EU clauses, and approves binding rules itself',
    IN_PART,
  ],
  [winter('2021-01-01'), 'regime', 'UK GDPR replaces the GDPR in GB', STATED],
  [summer('2021-06-04'), 'basis', 'End of the older clauses set for 2022-12-28', STATED],
  [summer('2021-06-27'), 'basis', 'Clauses (EU) 2021/914 usable', STATED],
  [summer('2021-06-28'), 'basis', 'Adequacy of GB, at first until 2025-06-28; bridge EU-UK ends', STATED],
  [
    summer('2021-08-27'),
    'basis',
    'Clauses (EU) 2021/914 serve Swiss exports; end of the older ones set for 2023-01-01',
    STATED,
  ],
  [
    summer('2021-09-27'),
    'basis',
    'Older clauses closed to new contracts, but not for British exports',
    STATED,
  ],
  [winter('2021-12-17'), 'basis', 'Adequacy of KR', STATED],
  [
    winterInLondon('2022-03-21'),
    'basis',
    'UK: transfer agreement and addendum usable; what a company gets from itself needs no basis; end of the older EU clauses set for 2024-03-21',
    STATED,
  ],
  [summer('2022-09-10'), 'basis', 'Swiss list of adequate states: GI, MC', KNOWN],
  [summerInLondon('2022-09-22'), 'basis', 'UK: older EU clauses closed to new contracts', IN_PART],
  [summer('2022-10-25'), 'certificate', 'ISO/IEC 27001:2022 published; end of the 2013 edition set', STATED],
  [winterInLondon('2022-12-19'), 'basis', 'UK: adequacy of KR', STATED],
  [
    winter('2022-12-28'),
    'basis',
    'Contracts on the older clauses have lapsed for exports from the EEA',
    STATED,
  ],
  [winter('2023-01-01'), 'basis', 'Contracts on the older clauses have lapsed for Swiss exports', IN_PART],
  [
    winter('2023-02-14'),
    'basis',
    'EDPB: what a company gets from itself is no transfer, and needs no basis (Guidelines 05/2021)',
    KNOWN,
  ],
  [summer('2023-07-10'), 'basis', 'Data Privacy Framework EU-US adequate', STATED],
  [summer('2023-09-01'), 'regime', 'Swiss data protection act of 2020 in force', IN_PART],
  [
    summer('2023-09-01'),
    'basis',
    'Swiss list of adequate states binds; binding rules need an approval',
    IN_PART,
  ],
  [summerInLondon('2023-10-12'), 'basis', 'UK Extension to the Data Privacy Framework', STATED],
  [
    winterInLondon('2024-03-21'),
    'basis',
    'UK: contracts on the older EU clauses have lapsed (read without this day)',
    IN_PART,
  ],
  [summer('2024-05-01'), 'certificate', 'No new certificates on ISO/IEC 27001:2013', STATED],
  [summer('2024-09-15'), 'basis', 'Data Privacy Framework CH-US adequate', STATED],
  [summer('2025-06-24'), 'basis', 'Adequacy of GB extended to 2025-12-28', STATED],
  [summer('2025-07-15'), 'basis', 'Adequacy of the European Patent Organisation', STATED],
  [winter('2025-11-01'), 'certificate', 'Certificates on ISO/IEC 27001:2013 end', STATED],
  [winter('2025-12-19'), 'basis', 'Adequacy of GB renewed to 2031-12-28', STATED],
  [winter('2026-01-26'), 'basis', 'Adequacy of BR (IS, LI, NO pending)', STATED],
  [winter('2031-12-28'), 'basis', 'Adequacy of GB ends unless renewed', STATED],
];

/**
 * Every change since July 1993 that the tables of this folder contain, in order of time. A test ties the two: each instant of the tables
 * has its event of the right kind, and there is no event without such an instant.
 */
export const LAW_EVENTS: readonly LawEvent[] = ROWS.map(([atMs, kind, effect, confidence]) => ({
  atMs,
  kind,
  effect,
  confidence,
}));

/**
 * Events with `fromMs < atMs <= toMs` (UTC epoch ms): what a clock that stands at `fromMs` still has to notice up to `toMs`. `dated`: bases
 * that a scenario dates itself. Their historical events are replaced by those of the scenario.
 */
export function lawEventsBetween(
  fromMs: EpochMs,
  toMs: EpochMs,
  dated: readonly BasisDates[] = [],
): readonly LawEvent[] {
  const isWithin = ({ atMs }: { readonly atMs: EpochMs }) => fromMs < atMs && atMs <= toMs;
  const events = LAW_EVENTS.filter(isWithin);
  if (dated.length === 0) return events;
  const made = givenDates(dated)
    .filter(isWithin)
    .map((date): LawEvent => {
      return { atMs: date.atMs, kind: 'basis', effect: givenDateText(date), confidence: 'assumed' };
    });
  return [...events.flatMap((event) => withoutMoved(event, dated)), ...made].sort(
    (left, right) => left.atMs - right.atMs,
  );
}

/**
 * The event without the bases that a scenario dates otherwise. Nothing is left if it concerns only these; otherwise the event names them as
 * exceptions.
 */
function withoutMoved(event: LawEvent, dated: readonly BasisDates[]): readonly LawEvent[] {
  if (event.kind !== 'basis') return [event];
  const concerned = LAWFUL_BASES.filter(({ fact }) => numbersOf(fact).includes(event.atMs));
  const isOfOthers = BINDING_RULES.some((rules) => numbersOf(rules).includes(event.atMs));
  const moved = concerned.filter((basis) => {
    const own = dated.find((one) => one.basis === basis.fact.id);
    return own !== undefined && moves(basis, own, event.atMs);
  });
  if (moved.length === 0) return [event];
  if (moved.length === concerned.length && !isOfOthers) return [];
  const ids = moved.map(({ fact }) => fact.id).join(', ');
  return [{ ...event, effect: `${event.effect}; but not of ${ids}, which this scenario dates itself` }];
}

/** Whether the basis began or ended at that instant in history, or got a new end, and does not in the scenario. */
function moves({ fact, fromMs, toMs }: LawfulBasis, own: BasisDates, atMs: EpochMs): boolean {
  const ownToMs = own.toEpochMs ?? Number.POSITIVE_INFINITY;
  if (atMs === own.fromEpochMs || atMs === ownToMs) return false;
  const uses = [fact, ...((fact as Partial<ClauseSet>).forRegimes ?? [])];
  const begins = [fromMs, ...uses.map(({ validFromMs }) => validFromMs)];
  const ends = uses.map((use) => [use.validToMs, use.reliableToMs, use.struckDown, use.versions]);
  if (own.fromEpochMs !== fromMs && begins.includes(atMs)) return true;
  return ownToMs !== toMs && numbersIn(ends).includes(atMs);
}

/** The instants of a row are its numbers, those of its versions, and that of its end by judgment. */
function numbersOf(fact: DatedFact): readonly number[] {
  return Object.values(fact).flatMap(numbersIn);
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
