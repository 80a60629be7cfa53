import type { AgentGroup, TakingGuard } from '#domain';
import type { GroupFile } from '../shape/scenario-file.ts';
import type { Names } from './names.ts';

/** The conditions of a group, with numbers for names; nothing where it has none. */
export function guardsOf(
  { takesOnlyWhile }: GroupFile,
  { centres, products, segments }: Names,
): Pick<AgentGroup, 'takesOnlyWhile'> {
  if (takesOnlyWhile.length === 0) return {};
  const indexIn = (names: readonly string[], name: string | undefined) =>
    name === undefined ? null : names.indexOf(name);
  const guards = takesOnlyWhile.map(
    ({ channel = null, down, idle = null, product, segment, severity = null }): TakingGuard => ({
      severities: severity,
      channels: channel,
      segment: indexIn(segments, segment),
      product: indexIn(products, product),
      idle,
      down: indexIn(centres, down),
    }),
  );
  return { takesOnlyWhile: guards };
}
