import { addressOf, type Broker, openBroker, type Packages, Publisher, TENANT, VARIABLES } from '#cluster';
import { readText, sha256, versions } from '../../shared/host.ts';
import { refuse } from '../../shared/problem.ts';
import { note } from '../../shared/terminal.ts';
import { loadPackage } from '../optional-package.ts';

const BULLMQ_VERSION = '6.7.0';
const IOREDIS_VERSION = '6.0.0';
const WITHOUT = 'experiments in the threads of this machine need no more packages';
const DEFAULT_TENANT = 'default';
/** Stands for an address in the environment, where it may contain a password. */
const FROM_ENVIRONMENT = 'env';

/** Opens the broker at an option's address. Throws a UserProblem if it cannot be reached. */
export async function openBrokerOf(option: string, text: string, tenant = DEFAULT_TENANT): Promise<Broker> {
  const given = text === FROM_ENVIRONMENT ? process.env[VARIABLES.url] : text;
  if (given === undefined) {
    return refuse(
      `${option} ${text}: ${VARIABLES.url} is not set`,
      `set it, or write e.g. ${option} redis://broker:6379`,
    );
  }
  if (!TENANT.test(tenant)) {
    return refuse(
      `--tenant ${tenant} is not a valid name`,
      'use up to 40 lower-case letters, digits and hyphens',
    );
  }
  const address = addressOf(given, process.env, readText);
  if (!address.ok) {
    return refuse(`${option}: ${address.problem.problem}`, address.problem.remedy);
  }
  const packages = await loadPackages();
  return await openBroker(packages, { address: address.value, tenant, tell: note });
}

/** The executors of a command's experiments: each publishes its jobs. */
export function publishersAt(broker: Broker, cancelled: () => void) {
  return {
    create: (kind: string) =>
      new Publisher(broker, { engine: versions.engine, kind, digest: sha256, tell: note, cancelled }),
    close: () => broker.close(),
  };
}

async function loadPackages(): Promise<Packages> {
  const bullmq = await loadPackage('bullmq', BULLMQ_VERSION, () => import('bullmq'), WITHOUT);
  const ioredis = await loadPackage('ioredis', IOREDIS_VERSION, () => import('ioredis'), WITHOUT);
  const { Queue, Worker } = bullmq;
  return { Queue, Worker, Redis: ioredis.Redis };
}
