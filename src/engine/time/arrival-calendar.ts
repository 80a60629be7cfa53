import { assert } from '#base';
import type { RunMs, StreamIndex } from '#domain';

/** The next arrival of each stream. It is not in the future-event list, because there is always exactly one per stream. */
export interface ArrivalCalendar {
  /** The first arrival; Infinity if no stream has any more. */
  readonly next: { readonly timeMs: RunMs; readonly stream: StreamIndex };
  /** Sets the stream's next arrival; Infinity if it has none any more. */
  set(stream: StreamIndex, timeMs: RunMs): void;
}

/** Its time starts with a value that is no small integer, so that V8 keeps a double (docs/performance.md). */
class NextArrival {
  timeMs = Number.POSITIVE_INFINITY;
  stream = 0;
}

/** How many changes there are between two looks at all arrivals: a power of 2. */
const LOOK_EVERY = 256;
/** After how many changes the first look is. */
const FIRST_LOOK = 16;

/**
 * A tournament tree, in which a stream whose arrival has been replaced plays once per level:
 *
 *   winners  [ –, 2, 0, 2, 0, 1, 2, 3 ]     4 streams: the leaves are 4 … 7, the winner of all is at 1
 *
 * If several arrive at one instant, the arrival of the stream with the smallest number comes first.
 */
export function createArrivalCalendar(streams: number): ArrivalCalendar {
  const leaves = 2 ** Math.ceil(Math.log2(Math.max(16, streams)));
  const times = new Float64Array(leaves).fill(Number.POSITIVE_INFINITY);
  const winners = new Int32Array(2 * leaves);
  const depth = Math.ceil(Math.log2(Math.max(1, streams)));
  const next = new NextArrival();
  let changes = LOOK_EVERY - FIRST_LOOK;
  for (let leaf = 0; leaf < leaves; leaf++) winners[leaves + leaf] = leaf;
  for (let node = leaves - 1; node > 0; node--) winners[node] = winners[2 * node] as number;

  function set(stream: StreamIndex, timeMs: RunMs): void {
    times[stream] = timeMs;
    let winner = stream;
    let winnerMs = timeMs;
    let node = leaves + stream;
    // There are no other streams above `depth` levels.
    for (let level = 0; level < depth; level++) {
      const other = winners[node ^ 1] as number;
      const otherMs = times[other] as number;
      // Ties are rare, so V8 would compile a branch for them before it is ever taken (docs/performance.md).
      const isFirst = other < winner ? otherMs <= winnerMs : otherMs < winnerMs;
      if (isFirst) {
        winner = other;
        winnerMs = otherMs;
      }
      node >>= 1;
      winners[node] = winner;
    }
    next.timeMs = winnerMs;
    next.stream = winner;
    changes = (changes + 1) & (LOOK_EVERY - 1);
    if (changes === 0) assertFirst();
  }

  /** Stops the program if another arrival comes before the next one. */
  function assertFirst(): void {
    let first = 0;
    for (let stream = 1; stream < streams; stream++)
      if ((times[stream] as number) < (times[first] as number)) first = stream;
    const isFirst = next.stream === first && next.timeMs === times[first];
    assert(isFirst || streams === 0, 'another arrival comes first');
  }

  return { next, set };
}
