export { BREACHES, type Breach, type Faults, faultsOf, NO_FAULTS } from './breaches.ts';
export { type EngineKind, ENGINE_KINDS, prepareEngine } from './engine-kinds.ts';
export { type RunCounts, Simulation, type SimulationOptions } from './simulation.ts';
