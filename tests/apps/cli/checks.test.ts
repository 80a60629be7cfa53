import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (name: string) => join(folder, name);
const SMALL = /```yaml\n(.*?)```/s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';

/** The desk of the README: with 4 agents its target is missed, with 5 it is met. A short run cannot tell. */
function desk(name: string, agents: number, horizon = '4 weeks'): string {
  writeFileSync(at(name), SMALL.replace('agents: 4', `agents: ${agents}`).replace('4 weeks', horizon));
  return at(name);
}

const run = (scenario: string, ...options: readonly string[]) =>
  meridian('run', scenario, '--out', at('run'), ...options);

describe('a run on a screen', () => {
  it('ends with its answer and where the page is, in at most 20 lines, and prints tables on request', () => {
    const { out } = run(desk('missed.yaml', 4));
    const lines = out.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(out).toContain('The target is missed');
    expect(out).toContain('12 values that the file leaves out are assumed');
    expect(lines.at(-2)).toBe(`page: ${at('run')}/report.html; --full prints its tables`);
    expect(out).not.toMatch(/0 violations in/);
    const full = run(at('missed.yaml'), '--full').out;
    expect(full).toMatch(/Service centres.*0 violations in .*The target is missed/s);
  });
});

describe('a job that fails on an answer', () => {
  it('fails on a missed target if asked, and else not', () => {
    expect(run(desk('missed.yaml', 4)).code).toBe(0);
    const failed = run(at('missed.yaml'), '--fail-on', 'targets');
    expect(failed).toMatchObject({ code: 1, err: expect.stringContaining('--fail-on: 1 target missed') });
    expect(run(desk('met.yaml', 5), '--fail-on', 'targets:unsure,promises:unsure').code).toBe(0);
  });

  it('warns of a target in doubt, or fails on it', () => {
    const short = desk('short.yaml', 4, '1 day');
    expect(run(short, '--fail-on', 'targets')).toMatchObject({
      code: 0,
      err: expect.stringContaining('warning: 1 target in doubt'),
    });
    expect(run(short, '--fail-on', 'targets:unsure').code).toBe(1);
  });

  it('judges replications by all of them', () => {
    const often = ['--replications', '4', '--quiet', '--fail-on', 'targets', '--out', at('often')];
    expect(meridian('run', desk('missed.yaml', 3), ...often).code).toBe(1);
  });

  it.each([
    ['an unknown name', ['--fail-on', 'target'], 'write targets, or targets:unsure'],
    ['batches', ['--batch-means', '--junit', 'x.xml'], 'leave out --batch-means'],
  ])('refuses %s', (_, options, remedy) => {
    expect(run(desk('met.yaml', 5), ...options)).toMatchObject({
      code: 2,
      err: expect.stringContaining(remedy),
    });
  });

  it('writes a test report with a case for each target and each invariant', () => {
    run(desk('missed.yaml', 4), '--junit', at('report.xml'));
    const xml = readFileSync(at('report.xml'), 'utf8');
    expect(xml).toContain('<testsuite name="targets" tests="1" failures="1" skipped="0">');
    expect(xml).toMatch(/<testsuite name="promises" tests="28" failures="0" skipped="15">/);
    expect(xml.match(/<testcase /g)?.length).toBe(29);
  });

  it('annotates a job of GitHub Actions, and adds the answer to its summary', () => {
    const summary = at('summary.md');
    const { stdout } = spawnSync(
      'node',
      [join(ROOT, 'dist/apps/cli/main.js'), 'run', desk('missed.yaml', 4), '--out', at('run'), '--github'],
      { encoding: 'utf8', env: { ...process.env, GITHUB_STEP_SUMMARY: summary } },
    );
    expect(stdout).toMatch(/^::error title=callers%2C phone%2C .*::72\.3 %25 answered/m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^### My service desk\n\nThe target is missed/);
  });

  it('gives the issues of a file as SARIF and as annotations', () => {
    writeFileSync(at('bad.yaml'), SMALL.replace('horizon: 4 weeks', 'horizon: 4'));
    const { code, out } = meridian('validate', at('bad.yaml'), '--sarif', '-');
    expect(code).toBe(2);
    const [first] = (JSON.parse(out) as { runs: { results: object[] }[] }).runs.flatMap(
      ({ results }) => results,
    );
    expect(first).toMatchObject({
      ruleId: 'unit-missing',
      level: 'error',
      locations: [{ physicalLocation: { region: { startLine: 5, startColumn: 10 } } }],
    });
    expect(meridian('validate', at('bad.yaml'), '--github').out).toMatch(
      /^::error file=.*bad\.yaml,line=5,col=10,title=unit-missing::/m,
    );
  });
});

it('a scenario is read from standard input', () => {
  const of = (input: string) =>
    spawnSync('node', [join(ROOT, 'dist/apps/cli/main.js'), 'validate', '-'], { encoding: 'utf8', input });
  expect(of(SMALL)).toMatchObject({ status: 0, stdout: expect.stringContaining('my-desk is valid') });
  expect(of('meridian: 2')).toMatchObject({ status: 2, stderr: expect.stringContaining('stdin.yaml:1:11') });
});

describe('earlier runs', () => {
  it('are listed with their size, and deleted only if that is confirmed and they are ours', () => {
    const runs = at('runs');
    const kept = join(runs, 'my-desk.earlier');
    for (const seed of ['1', '2', '3']) {
      const made = spawnSync(
        'node',
        [join(ROOT, 'dist/apps/cli/main.js'), 'run', desk('met.yaml', 5), '--seed', seed, '--until', '1 day'],
        { cwd: folder },
      );
      expect(made.status).toBe(0);
    }
    expect(readdirSync(kept).length).toBe(2);
    mkdirSync(join(kept, 'mine'));
    writeFileSync(join(kept, 'mine', 'notes.txt'), 'mine\n');
    const listed = meridian('runs', runs, '--prune');
    expect(listed.out).toMatch(/2 earlier results, \d+ MB; .* Nothing is deleted yet/);
    expect(readdirSync(kept).length).toBe(3);
    expect(meridian('runs', runs, '--yes').code).toBe(2);
    expect(meridian('runs', runs, '--prune', '--yes').out).toMatch(/Deleted: 2 earlier results/);
    expect(readdirSync(kept)).toEqual(['mine']);
    expect(readdirSync(runs)).toContain('my-desk');
  });
});
