import { execSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meridianWith, newFolder } from './apps/cli/cli.ts';
import { ROOT } from './running.ts';

/** Runs the commands of the README and of the list of commands as they stand there. */
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const listed = readFileSync(join(ROOT, 'docs/commands.md'), 'utf8');
const commands = [...listed.matchAll(/^npm run meridian -- (.*?)(?:\s+#.*)?$/gm)].map(
  (match) => match[1] as string,
);

describe('the README', () => {
  it('is three screens', () => {
    expect(readme.split('\n').length).toBeLessThan(100);
  });

  it('shows a whole scenario with the answer that it gives', () => {
    const [, scenario = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
    const [, answer = ''] = /```text\n(.*?)```/s.exec(readme) ?? [];
    const folder = newFolder();
    writeFileSync(join(folder, 'desk.yaml'), scenario);
    writeFileSync(join(folder, 'more.yaml'), scenario.replace('agents: 4', 'agents: 5'));
    const run = (file: string) => meridianWith([], ['run', file, '--fail-on', 'targets'], folder);
    expect(answer.trim().split('\n').length).toBe(6);
    expect(run('desk.yaml')).toMatchObject({ code: 1, out: expect.stringContaining(answer) });
    expect(run('more.yaml')).toMatchObject({ code: 0, out: expect.stringContaining('The target is met') });
  });

  it('has a list of commands, and each of them runs', () => {
    expect(commands.length).toBeGreaterThan(20);
    // Bundles are signed with a key of the user's; here a temporary one.
    const env = { ...process.env, XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'meridian-config-')) };
    // `init` does not overwrite what an earlier run has left.
    const made = join(ROOT, 'my-desk');
    rmSync(made, { recursive: true, force: true });
    for (const command of commands) {
      const out = execSync(`npm run --silent meridian -- ${command}`, { cwd: ROOT, env, maxBuffer: 1 << 26 });
      expect(out.length, command).toBeGreaterThan(0);
    }
    rmSync(made, { recursive: true, force: true });
  }, 600_000);

  it('starts the main job and the tests with the commands that it names', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(readme).toContain('npm ci && npm start');
    expect(scripts.start).toContain('run scenarios/css-2014');
    expect(scripts.test).toContain('vitest run');
  });
});
