import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { meridian, newFolder } from '../apps/cli/cli.ts';
import { makeBundle, type SmallBundle } from '../bundle/small-bundle.ts';
import { ROOT } from '../running.ts';

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}

const ACTION = join(ROOT, '.github/actions/check');
const { inputs, runs } = parse(readFileSync(join(ACTION, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};

/** Where the first step installs the package; here a command that runs this build. */
const temporary = newFolder();
const installed = join(temporary, 'meridian/node_modules/.bin');
mkdirSync(installed, { recursive: true });
writeFileSync(
  join(installed, 'meridian'),
  `#!/bin/sh\nexec node "${join(ROOT, 'dist/apps/cli/main.js')}" "$@"\n`,
  { mode: 0o755 },
);

/** Runs the steps after the installation as the service does; the code of the first that fails. */
function check(given: Readonly<Record<string, string>>): number | null {
  const all = Object.fromEntries(
    Object.entries(inputs).map(([name, one]) => [name, given[name] ?? one.default ?? '']),
  );
  for (const { env = {}, if: condition, run } of runs.steps.slice(1)) {
    const isWanted = [...(condition ?? '').matchAll(/inputs\.(\w+) != ''/g)].every(
      ([, name = '']) => all[name] !== '',
    );
    if (!isWanted) continue;
    const values = Object.entries(env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ inputs\.(\w+) \}\}/, (_, input: string) => all[input] ?? ''),
    ]);
    const { status } = spawnSync('bash', ['-e', '-c', run], {
      cwd: ROOT,
      env: { ...process.env, RUNNER_TEMP: temporary, ...Object.fromEntries(values) },
    });
    if (status !== 0) return status;
  }
  return 0;
}

describe('the action for continuous integration', () => {
  const folder = newFolder();
  let made: SmallBundle;
  const [baseline, scenario] = [join(folder, 'base.json'), 'scenarios/first-steps'];

  beforeAll(() => {
    made = makeBundle('german-night', '1 h', { formats: ['csv'] });
    const kept = meridian('baseline', 'save', scenario, baseline, '--until', '1 day', '--replications', '3');
    expect(kept.err).toBe('');
  });

  it('begins with the installation, and hands inputs on as variables, never as parts of a script', () => {
    expect(runs.steps[0]?.run).toMatch(/npm install .*"\$PACKAGE"/);
    for (const { run } of runs.steps) expect(run).not.toContain('${{');
  });

  it('passes what has not moved and is sound', () => {
    expect(check({ scenario, baseline })).toBe(0);
    expect(check({ bundle: made.folder })).toBe(0);
  });

  it('fails without anything to check, for figures that have moved, and for what is no bundle', () => {
    expect(check({})).toBe(2);
    expect(check({ scenario })).toBe(2);
    expect(check({ scenario: 'scenarios/three-centres', baseline })).not.toBe(0);
    expect(check({ bundle: folder })).toBe(2);
  });
});
