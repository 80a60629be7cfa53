import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeCounts } from '../../calibration/made-series.ts';
import { ROOT } from '../../running.ts';
import { parseFile, scenarioOf } from '../../scenario/parsing.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (...names: readonly string[]) => join(folder, ...names);

/** Counts of 20 weeks from Monday, 5 January 2015, for two segments of first-steps, by phone. */
function countsText(): string {
  const making = { days: 140, level: 80, drift: 0.01, busy: 0.05 };
  const segments = ['premier-de', 'standard-us'].map((segment) => ({
    segment,
    ...madeCounts({ ...making, seed: segment }),
  }));
  const rows = segments.flatMap(({ counts, segment }) =>
    counts.map(
      (count, day) =>
        `${new Date((16_440 + day) * 864e5).toISOString().slice(0, 10)},${segment},phone,${count}`,
    ),
  );
  return ['date,segment,channel,cases', ...rows, ''].join('\n');
}

beforeAll(() => {
  writeFileSync(at('counts.csv'), countsText());
  cpSync(join(ROOT, 'scenarios/first-steps'), at('scenarios', 'first-steps'), { recursive: true });
});

const base = at('scenarios', 'first-steps');
const made = at('scenarios', 'next-weeks');
const forecast = (...more: readonly string[]) =>
  meridian('forecast', at('counts.csv'), '--ahead', '14d', ...more);

describe('meridian forecast', () => {
  it('writes an overlay that is valid and draws its rates, the figures, and a page', () => {
    const { code, err, out } = forecast('--scenario', base, '--out', made, '--runs', '10');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /over 26 forecasts of 14 days, it misses by [\d.]+ % of the cases, the same weekday of the last week/,
    );
    expect(out).toMatch(/From 2015-05-25, 14 days: [\d,]+ cases are expected, 90 %: [\d,]+ to [\d,]+\./);
    expect(out).toMatch(/90 % intervals held [\d.]+ % of [\d,]+ days/);
    expect(out).toMatch(/Service level: 90 % of the runs .* of the variance comes from the forecast/);
    expect(readdirSync(made).sort()).toEqual(['forecast.html', 'forecast.json', 'scenario.yaml']);
    const { scenario } = scenarioOf(parseFile(join(made, 'scenario.yaml')));
    expect(scenario.forecast?.errors.map(({ variation }) => variation.length)).toEqual([14, 14]);
    expect(new Date(scenario.startEpochMs).toISOString()).toBe('2015-05-25T00:00:00.000Z');
    const { series } = JSON.parse(readFileSync(join(made, 'forecast.json'), 'utf8'));
    expect(series[0].days).toHaveLength(14);
  });

  it('gives the same bytes again, and replications with rates that differ', () => {
    const again = at('scenarios', 'again');
    expect(forecast('--scenario', base, '--out', again, '--runs', '0').code).toBe(0);
    const text = (name: string) =>
      readFileSync(join(name, 'scenario.yaml'), 'utf8').replace(/^name: .*$/m, '');
    expect(text(again)).toBe(text(made));
    const { code, err, out } = meridian(
      'run',
      again,
      '--replications',
      '2',
      '--until',
      '1 day',
      '--json',
      '--out',
      at('often'),
    );
    expect({ code, err: err.replaceAll(/[\s\S]*/g, '') }).toEqual({ code: 0, err: '' });
    expect(out).toContain('replications');
  });

  it('says that a past is too short to try forecasts', () => {
    const { code, out } = forecast('--origin', '2015-02-02', '--out', at('short'));
    expect(code).toBe(0);
    expect(out).toMatch(
      /^The past is too short to try forecasts of 14 days: nothing shows how good this one is\./,
    );
  });

  it.each([
    [['--ahead', 'soon'], '--ahead soon is no whole number of days up to 366'],
    [['--origins', '1'], '--origins 1 is not a whole number from 2 to 400'],
    [['--runs', '3'], '--runs 3 are too few to split a spread'],
    [['--origin', '2015-02-30'], '--origin 2015-02-30 is no date'],
    [['--origin', '2016-01-01'], 'no forecast can begin on 2016-01-01'],
    [['--origin', '2015-01-12'], 'has 7 whole days before the origin, and a forecast needs 14'],
    [['--holiday', 'XX=2015-05-30'], '--holiday XX=2015-05-30 names no country'],
    [['--holiday', 'easter'], '--holiday easter is no date'],
    [['--channel', 'fax'], 'fax is no channel'],
    [['--time-zone', 'Mars/Base'], 'Mars/Base is no IANA time zone'],
    [
      ['--scenario', 'scenarios/bench-mmc', '--out', 'scenarios/nothing-here'],
      'has none of the segments and channels of the log: ',
    ],
  ] as const)('refuses %j, and writes nothing', (options, message) => {
    const out = at('refused');
    const given = (options as readonly string[]).includes('--out') ? options : [...options, '--out', out];
    const { code, err } = meridian('forecast', at('counts.csv'), ...given);
    expect(err).toContain(message);
    expect(code).toBe(2);
    expect(err).not.toMatch(/\n\s+at /);
    expect(existsSync(out) || existsSync(join(ROOT, 'scenarios/nothing-here'))).toBe(false);
  });

  it('names row and column of wrong cells', () => {
    writeFileSync(at('wrong.csv'), 'date,cases\n2015-01-05,12\n2015-01-06,many\n2015-01-32,4\n');
    const { code, err } = meridian('forecast', at('wrong.csv'), '--out', at('refused'));
    expect(code).toBe(2);
    expect(err).toContain("wrong.csv, row 3, column 'cases': it is no count (many)");
    expect(err).toContain("wrong.csv, row 4, column 'date'");
    expect(existsSync(at('refused'))).toBe(false);
  });
});
