import { addressOf, type Broker, openBroker, type Packages, Publisher, TENANT, VARIABLES } from '#cluster';
import { readText, sha256, versions } from '../../shared/host.ts';
import { complain, note } from '../../shared/print.ts';
import { loadPackage } from '../optional-package.ts';
import type { Executors } from './executors.ts';

const BULLMQ_VERSION = '6.7.0';
const IOREDIS_VERSION = '6.0.0';
const WITHOUT = 'experiments in the threads of this machine need no more packages';
const DEFAULT_TENANT = 'default';
/** In place of an address: it is in the environment, where it may hold a password. */
const FROM_ENVIRONMENT = 'env';

/** The broker of an option's address, or null: what is wrong has then been told. Throws a UserProblem when it cannot be reached. */
export async function openBrokerOf(
  option: string,
  text: string,
  tenant = DEFAULT_TENANT,
): Promise<Broker | null> {
  const given = text === FROM_ENVIRONMENT ? process.env[VARIABLES.url] : text;
  if (given === undefined) {
    complain(
      `${option} ${text}: ${VARIABLES.url} is not set`,
      `set it, or write e.g. ${option} redis://broker:6379`,
    );
    return null;
  }
  if (!TENANT.test(tenant)) {
    complain(`--tenant ${tenant} is no name`, 'use up to 40 small letters, digits and hyphens');
    return null;
  }
  const address = addressOf(given, process.env, readText);
  if (!address.ok) {
    complain(`${option}: ${address.problem.problem}`, address.problem.remedy);
    return null;
  }
  return openBroker(await loadPackages(), { address: address.value, tenant, tell: note });
}

export function publishersAt(broker: Broker, cancelled: () => void): Executors {
  return {
    create: (kind) =>
      new Publisher(broker, { engine: versions.engine, kind, digest: sha256, tell: note, cancelled }),
    close: () => broker.close(),
  };
}

async function loadPackages(): Promise<Packages> {
  const { Queue, Worker } = await loadPackage('bullmq', BULLMQ_VERSION, () => import('bullmq'), WITHOUT);
  const { Redis } = await loadPackage('ioredis', IOREDIS_VERSION, () => import('ioredis'), WITHOUT);
  return { Queue, Worker, Redis };
}
