import type { ActKind } from '#domain';
import type { Entry, Odd } from '../counts/entry.ts';
import type { Figures } from '../counts/figure.ts';
import type { LiveCase } from '../counts/live-cases.ts';

/** The run as far as a feature sees it. */
export interface CountedRun {
  readonly nowMs: number;
  cellOf(one: LiveCase): { retries: number };
  arrive(one: LiveCase, delta: 1 | -1): void;
}

/** What only scenarios with a feature have counted. */
export interface FeatureCount {
  /** By kind of act: counts an act of a case that is there, before what every scenario counts of it. Returns why it cannot be counted, or null. */
  readonly acts: Readonly<Partial<Record<ActKind, (one: LiveCase, entry: Entry) => Odd | null>>>;
  /** Starts all counts again at `nowMs`, when the warm-up ends. */
  beginAnew(nowMs: number): void;
  /** What the summary says at the end of the run, by name. */
  figures(endMs: number): Readonly<Record<string, Figures>>;
}
