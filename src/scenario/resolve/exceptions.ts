import { type Distribution, scaledBy } from '#base';
import { type CaseSelection, CHANNELS, SEVERITIES, type WorkException, type WorkModel } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import type { Names } from './names.ts';

export type ExceptionFile = ScenarioFile['work']['exceptions'][number];

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
): Pick<WorkModel, 'exceptions'> {
  if (written.length === 0) return {};
  return {
    exceptions: written.map((one): WorkException => {
      const { balking, hours, patience } = one;
      const ownFactors = one.product === undefined ? factors : factors.map(() => 1);
      return {
        ...selectionOf(one, names),
        ...(hours === undefined ? {} : { hours }),
        ...(one.handle === undefined ? {} : { handle: handleOf(one.handle, ownFactors) }),
        ...(one.afterContact === undefined ? {} : { afterContact: afterContactOf(one.afterContact) }),
        ...(patience === undefined ? {} : { patience }),
        ...(balking === undefined ? {} : { balking }),
      };
    }),
  };
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
  written: ExceptionFile['afterContact'] | null,
): NonNullable<WorkException['afterContact']> {
  if (written === null || written === undefined) return ['none', 'none', 'none'];
  if ('kind' in written) return [written, written, written];
  return [written.tier1, written.tier2, written.tier3].map((tier) =>
    tier === undefined ? null : (tier ?? 'none'),
  );
}
