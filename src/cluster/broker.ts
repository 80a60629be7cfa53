import type { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Digest, hexOf, UserProblem, utf8Of } from '#base';
import type { BrokerAddress } from './address.ts';

/** The packages that this room needs. They are not installed with the others, so the caller passes them in. */
export interface Packages {
  readonly Queue: typeof Queue;
  readonly Worker: typeof Worker;
  readonly Redis: typeof Redis;
}

/** A broker that has answered once. If it is lost, commands wait until it is back. */
export interface Broker {
  readonly packages: Packages;
  readonly address: BrokerAddress;
  readonly names: Names;
  readonly redis: Redis;
  /** Opens another connection, for blocking commands or for BullMQ. It is closed with the broker. */
  connect(): Redis;
  close(): Promise<void>;
}

interface BrokerOptions {
  readonly address: BrokerAddress;
  readonly tenant: string;
  /** Called when the broker is lost, and when it is back. */
  readonly tell: (line: string) => void;
}

const CONNECT_MS = 5000;
const RETRY_MOST_MS = 1000;
/** A closed connection has no pending data. With the library's default of 2 s, every command would end that much later. */
const DISCONNECT_MS = 100;

/** Throws a UserProblem if the broker does not answer, or denies access. */
export async function openBroker(packages: Packages, options: BrokerOptions): Promise<Broker> {
  const { address } = options;
  await answers(packages, address);
  const open: Redis[] = [];
  const connect = (): Redis => {
    const settings = {
      ...settingsOf(address),
      // Required by BullMQ: commands wait for ever rather than fail while the broker is away.
      maxRetriesPerRequest: null,
      retryStrategy: (times: number) => Math.min(RETRY_MOST_MS, 50 * times),
    };
    const redis = new packages.Redis(address.port, address.host, settings);
    open.push(redis);
    return redis;
  };
  const redis = connect();
  let isLost = false;
  redis.on('close', () => {
    if (!isLost) options.tell(`lost the broker ${address.shown}; trying to reach it again`);
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) options.tell(`the broker ${address.shown} is back`);
    isLost = false;
  });
  // Makes sure that the broker answers before anybody uses it.
  await redis.ping().catch((error: unknown) => {
    throw refusalOf(error, address);
  });
  return {
    packages,
    address,
    names: namesOf(options.tenant),
    redis,
    connect() {
      const other = connect();
      other.on('error', () => {});
      return other;
    },
    async close() {
      isLost = true;
      for (const connection of open) connection.disconnect();
    },
  };
}

async function answers(packages: Packages, address: BrokerAddress): Promise<void> {
  const settings = {
    ...settingsOf(address),
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  };
  const trial = new packages.Redis(address.port, address.host, settings);
  let cause: unknown = null;
  trial.on('error', (error) => {
    cause ??= error;
  });
  try {
    await trial.connect();
    await trial.ping();
  } catch (error) {
    throw problemOf(cause ?? error, address);
  } finally {
    trial.disconnect();
  }
}

function settingsOf({ database, password, tls, username }: BrokerAddress) {
  return {
    db: database,
    connectTimeout: CONNECT_MS,
    disconnectTimeout: DISCONNECT_MS,
    ...(password === null ? {} : { password }),
    ...(username === null ? {} : { username }),
    ...(tls === null ? {} : { tls: tls.ca === null ? {} : { ca: tls.ca } }),
  };
}

function problemOf(error: unknown, { shown, tls }: BrokerAddress): UserProblem {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const refusal = /^(?:NOAUTH|WRONGPASS|NOPERM)|ERR (?:AUTH|invalid password)/.exec(message);
  if (refusal !== null) {
    return new UserProblem(
      `the broker ${shown} refuses access without the right password`,
      'set MERIDIAN_REDIS_PASSWORD, or set MERIDIAN_REDIS_PASSWORD_FILE to the path of a file that contains it',
    );
  }
  const remedy =
    tls === null
      ? 'start one (valkey-server), or check host and port; the address of a broker that uses TLS starts with rediss://'
      : 'check host and port, and the certificate (MERIDIAN_REDIS_CA trusts a further authority)';
  return new UserProblem(`the broker ${shown} cannot be reached: ${message}`, remedy);
}

/**
 * Turns a command's refusal by a reachable broker into a message for the user. Any other error is returned unchanged: our own mistake, or
 * already a UserProblem.
 */
export function refusalOf(error: unknown, { shown }: BrokerAddress): unknown {
  if (!(error instanceof Error) || !/^(?:ReplyError|AbortError)$/.test(error.name)) return error;
  const { message } = error;
  if (isOutOfMemory(error)) {
    return new UserProblem(
      `the broker ${shown} is out of memory`,
      'give it more (maxmemory), or delete data from it',
    );
  }
  if (message.startsWith('NOPERM')) {
    return new UserProblem(
      `the broker ${shown} does not allow this user what experiments need: ${message}`,
      'let the user of the broker run all commands on keys that begin with meridian (ACL SETUSER … ~meridian.* +@all)',
    );
  }
  return new UserProblem(
    `the broker ${shown} refuses a command: ${message}`,
    'see its log; experiments need a broker that accepts writes (not a replica, with room on its disk)',
  );
}

/** Retries while the broker is full. `isFull` is called each time, and throws to give up. */
export async function whenThereIsRoom<Value>(
  write: () => Promise<Value>,
  isFull: () => void,
): Promise<Value> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      isFull();
      await new Promise((resolve) => setTimeout(resolve, FULL_RETRY_MS));
    }
  }
}

const FULL_RETRY_MS = 1000;

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.includes('OOM');
}

type Names = ReturnType<typeof namesOf>;

export const TENANT = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** The names of a broker's keys. All begin with the tenant's name, so several tenants can share a broker. */
export function namesOf(tenant: string) {
  const prefix = `meridian.${tenant}`;
  return {
    /** The prefix of all keys of the tenant. BullMQ puts its own keys below it. */
    prefix,
    /** The queue of an engine version. Workers of another version never look into it. */
    queue: (engine: string) => `replications-${engine.replaceAll(':', '_')}`,
    scenario: (hash: string) => `${prefix}:scenario:${hash}`,
    /** Keys of an experiment: its row, its publisher, and results that nobody has taken yet. */
    experiment: (id: string) => `${prefix}:experiment:${id}`,
    publisher: (id: string) => `${prefix}:publisher:${id}`,
    results: (id: string) => `${prefix}:results:${id}`,
    experiments: `${prefix}:experiments`,
    worker: (id: string) => `${prefix}:worker:${id}`,
    workers: `${prefix}:workers`,
  };
}

const ID_LENGTH = 32;

/** Equal parts give equal names, so a publisher that resumes an experiment finds its batches. */
export function idOf(digest: Digest, ...parts: readonly (string | number)[]): string {
  return hexOf(digest(utf8Of(JSON.stringify(parts)))).slice(0, ID_LENGTH);
}
