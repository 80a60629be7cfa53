import { UserProblem } from '#base';
import { addressOf, type Broker, openBroker, type Packages, Publisher, TENANT, VARIABLES } from '#cluster';
import type { Executors } from './executors.ts';
import { readText, sha256, versions } from './host.ts';
import { loadPackage, MissingPackage } from './missing-package.ts';
import { complain } from './print.ts';

const BULLMQ_VERSION = '6.7.0';
const IOREDIS_VERSION = '6.0.0';
const DEFAULT_TENANT = 'default';
/** In place of an address: it is in the environment, where it may hold a password. */
const FROM_ENVIRONMENT = 'env';

/** The broker of an option's address, or null: what is wrong has then been told. */
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
  try {
    return await openBroker(await loadPackages(), { address: address.value, tenant, tell });
  } catch (error) {
    complainOf(error);
    return null;
  }
}

export function publishersAt(broker: Broker, cancelled: () => void): Executors {
  return {
    create: (kind) =>
      new Publisher(broker, { engine: versions.engine, kind, digest: sha256, tell, cancelled }),
    close: () => broker.close(),
  };
}

/** Tells what the user can mend, and throws what is a mistake of ours. */
export function complainOf(error: unknown): void {
  if (error instanceof UserProblem) complain(error.message, error.remedy);
  else if (error instanceof MissingPackage)
    complain(error.message, 'experiments in the threads of this machine need no more packages');
  else throw error;
}

export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function loadPackages(): Promise<Packages> {
  const { Queue, Worker } = await loadPackage('bullmq', BULLMQ_VERSION, () => import('bullmq'));
  const { Redis } = await loadPackage('ioredis', IOREDIS_VERSION, () => import('ioredis'));
  return { Queue, Worker, Redis };
}
