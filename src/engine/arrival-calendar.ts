/**
 * The next arrival of every stream, outside of the future-event list: there is always exactly one per stream. A tournament
 * tree, in which a stream whose arrival has been replaced plays once per level:
 *
 *   winners  [ –, 2, 0, 2, 0, 1, 2, 3 ]     4 streams: the leaves are 4 … 7, the winner of all is at 1
 *
 * Of arrivals at one instant the stream with the smaller number comes first.
 */
export class ArrivalCalendar {
  /** Of the stream whose arrival comes next; Infinity where no stream has any more. */
  nextMs = Number.NEGATIVE_INFINITY;
  stream = 0;
  private readonly times: Float64Array;
  private readonly winners: Int32Array;
  private readonly leaves: number;

  constructor(streams: number) {
    this.leaves = 2 ** Math.ceil(Math.log2(Math.max(1, streams)));
    this.times = new Float64Array(this.leaves).fill(Number.POSITIVE_INFINITY);
    this.winners = new Int32Array(2 * this.leaves);
    for (let leaf = 0; leaf < this.leaves; leaf++) this.winners[this.leaves + leaf] = leaf;
    for (let node = this.leaves - 1; node > 0; node--) {
      this.winners[node] = this.winners[2 * node] as number;
    }
    this.nextMs = Number.POSITIVE_INFINITY;
  }

  /** The stream's next arrival; Infinity where it has none any more. */
  set(stream: number, timeMs: number): void {
    const { times, winners } = this;
    times[stream] = timeMs;
    let winner = stream;
    let winnerMs = timeMs;
    for (let node = this.leaves + stream; node > 1; node >>= 1) {
      const other = winners[node ^ 1] as number;
      const otherMs = times[other] as number;
      if (otherMs < winnerMs || (otherMs === winnerMs && other < winner)) {
        winner = other;
        winnerMs = otherMs;
      }
      winners[node >> 1] = winner;
    }
    this.nextMs = winnerMs;
    this.stream = winner;
  }
}
