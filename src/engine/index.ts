export { BREACHES, type Breach, type Faults, faultsOf, NO_FAULTS } from './breaches.ts';
export { ENGINE_KINDS, type EngineKind, prepareEngine } from './engine-kinds.ts';
export { BadPreference } from './preferences.ts';
export type { RunCounts, Simulation, SimulationOptions } from './run.ts';
export { createSimulation } from './simulation.ts';
