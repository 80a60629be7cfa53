import type { CaseNumber, RunMs } from '#domain';
/** A compliant act that came close to being a violation. */
export interface NearMiss {
  readonly caseNumber: CaseNumber;
  readonly timeMs: RunMs;
  /** Remaining time, ms; for R10 the number of other centres. */
  readonly margin: number;
  readonly message: string;
  /** Number of acts with the same description, this one included. */
  readonly alike: number;
}

/** Near misses of one invariant. */
export interface NearMisses {
  /** The id of an invariant, such as `R7`. */
  readonly id: string;
  /** One sentence: when an act counts as a near miss. */
  readonly definition: string;
  /** Number of acts examined, then the number of near misses. */
  readonly looked: number;
  readonly near: number;
  /** The closest near misses, closest first, one for each kind. */
  readonly closest: readonly NearMiss[];
}

const CLOSEST_MAX = 20;
/** Maximum number of different near misses kept; the closest ones stay. */
const KEPT_MAX = 400;

/** Collects the near misses of one invariant, with bounded memory. */
export class NearMissList {
  private readonly id: string;
  private readonly definition: string;
  private looked = 0;
  private near = 0;
  private kept = new Map<string, NearMiss>();

  constructor(id: string, definition: string) {
    this.id = id;
    this.definition = definition;
  }

  /** Counts an act that was examined and is no near miss. */
  look(): void {
    this.looked++;
  }

  /** Adds a near miss. `kind` groups those that are alike; of each group the closest is shown. */
  add(kind: string, caseNumber: CaseNumber, timeMs: RunMs, margin: number, message: () => string): void {
    this.looked++;
    this.near++;
    const before = this.kept.get(kind);
    const alike = (before?.alike ?? 0) + 1;
    if (before !== undefined && before.margin <= margin) this.kept.set(kind, { ...before, alike });
    else this.kept.set(kind, { caseNumber, timeMs, margin, message: message(), alike });
    if (this.kept.size > KEPT_MAX) this.kept = new Map(this.sorted().slice(0, CLOSEST_MAX));
  }

  finish(): NearMisses {
    const { definition, id, looked, near } = this;
    return {
      id,
      definition,
      looked,
      near,
      closest: this.sorted()
        .slice(0, CLOSEST_MAX)
        .map(([, miss]) => miss),
    };
  }

  private sorted(): [string, NearMiss][] {
    return [...this.kept].sort(
      ([, left], [, right]) =>
        left.margin - right.margin || left.timeMs - right.timeMs || left.caseNumber - right.caseNumber,
    );
  }
}
