import {
  type Broker,
  cancelExperiment,
  countsOf,
  experimentsOf,
  purge,
  refusalOf,
  workersOf,
} from '#cluster';
import { versions } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import { openBrokerOf } from '../experiment/broker-access.ts';

export interface ClusterOptions {
  readonly redis: string;
  readonly tenant?: string;
  readonly json?: true;
  readonly yes?: true;
}

export async function clusterStatus(options: ClusterOptions): Promise<void> {
  return atBroker(options, async (broker) => {
    const experiments = await experimentsOf(broker);
    const workers = await workersOf(broker);
    const engines = new Set([versions.engine, ...experiments.map(({ engine }) => engine)]);
    const queues = await Promise.all(
      [...engines].map(async (engine) => ({ engine, ...(await countsOf(broker, engine)) })),
    );
    if (options.json === true)
      return printJson({ broker: broker.address.shown, experiments, workers, queues });
    print(`broker ${broker.address.shown}`);
    for (const { done, engine, id, kind, published, startedAt, state } of experiments) {
      print(
        `experiment ${id}  ${state}  ${done} made of ${published} published  ${kind}  engine ${engine}  since ${startedAt}`,
      );
    }
    if (experiments.length === 0) print('no experiments');
    for (const { engine, id, made, threads } of workers) {
      print(`worker ${id}  ${threads} threads  ${made} made  engine ${engine}`);
    }
    if (workers.length === 0) print('no workers');
    for (const { active, engine, failed, waiting } of queues) {
      print(`jobs of engine ${engine}: ${waiting} waiting, ${active} in progress, ${failed} given up`);
    }
  });
}

export async function clusterCancel(id: string, options: ClusterOptions): Promise<void> {
  return atBroker(options, async (broker) => {
    const row = await cancelExperiment(broker, id);
    print(`cancelled experiment ${row.id} (${row.kind}): ${row.done} made`);
  });
}

export async function clusterPurge(options: ClusterOptions): Promise<void> {
  if (options.yes !== true) {
    return refuse('this removes every experiment of the tenant from the broker', 'add --yes to confirm');
  }
  return atBroker(options, async (broker) => print(`removed ${await purge(broker)} keys`));
}

async function atBroker(options: ClusterOptions, work: (broker: Broker) => Promise<void>): Promise<void> {
  const broker = await openBrokerOf('--redis', options.redis, options.tenant);
  try {
    await work(broker);
  } catch (error) {
    throw refusalOf(error, broker.address);
  } finally {
    await broker.close();
  }
}
