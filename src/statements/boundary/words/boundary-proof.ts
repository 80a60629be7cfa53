/** The part of a proof that a boundary statement cites. The prover's proofs have this shape. */
export interface BoundaryProof {
  readonly states: number;
  readonly transitions: number;
  readonly assumptions: readonly string[];
  readonly properties: readonly {
    readonly id: string;
    readonly name: string;
    readonly partOf: { readonly id: string; readonly title: string };
    readonly leavesOpen: readonly { readonly what: string }[];
    readonly verdict: 'holds' | 'undecided' | 'broken';
    readonly undecided: readonly { readonly reason: string; readonly acts: number }[];
    readonly checks: number;
    readonly brokenSteps: number;
  }[];
  readonly notExplored: readonly { readonly id: string; readonly title: string; readonly why: string }[];
}
