/**
 * What the engine tells statistics, at the moment it happens: numbers only. A stream is an arrival stream (segment ×
 * country × channel). Acts say what happened to data; a meter is told what happened to service.
 */
export interface Meter {
  /** All that is told from now on happens at this time, which never goes back. */
  advanceTo(timeMs: number): void;
  /** A case arrived. `severity`: index of SEVERITIES. */
  arrived(stream: number, severity: number): void;
  /** A case has joined the waiting queue of a tier, or left it (answered, abandoned, severity raised). */
  queueChanged(tier: number, delta: 1 | -1): void;
  /** An agent takes a case. `contact` 1 is the first answer; `waitMs` is the time since it joined the queue. */
  answered(stream: number, severity: number, contact: number, waitMs: number, group: number): void;
  /** An agent ends a contact after `handledMs`. */
  contactEnded(severity: number, group: number, handledMs: number): void;
  /** The customer hung up before the first answer. */
  abandoned(stream: number, severity: number, waitMs: number): void;
  /** The case is solved; `sojournMs` since its arrival. */
  resolved(stream: number, severity: number, sojournMs: number): void;
  reopened(stream: number, severity: number): void;
  /** A case that had left `fromCentre` (−1: it had none yet) for a reason is taken by `toCentre`. */
  handedOver(stream: number, severity: number, reason: number, fromCentre: number, toCentre: number): void;
  /** A case waits at intake because no allowed data centre is up (1), or has been placed after all (−1). */
  stalledChanged(stream: number, severity: number, delta: 1 | -1): void;
  /** A waiting case gets this cause (index of WAITING_CAUSES). */
  waitingCause(stream: number, cause: number): void;
  /** Agents begin (positive) or end (negative) duty. */
  dutyChanged(group: number, delta: number): void;
  /** Agents of a group become busy (1) or free (−1). */
  busyChanged(group: number, delta: 1 | -1): void;
  /** Copies of cases of a stream are stored (1) or deleted (−1) at a place. `role`: index of COPY_ROLES. */
  copiesChanged(stream: number, role: number, place: number, delta: 1 | -1): void;
  /** The run has ended. */
  ended(timeMs: number): void;
}
