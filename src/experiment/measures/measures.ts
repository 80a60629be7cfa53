import { assert, failure, type Result, rowAt, success } from '#base';
import { type CaseFilter, type Channel, caseFilterKey, type Scenario } from '#domain';
import type { Contribution, MeasuredFigures, ServiceRow } from '#statistics';
import type { Asked } from '../replications/executor.ts';
import { caseFilterText, caseFilterTitle, type NamedSegment, readCaseFilter } from './case-filters.ts';
import { contributionOf, FIGURE_COLUMNS, valuesOf } from './figure-columns.ts';
import { type Measure, type MeasureUnit, withControl } from './measure.ts';
import { durationsFor, quantileNamed } from './quantiles.ts';
import { NO_PLACES, type Places, staffMeasureNamed } from './staff-measures.ts';

type Contributed = (row: ServiceRow, summary: MeasuredFigures) => Contribution | null;

interface RowMeasure {
  readonly name: string;
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly better: 'more' | 'less';
  readonly of: Contributed;
}

/** A measure that is better if it is smaller. */
function less(name: string, title: string, unit: MeasureUnit, of: Contributed): RowMeasure {
  return { name, title, unit, better: 'less', of };
}

function perArrived({ arrived }: ServiceRow, sum: number | null): Contribution | null {
  return sum === null || arrived === 0 ? null : { numerator: sum, denominator: arrived };
}

/** Only if there are wages: the titles name their currency. */
const COST_MEASURES: readonly RowMeasure[] = [
  less('cost', 'Cost', 'currency', (row, summary) => plainOf(costOf(row, summary))),
  less('cost per case', 'Cost per case', 'currency', (row, summary) => perArrived(row, costOf(row, summary))),
];

function costOf(row: ServiceRow, { costs, total }: MeasuredFigures): number | null {
  if (costs === null) return null;
  return (row === total ? costs : costs.segments.find(({ id }) => id === row.id))?.cost ?? null;
}

/** In percent of the answered cases. Summaries have these quantiles of waits. */
export const WAIT_QUANTILES = [50, 90, 95] as const;
export type WaitQuantile = (typeof WAIT_QUANTILES)[number];

/** The quantile of waits that a measure gives, as a share; null for other measures. */
export function quantileOf({ id }: Pick<Measure, 'id'>): number | null {
  const quantile = quantileNamed(id);
  return quantile?.kind === 'wait' ? quantile.probability : null;
}

/** A figure of the summary's rows that has a better side. */
function figureMeasure(figure: string): RowMeasure {
  const c = FIGURE_COLUMNS.service.findIndex(({ name }) => name === figure);
  const { better, name, title, unit } = rowAt(FIGURE_COLUMNS.service, c);
  assert(better !== undefined, `${name} has a better side`);
  return {
    name,
    title,
    unit,
    better,
    of: (row) => contributionOf(FIGURE_COLUMNS.service, c, valuesOf(FIGURE_COLUMNS.service, row)),
  };
}

const ROW_MEASURES: readonly RowMeasure[] = [
  ...['service level', 'speed of answer', 'wait p90', 'abandonment', 'sojourn'].map(figureMeasure),
  less('hand-overs', 'Hand-overs per case', 'per case', (row) => perArrived(row, row.handOvers)),
  less('unanswered', 'Still waiting at the end', 'cases', (row) =>
    plainOf(Math.max(0, (row.carriedOver ?? 0) + row.arrived - row.answered - lostOf(row))),
  ),
];

/** The other figures of cases that have a better side. They are measured if somebody names them. */
const MORE_ROW_MEASURES: readonly RowMeasure[] = FIGURE_COLUMNS.service
  .filter(({ better, name }) => better !== undefined && !ROW_MEASURES.some((one) => one.name === name))
  .map(({ name }) => figureMeasure(name));

/**
 * Cases that are neither resolved nor lost when the run ends. After a warm-up it omits those in hand at the warm-up's end, so it can only
 * compare runs of one scenario, and is not in the list above.
 */
export const unresolvedMeasure: Measure = measureOfRow(
  less('unresolved', 'Not resolved at the end', 'cases', (row) => {
    const { abandonedLater = 0, arrived, cleared, lost = 0, reopened, resolved } = row;
    const endedLater = lost + abandonedLater + (cleared?.answered ?? 0);
    return plainOf(arrived + reopened - resolved - lostOf(row) - endedLater);
  }),
  {},
  [],
);

