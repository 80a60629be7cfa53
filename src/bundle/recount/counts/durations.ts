import { assert } from '#base';

/**
 * Durations in whole ms, counted in the same bins as summaries use for quantiles: single values up to 127 ms, and from there 64 equal parts
 * per octave, whose middle stands for all their values (within 1/128).
 */
export class Durations {
  count = 0;
  private readonly counts = new Uint32Array(PARTS);

  record(durationMs: number): void {
    this.count++;
    const part = partOf(durationMs);
    this.counts[part] = (this.counts[part] as number) + 1;
  }

  add(other: Durations): void {
    this.count += other.count;
    for (let part = 0; part < PARTS; part++) {
      this.counts[part] = (this.counts[part] as number) + (other.counts[part] as number);
    }
  }

  recordZeros(count: number): void {
    this.count += count;
    this.counts[0] = (this.counts[0] as number) + count;
  }

  /** Between which two sums the durations add up, ms. */
  sumBounds(): { readonly low: number; readonly high: number } {
    const sum = (edge: -1 | 1) =>
      this.counts.reduce((all, count, part) => (count === 0 ? all : all + count * edgeOf(part, edge)), 0);
    return { low: sum(-1), high: sum(1) };
  }

  /** The middle of the part with the smallest duration that this share of all does not exceed, ms; null if there is none. */
  quantile(share: number): number | null {
    let left = Math.max(1, Math.ceil(share * this.count));
    for (let part = 0; part < PARTS; part++) {
      left -= this.counts[part] as number;
      if (left > 0) continue;
      this.assertQuantile(share, part);
      return middleOf(part);
    }
    assert(this.count === 0, 'some duration is the quantile');
    return null;
  }

  /** The parts up to this one hold the share, and those before it do not. A share of no duration is that of the first. */
  private assertQuantile(share: number, part: number): void {
    const upTo = (end: number) => this.counts.subarray(0, end).reduce((sum, count) => sum + count, 0);
    const wanted = share * this.count;
    const [before, among] = [upTo(part), upTo(part + 1)];
    assert((before < wanted || before === 0) && wanted <= among, `${share} of all is not in part ${part}`);
  }

  /** Standard deviation of all, each taken as the middle of its part, ms; null if there is none. */
  deviation(): number | null {
    if (this.count === 0) return null;
    const meanOver = (value: (middle: number) => number) =>
      this.counts.reduce((sum, count, part) => (count === 0 ? sum : sum + count * value(middleOf(part))), 0) /
      this.count;
    const mean = meanOver((middle) => middle);
    const variance = meanOver((middle) => (middle - mean) ** 2);
    const squares = meanOver((middle) => middle ** 2);
    // Steiner's theorem gives the same, but its difference loses digits.
    assert(
      Math.abs(squares - mean ** 2 - variance) <= SAME * squares,
      `${squares} less the square of ${mean} is not ${variance}`,
    );
    return Math.sqrt(variance);
  }
}

/** Rounding errors are smaller. */
const SAME = 1e-9;
const PER_OCTAVE = 64;
/** Times of a ledger have 48 bits. */
const OCTAVES = 48 - 7;
const PARTS = (OCTAVES + 2) * PER_OCTAVE;

/** The parts of an octave are twice as wide as those of the one below: a value has 64 to 127 widths, or fewer if the width is 1 ms. */
function partOf(durationMs: number): number {
  let octave = 0;
  let widthMs = 1;
  while (durationMs >= 2 * PER_OCTAVE * widthMs) {
    widthMs *= 2;
    octave++;
  }
  return octave * PER_OCTAVE + Math.floor(durationMs / widthMs);
}

function middleOf(part: number): number {
  const [low, high] = [edgeOf(part, -1), edgeOf(part, 1)];
  const middle = (low + high) / 2;
  assert(
    middle - low === high - middle && partOf(low) === part,
    `${middle} ms are not the middle of part ${part}`,
  );
  return middle;
}

/** The smallest (−1) or largest (1) duration of a part, ms. */
function edgeOf(part: number, edge: -1 | 1): number {
  const octave = Math.max(0, Math.floor(part / PER_OCTAVE) - 1);
  const widthMs = 2 ** octave;
  const smallest = (part - octave * PER_OCTAVE) * widthMs;
  return edge === -1 ? smallest : smallest + widthMs - 1;
}
