import { CHANNELS, type Channel, reachedBy, type Tier } from '#domain';
import type { ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';

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

/** Channels by which cases of a segment can arrive: those with a share, and those by which their customers call again. */
export function channelsOf({ work }: ScenarioFile, segment: SegmentFile): readonly Channel[] {
  const used = new Set(CHANNELS.filter((channel) => (segment.channels[channel] ?? 0) > 0));
  // The loop also visits elements that it adds to the set.
  for (const channel of used) {
    const again = work.retry?.[channel];
    if (again !== undefined && again.share > 0) used.add(again.channel ?? channel);
    const { channel: answered = 'none' } = work.message?.[channel] ?? {};
    if (answered !== 'none') used.add(answered);
  }
  return CHANNELS.filter((channel) => used.has(channel));
}
