import { reachedBy, type Tier } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** A share for all products, or one with exceptions for single products. */
export type ChanceFile = ScenarioFile['work']['escalation']['tier1'];

export function chanceOf(chance: ChanceFile, product: string): number {
  if (typeof chance === 'number') return chance;
  return Object.hasOwn(chance.products, product) ? (chance.products[product] as number) : chance.share;
}

/** The tiers that cases about a product reach, by what other tiers pass on. */
export function tiersOf(
  { escalation, transfer }: Pick<ScenarioFile['work'], 'escalation' | 'transfer'>,
  product: string,
): readonly Tier[] {
  const upwards: Readonly<Record<Tier, ChanceFile>> = { 1: escalation.tier1, 2: escalation.tier2, 3: 0 };
  return reachedBy((tier) => [
    ...(transfer?.[`tier${tier}`] ?? []).flatMap((one) => (chanceOf(one, product) > 0 ? [one.to] : [])),
    ...(tier < 3 && chanceOf(upwards[tier], product) > 0 ? [(tier + 1) as Tier] : []),
  ]);
}
