import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { VERSION } from '../../src/apps/shared/version.ts';
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

/** What the first step asks npm to install, for a package of that name. */
function asked(named: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\nfor last; do :; done\necho "$last"\n', { mode: 0o755 });
  const { stdout } = spawnSync('bash', ['-e', '-c', runs.steps[0]?.run ?? ''], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      PACKAGE: named,
      RUNNER_TEMP: folder,
      GITHUB_PATH: join(folder, 'path'),
      GITHUB_ACTION_PATH: ACTION,
    },
  });
  expect(readFileSync(join(folder, 'path'), 'utf8')).toBe(`${folder}/meridian/node_modules/.bin\n`);
  return stdout.trim();
}

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
function check(given: Readonly<Record<string, string>>, cwd = ROOT): number | null {
  const all = Object.fromEntries(
    Object.entries(inputs).map(([name, one]) => [name, given[name] ?? one.default ?? '']),
  );
  for (const { env = {}, if: condition, run } of runs.steps.slice(1)) {
    const isWanted = [...(condition ?? '').matchAll(/inputs\.([\w-]+) != ''/g)].every(
      ([, name = '']) => all[name] !== '',
    );
    if (!isWanted) continue;
    const values = Object.entries(env).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => all[input] ?? ''),
    ]);
    const { status } = spawnSync('bash', ['-e', '-c', run], {
      cwd,
      env: {
        ...process.env,
        RUNNER_TEMP: temporary,
        GITHUB_STEP_SUMMARY: join(temporary, 'summary.md'),
        ...Object.fromEntries(values),
      },
    });
    if (status !== 0) return status;
  }
  return 0;
}

describe('the workflow of this repository', () => {
  it('calls the gate', () => {
    const file = join(ROOT, '.github/workflows/gate.yml');
    const { jobs } = parse(readFileSync(file, 'utf8')) as {
      readonly jobs: Readonly<Record<string, { readonly steps: readonly Partial<Step>[] }>>;
    };
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
    expect(scripts).toEqual([expect.stringMatching(/^\.ci\/run /)]);
    expect(existsSync(join(ROOT, '.ci/run'))).toBe(true);
  });
});

describe('the image', () => {
  it('links the commands to the files that the package names, and installs its tarball alone', () => {
    const text = readFileSync(join(ROOT, '.github/Dockerfile'), 'utf8');
    const links = [...text.matchAll(/ln -s \S+\/meridian\/(\S+) \/usr\/local\/bin\/(\S+)/g)];
    const { bin, name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly bin: Readonly<Record<string, string>>;
      readonly name: string;
    };
    expect(Object.fromEntries(links.map(([, file = '', command = '']) => [command, `./${file}`]))).toEqual(
      bin,
    );
    expect(text).toContain(`COPY ${name}-*.tgz /tmp/\n`);
  });
});

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

  it('installs a tarball, a published version, or its own version', () => {
    expect(asked('README.md')).toBe(join(ROOT, 'README.md'));
    expect(asked('0.3.1')).toBe('meridian@0.3.1');
    expect(asked('')).toBe(`meridian@${VERSION}`);
  });

  it('fails on a missed target, and passes where it is met', () => {
    const [, text = ''] =
      /```yaml\n(meridian: 1\n.*?)```/s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
    const desk = join(folder, 'desk.yaml');
    writeFileSync(desk, text);
    expect(check({ scenario: desk, 'fail-on': 'targets' }, folder)).toBe(1);
    expect(readFileSync(join(folder, 'meridian.xml'), 'utf8')).toContain('<failure');
    expect(readFileSync(join(temporary, 'summary.md'), 'utf8')).toContain('The target is missed');
    writeFileSync(desk, text.replace('agents: 4', 'agents: 5'));
    expect(check({ scenario: desk, 'fail-on': 'targets' }, folder)).toBe(0);
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
