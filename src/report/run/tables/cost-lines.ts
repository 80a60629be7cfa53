import { formatMoney, NOTHING, present, sumOf } from '#base';
import { fteText, fullTimeEquivalents, type Scenario, weeklyHours } from '#domain';
import type { Summary } from '#statistics';
import { inNumbers, inWords, type TextColumn } from '../../document/table.ts';
import { titleIn } from '../../document/words.ts';

export interface CostLine {
  readonly name: string;
  readonly cost: number;
  /** Null if cases are not counted. */
  readonly perCase: number | null;
  /** Full-time equivalents on schedule. Null if they are not those of a centre or of all, or the run is shorter than a week. */
  readonly fte: number | null;
  /** True for the first of a group of lines. */
  readonly isFirst: boolean;
}

export const COST_COLUMNS: readonly TextColumn<CostLine>[] = [
  inWords('Of', ({ name }) => name),
  inNumbers('Cost', ({ cost }) => formatMoney(cost)),
  inNumbers('Per case', ({ perCase }) => formatMoney(perCase)),
  inNumbers('FTE', ({ fte }) => (fte === null ? NOTHING : fteText(fte))),
];

/** Costs by segment, then by centre, then in total; none if nobody has a wage. Without the scenario, FTE are not known. */
export function costLines({ centres, costs, segments }: Summary, scenario?: Scenario): readonly CostLine[] {
  if (costs === null) return [];
  const hours = scenario === undefined ? null : weeklyHours(scenario);
  const fteOf = (isIn: (centre: string | undefined) => boolean) => {
    if (scenario === undefined || hours === null) return null;
    const own = hours.filter((_, g) => isIn(scenario.centres[scenario.groups[g]?.centre ?? -1]?.id));
    return fullTimeEquivalents(sumOf(own), scenario);
  };
  const rest = { perCase: null, fte: null, isFirst: false };
  const unused = { ...rest, name: 'Groups without a contact', cost: costs.unused };
  return present([
    ...costs.segments.map(({ id, cost, perCase }, i) => ({
      name: titleIn(segments, id),
      cost,
      perCase,
      fte: null,
      isFirst: i === 0,
    })),
    costs.unused > 0 && unused,
    ...costs.centres.map(({ id, cost }, i) => ({
      name: titleIn(centres, id),
      cost,
      perCase: null,
      fte: fteOf((centre) => centre === id),
      isFirst: i === 0,
    })),
    { name: 'All', cost: costs.cost, perCase: costs.perCase, fte: fteOf(() => true), isFirst: true },
  ]);
}
