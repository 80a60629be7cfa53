export { type AddressProblem, addressOf, type BrokerAddress, VARIABLES } from './address.ts';
export { type Broker, openBroker, type Packages, refusalOf } from './broker.ts';
export { TENANT } from './names.ts';
export { Publisher } from './publisher.ts';
export {
  cancelExperiment,
  countsOf,
  type ExperimentRow,
  experimentsOf,
  purge,
  type WorkerRow,
  workersOf,
} from './registry.ts';
export { type Pool, type RunningWorker, startWorker } from './worker.ts';
