import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '#bundle';
import { FORMATS } from '../../src/apps/cli/commands/export.ts';
import { meridian, newFolder } from '../apps/cli/cli.ts';
import { sheetsOf } from '../report/workbook/read-workbook.ts';
import { makeBundle, readFiles, type SmallBundle } from './small-bundle.ts';

/** A scenario that dates the law itself says so in everything that it produces. */

/** Both get another date from safe-harbor-falls. */
const DATED = ['SAFE_HARBOR_EU_US', 'PRIVACY_SHIELD_EU_US'];
const SENTENCE = 'not the law of history';

/** Files of a bundle that need not say it, and why. */
const SILENT: Readonly<Record<string, RegExp>> = {
  'the scenario itself, and what it was read from': /^(scenario\.json|source\/)/,
  'figures of service, how the run was made, and what the bundle holds': /^(summary|run|manifest)\./,
  'numbers whose meaning the checkpoint binds': /^(ledger\/ledger\.bin|log\/)/,
  'csv/law.csv is the table of it': /^csv\/(?!law\.csv)/,
  'zones have no bases': /^tables\/zones\.json/,
  'the same for every scenario': /^(FORMAT\.md|tables\/law\.json)/,
};
const isSilent = (path: string) => Object.values(SILENT).some((pattern) => pattern.test(path));
const tells = (text: string) => text.includes(SENTENCE) && DATED.every((id) => text.includes(id));

let made: SmallBundle;
beforeAll(() => {
  // The framework falls after four days. From then on, the breach leaves violations, which are listed.
  made = makeBundle('safe-harbor-falls', '4.5 days', { breach: 'no-basis' });
});

describe('a scenario that dates the law', () => {
  it('is identified as such by every file of a bundle that has to', () => {
    const paths = [...made.files.keys()].filter((path) => !isSilent(path));
    expect(paths.length).toBeGreaterThan(20);
    const silent = paths.filter((path) => {
      const text = Buffer.from(made.files.get(path) ?? []).toString('latin1');
      // The register says it about the instruments that the entities hold.
      return path === 'gdpr/sub-processors.csv' ? !text.includes('not in history') : !tells(text);
    });
    expect(silent).toEqual([]);
  });

  it('is identified as such by every export format', () => {
    const out = newFolder();
    const wanted = FORMATS.flatMap((name) => ['--format', name]);
    expect(meridian('export', made.runFolder, ...wanted, '--out', out).code).toBe(0);
    const files = readFiles(out, '');
    // Each file of a format says it, except in these formats, where only the files named here do.
    const some: Readonly<Record<string, RegExp>> = {
      csv: /^csv\/law\.csv$/,
      gdpr: /^gdpr\/(processing-record|.*\.html)/,
      xlsx: /\.xlsx$/,
    };
    const told = (path: string, bytes: Uint8Array) =>
      path.endsWith('.xlsx') ? JSON.stringify([...sheetsOf(bytes)]) : Buffer.from(bytes).toString('latin1');
    for (const format of FORMATS) {
      const all = EXPORT_FORMATS.find(({ name }) => name === format)?.paths ?? [];
      const own = [...files].filter(([path]) => some[format]?.test(path) ?? all.includes(path));
      expect(own.length, format).toBeGreaterThan(0);
      for (const [path, bytes] of own) expect(tells(told(path, bytes)), path).toBe(true);
    }
  });

  it('is identified as such on the terminal by run, audit, bundle, verify and statement, in text and JSON', () => {
    const { folder, keyFile, runFolder } = made;
    const out = () => newFolder();
    const run = ['run', 'scenarios/safe-harbor-falls', '--until', '1 h'];
    const commands = [
      [...run, '--out', join(out(), 'run')],
      [...run, '--out', join(out(), 'run'), '--no-audit'],
      [...run, '--out', join(out(), 'run'), '--json'],
      ['audit', runFolder],
      ['audit', runFolder, '--law', 'now'],
      ['audit', runFolder, '--json'],
      ['bundle', runFolder, '--key', keyFile, '--format', 'csv', '--out', join(out(), 'b')],
      ['bundle', runFolder, '--key', keyFile, '--format', 'csv', '--out', join(out(), 'b'), '--json'],
      ['verify', folder],
      ['verify', folder, '--json'],
      ['verify', join(folder, 'events.ndjson'), '--scenario', 'scenarios/safe-harbor-falls'],
      ['statement', folder, '--customer', 'standard', '--out', out()],
      ['statement', folder, '--customer', 'standard', '--out', out(), '--json'],
    ];
    for (const command of commands) {
      const { out: printed, err } = meridian(...command);
      expect(tells(printed.replace(/\s+/g, ' ')), `${command.join(' ')}\n${err}`).toBe(true);
    }
  });

  it('is identified as such by every experiment, in text, JSON and page', () => {
    const scenario = 'scenarios/safe-harbor-falls';
    const varied = join(newFolder(), 'sweep.yaml');
    const demand = 'vary: { demand: { path: segments.*.customers.*.rate, times: 0.8..1.2 step 0.4 } }';
    const base = relative(dirname(varied), join(process.cwd(), scenario));
    const head = `meridian-sweep: 1\nscenario: ${base}\nreplications: 2\nuntil: 1 h\n`;
    writeFileSync(varied, `${head}design: grid\n${demand}\n`);
    const one = ['--threads', '1'];
    const short = [...one, '--until', '1 h', '--replications', '2'];
    const commands = [
      ['compare', 'scenarios/safe-harbor-2015', scenario, ...short],
      ['staff', scenario, '--goal', 'service level>=1%', ...short],
      ['sweep', varied, ...one],
      ['sensitivity', varied, ...one, '--trajectories', '2'],
    ];
    for (const command of commands) {
      const out = newFolder();
      const text = meridian(...command, '--out', out);
      expect(tells(text.out), `${command.join(' ')}\n${text.err}`).toBe(true);
      const page = readdirSync(out).find((name) => name.endsWith('.html')) ?? '';
      expect(tells(readFileSync(join(out, page), 'utf8')), page).toBe(true);
      expect(tells(meridian(...command, '--out', newFolder(), '--json').out), command.join(' ')).toBe(true);
    }
  });

  it('is identified as such in the run folder: audit, violations and report', () => {
    for (const name of ['audit.json', 'violations.ndjson', 'violations.csv', 'report.html'])
      expect(tells(readFileSync(join(made.runFolder, name), 'utf8')), name).toBe(true);
  });
});

describe('a scenario under the law of history', () => {
  it('mentions no other law', () => {
    const history = makeBundle('safe-harbor-2015', '1 h');
    for (const [path, bytes] of history.files)
      expect(Buffer.from(bytes).toString('latin1').includes(SENTENCE), path).toBe(false);
    expect(meridian('verify', history.folder).out).not.toContain(SENTENCE);
  });
});
