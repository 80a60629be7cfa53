import { describe, expect, it } from 'vitest';
import type { ArrivalStream } from '#domain';
import { ArrivalSource } from '../../src/engine/demand/arrivals.ts';

function stream(fromMs: readonly number[], perMs: readonly number[]): ArrivalStream {
  return {
    id: 'test',
    segment: 0,
    country: 'DE',
    region: 'emea',
    timeZone: 'Europe/Berlin',
    channel: 'phone',
    languageShares: [1],
    rate: { fromMs, perMs },
  };
}

function arrivalsUntil(source: ArrivalSource, endMs: number): number[] {
  const times: number[] = [];
  for (let at = source.next(); at < endMs; at = source.next()) times.push(at);
  return times;
}

describe('ArrivalSource', () => {
  it('has as many arrivals in each piece as the rate says, within four standard deviations', () => {
    const source = new ArrivalSource(stream([0, 100_000, 200_000], [0.02, 0, 0.1]), 's', 0);
    const times = arrivalsUntil(source, 300_000);
    const inPiece = (from: number, to: number) => times.filter((t) => t > from && t <= to).length;
    expect(Math.abs(inPiece(0, 100_000) - 2_000)).toBeLessThan(4 * Math.sqrt(2_000));
    expect(inPiece(100_000, 200_000)).toBe(0);
    expect(Math.abs(inPiece(200_000, 300_000) - 10_000)).toBeLessThan(4 * Math.sqrt(10_000));
  });

  it('gives whole milliseconds that never go back', () => {
    const times = arrivalsUntil(new ArrivalSource(stream([0], [0.5]), 's', 1), 10_000);
    expect(times.every(Number.isInteger)).toBe(true);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('ends for ever if the rate stays at 0', () => {
    const source = new ArrivalSource(stream([0, 10], [1, 0]), 's', 2);
    arrivalsUntil(source, 1e9);
    expect(source.next()).toBe(Number.POSITIVE_INFINITY);
  });

  it('keeps its arrivals in step if the rate is scaled', () => {
    const slow = arrivalsUntil(new ArrivalSource(stream([0], [0.001]), 's', 3), 1e6);
    const fast = arrivalsUntil(new ArrivalSource(stream([0], [0.002]), 's', 3), 5e5);
    expect(fast.length).toBe(slow.length);
    fast.forEach((at, i) => expect(Math.abs(2 * at - (slow[i] as number))).toBeLessThanOrEqual(2));
  });
});