/** The currency of all scenarios' wages; null if one has no wages, or wages in another currency. */
export function commonCurrency(scenarios: readonly Pick<Scenario, 'currency'>[]): string | null {
  const [first] = scenarios;
  const isCommon = scenarios.every(({ currency }) => currency === first?.currency);
  return isCommon ? (first?.currency ?? null) : null;
}

/**
 * Every measure of a scenario: of all cases, and of each segment. Includes costs if a currency is given, and the given quantiles of waits.
 */
export function measuresOf(
  segments: readonly NamedSegment[],
  currency: string | null = null,
  quantiles: readonly WaitQuantile[] = [90],
): readonly Measure[] {
  const measures = rowMeasuresIn(currency, quantiles);
  return [
    ...measures.map((measure) => measureOfRow(measure, {}, segments)),
    ...segments.flatMap(({ id }) =>
      measures.map((measure) => measureOfRow(measure, { segment: id }, segments)),
    ),
  ];
}

/**
 * A measure by its id, for any cases, agents or queue that it names. A failure says why there is none. `places`: a scenario, or its centres
 * and groups.
 */
export function measureNamed(
  name: string,
  segments: readonly NamedSegment[],
  currency: string | null = null,
  places: Places = NO_PLACES,
): Result<Measure, string> {
  const { centres, products } = places;
  const ofStaff = staffMeasureNamed(name, places, currency);
  if (ofStaff !== null) return ofStaff;
  const figure = name.split(/[/@]/)[0]?.trim() ?? '';
  const row = rowMeasureIn(currency, figure);
  if (row === undefined) return failure(`no figure is called ${figure}`);
  const filter = readCaseFilter(name, segments, centres, products);
  if (!filter.ok) return filter;
  const unknown = unknownOf(figure, filter.value);
  return unknown === null ? success(measureOfRow(row, filter.value, segments, centres)) : failure(unknown);
}

/** The measures with these names, each once. Fails with a sentence for each name that is none. */
export function measuresNamed(
  names: readonly string[],
  { segments, ...places }: Places & { readonly segments: readonly NamedSegment[] },
  currency: string | null,
): Result<readonly Measure[], readonly string[]> {
  const wanted = new Map<string, Measure>();
  const problems: string[] = [];
  for (const name of names) {
    const measure = measureNamed(name, segments, currency, places);
    if (measure.ok) wanted.set(measure.value.id, measure.value);
    else problems.push(`there is no measure ${name}: ${measure.problem}`);
  }
  return problems.length > 0 ? failure(problems) : success([...wanted.values()]);
}

/**
 * A figure over the cases of a segment, channel, severity and product; leave one out to include them all. Use this instead of `measureNamed` with a
 * composed name, which is ambiguous if a segment has the name of a channel.
 */
export function measureOfCases(
  figure: string,
  filter: Pick<CaseFilter, 'segment' | 'channel' | 'severity' | 'product'>,
  segments: readonly NamedSegment[],
): Measure {
  const row = rowMeasureIn(null, figure);
  assert(row !== undefined, `${figure} is a figure of cases`);
  return measureOfRow(row, filter, segments);
}

function rowMeasureIn(currency: string | null, figure: string): RowMeasure | undefined {
  return [...rowMeasuresIn(currency, WAIT_QUANTILES), ...MORE_ROW_MEASURES].find(
    ({ name }) => name === figure,
  );
}

/** Figures about the wait for the first answer. They are known by product, by the hour of arrival, and by the centre that answered. */
const OF_WAITS: readonly string[] = [
  'service level',
  'speed of answer',
  'abandonment',
  ...WAIT_QUANTILES.map((percent) => `wait p${percent}`),
];

/** Why a figure is not known for the cases of a filter; null if it is known. */
function unknownOf(figure: string, filter: CaseFilter): string | null {
  const { centre, hours, product } = filter;
  const isOfSegment = isWhole(filter);
  if (figure.startsWith('cost') && !isOfSegment) return 'costs are known only in total and by segment';
  const isOfWaits = OF_WAITS.includes(figure);
  if (product !== undefined && !isOfWaits)
    return `${figure} is not known by product; known are ${OF_WAITS.join(', ')}`;
  if ((hours !== undefined || centre !== undefined) && !isOfWaits)
    return `${figure} is not known by hours or centre; known are ${OF_WAITS.join(', ')}`;
  return centre !== undefined && figure === 'abandonment'
    ? 'abandonment is not known by centre: no centre has answered a customer who gave up'
    : null;
}

/** The figures of cases that a measure can give: the first part of its id. */
export function figureNames(currency: string | null): readonly string[] {
  return [...rowMeasuresIn(currency), ...MORE_ROW_MEASURES].map(({ name }) => name);
}

