import { Counter, Sampler } from '#base';
import type { ArrivalStream, RunMs } from '#domain';
import { AHEAD, ClassShares } from '../world/draws.ts';
import { keyedBy, type StreamBranches } from './branched-counter.ts';

const NEVER = Number.POSITIVE_INFINITY;
const UNIT_EXPONENTIAL = new Sampler({ kind: 'exponential', mean: 1 });

/**
 * Arrivals at a rate that follows a local clock, by inversion of the cumulative rate: the next arrival is where the
 * cumulative rate has grown by one step of mean 1, exponential for a Poisson process, of any shape for a renewal process
 * whose time runs with the rate. One uniform per arrival, so what-ifs that scale a rate keep their arrivals in step.
 * Sources: Çinlar, Introduction to Stochastic Processes (1975), ch. 4; Gerhardt and Nelson, Transforming renewal processes
 * for simulation of nonstationary arrival processes, INFORMS J. Computing 21 (2009).
 */
export class ArrivalSource {
  private draws: Counter;
  /** Steps of the cumulative rate from one arrival, or batch, to the next: exponential for a Poisson process. */
  private readonly steps: Sampler;
  private readonly batches: Batches | null;
  private arrivals = 0;
  private readonly fromMs: Float64Array;
  private readonly perMs: Float64Array;
  private piece = 0;
  private rate: number;
  private pieceEndMs: number;
  /** Exact position on the time axis; `next` rounds it up to whole ms. Begins with no small integer, for V8. */
  private atMs = Number.NEGATIVE_INFINITY;
  /** Arrivals of the present block. */
  private readonly timesMs = new Float64Array(AHEAD);
  private returned = 0;
  /** Null if the run has no branches. */
  private readonly branched: Branched | null;

  constructor(
    stream: ArrivalStream,
    seed: string,
    replication: number,
    branches: StreamBranches | null = null,
  ) {
    const name = `arrivals/${stream.id}`;
    this.draws = new Counter(seed, replication, name);
    // A Poisson process has no memory. Otherwise the next arrival is already settled when chance branches off.
    const isMemoryless = stream.intervals === undefined;
    this.branched =
      branches === null
        ? null
        : { branches, isMemoryless, keyed: keyedBy(seed, replication, name, branches.branches) };
    this.steps = stream.intervals === undefined ? UNIT_EXPONENTIAL : new Sampler(stream.intervals);
    this.batches = stream.batch === undefined ? null : new Batches(stream, seed, replication, branches);
    this.fromMs = Float64Array.from(stream.rate.fromMs);
    const meanSize = this.batches?.meanSize ?? 1;
    this.perMs = Float64Array.from(stream.rate.perMs, (perMs) => perMs / meanSize);
    this.rate = this.perMs[0] ?? 0;
    this.pieceEndMs = this.fromMs[1] ?? NEVER;
    this.atMs = 0;
  }

  /** Time of the next arrival, whole ms, or Infinity if the rate stays at 0. */
  next(): number {
    const place = this.returned++ & (AHEAD - 1);
    if (place === 0) this.drawAhead();
    return this.timesMs[place] as number;
  }

  /** When the case of that number arrives, which is in the same block as the last arrival that `next` returned. */
  timeOf(ordinal: number): RunMs {
    return this.timesMs[ordinal & (AHEAD - 1)] as number;
  }

  private drawAhead(): void {
    const { batches, branched, timesMs } = this;
    if (branched !== null)
      for (let place = 0; place < AHEAD; place++) timesMs[place] = this.branchedNext(branched, place);
    else if (batches === null) this.drawSingly();
    else for (let place = 0; place < AHEAD; place++) timesMs[place] = this.nextOf(batches);
  }

  /** First draws all steps, which do not wait for each other, then takes them. */
  private drawSingly(): void {
    const { arrivals, draws, steps, timesMs } = this;
    for (let place = 0; place < AHEAD; place++) timesMs[place] = steps.of(draws.word(arrivals + place, 0));
    this.arrivals = arrivals + AHEAD;
    for (let place = 0; place < AHEAD; place++) timesMs[place] = this.stepInto(timesMs[place] as number);
  }

