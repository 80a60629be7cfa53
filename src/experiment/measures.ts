import type { Contribution, ServiceRow, Summary } from '#statistics';

export type MeasureUnit = 'share' | 's' | 'cases' | 'per case';

/** A figure that planners compare, and what one replication contributes to it. */
export interface Measure {
  /** `service level`, or `service level/premier-eea` for one segment. */
  readonly id: string;
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly better: 'more' | 'less';
  /** Null where the replication saw nothing of it. */
  contribution(summary: Summary): Contribution | null;
}

interface RowMeasure {
  readonly name: string;
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly better: 'more' | 'less';
  of(row: ServiceRow): Contribution | null;
}

const ROW_MEASURES: readonly RowMeasure[] = [
  {
    name: 'service level',
    title: 'Service level',
    unit: 'share',
    better: 'more',
    of: (row) => ratioOf(row.serviceLevel, row.judged),
  },
  {
    name: 'speed of answer',
    title: 'Speed of answer',
    unit: 's',
    better: 'less',
    of: (row) => ratioOf(row.speedOfAnswerS, row.answered),
  },
  {
    name: 'wait p90',
    title: 'Wait, 90 % within',
    unit: 's',
    better: 'less',
    of: (row) => plainOf(row.waitP90S),
  },
  {
    name: 'abandonment',
    title: 'Abandonment',
    unit: 'share',
    better: 'less',
    of: (row) => ratioOf(row.abandonmentShare, row.answered + row.abandoned),
  },
  {
    name: 'sojourn',
    title: 'Time to resolution',
    unit: 's',
    better: 'less',
    of: (row) => ratioOf(row.sojournMeanS, row.resolved),
  },
  {
    name: 'hand-overs',
    title: 'Hand-overs per case',
    unit: 'per case',
    better: 'less',
    of: (row) => (row.arrived === 0 ? null : { numerator: row.handOvers, denominator: row.arrived }),
  },
  {
    name: 'unanswered',
    title: 'Neither answered nor abandoned at the end',
    unit: 'cases',
    better: 'less',
    of: (row) => plainOf(Math.max(0, row.arrived - row.answered - lostOf(row))),
  },
];

/** Every measure of a scenario: of all cases, and of each segment. */
export function measuresOf(
  segments: readonly { readonly id: string; readonly title: string }[],
): readonly Measure[] {
  return [
    ...ROW_MEASURES.map((measure) => measureOfRow(measure, null)),
    ...segments.flatMap((segment) => ROW_MEASURES.map((measure) => measureOfRow(measure, segment))),
  ];
}

function measureOfRow(
  { name, title, unit, better, of }: RowMeasure,
  segment: { readonly id: string; readonly title: string } | null,
): Measure {
  if (segment === null) return { id: name, title, unit, better, contribution: ({ total }) => of(total) };
  return {
    id: `${name}/${segment.id}`,
    title: `${title}, ${segment.title}`,
    unit,
    better,
    contribution: ({ segments }) => {
      const row = segments.find(({ id }) => id === segment.id);
      return row === undefined ? null : of(row);
    },
  };
}

/** Cases that are over without an answer. */
function lostOf({ abandoned, balked, blocked, messages }: ServiceRow): number {
  return abandoned + balked + blocked + messages;
}

/** A mean that a summary gives, weighted by what it is a mean of. */
function ratioOf(mean: number | null, count: number): Contribution | null {
  return mean === null ? null : { numerator: mean * count, denominator: count };
}

function plainOf(value: number | null): Contribution | null {
  return value === null ? null : { numerator: value, denominator: 1 };
}

/** The measures that can be added up, over the cases of several segments together. */
export function measuresOver(id: string, title: string, segments: readonly string[]): readonly Measure[] {
  return ROW_MEASURES.filter(({ name }) => name !== 'wait p90').map((measure) => ({
    id: `${measure.name}/${id}`,
    title: `${measure.title}, ${title}`,
    unit: measure.unit,
    better: measure.better,
    contribution: (summary) => {
      let [numerator, denominator] = [0, 0];
      for (const row of summary.segments) {
        const part = segments.includes(row.id) ? measure.of(row) : null;
        numerator += part?.numerator ?? 0;
        denominator += part?.denominator ?? 0;
      }
      // Plain counts are added up, not averaged over the segments.
      if (measure.unit === 'cases') return { numerator, denominator: 1 };
      return denominator === 0 ? null : { numerator, denominator };
    },
  }));
}
