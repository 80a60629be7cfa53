export { SpareParts } from './cases/spare-parts.ts';
export type { ExploredAct } from './exploration/act-list.ts';
export type { Answer, CaseDecisions } from './exploration/case-decisions.ts';
export {
  type CaseMoves,
  CONSULTATION,
  CONSULTATION_ENDS,
  createCaseMoves,
  DATED_CHANGE,
} from './exploration/case-moves.ts';
export type { Move } from './exploration/move.ts';
export { type Situation, situationKey } from './exploration/situation.ts';
export type { TimelineStep } from './exploration/timeline.ts';
export { BREACHES, faultsOf, misreading } from './faults/breaches.ts';
export type { Faults } from './faults/faults.ts';
export { type CaseMachine, ENGINE_KINDS, type EngineKind, prepareEngine } from './kernel/engine-kinds.ts';
export { createSimulation } from './kernel/simulation.ts';
export type { DecisionNode } from './lifecycle/decision-tree.ts';
export { machineMutants } from './lifecycle/mutants.ts';
export { BadPreference } from './routing/preferences.ts';
export type { RunCounts, Simulation } from './run/run.ts';
