export { type Followed, type Follower, startFollowing } from './follow.ts';
export { itfOf } from './promela/itf.ts';
export { checkScript, modelLimit, promelaModels, trailEntries } from './promela/promela.ts';
export { readTrail } from './promela/trail.ts';
export { PROPERTY_BITS } from './properties.ts';
export { type Proof, type ProofOptions, type ProvenProperty, type Prover, startProof } from './prove.ts';
export { startTrials, type TriedStranding } from './stranding-trials.ts';
