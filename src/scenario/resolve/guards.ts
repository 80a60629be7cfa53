import type { AgentGroup, CaseKind, RankedKind } from '#domain';
import type { GroupFile } from '../shape/scenario-file.ts';
import type { Names } from './names.ts';

/** What a group takes first, and what only under conditions, with indices for names; nothing if it has none. */
export function guardsOf(
  { takesFirst, takesOnlyWhile }: GroupFile,
  { centres, products, segments }: Names,
): Pick<AgentGroup, 'takesFirst' | 'takesOnlyWhile'> {
  const kindOf = ({ channel, product, segment, severity }: GroupFile['takesFirst'][number]): CaseKind => ({
    severities: severity ?? null,
    channels: channel ?? null,
    segment: indexIn(segments, segment),
    product: indexIn(products, product),
  });
  const rankedKindOf = ({ rank, weight, ...kind }: GroupFile['takesFirst'][number]): RankedKind => ({
    ...kindOf(kind),
    ...(rank === undefined ? {} : { rank }),
    ...(weight === undefined ? {} : { weight }),
  });
  const guards = takesOnlyWhile.map(({ down, idle = null, idleShare, longerThan, waited, ...kind }) => ({
    ...kindOf(kind),
    idle,
    ...(idleShare === undefined ? {} : { idleShare }),
    down: indexIn(centres, down),
    ...(waited === undefined ? {} : { waitedMs: waited }),
    ...(longerThan === undefined
      ? {}
      : { longerThan: { ...kindOf(longerThan), ratio: longerThan.ratio, by: longerThan.by } }),
  }));
  return {
    ...(takesFirst.length === 0 ? {} : { takesFirst: takesFirst.map(rankedKindOf) }),
    ...(guards.length === 0 ? {} : { takesOnlyWhile: guards }),
  };
}

function indexIn(names: readonly string[], name: string | undefined): number | null {
  return name === undefined ? null : names.indexOf(name);
}
