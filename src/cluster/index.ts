export { addressOf, VARIABLES } from './address.ts';
export { type Broker, openBroker, type Packages, refusalOf, TENANT } from './broker.ts';
export { Publisher } from './publisher.ts';
export { cancelExperiment, countsOf, experimentsOf, purge, workersOf } from './registry.ts';
export { type RunningWorker, startWorker } from './worker.ts';
