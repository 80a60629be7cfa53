/** What a sentence of a boundary statement rests on. A sentence without a ground is not written. */
export type Ground =
  /** A property that holds in every possible run: "can never". */
  | {
      readonly kind: 'proof';
      readonly id: string;
      readonly name: string;
      readonly checks: number;
      /** What the proof of this invariant leaves open. */
      readonly leavesOpen: readonly string[];
    }
  /** What the auditor found in the ledger, over all customers: "did". */
  | {
      readonly kind: 'audit';
      readonly id: string;
      readonly title: string;
      readonly checks: number;
      readonly violations: number;
      readonly undecided: number;
    }
  /** Entries of the ledger that were counted for this sentence: "did". */
  | { readonly kind: 'ledger'; readonly what: string; readonly count: number }
  /** Rows of a case log that were counted for this sentence: "did". */
  | { readonly kind: 'log'; readonly what: string; readonly count: number }
  /** An arrangement that permits or limits something: "relies on". Days are civil dates; null: no end is known. */
  | {
      readonly kind: 'safeguard';
      readonly what: string;
      readonly from: string | null;
      readonly to: string | null;
    }
  /** What the scenario says was promised or agreed. */
  | { readonly kind: 'terms'; readonly what: string };

export interface BoundarySentence {
  readonly text: string;
  /** `broken`: it tells of a promise that was broken. `open`: of something that can be judged neither way, or that a proof does not rule out. */
  readonly tone: 'plain' | 'broken' | 'open';
  readonly grounds: readonly Ground[];
}

export interface BoundarySection {
  readonly id:
    | ('inside' | 'continuing' | 'temporary' | 'excluded' | 'access')
    | ('exceptions' | 'broken' | 'unmatched');
  readonly title: string;
  readonly sentences: readonly BoundarySentence[];
}

export function said(text: string, ...grounds: readonly Ground[]): BoundarySentence {
  return { text, tone: 'plain', grounds };
}

export function leftOpen(text: string, ...grounds: readonly Ground[]): BoundarySentence {
  return { text, tone: 'open', grounds };
}

export function broken(text: string, ...grounds: readonly Ground[]): BoundarySentence {
  return { text, tone: 'broken', grounds };
}
