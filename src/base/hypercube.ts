import { openStream } from './random.ts';

/** Shares from 0 to 1, one from each of `points` slices, in random order. */
export function hypercubeShares(points: number, seed: string, stream: string): readonly number[] {
  const random = openStream(seed, 0, stream);
  const slices = Array.from({ length: points }, (_, i) => i);
  for (let i = points - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [slices[i], slices[j]] = [slices[j] as number, slices[i] as number];
  }
  return slices.map((slice) => (slice + random.uniform()) / points);
}
