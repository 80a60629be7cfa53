import { formatMoney } from '#base';
import type { Summary } from '#statistics';
import { inNumbers, inWords, type TextColumn } from '../../document/columns.ts';
import { titleIn } from '../../document/words.ts';

/** A line of the table of costs. */
export interface CostLine {
  readonly name: string;
  readonly cost: number;
  /** Null if cases are not counted. */
  readonly perCase: number | null;
  /** True for the first of a group of lines. */
  readonly isFirst: boolean;
}

export const COST_COLUMNS: readonly TextColumn<CostLine>[] = [
  inWords('Of', ({ name }) => name),
  inNumbers('Cost', ({ cost }) => formatMoney(cost)),
  inNumbers('Per case', ({ perCase }) => formatMoney(perCase)),
];

/** Costs by segment, then by centre, then in total; none if nobody has a wage. */
export function costLines({ centres, costs, segments }: Summary): readonly CostLine[] {
  if (costs === null) return [];
  const unused = { name: 'Groups without a contact', cost: costs.unused, perCase: null, isFirst: false };
  return [
    ...costs.segments.map(({ id, cost, perCase }, i) => ({
      name: titleIn(segments, id),
      cost,
      perCase,
      isFirst: i === 0,
    })),
    ...(costs.unused > 0 ? [unused] : []),
    ...costs.centres.map(({ id, cost }, i) => ({
      name: titleIn(centres, id),
      cost,
      perCase: null,
      isFirst: i === 0,
    })),
    { name: 'All', cost: costs.cost, perCase: costs.perCase, isFirst: true },
  ];
}
