import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { addressOf, type Broker, openBroker } from '#cluster';
import { programOf } from '../programs.ts';

export const PACKAGES = { Queue, Worker, Redis };

export interface BrokerProcess {
  readonly port: number;
  readonly url: string;
  /** Present if the broker speaks TLS. */
  readonly tlsUrl?: string;
  /** Kills it without warning. After a restart it still has what its append-only file holds. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface BrokerSettings {
  readonly bind?: string;
  readonly password?: string;
  readonly tls?: { readonly certificate: string; readonly key: string };
}

export async function startBroker({ bind, password, tls }: BrokerSettings = {}): Promise<BrokerProcess> {
  const port = await freePort();
  const tlsPort = tls === undefined ? 0 : await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'meridian-broker-'));
  let child: ChildProcess | null = null;
  const broker: BrokerProcess = {
    port,
    url: `redis://127.0.0.1:${port}`,
    ...(tls === undefined ? {} : { tlsUrl: `rediss://127.0.0.1:${tlsPort}` }),
    async kill() {
      if (child === null) return;
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      child = null;
    },
    async start() {
      child = spawn(
        programOf('broker'),
        [
          [
            '--port',
            String(port),
            '--dir',
            folder,
            '--save',
            '',
            '--appendonly',
            'yes',
            '--appendfsync',
            'always',
          ],
          ['--maxmemory-policy', 'noeviction', '--bind', bind ?? '127.0.0.1'],
          password === undefined ? [] : ['--requirepass', password],
          tls === undefined ? [] : ['--tls-port', String(tlsPort), '--tls-auth-clients', 'no'],
          tls === undefined ? [] : ['--tls-cert-file', tls.certificate, '--tls-key-file', tls.key],
          tls === undefined ? [] : ['--tls-ca-cert-file', tls.certificate],
        ].flat(),
        { stdio: 'ignore' },
      );
      await until(async () => {
        const redis = new Redis(port, '127.0.0.1', {
          lazyConnect: true,
          retryStrategy: () => null,
          ...(password === undefined ? {} : { password }),
        });
        redis.on('error', () => {});
        try {
          await redis.connect();
          return (await redis.ping()) === 'PONG';
        } catch {
          return false;
        } finally {
          redis.disconnect();
        }
      }, 'the broker answers');
    },
  };
  await broker.start();
  return broker;
}

/** Connects to the broker as the product does. */
export async function connectTo(
  { url }: BrokerProcess,
  tell: (line: string) => void = () => {},
): Promise<Broker> {
  const address = addressOf(url, {}, () => ({ ok: false, problem: 'no file' }));
  if (!address.ok) throw new Error(address.problem.problem);
  return openBroker(PACKAGES, { address: address.value, tenant: 'default', tell });
}

export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 120_000,
): Promise<void> {
  const startedMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedMs > withinMs) throw new Error(`in vain: ${what}`);
    await setTimeout(50);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}
