import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from '#calibration';
import type { Scenario } from '#domain';
import { ROOT } from '../running.ts';

/** Columns of the XES files that `meridian export` writes. */
export const XES_MAPPING = `meridian-mapping: 1
columns:
  case: 'case:concept:name'
  time: time:timestamp
  activity: concept:name
  agent: org:resource
  group: org:group
  tier: tier
  segment: 'case:segment'
  country: 'case:country'
  channel: 'case:channel'
  language: 'case:language'
  product: 'case:product'
  severity: severity
`;

/** The figures that the commands calibrate from a run that was exported as XES and imported again, as their users call them. */
export function figuresFromXes(name: string, scenario: Scenario): readonly Figure[] {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'meridian-recovery-'));
  const meridian = (...args: readonly string[]) =>
    execFileSync(process.execPath, [join(ROOT, 'dist/apps/cli/main.js'), ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  try {
    const at = (file: string) => join(folder, file);
    meridian('run', join(ROOT, 'scenarios', name), '--no-audit', '--out', at('run'));
    meridian('export', at('run'), '--format', 'xes', '--out', at('xes'));
    const log = readdirSync(at('xes')).find((file) => /\.xes(\.gz)?$/.test(file)) ?? '';
    writeFileSync(at('mapping.yaml'), XES_MAPPING);
    meridian('import', join(at('xes'), log), '--map', at('mapping.yaml'), '--out', at('again.case-log'));
    const zones = new Map(scenario.streams.map(({ country, timeZone }) => [country, timeZone]));
    const clocks = [...zones].flatMap(([country, zone]) => ['--zone', `${country}=${zone}`]);
    const horizon = [
      '--until',
      new Date(scenario.startEpochMs + scenario.horizonMs).toISOString().slice(0, 10),
    ];
    meridian(
      ...['calibrate', at('again.case-log'), '--time-zone', 'Europe/Dublin', ...clocks, ...horizon],
      ...['--runs', '2', '--out', at('calibrated')],
    );
    return (
      JSON.parse(readFileSync(at('calibrated/calibration.json'), 'utf8')) as { figures: readonly Figure[] }
    ).figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