/** What summaries must contain for these measures, in addition to all cases and each segment. */
export function filtersOf(measures: readonly Pick<Measure, 'filter' | 'filters'>[]): readonly CaseFilter[] {
  const all = measures.flatMap(({ filter, filters = [] }) => (filter === null ? filters : [filter]));
  const needed = all.filter((filter) => !isWhole(filter));
  return [...new Map(needed.map((filter) => [caseFilterKey(filter), filter])).values()];
}

/** All that replications must hand over for these measures. */
export function askedOf(measures: readonly Pick<Measure, 'filter' | 'filters' | 'id'>[]): Asked {
  return { filters: filtersOf(measures), durations: durationsFor(measures) };
}

/** Summaries have all cases, and each segment, in any case. */
function isWhole({ centre, channel, hours, product, severity }: CaseFilter): boolean {
  return [centre, channel, hours, product, severity].every((part) => part === undefined);
}

function rowMeasuresIn(
  currency: string | null,
  quantiles: readonly WaitQuantile[] = [90],
): readonly RowMeasure[] {
  const rows = ROW_MEASURES.flatMap((measure) =>
    measure.name === 'wait p90' ? quantiles.map((percent) => figureMeasure(`wait p${percent}`)) : [measure],
  );
  if (currency === null) return rows;
  const costs = COST_MEASURES.map((measure) => ({ ...measure, title: `${measure.title} (${currency})` }));
  return [...rows, ...costs];
}

function measureOfRow(
  { name, title, unit, better, of }: RowMeasure,
  filter: CaseFilter,
  segments: readonly NamedSegment[],
  centres: readonly NamedSegment[] = [],
): Measure {
  const whose = caseFilterTitle(filter, segments, centres);
  const id = name + caseFilterText(filter, segments);
  return {
    id,
    title: whose === '' ? title : `${title}, ${whose}`,
    unit,
    better,
    filter,
    contribution: (summary) => {
      const row = rowOf(summary, filter);
      const found = row === undefined ? null : of(row, summary);
      return found && withControl(found, summary, id);
    },
  };
}

function rowOf(summary: MeasuredFigures, filter: CaseFilter): ServiceRow | undefined {
  if (!isWhole(filter)) {
    const row = summary.filtered?.find(({ id }) => id === caseFilterKey(filter));
    assert(row !== undefined, `the replication was asked for ${caseFilterKey(filter)}`);
    return row;
  }
  if (filter.segment === undefined) return summary.total;
  return summary.segments.find(({ id }) => id === filter.segment);
}

/** Cases that ended without an answer. */
function lostOf({ abandoned, balked, blocked, callbacks, cleared, messages }: ServiceRow): number {
  return abandoned + balked + blocked + messages + (cleared?.unanswered ?? 0) + (callbacks?.missed ?? 0);
}

function plainOf(value: number | null): Contribution | null {
  return value === null ? null : { numerator: value, denominator: 1 };
}

/**
 * The measures that can be added up, over the cases of several segments together, of one channel or of all. `about` ends their ids and
 * titles.
 */
export function measuresOver(
  about: string,
  segments: readonly string[],
  currency: string | null = null,
  channel?: Channel,
): readonly Measure[] {
  const filters = segments.map((segment) => ({ segment, ...(channel === undefined ? {} : { channel }) }));
  return rowMeasuresIn(channel === undefined ? currency : null)
    .filter(({ name }) => name !== 'wait p90')
    .map((measure) => ({
      id: `${measure.name}/${about}${channel === undefined ? '' : `/${channel}`}`,
      title: `${measure.title}, ${about}${channel === undefined ? '' : ` (${channel})`}`,
      unit: measure.unit,
      better: measure.better,
      filter: null,
      filters,
      contribution: (summary) => addedUp(measure, filters, summary),
    }));
}

function addedUp(
  measure: RowMeasure,
  filters: readonly CaseFilter[],
  summary: MeasuredFigures,
): Contribution | null {
  let [numerator, denominator] = [0, 0];
  for (const filter of filters) {
    const row = rowOf(summary, filter);
    const part = row === undefined ? null : measure.of(row, summary);
    numerator += part?.numerator ?? 0;
    denominator += part?.denominator ?? 0;
  }
  // Plain counts and costs are added up, not averaged over the segments.
  if (measure.unit === 'cases' || measure.name === 'cost') return { numerator, denominator: 1 };
  return denominator === 0 ? null : { numerator, denominator };
}
