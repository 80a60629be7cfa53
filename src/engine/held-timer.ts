import type { CaseRecord } from './case-record.ts';

/** A timer of a case that is about to look for an agent. Times begin with no small integer, so that V8 keeps doubles. */
export class HeldTimer {
  record: CaseRecord | null = null;
  token = 0;
  timeMs = Number.NEGATIVE_INFINITY;
}
