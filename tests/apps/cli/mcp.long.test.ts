import { generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { Assistant } from './assistant.ts';
import { meridianWith, newFolder } from './cli.ts';

const above = newFolder();
const root = join(above, 'desk');
const [, DESK = ''] =
  /```yaml\n(meridian: 1\n.*?)```/s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
const FIVE = 'centres.dublin.groups.desk.shifts.day.agents=5';

/** The command line, in the root. */
function cli(...words: readonly string[]) {
  return meridianWith([], words, root);
}

let client: Assistant;
let before: readonly string[];
const filesIn = () => (readdirSync(root, { recursive: true }) as string[]).toSorted();

beforeAll(async () => {
  mkdirSync(join(root, 'five'), { recursive: true });
  writeFileSync(join(root, 'desk.yaml'), DESK);
  writeFileSync(
    join(root, 'five/scenario.yaml'),
    DESK.replace('agents: 4', 'agents: 5').replace('my-desk', 'five'),
  );
  writeFileSync(
    join(root, 'wrong.yaml'),
    DESK.replace('agents: 4', 'agents: four').replace('target: 0.8', 'target: 1.8'),
  );
  writeFileSync(join(above, 'secret.yaml'), DESK);
  writeFileSync(join(root, 'reaches-out.yaml'), 'meridian: 1\nname: out\nextends: ../secret.yaml\n');
  symlinkSync(join(above, 'secret.yaml'), join(root, 'link.yaml'));
  cli('run', 'desk.yaml');
  writeFileSync(
    join(above, 'key.pem'),
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }),
  );
  cli('bundle', 'runs/my-desk', '--key', join(above, 'key.pem'));
  cpSync(join(root, 'runs/my-desk.bundle'), join(root, 'changed'), { recursive: true });
  appendFileSync(join(root, 'changed/summary.json'), ' ');
  before = filesIn();
  client = await Assistant.of(root);
});

afterAll(() => client.close());

