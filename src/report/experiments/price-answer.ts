import {
  detectedSign,
  formatCount,
  formatMoney,
  groupedBy,
  listInWords,
  optionFor,
  plural,
  present,
  type Reader,
  raised,
  rowAt,
} from '#base';
import { fteText, type Scenario, servesLanguage } from '#domain';
import type { AddedWages, BuyBack, Comparison, PriceInStaff, PromiseVariant } from '#experiment';
import { groupTitleOf, type LostWork, lostWork } from '#planning';
import type { Estimate } from '#statistics';
import { languageName, lowered } from '../document/words.ts';
import { formatDifference, formatEstimate, plusMinus, sizeInWords } from './comparison-text.ts';

interface PricedVariant extends Pick<PromiseVariant, 'beyond' | 'id' | 'keeps' | 'title'> {
  /** Whom it keeps away from cases, in a sentence; null of the variant without a promise. */
  readonly reason: string | null;
}

/** What it takes to restore the service that restricted customers would have without the promise. */
export interface PriceOfStaff {
  readonly variant: string;
  /** Service level of the restricted customers without any promise. */
  readonly goal: number;
  readonly buyBack: BuyBack;
  /** Groups that need the agents, by title, their languages, and how many each needs. */
  readonly places: readonly {
    readonly group: string;
    /** Title of its centre. */
    readonly centre: string;
    readonly languages: string;
    readonly agents: number;
  }[];
  /** For a sufficient number of agents; null if nobody has a wage, or none was found. */
  readonly wages: AddedWages | null;
  /** Full-time equivalents of the same agents; null if less than a week is simulated. */
  readonly fte: number | null;
}

export interface PriceInput {
  readonly title: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
  /** The first scenario is the one without a promise. */
  readonly comparison: Comparison;
  /** What each variant promises. The last is the scenario's own promise. */
  readonly variants: readonly PricedVariant[];
  readonly restricted: readonly { readonly id: string; readonly title: string }[];
  readonly staff: readonly PriceOfStaff[];
  /** What the promise costs in staff at equal service; null if it was not looked for, `not found` if a search knows of no staff that keeps it. */
  readonly inStaff: PriceInStaff | 'not found' | null;
}

type Variant = PriceInput['variants'][number];

/**
 * The price in at most two paragraphs: what the promise costs the restricted customers, why, and what it would save to drop it; then the
 * same of the first further step that would cost anything. A difference that cannot be distinguished from luck is called not measurable.
 */
export function priceAnswer(
  input: Omit<PriceInput, 'law' | 'title'>,
  about: string,
  reader: Reader = 'terminal',
): readonly string[] {
  const { comparison, variants } = input;
  const promised = variants.length - 1;
  const own = variants[promised];
  if (own === undefined || promised < 1) return [];
  const { inStaff } = input;
  const name = own.keeps.length === 0 ? 'your promise' : `your promise (${listInWords(own.keeps)})`;
  const inService = `costs ${costOf(input, about, promised)}.`;
  const first = paragraph(
    ...(inStaff === null
      ? [`${raised(name)} ${inService}`]
      : [inStaffText(name, inStaff), `With the staff of today, it ${inService}`]),
    own.reason,
    savingOf(input, about, promised, reader),
  );
  const further = variants.flatMap((variant, v) =>
    variant.beyond?.length !== 0 && v !== promised ? [v] : [],
  );
  const priced =
    further.find((v) => isWorse(comparison, about, v)) ??
    further.findLast((v) => variants[v]?.beyond !== null);
  const other = variants[priced ?? -1];
  if (priced === undefined || other === undefined) return [first];
  const inAll = isWorse(comparison, about, promised) ? ' in all' : '';
  return [
    first,
    paragraph(
      `${whatIf(other)} would cost ${costOf(input, about, priced)}${inAll}.`,
      other.reason,
      paidAllTheSame(comparison, about, priced),
    ),
  ];
}

