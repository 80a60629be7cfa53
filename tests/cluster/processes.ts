import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Running, start } from '../apps/cli/cli.ts';
import { ROOT } from '../running.ts';
import { until } from './broker-process.ts';

/** Returns the command line of a copy of the package that differs only in the engine version that it reports. */
export function buildOfVersion(version: string, folder: string): string {
  const dist = join(folder, 'dist');
  cpSync(join(ROOT, 'dist'), dist, {
    recursive: true,
    filter: (path) => !/dist.(studio|benchmarks)/.test(path),
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const host = join(dist, 'chunks/host.js');
  const text = readFileSync(host, 'utf8');
  const changed = text.replace(/(\bengine: )"[^"]+"/, `$1"${version}"`);
  if (changed === text) throw new Error('the version of the engine stands elsewhere now');
  writeFileSync(host, changed);
  return join(dist, 'apps/cli/main.js');
}

export async function startWorkerProcess(url: string, name: string, main?: string): Promise<Running> {
  const running = start(['worker', '--redis', url, '--threads', '1', '--name', name], {}, [], main);
  await until(
    () => running.err().includes('at redis://') || running.child.exitCode !== null,
    `worker ${name} is there`,
  );
  return running;
}
