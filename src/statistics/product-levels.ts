import {
  type CaseTally,
  CHANNELS,
  type DurationMs,
  type ProductIndex,
  type Scenario,
  SEVERITIES,
  serviceLevelOf,
  tellsProductsApart,
} from '#domain';
import { NO_CASES } from './null-meter.ts';
import { ratio } from './rounding.ts';
import { cellKey, NO_LEVEL, type ServiceCell } from './service-cells.ts';
import type { ProductLevelRow } from './summary.ts';

/** Acceptable waiting times by cell (segment, then channel, then severity), ms, or NO_LEVEL. */
export class AcceptableWaits {
  /** By cell; NO_LEVEL also where products differ. */
  readonly ofCells: readonly number[];
  /** By cell whose products differ, then product. Empty where no service level names products. */
  readonly ofProducts: ReadonlyMap<number, readonly number[]>;

  constructor(scenario: Scenario) {
    const kinds = scenario.segments.flatMap((_, segment) =>
      CHANNELS.flatMap((channel) => SEVERITIES.map((severity) => ({ segment, channel, severity }))),
    );
    const isApart = kinds.map(({ channel, segment, severity }) =>
      tellsProductsApart(scenario, segment, channel, severity),
    );
    const within = (cell: number, product?: ProductIndex) => {
      const { channel, segment, severity } = kinds[cell] as (typeof kinds)[number];
      return serviceLevelOf(scenario, segment, channel, severity, product)?.withinMs ?? NO_LEVEL;
    };
    this.ofCells = kinds.map((_, cell) => (isApart[cell] === true ? NO_LEVEL : within(cell)));
    this.ofProducts = new Map(
      kinds.flatMap((_, cell) =>
        isApart[cell] === true
          ? [[cell, scenario.products.map((__, product) => within(cell, product))] as const]
          : [],
      ),
    );
  }

  of(cell: number, product: ProductIndex): number {
    return (this.ofProducts.get(cell)?.[product] ?? this.ofCells[cell]) as number;
  }
}

/** Counts cases of one product in their cell, and judges their waits by a time of their own. */
class ProductTally {
  judged = 0;
  answeredInTime = 0;
  readonly cases: CaseTally;
  private readonly cell: ServiceCell;
  private readonly withinMs: number;

  constructor(cell: ServiceCell, withinMs: number) {
    this.cell = cell;
    this.withinMs = withinMs;
    this.cases = {
      ...passedOnTo(cell),
      answered: (waitMs) => this.answered(waitMs),
      abandoned: (waitMs) => this.abandoned(waitMs),
      stillWaiting: (waitMs) => this.stillWaiting(waitMs),
    };
  }

  forget(): void {
    this.judged = 0;
    this.answeredInTime = 0;
  }

  private answered(waitMs: DurationMs): void {
    const { cell, withinMs } = this;
    cell.answered(waitMs);
    this.judge();
    if (waitMs > withinMs) return;
    this.answeredInTime++;
    cell.answeredInTime++;
  }

  private abandoned(waitMs: DurationMs): void {
    const { cell, withinMs } = this;
    cell.abandoned(waitMs);
    this.judge();
    if (waitMs <= withinMs) cell.abandonedInTime++;
  }

  private stillWaiting(waitMs: DurationMs): void {
    if (this.withinMs === NO_LEVEL || waitMs <= this.withinMs) return;
    this.cell.lateWaiting++;
    this.judge();
  }

  private judge(): void {
    if (this.withinMs === NO_LEVEL) return;
    this.judged++;
    this.cell.judgedByProduct++;
  }
}

/** A tally that reports all to the cell. */
function passedOnTo(cell: ServiceCell): CaseTally {
  const names = Object.keys(NO_CASES) as (keyof CaseTally)[];
  return Object.fromEntries(names.map((name) => [name, cell[name].bind(cell)])) as unknown as CaseTally;
}

/** Service levels by product of a run. Only a scenario with a service level of some products has them. */
export class ProductLevels {
  /** By cell, then product. */
  private readonly tallies: ReadonlyMap<number, readonly ProductTally[]>;

  constructor({ ofProducts }: AcceptableWaits, cells: readonly ServiceCell[]) {
    this.tallies = new Map(
      [...ofProducts].map(([cell, withinMs]) => [
        cell,
        withinMs.map((within) => new ProductTally(cells[cell] as ServiceCell, within)),
      ]),
    );
  }

  of(cell: number, product: ProductIndex): ProductTally | undefined {
    return this.tallies.get(cell)?.[product];
  }

  forget(): void {
    for (const tallies of this.tallies.values()) for (const tally of tallies) tally.forget();
  }

  /** What was judged, by cell, then product. */
  rows({ products, segments }: Scenario): readonly ProductLevelRow[] {
    return [...this.tallies].flatMap(([index, tallies]) => {
      const { channel, segment, severity } = cellKey(index);
      return tallies.flatMap(({ answeredInTime, judged }, product) =>
        judged === 0
          ? []
          : [
              {
                segment: segments[segment]?.id ?? '',
                channel: CHANNELS[channel] ?? '',
                severity: SEVERITIES[severity] ?? '',
                product: products[product]?.id ?? '',
                judged,
                answeredInTime,
                serviceLevel: ratio(answeredInTime, judged),
              },
            ],
      );
    });
  }
}
