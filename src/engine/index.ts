export { BREACHES, type Breach, type Faults, faultsOf, NO_FAULTS } from './breaches.ts';
export { ENGINE_KINDS, type EngineKind, prepareEngine } from './engine-kinds.ts';
export { createSimulation, type RunCounts, type Simulation, type SimulationOptions } from './simulation.ts';
