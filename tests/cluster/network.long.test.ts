import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentsOf, keptIn, meridian, newFolder, type Running, start } from '../apps/cli/cli.ts';
import { programOf } from '../programs.ts';
import { type BrokerProcess, startBroker, until } from './broker-process.ts';

/** Workers that are on different machines as far as the network can tell: network namespaces with their own addresses. */

const TAG = `m${process.pid % 100_000}`;
const SPACES = [1, 2].map((i) => ({
  name: `${TAG}-${i}`,
  link: `${TAG}h${i}`,
  here: `10.213.${i}.1`,
  there: `10.213.${i}.2`,
}));

function ip(...args: readonly string[]): boolean {
  return spawnSync(programOf('ip'), args).status === 0;
}

function removeSpaces(): void {
  for (const { link, name } of SPACES) {
    ip('link', 'del', link);
    ip('netns', 'del', name);
  }
}

/** Returns false if this machine or user cannot create network namespaces. */
function makeSpaces(): boolean {
  const isMade = SPACES.every(
    ({ here, link, name, there }, i) =>
      ip('netns', 'add', name) &&
      ip('link', 'add', link, 'type', 'veth', 'peer', 'name', `${TAG}p${i}`) &&
      ip('link', 'set', `${TAG}p${i}`, 'netns', name) &&
      ip('addr', 'add', `${here}/30`, 'dev', link) &&
      ip('link', 'set', link, 'up') &&
      ip('-n', name, 'addr', 'add', `${there}/30`, 'dev', `${TAG}p${i}`) &&
      ip('-n', name, 'link', 'set', `${TAG}p${i}`, 'up'),
  );
  if (!isMade) removeSpaces();
  return isMade;
}

const hasSpaces = makeSpaces();
const WITHOUT_SPACES = hasSpaces ? '' : ' (left out: this user may make no network namespaces; root may)';

describe.skipIf(!hasSpaces)(`workers with addresses of their own${WITHOUT_SPACES}`, () => {
  const processes: Running[] = [];
  let broker: BrokerProcess | null = null;

  afterAll(async () => {
    for (const one of processes) one.kill();
    await broker?.kill();
    removeSpaces();
  });

  it('share an experiment, and one that is cut off is replaced by the others', async () => {
    const folder = newFolder();
    const experiment = ['run', 'scenarios/css-2014', '--until', '1 day', '--replications', '20'];
    expect(meridian(...experiment, '--out', join(folder, 'here')).code).toBe(0);
    const password = 'of-this-test-only';
    const secret = { MERIDIAN_REDIS_PASSWORD: password };
    broker = await startBroker({ bind: '0.0.0.0', password });
    for (const { here, name } of SPACES) {
      const url = `redis://${here}:${broker.port}`;
      const before = ['ip', 'netns', 'exec', name];
      const one = start(['worker', '--redis', url, '--threads', '1', '--name', name], secret, before);
      processes.push(one);
      await until(
        () => one.err().includes('at redis://') || one.child.exitCode !== null,
        'the worker is there',
      );
      expect([one.child.exitCode, one.err()]).toEqual([null, expect.stringContaining('at redis://')]);
    }
    const out = join(folder, 'there');
    const publisher = start([...experiment, '--executor', broker.url, '--out', out], secret);
    processes.push(publisher);
    await until(() => keptIn(out).length >= 4, 'replications are made');
    ip('link', 'set', SPACES[0]?.link ?? '', 'down');
    expect(await publisher.ended).toBe(0);
    expect(contentsOf(out)).toEqual(contentsOf(join(folder, 'here')));
    const wrong = start(['cluster', 'status', '--redis', broker.url], { MERIDIAN_REDIS_PASSWORD: 'wrong' });
    expect(await wrong.ended).toBe(2);
    expect(wrong.err()).toContain('the right password');
    expect(wrong.err()).not.toContain(password);
  });
});
