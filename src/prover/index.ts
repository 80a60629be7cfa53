export { killTable, type MutantVerdict } from './kill-table.ts';
export { type Proof, type ProofOptions, type ProvenInvariant, type Prover, startProof } from './prove.ts';
export type { Stranding } from './strandings.ts';
