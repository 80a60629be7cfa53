export { BREACHES, type Breach, type Faults, faultsOf, NO_FAULTS } from './breaches.ts';
export { type CaseMachine, ENGINE_KINDS, type EngineKind, prepareEngine } from './engine-kinds.ts';
export type { ExploredAct } from './exploration/act-list.ts';
export { type CaseMoves, createCaseMoves, DATED_CHANGE, type Move } from './exploration/case-moves.ts';
export { type Situation, situationKey } from './exploration/situation.ts';
export type { TimelineStep } from './exploration/timeline.ts';
export { BadPreference } from './preferences.ts';
export type { RunCounts, Simulation, SimulationOptions } from './run.ts';
export { createSimulation } from './simulation.ts';