  private nextOf(batches: Batches): number {
    if (batches.left === 0) {
      batches.atMs = this.stepInto(this.steps.of(this.draws.word(this.arrivals++, 0)));
      batches.draw();
    }
    batches.left--;
    return batches.atMs;
  }

  /** The next arrival of a run with branches. `place`: its place in the block. */
  private branchedNext(branched: Branched, place: number): number {
    const { batches } = this;
    if (batches !== null && batches.left > 0) {
      batches.left--;
      return batches.atMs;
    }
    // Blocks begin at multiples of their size.
    const ordinal = this.returned - 1 + place;
    const atMs = this.beyondBranches(branched, ordinal);
    if (batches !== null) {
      batches.atMs = atMs;
      batches.draw(branched.branches.passed);
      batches.left--;
    }
    return atMs;
  }

  /** Draws an arrival, and draws it anew at each branch that it would come after. */
  private beyondBranches({ branches, isMemoryless, keyed }: Branched, ordinal: number): number {
    const drawn = () => this.stepInto(this.steps.of(this.draws.word(this.arrivals++, 0)));
    let atMs = drawn();
    for (let branchMs = branches.nextMs; atMs > branchMs; branchMs = branches.nextMs) {
      branches.pass(ordinal);
      this.draws = keyed(branches.passed);
      if (!isMemoryless) continue;
      this.moveTo(branchMs);
      atMs = drawn();
    }
    return atMs;
  }

  private moveTo(timeMs: RunMs): void {
    const { fromMs, perMs } = this;
    let piece = 0;
    while (piece + 1 < fromMs.length && (fromMs[piece + 1] as number) <= timeMs) piece++;
    this.piece = piece;
    this.rate = perMs[piece] ?? 0;
    this.pieceEndMs = fromMs[piece + 1] ?? NEVER;
    this.atMs = timeMs;
  }

  /** The arrival that many units of the cumulative rate later, perhaps in another piece of the rate; whole ms. */
  private stepInto(step: number): number {
    let units = step;
    for (;;) {
      const room = this.rate === 0 ? 0 : (this.pieceEndMs - this.atMs) * this.rate;
      if (units < room) {
        this.atMs += units / this.rate;
        return Math.ceil(this.atMs);
      }
      if (this.pieceEndMs === NEVER) return NEVER;
      units -= room;
      this.atMs = this.pieceEndMs;
      this.piece++;
      const { fromMs, perMs, piece } = this;
      this.rate = piece < perMs.length ? (perMs[piece] as number) : 0;
      this.pieceEndMs = piece + 1 < fromMs.length ? (fromMs[piece + 1] as number) : NEVER;
    }
  }
}

interface Branched {
  readonly branches: StreamBranches;
  readonly isMemoryless: boolean;
  /** The draws after that many branches. */
  readonly keyed: (count: number) => Counter;
}

/** Cases that arrive together. The rate counts cases, so batches are rarer than cases by their mean size. */
class Batches {
  readonly meanSize: number;
  /** When the last batch came, and how many of its cases are still to come. */
  atMs = Number.NEGATIVE_INFINITY;
  left = 0;
  private readonly sizes: readonly number[];
  private readonly shares: ClassShares;
  /** After that many branches of the run. */
  private readonly draws: (branches: number) => Counter;
  private drawn = 0;

  constructor(
    { batch, id }: ArrivalStream,
    seed: string,
    replication: number,
    branches: StreamBranches | null,
  ) {
    const { sizes, shares } = batch ?? { sizes: [1], shares: [1] };
    this.sizes = sizes;
    this.shares = new ClassShares(shares);
    this.meanSize = sizes.reduce((sum, size, k) => sum + size * (shares[k] ?? 0), 0);
    this.draws = keyedBy(seed, replication, `batches/${id}`, branches?.branches ?? []);
  }

  draw(branches = 0): void {
    this.left = this.sizes[this.shares.of(this.draws(branches).word(this.drawn++, 0))] as number;
  }
}
