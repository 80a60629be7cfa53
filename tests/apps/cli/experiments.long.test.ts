import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { contentsOf, keptIn, meridian, newFolder, start } from './cli.ts';

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('meridian compare', () => {
  const args = ['scenarios/first-steps', 'scenarios/german-night', '--until', '1 day', '--replications', '4'];

  it('gives the same bytes for any number of threads', async () => {
    const folders = ['1', '2', '3'].map((threads) => join(folder, `threads-${threads}`));
    for (const [i, out] of folders.entries()) {
      const { code, err } = meridian('compare', ...args, '--threads', String(i + 1), '--out', out);
      expect([code, err]).toEqual([0, '']);
    }
    const [one, two, three] = folders.map(contentsOf);
    expect(Object.keys(one ?? {})).toContain('comparison.html');
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  }, 120_000);

  it('prints a verdict in words, or JSON', async () => {
    const out = join(folder, 'words');
    const { out: printed } = meridian('compare', ...args, '--out', out);
    expect(printed).toMatch(/german-night: .*(than in first-steps|no change of|not enough to tell)/);
    const json = JSON.parse(meridian('compare', ...args, '--json', '--out', out).out);
    expect(json.comparison.scenarios).toEqual(['first-steps', 'german-night']);
    expect(json.comparison.replications).toBe(4);
  }, 120_000);

  it('gives waits by channel, and a wait of all channels only if somebody asks for it', async () => {
    const out = join(folder, 'channels');
    const short = [
      'scenarios/first-steps',
      'scenarios/german-night',
      '--until',
      '4 h',
      '--replications',
      '2',
    ];
    const mixed = /^(speed of answer|wait p90)(\/(standard|premier)[^/]*)?$/;
    const compared = (...more: readonly string[]) => {
      const { out: printed } = meridian('compare', ...short, '--json', '--out', out, ...more);
      const { measures } = JSON.parse(printed).comparison;
      return measures.map(({ measure }: { measure: { id: string } }) => measure.id) as readonly string[];
    };
    const ids = compared();
    expect(ids).toContain('speed of answer/phone');
    expect(ids.filter((id) => mixed.test(id))).toEqual([]);
    const page = readFileSync(join(out, 'comparison.html'), 'utf8');
    expect(page).toContain('Speed of answer, phone');
    expect(page).not.toMatch(/>(Speed of answer|Wait, 90.%.within)</);
    expect(compared('--measures', 'speed of answer')).toEqual(['speed of answer']);
    const ofProduct = 'service level/product:azure';
    expect(compared('--measures', ofProduct)).toEqual([ofProduct]);
  }, 60_000);

  it.each([
    [['compare', 'scenarios/first-steps'], 'a single scenario cannot be compared'],
    [['compare', 'scenarios/first-steps', 'scenarios/nowhere'], 'scenarios/nowhere'],
    [['compare', ...args, '--replications', '0'], '--replications 0'],
    [['compare', ...args, '--level', '95'], '--level 95'],
    [['compare', ...args, '--measures', 'luck'], 'no measure luck'],
    [['compare', ...args, '--until', 'soon'], '--until soon'],
    [['compare', ...args, '--out', 'src'], 'not the folder of an earlier experiment'],
    [['compare', ...args, '--resume', '--out', join(folder, 'never')], 'no earlier part of this experiment'],
    [['price', 'scenarios/bench-mmc'], 'restricts nothing'],
    [
      ['price', 'scenarios/german-night', '--restaff', '4', '--replications', '1'],
      'one replication does not tell',
    ],
    [
      ['staff', 'scenarios/first-steps', '--required', '--apply', 'new.yaml', '--heads'],
      'does not use --apply and --heads',
    ],
    [['staff', 'scenarios/first-steps', '--goal', 'luck>=1'], 'no measure with a bound'],
    [['staff', 'scenarios/first-steps', '--goal', 'service level<=80%'], 'turn the sign'],
    [['staff', 'scenarios/first-steps', '--goal', 'service level>=80'], 'write 80 % or 0.8'],
    [
      ['sweep', 'scenarios/first-steps/sweep.yaml', '--goal', 'service level/mars>=80%'],
      'mars is not a segment',
    ],
    [['sweep', 'nowhere.yaml'], 'nowhere.yaml does not exist'],
  ])(
    'meridian %j is refused with exit code 2 and a reason',
    async (wrong, reason) => {
      const { code, err, out: printed } = meridian(...wrong);
      expect(code).toBe(2);
      expect(err).toContain(reason);
      expect(err).not.toMatch(/\n\s+at /);
      expect(printed).toBe('');
    },
    30_000,
  );
});

