import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const AGENTS = 'centres.home.groups.servers.shifts.always.agents';
const short = ['--set', 'horizon=1 h'];
const textOf = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const jsonOf = (...path: string[]) => JSON.parse(textOf(...path));

describe('--set', () => {
  it('gives a run the root of a file that has the values, keeps what was set, and its bundle is sound', () => {
    const [out, other] = [join(folder, 'set'), join(folder, 'file')];
    const { code, err } = meridian(
      ...['run', 'scenarios/bench-mmc', '--set', `${AGENTS}=52`, ...short, '--quiet', '--out', out],
    );
    expect([code, err]).toEqual([0, '']);
    mkdirSync(join(folder, 'bench'));
    const text = readFileSync('scenarios/bench-mmc/scenario.yaml', 'utf8');
    const written = text.replace('agents: 50', 'agents: 52').replace('horizon: 1 day', 'horizon: 1 h');
    writeFileSync(join(folder, 'bench/scenario.yaml'), written);
    meridian('run', join(folder, 'bench'), '--quiet', '--out', other);
    expect(jsonOf('set/run.json').root).toBe(jsonOf('file/run.json').root);
    expect(jsonOf('set/run.json').set).toEqual({ [AGENTS]: 52, horizon: '1 h' });
    expect(textOf('set/source/bench-mmc/scenario.yaml')).toBe(written);
    expect(meridian('bundle', out, '--out', join(folder, 'bundle')).code).toBe(0);
    expect(meridian('verify', join(folder, 'bundle')).out).toContain('byte for byte');
  });

  it('refuses a slip with the nearest key, and what a value makes wrong, at the option, and writes nothing', () => {
    const run = (...settings: string[]) =>
      meridian(
        'run',
        'scenarios/bench-mmc',
        ...settings.flatMap((one) => ['--set', one]),
        '--out',
        join(folder, 'no'),
      );
    const slip = run('centres.home.groups.server.shifts.always.agents=52');
    expect([slip.code, slip.out]).toEqual([2, '']);
    expect(slip.err).toContain("did you mean 'servers'?");
    const wrong = run(`${AGENTS}=*1.05`);
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain(`--set ${AGENTS}=*1.05:1:1  error bad-number`);
    expect(() => textOf('no', 'run.json')).toThrow();
  });

  it('compares a scenario with itself as it would be', () => {
    const { code, out } = meridian(
      ...['compare', 'scenarios/bench-mmc', '--set', `${AGENTS}=60`, '--until', '1 h', '--replications', '3'],
      ...['--json', '--quiet', '--out', join(folder, 'compared')],
    );
    const { changes, scenarios } = JSON.parse(out).comparison;
    expect([code, scenarios]).toEqual([0, ['bench-mmc', 'bench-mmc-set']]);
    expect(changes).toEqual([['Home, Servers (first line), always shift, agents: 60 (was 50)']]);
    expect(meridian('compare', 'scenarios/bench-mmc', 'scenarios/first-steps', ...short).code).toBe(2);
  });

  it('sweeps several values without a file, and refuses one', () => {
    const swept = (...settings: string[]) =>
      meridian(
        ...['sweep', 'scenarios/bench-mmc', ...settings.flatMap((one) => ['--set', one]), ...short],
        ...[
          '--replications',
          '2',
          '--measures',
          'service level',
          '--json',
          '--quiet',
          '--out',
          join(folder, 'swept'),
        ],
      );
    const { parameters, points } = JSON.parse(
      swept(`${AGENTS}=48..52 step 2`, 'segments.*.customers[*].rate=*0.9,*1.1').out,
    );
    expect(parameters).toEqual(['agents', 'rate']);
    expect(points.map(({ values }: { values: string[] }) => values.join())).toEqual(
      ['48', '50', '52'].flatMap((agents) => [`${agents},0.9`, `${agents},1.1`]),
    );
    expect(swept(`${AGENTS}=52`)).toMatchObject({ code: 2, out: '' });
  });
});
