import { numbered } from '#base';
import { type DurationMs, type FeatureTallies, NONE_32, SESSION_STEPS, type Software } from '#domain';
import { hoursOf, ratio, secondsOf, toSixDigits } from '../rounding.ts';
import type { FeatureRow } from '../summary.ts';
import { TimeWeightedLevels } from '../time-weighted-levels.ts';

const {
  'all taken': ALL_TAKEN,
  begins: BEGINS,
  'broken off': BROKEN_OFF,
  'comes back': COMES_BACK,
  contained: CONTAINED,
  'given up': GIVEN_UP,
  'handed over': HANDED_OVER,
  'not for software': NOT_FOR_SOFTWARE,
  'not reachable': NOT_REACHABLE,
} = numbered(SESSION_STEPS);

type Tally = FeatureTallies['software'];

/** What became of the cases that software may have. Counts are whole numbers and sums are whole milliseconds. */
export class SoftwareCounts implements Tally {
  readonly levels: TimeWeightedLevels;
  readonly inHand: Tally['inHand'];
  private readonly software: Software;
  private readonly steps = new Float64Array(SESSION_STEPS.length);
  /** Work at the first contact with people of the cases of each step, at speed 1. */
  private readonly workMs = new Float64Array(SESSION_STEPS.length);
  private sessions = 0;
  /** In the whole run: cases that went to software and not from it to people, and those of them that were contained. */
  apartInAll = 0;
  private containedInAll = 0;
  private sessionsMs = 0;

  constructor(software: Software, horizonMs: number) {
    this.software = software;
    this.levels = new TimeWeightedLevels(1, [{ bins: 1, binMs: horizonMs }]);
    this.inHand = this.levels.level(0);
  }

  step(step: number, workMs: DurationMs): void {
    this.steps[step] = (this.steps[step] as number) + 1;
    if (step === CONTAINED) this.containedInAll++;
    if (workMs !== NONE_32) this.workMs[step] = (this.workMs[step] as number) + workMs;
  }

  apart(delta: 1 | -1): void {
    this.apartInAll += delta;
  }

  /** Cases that wait for a session, or are in one. */
  get present(): number {
    return this.apartInAll - this.containedInAll;
  }

  lasted(durationMs: DurationMs): void {
    this.sessions++;
    this.sessionsMs += durationMs;
  }

  forget(timeMs: number): void {
    this.levels.forget(timeMs);
    this.steps.fill(0);
    this.workMs.fill(0);
    this.sessions = 0;
    this.sessionsMs = 0;
  }

  row(measuredMs: number): FeatureRow<'software'> {
    const { id, price } = this.software;
    const of = (step: number) => this.steps[step] as number;
    const contained = of(CONTAINED);
    const ended = contained + of(HANDED_OVER);
    const net = contained - of(COMES_BACK);
    const containedMs = this.workMs[CONTAINED] as number;
    const handedMs = this.workMs[HANDED_OVER] as number;
    const cost = price === undefined ? null : price.session * of(BEGINS) + price.contained * contained;
    return {
      id,
      sessions: of(BEGINS),
      contained,
      cameBack: of(COMES_BACK),
      net,
      handedOver: of(HANDED_OVER),
      brokenOff: of(BROKEN_OFF),
      gaveUp: of(GIVEN_UP),
      allTaken: of(ALL_TAKEN),
      notReachable: of(NOT_REACHABLE),
      notForSoftware: of(NOT_FOR_SOFTWARE),
      containment: ratio(contained, ended),
      netContainment: ratio(net, ended),
      sessionMeanS: ratio(secondsOf(this.sessionsMs), this.sessions),
      inHandMean: ratio(this.levels.integral(0, 0), measuredMs),
      containedWorkHours: toSixDigits(hoursOf(containedMs)),
      handedOverWorkHours: toSixDigits(hoursOf(handedMs)),
      restFactor:
        of(HANDED_OVER) === 0 || handedMs === 0
          ? null
          : toSixDigits((handedMs * ended) / (of(HANDED_OVER) * (containedMs + handedMs))),
      cost: cost === null ? null : toSixDigits(cost),
      costPerNet: cost === null || net <= 0 ? null : ratio(cost, net),
    };
  }
}