describe('meridian sweep', () => {
  const file = join(folder, 'sweep.yaml');
  const text = (path: string) => `meridian-sweep: 1
scenario: ${relative(folder, join(ROOT, 'scenarios/first-steps'))}
replications: 3
until: 2 days
vary:
  agents: { path: ${path}, values: [3, 6, 9] }
  demand: { path: segments.*.customers.*.rate, times: [0.8, 1, 1.2, 1.4] }
`;

  const POINTS = 12;

  interface Kept {
    readonly scenario: number;
    readonly replication: number;
  }

  /** Starts the sweep and kills it without warning after some replications. Returns how many had been made. */
  async function killInTheMiddle(out: string, threads: number): Promise<number> {
    const { child, ended } = start(['sweep', file, '--threads', String(threads), '--out', out]);
    let seen = 0;
    for (let i = 0; i < 1200 && seen < 6; i++) {
      await setTimeout(10);
      seen = keptIn(out).length;
    }
    child.kill('SIGKILL');
    await ended;
    return seen;
  }

  it.each([1, 2])(
    'that is killed loses only the work in hand of %i threads, and gives the same bytes when resumed',
    async (threads) => {
      writeFileSync(file, text('centres.dublin.groups.*.shifts.*.agents'));
      const [whole, killed, marked] = ['whole', 'killed', 'marked'].map((name) =>
        join(folder, `${name}-${threads}`),
      ) as [string, string, string];
      expect(meridian('sweep', file, '--out', whole)).toMatchObject({ code: 0, err: '' });
      const seen = await killInTheMiddle(killed, threads);
      const lines = keptIn(killed);
      expect(seen).toBeGreaterThanOrEqual(6);
      expect(lines.length).toBeGreaterThanOrEqual(seen);
      expect(lines.length).toBeLessThan(3 * POINTS);
      // Jobs are handed out in one order: gaps before the last kept one were in the hands of other threads.
      const kept = lines.map((line) => (JSON.parse(line) as { of: Kept }).of);
      const last = Math.max(...kept.map(({ replication, scenario }) => replication * POINTS + scenario));
      expect(last + 1 - kept.length).toBeLessThan(threads);

      // A record that was edited by hand is rejected.
      cpSync(`${killed}.unfinished`, `${marked}.unfinished`, { recursive: true });
      const [first = '', ...others] = lines;
      const changed = first.replace('"isUnstable":false', '"isUnstable":true');
      expect(changed).not.toBe(first);
      writeFileSync(join(`${marked}.unfinished`, 'replications.ndjson'), [changed, ...others, ''].join('\n'));
      const resumed = meridian('sweep', file, '--out', marked, '--resume');
      expect(resumed).toMatchObject({
        code: 0,
        err: expect.stringContaining('replications.ndjson: line 1 does not fit'),
      });
      expect(contentsOf(marked)).toEqual(contentsOf(whole));

      expect(meridian('sweep', file, '--out', killed, '--resume')).toMatchObject({
        code: 0,
        err: '',
      });
      expect(contentsOf(killed)).toEqual(contentsOf(whole));
    },
  );

  it('names the place of a path that leads nowhere', async () => {
    writeFileSync(file, text('centres.dublni.groups.*.shifts.*.agents'));
    const { code, err } = meridian('sweep', file, '--out', join(folder, 'nowhere'));
    expect(code).toBe(2);
    expect(err).toContain('sweep.yaml:6:19');
    expect(err).toContain('there is no dublni');
  }, 30_000);
});

