import {
  type ProductIndex,
  type RunMs,
  type SeverityIndex,
  type StreamIndex,
  WAITING_CAUSES,
  type WaitingCauseIndex,
} from '#domain';
import { add } from './late-cell.ts';

/** A case that waits for its first answer. */
export interface Waiting {
  readonly stream: StreamIndex;
  readonly openedMs: number;
  /** By cause; null if it has not waited. Most cases are answered at once. */
  waitedMs: Float64Array | null;
  severity: SeverityIndex;
  /** The product that the customer declared. */
  readonly product: ProductIndex;
  cause: WaitingCauseIndex;
  sinceMs: RunMs;
  /** The centres that have been down meanwhile. */
  down: number;
}

/** The case waits for another cause from now on, −1 for none. */
export function waits(one: Waiting, timeMs: RunMs, cause: WaitingCauseIndex): void {
  one.waitedMs ??= new Float64Array(WAITING_CAUSES.length);
  if (one.cause !== -1) add(one.waitedMs, one.cause, timeMs - one.sinceMs);
  one.cause = cause;
  one.sinceMs = timeMs;
}
