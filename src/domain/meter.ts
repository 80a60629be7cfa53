/**
 * What the engine tells statistics, at the moment it happens: numbers only. A stream is an arrival stream (segment ×
 * country × channel). Acts say what happened to data; a meter is told what happened to service.
 */
export interface Meter {
  /** A case arrived. `severity`: index of SEVERITIES. */
  arrived(timeMs: number, stream: number, severity: number): void;
  /** A case has joined the waiting queue of a tier, or left it (answered, abandoned, severity raised). */
  queueChanged(timeMs: number, stream: number, tier: number, delta: 1 | -1): void;
  /** An agent takes a case. `contact` 1 is the first answer; `waitMs` is the time since it joined the queue. */
  answered(
    timeMs: number,
    stream: number,
    severity: number,
    tier: number,
    contact: number,
    waitMs: number,
    group: number,
  ): void;
  /** An agent ends a contact after `handledMs`. */
  contactEnded(timeMs: number, stream: number, tier: number, group: number, handledMs: number): void;
  /** The customer hung up before the first answer. */
  abandoned(timeMs: number, stream: number, severity: number, waitMs: number): void;
  /** The case is solved; `sojournMs` since its arrival. */
  resolved(timeMs: number, stream: number, severity: number, sojournMs: number): void;
  reopened(timeMs: number, stream: number, severity: number): void;
  /** A case that had left `fromCentre` (−1: it had none yet) for a reason is taken by `toCentre`. */
  handedOver(
    timeMs: number,
    stream: number,
    severity: number,
    reason: number,
    fromCentre: number,
    toCentre: number,
  ): void;
  /** A case waits at intake because no allowed data centre is up (1), or has been placed after all (−1). */
  stalledChanged(timeMs: number, stream: number, severity: number, delta: 1 | -1): void;
  /** A waiting case gets this cause (index of WAITING_CAUSES). */
  waitingCause(timeMs: number, stream: number, cause: number): void;
  /** Agents begin (positive) or end (negative) duty. */
  dutyChanged(timeMs: number, group: number, delta: number): void;
  /** Agents of a group become busy (1) or free (−1). */
  busyChanged(timeMs: number, group: number, delta: 1 | -1): void;
  /** Copies of cases of a stream are stored (1) or deleted (−1) at a place. `role`: index of COPY_ROLES. */
  copiesChanged(timeMs: number, stream: number, role: number, place: number, delta: 1 | -1): void;
  /** The run has ended. */
  ended(timeMs: number): void;
}