function paragraph(...sentences: readonly (string | null)[]): string {
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

/** What it would save to drop the promise. */
function savingOf(
  { comparison, inStaff, staff }: Pick<PriceInput, 'comparison' | 'inStaff' | 'staff'>,
  about: string,
  promised: number,
  reader: Reader,
): string {
  if (!isWorse(comparison, about, promised)) {
    if (inStaff === null)
      return `Dropping it would save no measurable service; whether it would save staff was not looked for${optionFor(reader, ' (--restaff 4)')}.`;
    if (inStaff === 'not found') return 'Dropping it would save no measurable service.';
    const isSaved = figuresOf(inStaff).some(({ of }) => detectedSign(of) === 1);
    const unpaid = inStaff.wages === null ? 'staff' : 'staff nor money';
    return isSaved
      ? 'Dropping it would save this staff, but no measurable service.'
      : `Dropping it would save neither service nor ${unpaid} that could be told from chance.`;
  }
  const bought = staff.find(({ variant }) => variant === comparison.scenarios[promised]);
  const agents = bought?.buyBack.atPlaces?.added ?? bought?.buyBack.added ?? 0;
  if (agents === 0) return 'Dropping it would give that back.';
  return `Dropping it would give that back, or save ${agents === 1 ? 'this agent' : 'these agents'} at the same service level.`;
}

/**
 * `At equal service, your promise costs 3.2 ± 0.4 FTE and 41,000 ± 5,200 EUR a year (4 searches …).` What may be chance is said apart: people may be
 * as many, and paid more.
 */
function inStaffText(name: string, inStaff: PriceInStaff | 'not found'): string {
  if (inStaff === 'not found')
    return `What ${name} costs in staff at equal service is not known: a search found no staff that certainly keeps the service of today (more replications may).`;
  const { searches } = inStaff;
  const times = searches === 1 ? 'one search' : plural(searches, 'search', 'searches');
  const how = `(${times} for the cheapest staff with and without it)`;
  const figures = figuresOf(inStaff);
  if (figures.every(({ of: { halfWidth, mean } }) => mean === 0 && halfWidth === 0))
    return `At equal service, ${name} costs no staff: what was found with it is as large as what was found without it ${how}.`;
  const [more, less, open] = ([1, -1, 0] as const).map((sign) =>
    figures.filter(({ of }) => detectedSign(of) === sign).map(({ text }) => text),
  ) as [string[], string[], string[]];
  if (more.length + less.length === 0)
    return `At equal service, ${name} costs no staff that ${searches === 1 ? 'one search' : 'these searches'} could tell from chance: ${listInWords(open)} ${how}.`;
  const sure = present([
    more.length > 0 && `costs ${listInWords(more)}`,
    less.length > 0 && `saves ${listInWords(less)}`,
  ]);
  const rest = open.length === 0 ? '' : `; ${open.join()} may be chance`;
  return `At equal service, ${name} ${listInWords(sure)}${rest} ${how}.`;
}

/** How much more staff and money was found with the promise. Where it is surely less, its size. */
function figuresOf({
  staff,
  unit,
  wages,
}: PriceInStaff): readonly { readonly of: Estimate; readonly text: string }[] {
  const sizeOf = (of: Estimate) => (detectedSign(of) === -1 ? { ...of, mean: -of.mean } : of);
  const signed = (value: number, beside: number) => {
    const size = Math.abs(value);
    const text = unit === 'FTE' ? fteText(size, beside) : formatCount(size);
    return value < 0 ? `−${text}` : text;
  };
  const people = { of: staff, text: `${plusMinus(sizeOf(staff), signed)} ${unit}` };
  if (wages === null) return [people];
  const money = formatEstimate(sizeOf(wages.amount), 'currency');
  const span = wages.per === 'year' ? 'a year' : 'over the run';
  return [people, { of: wages.amount, text: `${money} ${wages.currency} ${span}` }];
}

/** The cost of cases falls where agents get none of them, but nobody is paid less. Null where it does not fall, or all wages do. */
function paidAllTheSame({ measures }: Comparison, about: string, variant: number): string | null {
  const hasFallen = (id: string) => {
    const row = measures.find(({ measure }) => measure.id === id);
    return detectedSign(row?.others[variant - 1]?.difference) === -1;
  };
  if (!hasFallen(`cost/${about}`) || hasFallen('cost')) return null;
  return 'The cost of their cases falls, but wages in all do not fall detectably: agents who get none of them are paid all the same.';
}

function whatIf({ beyond, title }: Variant): string {
  return beyond === null
    ? `Keeping ${title} for all restricted customers and all of their data`
    : `Restricting ${listInWords(beyond)} as well`;
}

/** `8.0 ± 1.2 percentage points of service level, or 42 more agents in Dublin`. */
function costOf(
  { comparison, staff }: Omit<PriceInput, 'law' | 'title'>,
  about: string,
  variant: number,
): string {
  const level = rowOf(comparison, 'service level', about)?.others[variant - 1];
  const worse = comparison.measures.flatMap(({ measure, others }) => {
    const other = others[variant - 1];
    return isAbout(measure, about) && other?.verdict === 'worse' ? [{ measure, other }] : [];
  });
  const money = moneyOf(comparison, about, variant);
  if (worse.length === 0 && money === null) {
    return nothingMeasured(level?.difference ?? null, comparison.replications);
  }
  const bought = staff.find(({ variant: id }) => id === comparison.scenarios[variant]);
  const ofLevel = worse.find(({ measure }) => measure.id.startsWith('service level/'));
  const service =
    ofLevel === undefined
      ? worse
          .filter(({ measure }) => measure.unit !== 'currency')
          .slice(0, 2)
          .map(
            ({ measure, other }) =>
              `${sizeInWords(other.difference, measure.unit)} ${moreOf(measure, about)}`,
          )
      : [`${sizeInWords(ofLevel.other.difference, 'share')} of service level${boughtBack(bought)}`];
  return listInWords(present([...service, money !== null && money]));
}

/** Half of an interval of service level from which on it also says what it would have shown. */
const WIDE = 0.02;

function nothingMeasured(level: Estimate | null, replications: number): string {
  const shown = `service level ${formatDifference(level, 'share')}`;
  if (level === null || !(level.halfWidth > WIDE)) return `nothing measurable (${shown})`;
  const many = plural(replications, 'replication');
  if (level.halfWidth >= 1) {
    const mean = formatDifference({ ...level, halfWidth: Number.POSITIVE_INFINITY }, 'share');
    return `nothing measurable, but ${many} are too few to show any cost (service level ${mean} in the mean)`;
  }
  const least = (level.halfWidth * 100).toFixed(0);
  return `nothing measurable, but in ${many} a cost of less than ${least} points of service level would not show (${shown})`;
}

/** `more time to resolution`. For all of these measures, higher is worse. */
function moreOf({ title }: { readonly title: string }, about: string): string {
  return `more ${lowered(title.replace(`, ${about}`, ''))}`;
}

/** Agents that restore the service level, if they were searched for. */
function boughtBack(bought: PriceOfStaff | undefined): string {
  if (bought === undefined) return '';
  const { buyBack, fte, places, wages } = bought;
  if (buyBack.added === 0) return '';
  if (buyBack.added === null) {
    const most = buyBack.tried.at(-1)?.added ?? 0;
    return ` (up to ${plural(most, 'more agent')} do not restore it)`;
  }
  const agents = buyBack.atPlaces?.added ?? buyBack.added;
  const centres = [...new Set(places.map(({ centre }) => centre))];
  const where = centres.length > 3 ? `${formatCount(centres.length)} centres` : listInWords(centres);
  return `, or ${plural(agents, 'more agent')} in ${where}${wagesText(wages, fte)}`;
}

function wagesText(wages: AddedWages | null, fte: number | null): string {
  const per = wages?.per === 'month' ? 'per month' : 'over the run';
  const parts = present([
    fte !== null && `${fteText(fte)} FTE`,
    wages !== null && `${wages.currency} ${formatMoney(wages.amount)} ${per} in wages`,
  ]);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** The additional cost of the run itself: agents on duty cost the same whatever is promised, but overtime does not. */
function moneyOf(comparison: Comparison, about: string, variant: number): string | null {
  const row = rowOf(comparison, 'cost', about);
  const other = row?.others[variant - 1];
  if (row === undefined || other?.verdict !== 'worse') return null;
  const currency = /\(([A-Z]{3})\)/.exec(row.measure.title)?.[1] ?? '';
  return `${sizeInWords(other.difference, 'currency')} ${currency} more for their cases over the run`;
}

function isWorse(comparison: Comparison, about: string, variant: number): boolean {
  return comparison.measures.some(
    ({ measure, others }) => isAbout(measure, about) && others[variant - 1]?.verdict === 'worse',
  );
}

/** Whether a measure is of these customers: of all their cases, or of those of one channel. */
export function isAbout({ id }: { readonly id: string }, about: string): boolean {
  return id.split('/')[1] === about;
}

function rowOf({ measures }: Comparison, figure: string, about: string) {
  return measures.find(({ measure }) => measure.id === `${figure}/${about}`);
}

/** Languages that are named. */
const ONLY_MOST = 3;

/** Why a promise costs what it costs, in a sentence: which groups it keeps away from cases that they could take, or why it keeps nobody away. */
export function priceReason(without: Scenario, promised: Scenario, restricted: readonly string[]): string {
  const all = lostWork(without, promised).filter(({ segment }) =>
    restricted.includes(without.segments[segment]?.id ?? ''),
  );
  const kept = all.filter(({ lost }) => lost.length > 0);
  if (kept.length === 0) {
    const only = all.flatMap((one) => onlySpokenIn(one, without));
    const shown = only.slice(0, ONLY_MOST);
    const more = only.length > shown.length ? [`${only.length - shown.length} more such languages`] : [];
    const why = only.length === 0 ? '' : `: ${listInWords([...shown, ...more])}`;
    return `At the start of the run, it keeps nobody away who could take these cases${why}.`;
  }
  const bySame = groupedBy(kept, ({ left, lost }) => `${lost.join()} ${left.join()}`);
  const told = [...bySame.values()].map((same) => lostInWords(same, without));
  return `At the start of the run, it keeps ${listInWords(told)}.`;
}

/** `Bangalore and Denver away from cases of India (Dublin is left)`. */
function lostInWords(same: readonly [LostWork, ...LostWork[]], scenario: Scenario): string {
  const [{ left, lost }] = same;
  const whose = listInWords(same.map(({ segment }) => scenario.segments[segment]?.title ?? ''));
  const stays = left.length === 0 ? 'nobody' : groupsInWords(left, lost, scenario);
  return `${groupsInWords(lost, left, scenario)} away from cases of ${whose} (left: ${stays})`;
}

/** Centres by their titles; where a centre has groups of the other kind as well, the groups. */
function groupsInWords(groups: readonly number[], others: readonly number[], scenario: Scenario): string {
  const centreOf = (group: number) => scenario.groups[group]?.centre ?? -1;
  const shared = new Set(others.map(centreOf));
  const names = groups.map((group) =>
    shared.has(centreOf(group))
      ? groupTitleOf(group, scenario)
      : (scenario.centres[centreOf(group)]?.title ?? ''),
  );
  return listInWords([...new Set(names)]);
}

/** `only Dublin speaks German (Germany)`; nothing for languages that are spoken everywhere, or nowhere. */
function onlySpokenIn({ languages, segment }: LostWork, scenario: Scenario): readonly string[] {
  const { centres, groups, languages: tags, segments } = scenario;
  return languages.flatMap((language) => {
    const wanted = rowAt(tags, language);
    const speak = centres.filter((_, c) =>
      groups.some(
        ({ centre, languages: spoken }) =>
          centre === c && spoken.some((own) => servesLanguage(rowAt(tags, own), wanted)),
      ),
    );
    if (speak.length === 0 || speak.length === centres.length) return [];
    const where = listInWords(speak.map(({ title }) => title));
    const verb = speak.length === 1 ? 'speaks' : 'speak';
    return [`only ${where} ${verb} ${languageName(wanted)}, which cases of ${segments[segment]?.title} need`];
  });
}
