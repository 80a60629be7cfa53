import { assertEqual, number, Reading, record, rowAt, sumOf, tuple, word } from '#base';
import {
  CHANNELS,
  concernsSegment,
  type JudgedKind,
  judgedKinds,
  levelKey,
  type Scenario,
  SEVERITIES,
  stretchMs,
  type Target,
  targetKey,
} from '#domain';
import { type Figures, NotInLedger, secondsOf } from './figure.ts';
import type { Period } from './period.ts';
import { countOf } from './target-figures.ts';

type Judged = readonly [judged: number, met: number];

/** What is judged, by its key: for a service level, its kind of cases; for a target, its index and the segment. */
type Subject =
  | { readonly key: string; readonly kind: JudgedKind }
  | {
      readonly key: string;
      readonly target: Target;
      readonly place: readonly [target: number, segment: number];
    };

/** What service levels and targets judge in each stretch of the run. */
export class Stretches {
  /** When the present one ends, ms. */
  endMs: number;
  private readonly lengthMs: number;
  private readonly scenario: Scenario;
  private readonly subjects: readonly Subject[];
  /** By subject, then stretch. */
  private counts: readonly Judged[][];
  private before: readonly Judged[];

  constructor(scenario: Scenario, fromMs: number) {
    const { segments, targets = [] } = scenario;
    this.lengthMs = stretchMs(scenario);
    this.scenario = scenario;
    this.subjects = [
      ...judgedKinds(scenario).map((kind) => ({ key: levelKey(kind, scenario), kind })),
      ...targets.flatMap((target, t) =>
        segments.flatMap(({ id }, s) =>
          concernsSegment(target, s)
            ? [{ key: targetKey(target.id, id), target, place: [t, s] as const }]
            : [],
        ),
      ),
    ];
    this.counts = this.subjects.map(() => []);
    this.before = this.subjects.map(() => [0, 0] as const);
    this.endMs = this.subjects.length === 0 ? Number.POSITIVE_INFINITY : fromMs + this.lengthMs;
  }

  /** The present one ends. */
  end(period: Period): void {
    const now = this.subjects.map((subject) => judgedOf(subject, period));
    now.forEach(([judged, met], i) => {
      const [judgedBefore, metBefore] = this.before[i] as Judged;
      this.counts[i]?.push([judged - judgedBefore, met - metBefore]);
    });
    this.before = now;
    this.endMs += this.lengthMs;
  }

  /** At the end of the run. `isInside`: no entry lies at or after it. */
  figures(period: Period, endMs: number, isInside: boolean): Figures | null {
    const { lengthMs, subjects } = this;
    if (subjects.length === 0) return null;
    if (endMs > this.endMs - lengthMs) this.end(period);
    else this.addToLast(period);
    if (isInside && endMs > period.fromMs) this.assertWhole(period, endMs);
    const rows = subjects.flatMap(({ key }, i) => {
      const own = this.counts[i] ?? [];
      if (!own.some(([judged]) => judged > 0)) return [];
      return [{ id: key, judged: own.map(([judged]) => judged), met: own.map(([, met]) => met) }];
    });
    return {
      everyS: secondsOf(lengthMs),
      rows,
      work: new NotInLedger(
        'it was drawn before anything happened',
        (said) => said === undefined || this.isWork(said),
      ),
    };
  }

  /** Whether it may be work of the scenario's arrival streams in these stretches. */
  private isWork(said: unknown): boolean {
    const { segments, streams } = this.scenario;
    const drawn = tuple(...(this.counts[0] ?? []).map(() => number({ min: 0 })));
    const form = tuple(
      ...streams.map(({ channel, segment }) =>
        record({ segment: word([rowAt(segments, segment).id]), channel: word([channel]), drawn }),
      ),
    );
    const reading = new Reading(said);
    reading.read(form, said);
    return reading.problems.length === 0;
  }

  /** A stretch has ended with the run. What is late already at the end belongs to it. */
  private addToLast(period: Period): void {
    this.subjects.forEach((subject, i) => {
      const last = this.counts[i]?.at(-1);
      const judged = judgedOf(subject, period)[0] - (this.before[i] as Judged)[0];
      if (last !== undefined) this.counts[i]?.splice(-1, 1, [last[0] + judged, last[1]]);
    });
  }

  /** What stretches judge is what was judged in all, each case by one service level, and they cover the period. */
  private assertWhole(period: Period, endMs: number): void {
    this.subjects.forEach((subject, i) => {
      const now = judgedOf(subject, period);
      for (const part of [0, 1] as const)
        assertEqual('judged by stretches', sumOf((this.counts[i] ?? []).map((own) => own[part])), now[part]);
    });
    const byLevel = this.subjects.map((subject) => ('kind' in subject ? judgedOf(subject, period)[0] : 0));
    assertEqual('judged by levels', sumOf(byLevel), sumOf(period.cells.map(({ judged }) => judged)));
    const stretches = Math.ceil((endMs - period.fromMs) / this.lengthMs);
    assertEqual('stretches', this.counts[0]?.length ?? 0, stretches);
  }
}

function judgedOf(subject: Subject, period: Period): Judged {
  if ('target' in subject) {
    const { judged, met } = countOf(period, subject.target, subject.place);
    return [judged, met];
  }
  const { level, product, segment } = subject.kind;
  const place =
    (segment * CHANNELS.length + CHANNELS.indexOf(level.channel)) * SEVERITIES.length +
    SEVERITIES.indexOf(level.severity);
  const count = product === null ? period.cells[place] : period.products.get(place)?.[product];
  return [count?.judged ?? 0, count?.answeredInTime ?? 0];
}
