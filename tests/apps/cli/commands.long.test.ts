import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NearMisses } from '#audit';
import { actKind } from '#domain';
import type { ActionsPage } from '#report';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const run = join(folder, 'night');

beforeAll(() => {
  expect(meridian('run', 'scenarios/german-night', '--out', run).code).toBe(0);
});

describe('meridian run', () => {
  it('fills the run folder, and gives the same ledger root every time', () => {
    const files = [
      'audit.json',
      'groups.csv',
      'ledger.bin',
      'report.html',
      'run.json',
      'scenario.json',
      'service.csv',
      'summary.json',
      'violations.csv',
      'violations.ndjson',
    ];
    expect(readdirSync(run).sort()).toEqual([...files, 'source'].sort());
    expect(readFileSync(join(run, 'source/german-night/scenario.yaml'), 'utf8')).toBe(
      readFileSync(join(ROOT, 'scenarios/german-night/scenario.yaml'), 'utf8'),
    );
    const again = join(folder, 'again');
    expect(meridian('run', 'scenarios/german-night', '--out', again, '--quiet')).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    for (const file of files) {
      expect(readFileSync(join(again, file)).equals(readFileSync(join(run, file))), file).toBe(true);
    }
  });

  it('ends a run whose queue grows without bound, keeps its results and says so', () => {
    const scenario = join(folder, 'overloaded.yaml');
    const text = readFileSync(join(ROOT, 'scenarios/bench-mmc/scenario.yaml'), 'utf8')
      .replaceAll('exponential 1 min', 'exponential 1 h')
      .replace('agents: 50', 'agents: 2')
      .replace('rate: 45/min', 'rate: 3/h')
      .replace('horizon: 1 day', 'horizon: 52 weeks');
    writeFileSync(scenario, text);
    const out = join(folder, 'overloaded');
    const result = meridian('run', scenario, '--out', out);
    expect(result.code).toBe(1);
    expect(result.out.replace(/\s+/g, ' ')).toMatch(/Unstable: the queue grew .* the run was ended after/);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('class="alert"');
    expect(meridian('audit', out).code).toBe(0);
    const many = meridian('run', scenario, '--replications', '2', '--out', join(folder, 'overloaded-2'));
    expect(many.code).toBe(0);
    expect(many.err).toContain('2 of 2 replications of bench-mmc are unstable');
  });

  it("lets a user's module choose among eligible groups, and records which module it was", () => {
    const module = join(folder, 'last-first.mjs');
    writeFileSync(
      module,
      'export default ({ groups }) => ({ name: "last first", rank: (group) => groups.length - group.index });',
    );
    const out = join(folder, 'own');
    const own = meridian(
      'run',
      'scenarios/german-night',
      '--until',
      '6 h',
      '--preference',
      module,
      '--out',
      out,
    );
    expect(own.code).toBe(0);
    const record = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as {
      preference: { file: string; sha256: string };
    };
    expect(record.preference.file).toBe(module);
    expect(record.preference.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(meridian('explain', out, '3', '--preference', module).out).toContain('→');
    const bundle = join(folder, 'own.bundle');
    expect(meridian('bundle', out, '--out', bundle).code).toBe(0);
    expect(meridian('verify', bundle).code).toBe(0);

    // Reading a run executes no code: neither what its record names, nor a module other than the sealed one.
    const trap = join(folder, 'trap.mjs');
    const trace = join(folder, 'was-executed');
    writeFileSync(
      trap,
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(trace)}, '');`,
    );
    const { sha256 } = record.preference;
    for (const hash of [sha256, createHash('sha256').update(readFileSync(trap)).digest('hex')]) {
      const forged = {
        ...JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')),
        preference: { file: trap, sha256: hash },
      };
      writeFileSync(join(out, 'run.json'), JSON.stringify(forged));
      const unnamed = meridian('explain', out, '3');
      expect([unnamed.code, unnamed.out]).toEqual([2, '']);
      expect(unnamed.err).toContain('name the module with --preference');
      const other = meridian('explain', out, '3', '--preference', trap);
      expect([other.code, other.out]).toEqual([2, '']);
      expect(other.err).toContain('is not the module of the run');
    }
    expect(existsSync(trace)).toBe(false);
    expect(meridian('explain', run, '3', '--preference', module).err).toContain(
      'no module was used to choose',
    );

    writeFileSync(module, 'export default () => ({ name: "none", rank: () => Number.NaN });');
    const bad = meridian(
      'run',
      'scenarios/german-night',
      '--preference',
      module,
      '--out',
      join(folder, 'bad'),
    );
    expect([bad.code, existsSync(join(folder, 'bad'))]).toEqual([2, false]);
    expect(bad.err).toContain('the preference none returned NaN for a group; it must return a finite number');
    writeFileSync(module, 'export const preference = 1;');
    const none = meridian(
      'run',
      'scenarios/german-night',
      '--preference',
      module,
      '--out',
      join(folder, 'bad'),
    );
    expect(none.err).toContain('does not export a preference by default');
  });

  it('gives another ledger for another seed', () => {
    const other = join(folder, 'other');
    const { code, out } = meridian('run', 'scenarios/german-night', '--seed', '2', '--out', other, '--json');
    expect(code).toBe(0);
    const { ledger } = JSON.parse(out) as { ledger: { root: string } };
    const { root } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { root: string };
    expect(ledger.root).toMatch(/^[0-9a-f]{64}$/);
    expect(ledger.root).not.toBe(root);
  });

  it('prints figures for planners, and the verdict with its number of checks', () => {
    const { out } = meridian('run', 'scenarios/german-night', '--full', '--out', join(folder, 'printed'));
    for (const text of [
      'service level',
      'No target is certainly missed',
      'Hand-overs by reason',
      'Waiting causes',
      'R23',
      'Not put to the test: Person rule (R5), since no promise says where people must reside;',
      '0 violations in',
    ]) {
      expect(out.replace(/\s+/g, ' ')).toContain(text);
    }
  });

  it('exits with 1 for a seeded breach, names the invariant, and tells the story of one case', () => {
    const { code, out } = meridian(
      'run',
      'scenarios/german-night',
      '--full',
      '--breach',
      'store-outside',
      '--out',
      join(folder, 'b'),
    );
    expect(code).toBe(1);
    expect(out).toContain('Broken: Storage (R1)');
    expect(out).toMatch(/R1 Storage: .*outside/);
    expect(out).toContain('primary stored at quincy (US), from the customer');
  });

  it('exits with 2 for invalid options, names the valid ones, and writes nothing', () => {
    const out = join(folder, 'nothing');
    const wrong = [
      ['--breach', 'unheard-of'],
      ['--replication', '-1'],
      ['--until', '3'],
      ['--until', 'soon'],
      ['--engine', 'steam'],
    ];
    for (const options of wrong) {
      const { code, err } = meridian('run', 'scenarios/german-night', '--out', out, ...options);
      expect(code, options.join(' ')).toBe(2);
      expect(err).toContain(options[1]);
      expect(err).not.toMatch(/\n\s+at /);
      expect(existsSync(out)).toBe(false);
    }
  });

  it('tries changes for one run without breaches only, and says what to leave out', () => {
    const out = join(folder, 'not-tried');
    for (const options of [
      ['--replications', '2'],
      ['--breach', 'store-outside'],
    ]) {
      const { code, err } = meridian('run', 'scenarios/three-centres', '--try', '--out', out, ...options);
      expect(code, options.join(' ')).toBe(2);
      expect(err).toContain('--try');
      expect(err).toMatch(/leave .*out/);
      expect(existsSync(out)).toBe(false);
    }
  });

  it('searches for the best action, and says what comes of it first', () => {
    const out = join(folder, 'tried');
    const args = ['scenarios/three-centres', '--until', '3 days', '--try', '--out', out];
    const { code, out: printed } = meridian('run', ...args, '--json');
    expect(code).toBe(0);
    const { answer, tried } = JSON.parse(printed) as {
      readonly answer: readonly string[];
      readonly tried: ActionsPage;
    };
    expect(answer.at(-1)).toMatch(
      /^Best of \d+ actions: Dublin, First line, night shift, agents: 3 \(was 2\)\. It raises .* It costs .* in this run \(24 hours\)/,
    );
    expect(tried.tried[0]).toMatchObject({ kind: 'more agents', isHelpful: true });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('What was tried');
    expect(answer.join(' ')).not.toContain('not simulated');
  }, 60_000);

  it('leaves an earlier result as it was when the new run cannot be', () => {
    const before = readFileSync(join(run, 'summary.json'), 'utf8');
    expect(meridian('run', 'tests/scenario/bad/no-such-file.yaml', '--out', run).code).toBe(2);
    expect(readFileSync(join(run, 'summary.json'), 'utf8')).toBe(before);
  });

  it('reports a folder that cannot be written', () => {
    const { code, err } = meridian('run', 'scenarios/german-night', '--out', '/proc/nowhere/run');
    expect(code).toBe(2);
    expect(err).toContain('choose another folder');
  });

  it('removes nothing but earlier runs', () => {
    const mine = join(folder, 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'thesis.txt'), 'years of work');
    for (const place of [mine, join(mine, 'thesis.txt')]) {
      const { code, err } = meridian('run', 'scenarios/german-night', '--out', place);
      expect(code).toBe(2);
      expect(err).toContain('is not the folder of an earlier run');
    }
    cpSync(run, join(folder, 'annotated'), { recursive: true });
    writeFileSync(join(folder, 'annotated/notes.txt'), 'mine');
    expect(meridian('run', 'scenarios/german-night', '--out', join(folder, 'annotated')).code).toBe(2);
    expect(readFileSync(join(mine, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('ends early on request, and can run without a ledger', () => {
    const { code, out } = meridian(
      'run',
      'scenarios/german-night',
      '--until',
      '6 h',
      '--no-ledger',
      '--out',
      join(folder, 'short'),
      '--json',
    );
    const { summary, ledger, audit } = JSON.parse(out) as {
      summary: { horizonHours: number };
      ledger: null;
      audit: null;
    };
    expect([code, summary.horizonHours, ledger, audit]).toEqual([0, 6, null, null]);
  });
});

describe('meridian audit', () => {
  it('finds the run clean from the files alone', () => {
    const { code, out } = meridian('audit', run);
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toMatch(/No promise was broken\. 0 violations in [\d,]+ checks/);
  });

  it('reports near misses as text, as JSON, and on the page of the run', () => {
    const { out } = meridian('audit', run, '--near-misses', '--json');
    const { nearMisses, notModelled, notSaid, ...report } = JSON.parse(out) as {
      readonly nearMisses: readonly NearMisses[];
      readonly notModelled: readonly string[];
      readonly notSaid: readonly string[];
    };
    expect({ ...report, notSaid, notModelled }).toEqual(
      JSON.parse(readFileSync(join(run, 'audit.json'), 'utf8')),
    );
    const { looked = 0, near = 0 } = nearMisses.find(({ id }) => id === 'R10') ?? {};
    // At night, only Dublin may take what Redmond could.
    expect(near).toBeGreaterThan(10);
    const text = meridian('audit', run, '--near-misses').out;
    expect(notModelled.length).toBeGreaterThan(0);
    expect(text).toContain(`Not said by the scenario, and therefore not judged: ${notSaid.join('; ')}.`);
    expect(text).toContain(`Not modelled, and therefore not judged: ${notModelled.join('; ')}.`);
    expect(text).toMatch(new RegExp(`^R10 {2}Escalation +${looked} +${near}$`, 'm'));
    expect(text).toMatch(
      /case \d+: escalated for \S+: of 2 centres at work that could\s+handle it, only dublin may/,
    );
    const page = readFileSync(join(run, 'report.html'), 'utf8');
    expect(page).toContain(`<h2>${near} near misses</h2>`);
  });

  it('exits with 1 and names the place if any byte of the ledger is flipped', () => {
    const flipped = join(folder, 'flipped');
    cpSync(run, flipped, { recursive: true });
    const ledger = join(flipped, 'ledger.bin');
    const bytes = readFileSync(join(run, 'ledger.bin'));
    for (const offset of [0, 9, 40, 300, Math.floor(bytes.length / 2), bytes.length - 20]) {
      const damaged = Buffer.from(bytes);
      damaged[offset] = (damaged[offset] as number) ^ 4;
      writeFileSync(ledger, damaged);
      const { code, out, err } = meridian('audit', flipped);
      expect(code, `byte ${offset}`).toBe(1);
      expect(err, `byte ${offset}`).toMatch(/damaged \([a-z-]+\) at byte \d+/);
      expect(out).not.toContain('No promise was broken');
    }
  });

  it('exits with 1 and says so if the ledger is truncated', () => {
    const torn = join(folder, 'torn');
    cpSync(run, torn, { recursive: true });
    truncateSync(join(torn, 'ledger.bin'), 120_000);
    const { code, err } = meridian('audit', torn);
    expect(code).toBe(1);
    expect(err).toContain('truncated');
    expect(err).toMatch(/\d+ entries/);
  });

  it('exits with 1 if the scenario next to the ledger is not the one it was made from', () => {
    const swapped = join(folder, 'swapped');
    cpSync(run, swapped, { recursive: true });
    meridian('run', 'scenarios/zurich-eea', '--out', join(folder, 'zurich'), '--quiet');
    copyFileSync(join(folder, 'zurich/scenario.json'), join(swapped, 'scenario.json'));
    const { code, err } = meridian('audit', swapped);
    expect(code).toBe(1);
    expect(err).toContain('another scenario');
  });

  it('exits with 1 if the ledger belongs to another run of the same scenario, as do trace and explain', () => {
    const swapped = join(folder, 'swapped-ledger');
    cpSync(run, swapped, { recursive: true });
    meridian('run', 'scenarios/german-night', '--seed', '2', '--out', join(folder, 'seed-2'), '--quiet');
    copyFileSync(join(folder, 'seed-2/ledger.bin'), join(swapped, 'ledger.bin'));
    for (const args of [
      ['audit', swapped],
      ['trace', swapped, '0'],
      ['explain', swapped, '0'],
    ]) {
      const { code, out, err } = meridian(...args);
      expect([code, out], args[0]).toEqual([1, '']);
      expect(err).toContain('the ledger is that of seed 2, replication 0');
    }
  });

  it('exits with 2 if the record of the run has been tampered with', () => {
    const edited = join(folder, 'edited');
    cpSync(run, edited, { recursive: true });
    const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as Record<string, unknown>;
    for (const change of [{ engine: 'steam' }, { replication: -5 }, { breach: 'unheard-of' }, { seed: 7 }]) {
      writeFileSync(join(edited, 'run.json'), JSON.stringify({ ...record, ...change }));
      const { code, err } = meridian('explain', edited, '0');
      expect(code, JSON.stringify(change)).toBe(2);
      expect(err).not.toMatch(/\n\s+at /);
    }
  });

  it('exits with 2 for a folder that holds no run', () => {
    for (const name of [join(folder, 'none'), folder, join(ROOT, 'src')]) {
      const { code, err } = meridian('audit', name);
      expect(code).toBe(2);
      expect(err).not.toMatch(/\n\s+at /);
    }
  });
});

describe('meridian trace and explain', () => {
  it('show where the data was, who saw it and why', () => {
    const { code, out } = meridian('trace', run, '42');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Case 42 \(.+\) (was|is) (first resolved|resolved|lost|not resolved|refused) .+; its data was in .+ saw it.*\.\n/,
    );
    for (const text of ['opened by', 'primary stored at', 'Where its data was', 'Who saw it'])
      expect(out).toContain(text);
  });

  it('show who was considered, what ruled them out, and who won', () => {
    const { code, out } = meridian('explain', run, '42');
    expect(code).toBe(0);
    expect(out).toMatch(/routing decisions?/);
    expect(out).toContain('ruled out by tier');
    expect(out).toMatch(/→ (agent \d+ of|waits:)/);
  });

  it('agree on the agents who had the case', () => {
    for (const caseNumber of ['7', '42', '99']) {
      const traced = JSON.parse(meridian('trace', run, caseNumber, '--json').out) as {
        kind: number;
        c: number;
      }[];
      const assigned = traced.filter(({ kind }) => kind === actKind('assign')).map(({ c }) => c);
      const explained = JSON.parse(meridian('explain', run, caseNumber, '--json').out) as {
        agent: number | null;
      }[];
      expect(explained.flatMap(({ agent }) => (agent === null ? [] : [agent]))).toEqual(assigned);
      expect(assigned.length, caseNumber).toBeGreaterThan(0);
    }
  });

  it('exit with 2 for a case that does not exist', () => {
    for (const command of ['trace', 'explain']) {
      for (const name of ['999999', '-1', 'x']) expect(meridian(command, run, name).code).toBe(2);
    }
  });
});

describe('the other commands', () => {
  it('machine draws the states that the ledger numbers', () => {
    const { code, out } = meridian('reference', 'machine');
    expect(code).toBe(0);
    expect(out).toMatch(/^stateDiagram-v2/);
    expect(out).toContain('open_working --> resolved : after handling');
  });

  it('schema prints a JSON Schema that editors read', () => {
    const { code, out } = meridian('reference', 'schema');
    expect(code).toBe(0);
    expect((JSON.parse(out) as { $schema: string }).$schema).toContain('draft-07');
    expect(out).toContain('"eraseAfter"');
  });

  it('breaches lists each breach with the invariants that report it', () => {
    expect(meridian('reference', 'breaches').out).toMatch(/store-outside\s+R1\s.*\(css-2014-drill\)$/m);
    expect((JSON.parse(meridian('reference', 'breaches', '--json').out) as unknown[]).length).toBeGreaterThan(
      12,
    );
  });

  it('help and usage errors come without a stack trace', () => {
    expect(meridian('--help').code).toBe(0);
    const { code, err } = meridian('rnu');
    expect(code).toBe(2);
    expect(err).toContain('run');
  });
});

describe('a user who stops reading', () => {
  const main = join(ROOT, 'dist/apps/cli/main.js');

  it.each([
    ['head -1', 2],
    ['true', 1],
  ])('as `%s` does sees no complaint at the end', (reader, lines) => {
    const pipe = `node ${main} trace ${run} 42 | ${reader}; echo "code \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', pipe], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toHaveLength(lines);
    expect(stdout).toMatch(/code 0\n$/);
  });
});
