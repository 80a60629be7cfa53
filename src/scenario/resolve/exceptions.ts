import { type Distribution, scaledBy } from '#base';
import { type CaseSelection, CHANNELS, SEVERITIES, type WorkException } from '#domain';
import type { ExceptionFile } from '../shape/scenario-file.ts';
import type { Names } from './names.ts';

/** What a selection of cases is written with. */
type SelectionFile = Pick<ExceptionFile, 'channel' | 'product' | 'segment' | 'severity'>;

/**
 * `factors`: on handle times, by product. An exception that names products says their handle times as they are; the others are multiplied by
 * the factors.
 */
export function exceptionsOf(
  written: readonly ExceptionFile[],
  factors: readonly number[],
  names: Names,
): readonly WorkException[] {
  return written.map((one) => {
    const { afterContact, balking, handle, hours, patience } = one;
    const ownFactors = one.product === undefined ? factors : factors.map(() => 1);
    return {
      ...selectionOf(one, names),
      hours,
      handle: handle && handleOf(handle, ownFactors),
      afterContact: afterContact === undefined ? undefined : afterContactOf(afterContact),
      patience,
      balking,
    };
  });
}

/** Attributes with all values mean the same as attributes that are left out. */
function selectionOf(
  { channel, product, segment, severity }: SelectionFile,
  { products, segments }: Names,
): CaseSelection {
  return {
    segments: segment === undefined ? null : indicesOf(segments, segment),
    products: product === undefined ? null : indicesOf(products, product),
    channels: channel === undefined || channel.length === CHANNELS.length ? null : channel,
    severities: severity === undefined || severity.length === SEVERITIES.length ? null : severity,
  };
}

/** In ascending order, without repetitions. */
export function indicesOf(all: readonly string[], named: readonly string[]): readonly number[] {
  return [...new Set(named)].map((name) => all.indexOf(name)).sort((one, other) => one - other);
}

function handleOf(
  written: NonNullable<ExceptionFile['handle']>,
  factors: readonly number[],
): NonNullable<WorkException['handle']> {
  const byProduct = (distribution: Distribution) => factors.map((factor) => scaledBy(distribution, factor));
  if ('kind' in written) return Array.from({ length: 3 }, () => byProduct(written));
  return [written.tier1, written.tier2, written.tier3].map((tier) =>
    tier === undefined ? null : byProduct(tier),
  );
}

function afterContactOf(
  written: Exclude<ExceptionFile['afterContact'], undefined>,
): NonNullable<WorkException['afterContact']> {
  if (written === null) return ['none', 'none', 'none'];
  if ('kind' in written) return [written, written, written];
  return [written.tier1, written.tier2, written.tier3].map((tier) =>
    tier === undefined ? null : (tier ?? 'none'),
  );
}
