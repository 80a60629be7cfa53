import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentsOf, newFolder, type Running, start, writeSweep } from '../apps/cli/cli.ts';
import { type BrokerProcess, startBroker } from './broker-process.ts';
import { startWorkerProcess } from './processes.ts';

/** Makes every kind of experiment here and at a broker, and expects the same files, byte for byte. */

const folder = newFolder();
const SWEEP = join(folder, 'sweep.yaml');
const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['run', ['run', 'scenarios/first-steps', '--until', '1 day', '--precision', '20%', '--replications', '3']],
  [
    'compare',
    ['compare', 'scenarios/first-steps', 'scenarios/german-night', '--until', '1 day', '--replications', '3'],
  ],
  ['price', ['price', 'scenarios/german-night', '--until', '1 day', '--replications', '2']],
  ['sweep', ['sweep', SWEEP]],
  ['sensitivity', ['sensitivity', SWEEP]],
  [
    'staff',
    ['staff', 'scenarios/bench-mmc', '--until', '1 h', '--replications', '2', '--goal', 'service level>=50%'],
  ],
];

describe('an experiment at a broker', () => {
  let broker: BrokerProcess;
  const started: Running[] = [];

  beforeAll(async () => {
    writeSweep(SWEEP, 2, '12 h');
    broker = await startBroker();
    for (const name of ['one', 'other']) started.push(await startWorkerProcess(broker.url, name));
  });

  afterAll(async () => {
    for (const one of started) one.kill();
    await broker.kill();
  });

  it.each(KINDS)('%s gives the same bytes as on this machine', async (kind, args) => {
    const [here, there] = [join(folder, `${kind}-here`), join(folder, `${kind}-there`)];
    const results = [
      start([...args, '--out', here, '--quiet']),
      start([...args, '--out', there, '--quiet', '--executor', broker.url]),
    ];
    for (const one of results) {
      const code = await one.ended;
      expect({ code, err: code === 2 ? one.err() : '' }).toEqual({ code: expect.any(Number), err: '' });
    }
    expect(results[1]?.child.exitCode).toBe(results[0]?.child.exitCode);
    const made = contentsOf(here);
    expect(Object.keys(made).length).toBeGreaterThan(1);
    expect(contentsOf(there)).toEqual(made);
  });
});
