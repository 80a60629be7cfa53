import type { SESSION_STEPS, Software } from '#domain';
import { about, type Figures, hoursOf, Measured, ratioOf, secondsOf } from './figure.ts';

type Step = (typeof SESSION_STEPS)[number];

/** What becomes of cases that software may have. */
export class SoftwareCount {
  private readonly counts = new Map<Step, number>();
  /** Work of people at the first contact, ms, by the step with which the session ended. */
  private readonly workMs = new Map<Step, number>();
  private ended = 0;
  private lastedMs = 0;

  /** `workMs`: null if the act has none. */
  step(step: Step, workMs: number | null): void {
    this.counts.set(step, this.of(step) + 1);
    if (workMs !== null) this.workMs.set(step, (this.workMs.get(step) ?? 0) + workMs);
  }

  endSession(durationMs: number): void {
    this.ended++;
    this.lastedMs += durationMs;
  }

  /** `inHandMs`: sessions × ms while the time of `measuredMs` was measured. */
  figures({ id, price }: Software, inHandMs: number, measuredMs: number): Figures {
    const [contained, handedOver, cameBack] = [
      this.of('contained'),
      this.of('handed over'),
      this.of('comes back'),
    ];
    const both = contained + handedOver;
    const containedMs = this.workMs.get('contained') ?? 0;
    const handedOverMs = this.workMs.get('handed over') ?? 0;
    const cost = price && price.session * this.of('begins') + price.contained * contained;
    const isMore = handedOver > 0 && handedOverMs > 0;
    return {
      id,
      sessions: this.of('begins'),
      contained,
      cameBack,
      net: contained - cameBack,
      handedOver,
      brokenOff: this.of('broken off'),
      gaveUp: this.of('given up'),
      allTaken: this.of('all taken'),
      notReachable: this.of('not reachable'),
      notForSoftware: this.of('not for software'),
      containment: ratioOf(contained, both),
      netContainment: ratioOf(contained - cameBack, both),
      sessionMeanS: ratioOf(secondsOf(this.lastedMs), this.ended),
      inHandMean: ratioOf(inHandMs, measuredMs),
      containedWorkHours: new Measured(hoursOf(containedMs)),
      handedOverWorkHours: new Measured(hoursOf(handedOverMs)),
      restFactor: isMore ? about(handedOverMs / handedOver / ((containedMs + handedOverMs) / both)) : null,
      cost: cost === undefined ? null : about(cost),
      costPerNet: cost === undefined || contained <= cameBack ? null : about(cost / (contained - cameBack)),
    };
  }

  private of(step: Step): number {
    return this.counts.get(step) ?? 0;
  }
}
