import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CaseLogOptions, openCaseLog } from '../../../src/apps/cli/calibration/case-log-options.ts';
import { LIST_MAPPING, simulatedList } from '../../calibration/simulated-log.ts';
import { shortThreeCentres } from '../../calibration/three-centres.ts';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (...names: readonly string[]) => join(folder, ...names);
const log = at('desk.case-log');
const zones = ['DE=Europe/Berlin', 'IN=Asia/Kolkata', 'US=America/Denver'].flatMap((zone) => [
  '--zone',
  zone,
]);

beforeAll(() => {
  writeFileSync(at('mapping.yaml'), LIST_MAPPING);
  writeFileSync(at('desk.csv'), simulatedList(shortThreeCentres('10 days')));
  cpSync(join(ROOT, 'scenarios/three-centres'), at('scenarios', 'three-centres'), { recursive: true });
  expect(meridian('import', at('desk.csv'), '--map', at('mapping.yaml')).code).toBe(0);
});

describe('meridian calibrate', () => {
  it('writes a scenario that is valid, its figures, and a page', () => {
    const { code, err, out } = meridian(
      'calibrate',
      log,
      '--until',
      '2025-03-12',
      '--out',
      at('made'),
      '--runs',
      '2',
      ...zones,
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [first, second, third] = out.split('\n');
    expect(first).toMatch(
      /^desk\.csv: [\d,]+ figures from [\d,]+ cases opened from 2025-03-03 until 2025-03-12; \d+ things that the log cannot tell are assumed\.$/,
    );
    expect(second).toMatch(/cases in history, .* in the model\..* Means of 2 runs\.$/);
    expect(third).toMatch(/^Weakest part: /);
    expect(readdirSync(at('made')).sort()).toEqual(['calibration.html', 'calibration.json', 'scenario.yaml']);
    expect(meridian('validate', at('made')).code).toBe(0);
  });

  it('uses the whole log unless a date is given', () => {
    const { code, out } = meridian('calibrate', log, '--out', at('whole'), '--runs', '2', ...zones);
    expect(code).toBe(0);
    expect(out).toMatch(/^desk\.csv: .* opened from 2025-03-03 until 2025-03-1[23];/);
  });

  it('gives every figure a source, a number and an interval that contains it', () => {
    const { figures } = JSON.parse(readFileSync(at('made', 'calibration.json'), 'utf8'));
    expect(figures.length).toBeGreaterThan(300);
    for (const { high, key, low, method, n, source, value } of figures) {
      expect(source, key).not.toBe('');
      expect(method, key).not.toBe('');
      expect(n, key).toBeGreaterThanOrEqual(0);
      expect(low, key).toBeLessThanOrEqual(value + 1e-9);
      expect(high, key).toBeGreaterThanOrEqual(value - 1e-9);
    }
  });

  it('writes an overlay beside the scenario that it extends', () => {
    const base = at('scenarios', 'three-centres');
    const { code, err } = meridian(
      'calibrate',
      log,
      '--until',
      '2025-03-12',
      '--scenario',
      base,
      '--runs',
      '2',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const text = readFileSync(at('scenarios', 'desk-calibrated', 'scenario.yaml'), 'utf8');
    expect(text).toContain('extends: ../three-centres\n');
    expect(text).not.toContain('centres:\n');
    expect(meridian('validate', at('scenarios', 'desk-calibrated')).code).toBe(0);
  });

  it('refuses options that say nothing, before it reads the log', async () => {
    const bad: readonly (readonly [Partial<CaseLogOptions>, string])[] = [
      [{ until: 'soon' }, '--until soon is no date'],
      [{ until: '2020-01-01' }, 'has 0 cases between --from and --until'],
      [{ runs: '1' }, '--runs 1 is not a whole number from 2 to 100'],
      [{ zone: ['DE'] }, '--zone DE names no country with its time zone'],
      [{ timeZone: 'Mars' }, 'Mars is no IANA time zone'],
      [{ country: 'XX' }, 'XX is no country'],
      [{ channel: 'fax' }, 'fax is no channel'],
    ];
    for (const [options, message] of bad) {
      await expect(openCaseLog(log, { zone: [], runs: '5', ...options })).rejects.toThrow(message);
    }
  });

  it('refuses logs and scenarios that it cannot use, and writes nothing', () => {
    const bad: readonly (readonly [readonly string[], string])[] = [
      [[at('nothing'), '--out', at('never')], 'does not exist'],
      [[log, '--from', '2025-03-08', '--out', at('never')], 'whole days between --from and --until'],
      [[log, '--scenario', join(ROOT, 'scenarios/bench-mmc')], 'none of the segments of the log'],
      [[log, '--scenario', join(ROOT, 'scenarios/bench-mmc'), '--out', at('never')], 'cannot extend'],
    ];
    for (const [args, problem] of bad) {
      const { code, err } = meridian('calibrate', ...args, '--until', '2025-03-12');
      expect(code, problem).toBe(2);
      expect(err).toContain(problem);
    }
    expect(existsSync(at('never'))).toBe(false);
    expect(existsSync(join(ROOT, 'scenarios/desk-calibrated'))).toBe(false);
  });

  it('refuses a table that is damaged', () => {
    cpSync(log, at('damaged.case-log'), { recursive: true });
    writeFileSync(at('damaged.case-log', 'events.parquet'), 'no table');
    const { code, err } = meridian('calibrate', at('damaged.case-log'), '--until', '2025-03-12');
    expect(code).toBe(2);
    expect(err).toContain('events.parquet is no Parquet table of a case log');
  });
});

describe('meridian validate-against', () => {
  it('compares a scenario with the rest of the log', () => {
    const { code, err, out } = meridian(
      'validate-against',
      log,
      '--scenario',
      at('scenarios', 'three-centres'),
      '--from',
      '2025-03-06',
      '--runs',
      '2',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^three-centres against desk\.csv, cases opened from 2025-03-06 until 2025-03-12\.\n/,
    );
    const { validation } = JSON.parse(
      readFileSync(at('desk.case-log.validation', 'validation.json'), 'utf8'),
    );
    expect(validation.distances).toHaveLength(7);
    // The log was made by this scenario: the model is as far away as chance makes it.
    for (const { halves, model, name } of validation.distances) {
      expect(model.value, name).toBeLessThan(4 * halves);
    }
  });

  it('refuses a scenario without the segments of the log', () => {
    const { code, err } = meridian(
      'validate-against',
      log,
      '--scenario',
      join(ROOT, 'scenarios/bench-mmc'),
      '--from',
      '2025-03-06',
    );
    expect(code).toBe(2);
    expect(err).toContain('has no segment');
  });
});