describe('meridian run', () => {
  it('gives intervals from the batches of one run, with the requested quantiles', async () => {
    const out = join(folder, 'batches');
    const args = [
      '--batch-means',
      '10',
      '--quantiles',
      '50%,95%',
      '--warm-up',
      '2 h',
      '--json',
      '--out',
      out,
    ];
    const { code, err, out: printed } = meridian('run', 'scenarios/bench-mmc', ...args);
    expect([code, err]).toEqual([0, '']);
    const page = JSON.parse(printed);
    expect(page).toMatchObject({
      replications: 10,
      warmUpHours: 2,
      batches: { hours: 2.2, warmUp: 'given' },
    });
    const ids = page.measures.map(({ id }: { id: string }) => id);
    expect(ids).toContain('wait p95/customers');
    expect(ids).not.toContain('wait p90');
    for (const id of [
      'waited',
      'wait of all/customers',
      'queue length',
      'occupancy/centre:home',
      'availability',
    ])
      expect(ids).toContain(id);
    // Little's law, with 45 cases a minute.
    const meanOf = (wanted: string) =>
      page.measures.find(({ id }: { id: string }) => id === wanted).estimate.mean as number;
    expect(meanOf('queue length') / meanOf('wait of all')).toBeCloseTo(45 / 60, 2);
    expect(Object.keys(contentsOf(out))).toEqual(['estimates.csv', 'estimates.html', 'estimates.json']);
  }, 60_000);

  it('gives an interval for every figure, with the same bytes in threads and after an interruption', () => {
    const [whole, resumed] = [join(folder, 'every-figure'), join(folder, 'every-figure-resumed')];
    const args = ['scenarios/first-steps', '--until', '8 h', '--replications', '3', '--quiet'];
    expect(meridian('run', ...args, '--threads', '1', '--out', whole)).toMatchObject({ code: 0, err: '' });
    const lines = readFileSync(join(whole, 'estimates.csv'), 'utf8').split('\n');
    for (const name of ['waited', 'wait of all', 'queue length/tier:1', 'occupancy/centre:']) {
      expect(
        lines.some((line) => line.startsWith(name)),
        name,
      ).toBe(true);
    }
    // Only the second of three replications is left.
    cpSync(whole, resumed, { recursive: true });
    const kept = readFileSync(join(whole, 'replications.ndjson'), 'utf8').split('\n');
    writeFileSync(join(resumed, 'replications.ndjson'), `${kept[1]}\n`);
    const again = meridian('run', ...args, '--threads', '2', '--resume', '--out', resumed);
    expect(again).toMatchObject({ code: 0, err: '' });
    for (const file of ['estimates.csv', 'estimates.json', 'estimates.html', 'replications.ndjson']) {
      expect(readFileSync(join(resumed, file), 'utf8'), file).toBe(readFileSync(join(whole, file), 'utf8'));
    }
    expect(kept[0]).toContain('"figures":{"service":[');
  }, 60_000);

  it('leaves a warm-up out of the summary, but not out of the ledger', async () => {
    const [whole, rest] = [join(folder, 'whole-run'), join(folder, 'warmed-run')];
    const args = ['scenarios/first-steps', '--quiet', '--until', '2 days'];
    expect(meridian('run', ...args, '--out', whole)).toMatchObject({ code: 0, err: '' });
    const warmed = meridian('run', ...args, '--warm-up', '1 day', '--out', rest);
    expect(warmed).toMatchObject({ code: 0, err: '' });
    const [all, some] = [whole, rest].map((path) => ({
      summary: JSON.parse(readFileSync(join(path, 'summary.json'), 'utf8')),
      audit: JSON.parse(readFileSync(join(path, 'audit.json'), 'utf8')),
    }));
    expect(some?.summary.warmUp).toMatchObject({ hours: 24, by: 'given' });
    expect(some?.summary.cases + some?.summary.warmUp.arrived).toBe(all?.summary.cases);
    expect(all?.summary).not.toHaveProperty('warmUp');
    expect(some?.audit.cases).toBe(all?.audit.cases);
    expect(some?.audit.invariants).toEqual(all?.audit.invariants);
  }, 60_000);

  it('widens intervals whose width has decided how many replications there are, and says so', () => {
    const out = join(folder, 'precise');
    const args = ['scenarios/first-steps', '--until', '12 h', '--precision', '40%', '--out', out];
    const made = meridian('run', ...args);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out.replace(/\s+/g, ' ')).toContain('a little wider because their width decided how many');
    const page = JSON.parse(readFileSync(join(out, 'estimates.json'), 'utf8'));
    expect([page.level, page.isReached]).toEqual([0.95, true]);
    expect(page.replications).toBeGreaterThanOrEqual(16);
    const levels = page.measures.flatMap(
      ({ estimate }: { estimate: { level: number } | null }) => estimate ?? [],
    );
    for (const { level } of levels) expect(level).toBeGreaterThan(0.952);
    const wanted = page.measures.find(({ id }: { id: string }) => id === 'service level').estimate;
    expect(wanted.halfWidth).toBeLessThanOrEqual(0.4 * wanted.mean);
  });

  it('makes no batches of a run in which rates change from week to week', () => {
    const grown = join(folder, 'grown.yaml');
    const text = readFileSync(join(ROOT, 'scenarios/bench-mmc/scenario.yaml'), 'utf8');
    const longer = text.replace(/^horizon: .*$/m, 'horizon: 2 weeks');
    writeFileSync(grown, `${longer}trend: { perWeek: 0.01 }\n`);
    const out = join(folder, 'refused');
    const { code, err } = meridian('run', grown, '--batch-means', '10', '--out', out);
    expect(code).toBe(2);
    expect(err).toContain('rates change from week to week by the trend, so batches of one run are not alike');
    expect(err).toContain("write 'perWeek: 0' in each 'trend'");
    expect(err).toContain('use --replications');
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    [['--warm-up', 'soon'], '--warm-up soon is not a duration'],
    [['--warm-up', '-2 days'], '--warm-up -2 days is not a duration'],
    [['--warm-up', '5 weeks'], 'nothing is left to measure'],
    [['--until', '-1 day'], '--until -1 day is not a duration'],
    [['--until', '5 weeks'], '--until 5 weeks is longer than first-steps, which ends after 168 h'],
    [['--batch-means', '0'], '--batch-means 0'],
    [['--batch-means'], 'batches are whole weeks'],
    [['--batch-means', '--replications', '5'], '--batch-means and replications exclude each other'],
    [['--replications', '3', '--quantiles', '99%'], '--quantiles 99%'],
    [['--precision', '0'], '--precision 0'],
    [['--precision', '-5%'], '--precision -5%'],
    [['--precision', '5%', '--maximum', '9'], '--maximum 9 is below 24'],
    [['--replications', '-1'], '--replications -1'],
  ])(
    '%j is refused with exit code 2 and a reason, and nothing is written',
    async (wrong, reason) => {
      const out = join(folder, 'refused');
      const { code, err, out: printed } = meridian('run', 'scenarios/first-steps', ...wrong, '--out', out);
      expect([code, printed]).toEqual([2, '']);
      expect(err).toContain(reason);
      expect(err).not.toMatch(/\n\s+at /);
      expect(existsSync(out)).toBe(false);
    },
    30_000,
  );
});

describe('meridian baseline', () => {
  it('passes for what it has kept, and fails for a figure outside its interval', async () => {
    const file = join(folder, 'baseline.json');
    const args = ['--until', '1 day', '--replications', '4'];
    expect(meridian('baseline', 'save', 'scenarios/first-steps', file, ...args).code).toBe(0);
    const same = meridian('baseline', 'check', 'scenarios/first-steps', file);
    expect(same.code).toBe(0);
    expect(same.out).toMatch(
      /^First .*: all \d+ measures are inside the intervals kept in .*baseline\.json\.\n$/,
    );
    const other = meridian('baseline', 'check', 'scenarios/german-night', file);
    expect(other.code).toBe(1);
    const [answer, farthest] = other.out.split('\n');
    expect(answer).toMatch(
      /: \d+ of \d+ measures are outside the intervals kept in .*, the farthest first\.$/,
    );
    // German-night has no such segment, which is farther than any figure.
    expect(farthest).toMatch(/: – is outside /);
    expect(other.out).toMatch(/^Service level: .* is outside/m);
    writeFileSync(file, '{"meridianBaseline": 1}');
    expect(meridian('baseline', 'check', 'scenarios/first-steps', file)).toMatchObject({ code: 2 });
  }, 60_000);
});
