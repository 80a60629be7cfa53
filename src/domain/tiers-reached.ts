import type { ProductIndex } from './indices.ts';
import type { WorkModel } from './scenario.ts';
import { TIERS, type Tier } from './vocabulary.ts';

/** The tiers that a case about a product can need, by the shares that the tiers below pass on. */
export function tiersReached(
  { escalation }: Pick<WorkModel, 'escalation'>,
  product: ProductIndex,
): readonly Tier[] {
  const [first = 0, second = 0] = escalation[product] ?? [];
  return TIERS.slice(0, first === 0 ? 1 : second === 0 ? 2 : 3);
}
