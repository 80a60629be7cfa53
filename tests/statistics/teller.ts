import type { Scenario } from '#domain';
import { createMeter, type RunMeter } from '#statistics';

/** Calls a meter as an engine would: one method for each event, at the time of a clock. */
export class Teller {
  readonly meter: RunMeter;
  nowMs = 0;
  private readonly promiseOf: readonly number[];

  constructor(scenario: Scenario) {
    this.promiseOf = scenario.streams.map(({ segment }) => scenario.segments[segment]?.promise ?? -1);
    this.meter = createMeter(scenario);
    this.meter.followClock(this);
  }

  advanceTo(timeMs: number): void {
    this.meter.advanceTo(timeMs);
    this.nowMs = timeMs;
  }

  arrived(stream: number, severity: number): void {
    this.meter.casesOf(stream, severity).arrived();
  }

  queueChanged(tier: number, delta: number): void {
    this.meter.queueTally(tier).change(this.nowMs, delta);
  }

  answered(stream: number, severity: number, contact: number, waitMs: number, group: number): void {
    if (contact === 1) this.meter.casesOf(stream, severity).answered(waitMs);
    this.meter.contacts.began(group, severity, waitMs);
  }

  contactEnded(severity: number, group: number, handledMs: number): void {
    this.meter.contacts.ended(group, severity, handledMs);
  }

  abandoned(stream: number, severity: number, waitMs: number): void {
    this.meter.casesOf(stream, severity).abandoned(waitMs);
  }

  balked(stream: number, severity: number): void {
    this.meter.casesOf(stream, severity).balked();
  }

  blocked(stream: number, severity: number): void {
    this.meter.casesOf(stream, severity).blocked();
  }

  leftMessage(stream: number, severity: number, waitMs: number): void {
    this.meter.casesOf(stream, severity).leftMessage(waitMs);
  }

  cameAgain(stream: number, severity: number): void {
    this.meter.casesOf(stream, severity).cameAgain();
  }

  resolved(stream: number, severity: number, sojournMs: number): void {
    this.meter.casesOf(stream, severity).resolved(sojournMs);
  }

  reopened(stream: number, severity: number): void {
    this.meter.casesOf(stream, severity).reopened();
  }

  handedOver(stream: number, severity: number, reason: number, fromCentre: number, toCentre: number): void {
    this.meter.casesOf(stream, severity).handedOver(reason, fromCentre, toCentre);
  }

  stalled(stream: number, severity: number): void {
    this.meter.casesOf(stream, severity).stalled();
  }

  waitingCause(cause: number): void {
    this.meter.waitingCause(cause);
  }

  dutyChanged(group: number, delta: number): void {
    this.meter.groupTally(group).onDuty.change(this.nowMs, delta);
  }

  centreIs(isUp: boolean, centre: number): void {
    this.meter.centreIs(isUp, centre);
  }

  tookOver(severity: number, group: number): void {
    this.meter.contacts.tookOver(group, severity);
  }

  overtimeChanged(group: number, delta: number): void {
    this.meter.groupTally(group).overtime.change(this.nowMs, delta);
  }

  busyChanged(group: number, delta: number): void {
    this.meter.groupTally(group).busy.change(this.nowMs, delta);
  }

  copiesChanged(stream: number, role: number, place: number, delta: number): void {
    this.meter.copiesAt(this.promiseOf[stream] as number, role, place).change(this.nowMs, delta);
  }

  ended(timeMs: number): void {
    this.meter.ended(timeMs, null);
  }
}
