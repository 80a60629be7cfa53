import { openStream, type RandomStream } from '#base';
import type { ArrivalStream } from '#domain';

/**
 * A Poisson process whose rate follows a local clock, by inversion of the cumulative rate: the next arrival is where
 * the cumulative rate has grown by one unit exponential. One uniform per arrival, so what-ifs that scale a rate keep
 * their arrivals in step. Source: Çinlar, Introduction to Stochastic Processes (1975), ch. 4.
 */
export class ArrivalSource {
  private readonly random: RandomStream;
  private readonly fromMs: Float64Array;
  private readonly perMs: Float64Array;
  private piece = 0;
  /** Exact position on the time axis; arrivals are told in whole ms. */
  private atMs = 0;

  constructor(stream: ArrivalStream, seed: string, replication: number) {
    this.random = openStream(seed, replication, `arrivals/${stream.id}`);
    this.fromMs = Float64Array.from(stream.rate.fromMs);
    this.perMs = Float64Array.from(stream.rate.perMs);
  }

  /** Time of the next arrival, whole ms, or Infinity when the rate stays at nought. */
  next(): number {
    let units = -Math.log(this.random.uniform());
    for (;;) {
      const rate = this.perMs[this.piece] ?? 0;
      const pieceEnd = this.fromMs[this.piece + 1] ?? Number.POSITIVE_INFINITY;
      const room = rate === 0 ? 0 : (pieceEnd - this.atMs) * rate;
      if (units < room) {
        this.atMs += units / rate;
        return Math.ceil(this.atMs);
      }
      if (pieceEnd === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
      units -= room;
      this.atMs = pieceEnd;
      this.piece++;
    }
  }
}
