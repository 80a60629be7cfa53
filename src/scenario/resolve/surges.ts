import { ownMember } from '#base';
import { multiplyPieces, type Pieces, type ProductMix } from '#domain';
import type { ScenarioFile, SurgeFile } from '../shape/scenario-file.ts';
import { spanOf } from './calendars.ts';

/** The effect of surges on a segment: the factor on its rates, and the product mix while that differs. */
export interface SegmentSurges {
  readonly factor: Pieces;
  readonly mixes: readonly ProductMix[];
}

const NONE: Pieces = { fromMs: [0], values: [1] };

/**
 * Within a surge, the cases of a product are multiplied. So the rate is multiplied by the sum of the shares × factors, and the product mix
 * is in proportion to shares × factors. Overlapping surges multiply each other. Replayed cases have no rate, and are not affected.
 */
export function surgesOf(
  file: ScenarioFile,
  segmentId: string,
  products: readonly string[],
  shares: readonly number[],
): SegmentSurges | null {
  if (ownMember(file.segments, segmentId)?.trace !== undefined) return null;
  const surges = file.surges.filter(({ segment }) => segment === undefined || segment === segmentId);
  if (surges.length === 0) return null;
  const byProduct = products.map((product) =>
    surges
      .filter((surge) => surge.product === undefined || surge.product === product)
      .reduce((pieces, surge) => multiplyPieces(pieces, piecesOf(surge, file)), NONE),
  );
  const boundaries = [...new Set(byProduct.flatMap(({ fromMs }) => fromMs))].sort(
    (left, right) => left - right,
  );
  const mixes: ProductMix[] = [];
  const factors = boundaries.map((atMs) => {
    const cases = shares.map((share, product) => share * valueAt(byProduct[product] ?? NONE, atMs));
    const factor = cases.reduce((sum, of) => sum + of, 0);
    const mix = factor > 0 ? cases.map((of) => of / factor) : shares;
    if (!isSame(mix, mixes.at(-1)?.shares ?? shares)) mixes.push({ fromMs: atMs, shares: mix });
    return factor;
  });
  return { factor: { fromMs: boundaries, values: factors }, mixes };
}

function piecesOf(surge: SurgeFile, file: ScenarioFile): Pieces {
  const { fromMs, toMs } = spanOf(surge, file);
  if (toMs <= 0) return NONE;
  if (fromMs <= 0) return { fromMs: [0, toMs], values: [surge.factor, 1] };
  return { fromMs: [0, fromMs, toMs], values: [1, surge.factor, 1] };
}

function valueAt({ fromMs, values }: Pieces, atMs: number): number {
  return values[fromMs.findLastIndex((from) => from <= atMs)] ?? 1;
}

/** Equal except for the last digits, which are lost in dividing by their sum. */
function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.every((share, k) => Math.abs(share - (right[k] ?? 0)) < 1e-12);
}
