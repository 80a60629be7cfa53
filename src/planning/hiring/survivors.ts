/** People who started together. Each is still there with the same probability, independently. */
export interface Joined {
  readonly people: number;
  /** The probability that one is still there. */
  readonly stays: number;
  /** What one is worth, as a share of a full person, from 0 to 1. */
  readonly worth: number;
}

/** Worths are counted in this part of a person, so that sums of shares are whole numbers. */
const PARTS = 1000;

/** The probability that those who are still there are worth at least this many full people: a sum of independent binomials, exact to a thousandth of a person. */
export function chanceOfAtLeast(joined: readonly Joined[], least: number): number {
  let worths = new Map<number, number>([[0, 1]]);
  for (const { people, stays, worth } of joined) {
    const step = Math.round(worth * PARTS);
    const next = new Map<number, number>();
    const counts = binomial(people, stays);
    for (const [had, chance] of worths) {
      counts.forEach((also, count) => {
        const sum = had + count * step;
        if (also > 0) next.set(sum, (next.get(sum) ?? 0) + chance * also);
      });
    }
    worths = next;
  }
  const needed = Math.round(least * PARTS);
  let chance = 0;
  for (const [worth, probability] of worths) if (worth >= needed) chance += probability;
  return Math.min(1, chance);
}

/** By count from 0 to `people`: its probability. From the mode outwards, so that no power underflows. */
function binomial(people: number, probability: number): Float64Array {
  const chances = new Float64Array(people + 1);
  if (probability >= 1) return chances.fill(1, people);
  if (probability <= 0) return chances.fill(1, 0, 1);
  const odds = probability / (1 - probability);
  const mode = Math.min(people, Math.floor((people + 1) * probability));
  chances[mode] = 1;
  for (let k = mode; k < people; k++)
    chances[k + 1] = ((chances[k] as number) * (people - k) * odds) / (k + 1);
  for (let k = mode; k > 0; k--) chances[k - 1] = ((chances[k] as number) * k) / ((people - k + 1) * odds);
  const sum = chances.reduce((all, one) => all + one, 0);
  return chances.map((one) => one / sum);
}
