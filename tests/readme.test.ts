import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meridianWith, newFolder } from './apps/cli/cli.ts';
import { ROOT } from './running.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

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

  it('starts the main job and the tests with the commands that it names', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(readme).toContain('npm ci && npm start');
    expect(scripts.start).toContain('run scenarios/css-2014');
    expect(scripts.test).toContain('vitest run');
  });
});