describe('an assistant', () => {
  it('lists scenarios and runs', async () => {
    const { runs, scenarios } = await client.asks('list');
    expect(scenarios).toContainEqual({ scenario: 'desk.yaml', title: 'My service desk' });
    expect(scenarios).toContainEqual({ scenario: 'five/scenario.yaml', title: 'My service desk' });
    expect(JSON.stringify(scenarios)).not.toMatch(/reaches-out|link/);
    expect(runs).toContainEqual(
      expect.objectContaining({ folder: 'runs/my-desk', targets: '1 of 1 missed' }),
    );
    expect((await client.asks('list', { folder: 'five' })).runs).toEqual([]);
  });

  it('learns what is assumed, and what is wrong and where', async () => {
    const { assumed, command, valid } = await client.asks('validate', { scenario: ['desk.yaml'] });
    expect([valid, assumed.length, command]).toEqual([true, 12, 'meridian validate desk.yaml']);
    const both = await client.asks('validate', { scenario: ['desk.yaml', 'wrong.yaml'] });
    expect(both.scenarios.map((one) => one.valid)).toEqual([true, false]);
    const wrong = await client.asks('validate', { scenario: 'wrong.yaml' });
    expect([wrong.exitCode, wrong.issues.map(({ line }) => line)]).toEqual([2, [14, 24]]);
    for (const { remedy } of wrong.issues) expect(remedy.length).toBeGreaterThan(5);
  });

  it('gets a verdict with its interval, and the root of the same run in a terminal', async () => {
    const { answer, ledger, promises, run, targets } = await client.asks('run', { scenario: 'desk.yaml' });
    expect(run).toBe('unsaved-1');
    expect(answer[0]).toContain('72.3 % answered within 20 s, 80.0 % wanted (3,224 cases)');
    expect(targets[0]).toMatchObject({ state: 'missed', judged: 3224, share: 0.723015, wanted: 0.8 });
    const [low, high] = targets[0].interval;
    expect([low < 0.723015, high > 0.723015, high < 0.8]).toEqual([true, true, true]);
    const { root: sealed } = JSON.parse(readFileSync(join(root, 'runs/my-desk/run.json'), 'utf8'));
    expect([ledger.root, ledger.entries, promises.verdict]).toEqual([sealed, 30_104, 'clean']);
  });

  it('changes numbers, seeds, replications and lengths of runs', async () => {
    const five = await client.asks('run', { scenario: 'desk.yaml', set: [FIVE] });
    expect(five.targets[0]).toMatchObject({ state: 'met', judged: 3224 });
    const same = await client.asks('run', { scenario: 'five' });
    expect(same.targets[0].share).toBe(five.targets[0].share);
    const [seeded, second, short] = [
      await client.asks('run', { scenario: 'desk.yaml', seed: 7 }),
      await client.asks('run', { scenario: 'desk.yaml', replication: 1 }),
      await client.asks('run', { scenario: 'desk.yaml', until: '1 week' }),
    ];
    expect(seeded.targets[0].share).not.toBe(0.723015);
    expect(second.targets[0].share).toBe(0.753154);
    expect(short.targets[0].judged).toBeLessThan(1000);
    expect(short.command).toBe("meridian run desk.yaml '--until=1 week' --out=unsaved-6");
  });

  it('gets replications with the intervals that the command prints', async () => {
    const { measures, targets } = await client.asks('run', { scenario: 'desk.yaml', replications: 3 });
    const [level] = measures;
    const { figures } = JSON.parse(
      cli('run', 'desk.yaml', '--replications', '3', '--json', '--out', join(above, 'r')).out,
    );
    const isAbandonment = ({ id }: { readonly id: string }) => id === 'abandonment';
    const answered = measures.find(isAbandonment)?.estimate;
    const printed = figures.find(isAbandonment);
    expect([level.estimate.low, level.estimate.high]).toEqual(targets[0].interval);
    expect(level.estimate.low).toBeLessThan(0.745407);
    expect(level.estimate.high).toBeGreaterThan(0.745407);
    expect([answered?.low, answered?.high]).toEqual([printed.low, printed.high]);
  });

  it('sees which rule a faulty policy breaks', async () => {
    const { exitCode, promises } = await client.asks('run', { scenario: 'desk.yaml', breach: 'browse' });
    expect([exitCode, promises.verdict]).toEqual([1, 'violations']);
    const broken = promises.invariants.filter(({ violations }) => violations > 0);
    expect(broken.map(({ id }) => id)).toEqual(['R6']);
    expect(broken[0]?.first).toMatchObject({ message: expect.any(String) });
  });

  it.each([0, 3, 100, 2000])('follows case %i, as trace and explain print it', async (number) => {
    const traced = await client.asks('trace', { run: 'unsaved-1', case: number });
    expect(traced.answer).toEqual(cli('trace', 'runs/my-desk', String(number)).out.trimEnd().split('\n'));
    expect(traced.command).toBe(
      `meridian run desk.yaml --out=unsaved-1 && meridian trace unsaved-1 ${number}`,
    );
    const explained = await client.asks('explain', { run: 'runs/my-desk', case: String(number) });
    expect(explained.answer).toEqual(
      cli('explain', 'runs/my-desk', String(number)).out.trimEnd().split('\n'),
    );
  });

  it('audits, evaluates and verifies', async () => {
    const audited = await client.asks('audit', { folder: 'unsaved-1' });
    expect([audited.verdict, audited.invariants.length, audited.untested.length]).toEqual(['clean', 13, 15]);
    expect(audited.invariants[0]).toEqual({ id: 'R1', title: 'Storage', checks: 3224, violations: 0 });
    const close = await client.asks('audit', { folder: 'runs/my-desk', law: 'now', 'near-misses': true });
    expect(close.nearMisses.length).toBe(7);
    const given = { source: 'unsaved-1', against: 'eu-data-boundary' };
    const { answer, rows } = await client.asks('evaluate', given);
    expect([answer[0], rows.length]).toEqual([
      'It meets 2 of 6 requirements; 2 are open; 2 cannot be told.',
      6,
    ]);
    const whole = await client.asks('verify', { bundle: 'runs/my-desk.bundle' });
    expect([whole.exitCode, whole.answer[0]]).toEqual([
      0,
      expect.stringContaining('The bundle is what its ledger gives'),
    ]);
    const core = await client.asks('verify', { bundle: 'changed', core: true });
    expect([core.exitCode, core.answer[0]]).toEqual([
      0,
      expect.stringContaining('The ledger is as it was sealed'),
    ]);
    const changed = await client.asks('verify', { bundle: 'changed' });
    expect([changed.exitCode, changed.answer.join(' ')]).toEqual([
      1,
      expect.stringContaining('summary.json'),
    ]);
  });

  it('compares, and finds what helps, with intervals of the differences', async () => {
    const given = { scenario: ['desk.yaml'], set: [FIVE] };
    const { changes, measures } = await client.asks('compare', given);
    const [{ difference, verdict }] = measures[0].others;
    expect([verdict, changes[0][0]]).toEqual(['better', 'Dublin, Desk, day shift, agents: 5 (was 4)']);
    // README: 10 pairs gain 13.0 points, give or take 0.7.
    expect(difference.value).toBeCloseTo(0.1298, 4);
    expect([difference.low, difference.high].map((end) => Number(end.toFixed(4)))).toEqual([0.1225, 0.1371]);
    const short = { scenario: 'desk.yaml', until: '1 week', replications: 5 };
    const { before: today, tried } = await client.asks('actions', short);
    expect(tried[0].text).toBe('Dublin, Desk, day shift, agents: 5 (was 4)');
    expect([tried[0].gain.low > 0, today.low < today.value, today.value < today.high]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('reads problems with remedies, all of a call at once', async () => {
    expect(await client.isRefused('runs')).toEqual(["there is no tool runs → did you mean 'run'?"]);
    const several = { sede: 1, seed: {}, 'warm-up': ['1 day'] };
    expect(await client.isRefused('run', several)).toEqual([
      "run takes no sede → did you mean 'seed'?",
      'run needs scenario → give it: scenario file, folder that holds scenario.yaml',
      expect.stringContaining('run: seed is {} → give a text'),
      expect.stringContaining('run: warm-up is ["1 day"] → give a text'),
    ]);
    expect(await client.isRefused('audit', { folder: 'runs/my-desk', 'near-misses': 'yes' })).toEqual([
      'audit: near-misses is "yes" → give true or false',
    ]);
    expect(await client.isRefused('trace', { run: 'runs/my-desk', case: 5000 })).toEqual([
      'there is no case 5000 → cases are numbered from 0 in the order of arrival',
    ]);
    expect(await client.isRefused('run', { scenario: 'desk.yaml', until: 'soon' })).toHaveLength(1);
    expect(await client.isRefused('run', { scenario: 'wrong.yaml' })).toHaveLength(2);
    expect(await client.isRefused('verify', { bundle: 'five' })).toHaveLength(1);
    expect(await client.isRefused('explain', { run: 'five', case: 0 })).toHaveLength(1);
  });

  it('reaches nothing outside of the root, by a path, an option, a link or a file that another extends', async () => {
    const [outside = ''] = await client.isRefused('validate', { scenario: ['../secret.yaml'] });
    expect(outside).toBe(`../secret.yaml is not below the folder ${root} → name a file or a folder in it`);
    expect(await client.isRefused('run', { scenario: '-' })).toHaveLength(1);
    expect(await client.isRefused('run', { scenario: '--preference=x' })).toHaveLength(1);
    expect(await client.isRefused('validate', { scenario: ['link.yaml'] })).toHaveLength(1);
    expect(await client.isRefused('run', { scenario: 'desk.yaml', out: 'here' })).toEqual([
      'run: out would write below the root → leave it out, or start `meridian mcp` with --write',
    ]);
    const { issues } = await client.asks('validate', { scenario: ['reaches-out.yaml'] }).catch(() => ({
      issues: [],
    }));
    expect(JSON.stringify(issues ?? [])).not.toContain('My service desk');
  });

  it('has made more than forty calls, and nothing in the root has changed', () => {
    expect(client.calls).toBeGreaterThan(40);
    expect(filesIn()).toEqual(before);
  });
});

describe('a server', () => {
  it('ends a command that takes too long', async () => {
    const impatient = await Assistant.of(root, '--longest', '2 s');
    const [problem = ''] = await impatient.isRefused('run', { scenario: 'desk.yaml', replications: 900 });
    expect(problem).toMatch(/^no answer within 2 s → .*meridian run desk.yaml --replications=900$/);
    await impatient.close();
  });

  it('writes with --write', async () => {
    const writer = await Assistant.of(root, '--write');
    const { command, run } = await writer.asks('run', { scenario: 'five', out: 'runs/kept' });
    expect([run, command]).toEqual(['runs/kept', 'meridian run five --out=runs/kept']);
    expect(readdirSync(join(root, 'runs/kept'))).toContain('ledger.bin');
    await writer.close();
  });

  it('refuses a folder that is not there, and a length that is none', () => {
    expect(cli('mcp', '--root', 'nowhere')).toMatchObject({ code: 2, out: '' });
    expect(cli('mcp', '--longest', 'ages')).toMatchObject({ code: 2, out: '' });
  });
});
