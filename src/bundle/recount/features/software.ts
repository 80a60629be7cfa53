import { rowAt } from '#base';
import { NONE_32, type Scenario, SESSION_STEPS, type Software } from '#domain';
import { about, type Figures, hoursOf, Measured, ratioOf, secondsOf } from '../counts/figure.ts';
import { Level, TimeBins } from '../counts/time-bins.ts';
import type { CountedRun, FeatureCount } from './feature-count.ts';

type Step = (typeof SESSION_STEPS)[number];

/** Cases that software may have before people do. Null if the scenario has no software. */
export function countSoftware({ horizonMs, software }: Scenario, run: CountedRun): FeatureCount | null {
  if (software === undefined) return null;
  let fromMs = 0;
  let counts = software.map(() => new SoftwareCount());
  const inHand = software.map(() => new Level(new TimeBins(1, horizonMs)));
  /** Sessions × ms until the warm-up ended. */
  let beforeMs = inHand.map(() => 0);
  /** By case: when its session began. */
  const beganMs = new Map<number, number>();

  const settled = (nowMs: number) =>
    inHand.map((level) => {
      level.settle(nowMs);
      return level.area(0);
    });

  function endSession(software: number, caseNumber: number): void {
    const sinceMs = beganMs.get(caseNumber);
    if (sinceMs === undefined) return;
    beganMs.delete(caseNumber);
    rowAt(counts, software).endSession(run.nowMs - sinceMs);
    rowAt(inHand, software).change(-1, run.nowMs);
  }

  return {
    acts: {
      session(one, { a, aux, c, caseNumber }) {
        const step = SESSION_STEPS[aux];
        const count = counts[a];
        if (step === undefined || count === undefined) return 'it names no step or software';
        count.step(step, c === NONE_32 ? null : c);
        if (step === 'comes back') run.cellOf(one).retries--;
        const isWithSoftware = step === 'begins' || step === 'waits';
        if (isWithSoftware && !one.isWithSoftware) run.arrive(one, -1);
        if (step === 'begins') {
          beganMs.set(caseNumber, run.nowMs);
          rowAt(inHand, a).change(1, run.nowMs);
        } else endSession(a, caseNumber);
        const wasWithSoftware = one.isWithSoftware;
        one.isWithSoftware = isWithSoftware;
        if (!wasWithSoftware || isWithSoftware || step === 'contained') return null;
        run.arrive(one, 1);
        if (software[a]?.countsFromArrival === true) one.joinsMs = one.openedMs;
        else one.openedMs = run.nowMs;
        return null;
      },
    },
    beginAnew(nowMs) {
      fromMs = nowMs;
      counts = software.map(() => new SoftwareCount());
      beforeMs = settled(nowMs);
    },
    figures(endMs) {
      const areas = settled(endMs);
      return {
        software: software.map((one, index) =>
          rowAt(counts, index).figures(one, rowAt(areas, index) - rowAt(beforeMs, index), endMs - fromMs),
        ),
      };
    },
  };
}

/** What becomes of cases that one software may have. */
class SoftwareCount {
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
