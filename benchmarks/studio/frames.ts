/** How evenly a picture moved. */
export interface FrameStatistics {
  readonly frames: number;
  /** Of the times between one frame and the next, ms. */
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
  /** Share of the frames that came more than 50 ms after the one before, %. */
  readonly lateShare: number;
}

/** What is felt as a jerk, ms: three frames of a screen of 60 Hz. */
const LATE = 50;

/** `times`: when each frame was drawn, ms, in order. Without two frames there is no figure: NaN. */
export function frameStatistics(times: readonly number[]): FrameStatistics {
  const between = times.slice(1).map((time, i) => time - (times[i] as number));
  const sorted = between.toSorted((left, right) => left - right);
  // The smallest that so large a share is not above.
  const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  const late = sorted.filter((time) => time > LATE).length;
  return {
    frames: times.length,
    median: quantile(0.5),
    p95: quantile(0.95),
    longest: quantile(1),
    lateShare: (100 * late) / sorted.length,
  };
}
