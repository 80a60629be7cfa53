export { type Followed, type Follower, startFollowing } from './follow.ts';
export { killTable, type MutantVerdict } from './kill-table.ts';
export { type OpenPart, PROPERTIES, type PropertyId } from './properties.ts';
export { type Proof, type ProvenProperty, type Prover, startProof } from './prove.ts';
export { type StrandingTrials, startTrials, type TriedStranding } from './stranding-trials.ts';
