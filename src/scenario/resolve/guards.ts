import type { AgentGroup, CaseKind, RankedKind } from '#domain';
import type { GroupFile } from '../shape/scenario-file.ts';
import type { Names } from './names.ts';

/** What a group takes first, and what only under conditions, with indices for names; nothing if it has none. */
export function guardsOf(
  { takesFirst, takesOnlyWhile }: GroupFile,
  names: Names,
): Pick<AgentGroup, 'takesFirst' | 'takesOnlyWhile'> {
  const kindOf = (kind: KindFile) => caseKindOf(kind, names);
  const rankedKindOf = ({ rank, weight, ...kind }: GroupFile['takesFirst'][number]): RankedKind => ({
    ...kindOf(kind),
    ...(rank === undefined ? {} : { rank }),
    ...(weight === undefined ? {} : { weight }),
  });
  const guards = takesOnlyWhile.map(({ down, idle = null, idleShare, longerThan, waited, ...kind }) => ({
    ...kindOf(kind),
    idle,
    ...(idleShare === undefined ? {} : { idleShare }),
    down: indexIn(names.centres, down),
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

export type KindFile = Pick<GroupFile['takesFirst'][number], 'channel' | 'product' | 'segment' | 'severity'>;

export function caseKindOf(
  { channel, product, segment, severity }: KindFile,
  { products, segments }: Pick<Names, 'products' | 'segments'>,
): CaseKind {
  return {
    severities: severity ?? null,
    channels: channel ?? null,
    segment: indexIn(segments, segment),
    product: indexIn(products, product),
  };
}

function indexIn(names: readonly string[], name: string | undefined): number | null {
  return name === undefined ? null : names.indexOf(name);
}
