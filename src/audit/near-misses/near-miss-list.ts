import type { CaseNumber, RunMs } from '#domain';
/** What was done rightly, with little left before it would not have been. */
export interface NearMiss {
  readonly caseNumber: CaseNumber;
  readonly timeMs: RunMs;
  /** What was left, ms; of R10 the number of other centres. */
  readonly margin: number;
  readonly message: string;
  /** Acts for which the same is to be said, this one with them. */
  readonly alike: number;
}

/** Near misses of one invariant. */
export interface NearMisses {
  /** `R1` … `R26`. */
  readonly id: string;
  /** When something counts as one, in a sentence. */
  readonly definition: string;
  /** Acts that could have been one, and those that were. */
  readonly looked: number;
  readonly near: number;
  /** The closest ones, closest first, one for all that are alike. */
  readonly closest: readonly NearMiss[];
}

const CLOSEST_MAX = 20;
/** Beyond so many different ones, only the closest are kept. */
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

  /** An act that could have been one, and was not. */
  look(): void {
    this.looked++;
  }

  /** One that was. `kind` says which are alike; of these the closest is shown. */
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
