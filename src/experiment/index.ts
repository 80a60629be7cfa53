export { hashScenario, type Replication, type ReplicationOptions, startReplication } from './replication.ts';
