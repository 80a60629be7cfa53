import type { ScenarioFile } from '../shape/scenario-file.ts';

/** A share for all products, or one with exceptions for single products. */
export type ChanceFile = ScenarioFile['work']['escalation']['tier1'];

export function chanceOf(chance: ChanceFile, product: string): number {
  if (typeof chance === 'number') return chance;
  return Object.hasOwn(chance.products, product) ? (chance.products[product] as number) : chance.share;
}
