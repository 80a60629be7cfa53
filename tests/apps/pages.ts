import { generateKeyPairSync } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_DAY, madeCounts } from '../calibration/made-series.ts';
import { LIST_MAPPING, simulatedList } from '../calibration/simulated-log.ts';
import { shortThreeCentres } from '../calibration/three-centres.ts';
import { ROOT } from '../running.ts';
import { meridian, newFolder } from './cli/cli.ts';

const SWEEP = `meridian-sweep: 1
scenario: first-steps
until: 1 day
vary:
  agents: { path: centres.dublin.groups.*.shifts.*.agents, values: 2..6 step 2 }
  demand: { path: segments.*.customers.*.rate, times: [0.8, 1] }
`;
const TWICE = ['--replications', '2'];
const SHORT = ['--until', '1 day', ...TWICE];
const ZONES = ['DE=Europe/Berlin', 'IN=Asia/Kolkata', 'US=America/Denver'].flatMap((zone) => [
  '--zone',
  zone,
]);

/** A history with a view from Bangalore, a copy in Brazil, and a centre that the scenario does not know. */
const TICKETS = `number,at,account,team,centre,stored
T-1,2025-03-03 09:00,germany,dublin/first-line,dublin,frankfurt
T-1,2025-03-03 09:30,germany,bangalore/first-line,bangalore,frankfurt
T-2,2025-03-03 10:00,germany,dublin/first-line,dublin,BR
T-3,2025-03-03 11:00,americas,,Blr Office,frankfurt
T-4,2025-03-03 12:00,france,,dublin,frankfurt
`;
const TICKET_MAPPING = `meridian-mapping: 1
timeZone: UTC
columns: { case: number, time: at, segment: account, group: team, centre: centre, place: stored }
`;

export interface MadePage {
  /** Where the page lies, within the folder of all pages. */
  readonly page: string;
  /** The command that makes it, or `null` if an earlier one has made it. */
  readonly made: readonly string[] | null;
}

export interface PagesOfCommands {
  readonly folder: string;
  /** In this order: some commands read what an earlier one has made. */
  readonly pages: readonly MadePage[];
}

/** Every page that a command leaves. Writes what the commands read. */
export function pagesOfCommands(): PagesOfCommands {
  const folder = newFolder();
  const at = (...names: readonly string[]) => join(folder, ...names);
  cpSync(join(ROOT, 'scenarios/first-steps'), at('first-steps'), { recursive: true });
  writeFileSync(at('sweep.yaml'), SWEEP);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(at('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(at('counts.csv'), madeCountsSheet());
  writeFileSync(at('mapping.yaml'), LIST_MAPPING);
  writeFileSync(at('desk.csv'), simulatedList(shortThreeCentres('14 days')));
  writeFileSync(at('tickets.csv'), TICKETS);
  writeFileSync(at('tickets.yaml'), TICKET_MAPPING);
  for (const [log, mapping] of [
    ['desk.csv', 'mapping.yaml'],
    ['tickets.csv', 'tickets.yaml'],
  ] as const) {
    const { code, err } = meridian('import', at(log), '--map', at(mapping));
    if (code !== 0) throw new Error(err);
  }
  return { folder, pages: listed(at) };
}

function madeCountsSheet(): string {
  const { counts } = madeCounts({ seed: 'page', days: 140, level: 80, drift: 0.01, busy: 0.05 });
  const rows = counts.map(
    (count, day) =>
      `${new Date((FIRST_DAY + day) * 864e5).toISOString().slice(0, 10)},premier-de,phone,${count}`,
  );
  return ['date,segment,channel,cases', ...rows].join('\n');
}

function listed(at: (...names: readonly string[]) => string): readonly MadePage[] {
  const made = (folder: string, page: string, ...command: readonly string[]): MadePage => ({
    page: `${folder}/${page}`,
    made: [...command, '--out', at(folder)],
  });
  const three = ['scenarios/three-centres', 'scenarios/three-centres/no-night.yaml', ...SHORT];
  const staff = ['staff', 'scenarios/bench-mmc', '--until', '4 h', ...TWICE];
  const breach = ['prove', 'scenarios/german-night', '--breach', 'store-outside'];
  const log = at('desk.case-log');
  return [
    made('run', 'report.html', 'run', 'scenarios/german-night'),
    made('often', 'estimates.html', 'run', 'scenarios/three-centres', ...SHORT),
    made('compare', 'comparison.html', 'compare', ...three),
    made('change', 'change.html', 'explain-change', ...three),
    made('price', 'price.html', 'price', 'scenarios/german-night', ...SHORT),
    made('staff', 'staff.html', ...staff),
    made('sweep', 'sweep.html', 'sweep', at('sweep.yaml'), ...TWICE),
    made('sensitivity', 'sensitivity.html', 'sensitivity', at('sweep.yaml'), ...TWICE),
    made('proof', 'proof.html', ...breach),
    made('bundle', 'report.html', 'bundle', at('run'), '--key', at('key.pem')),
    { page: 'bundle/gdpr/processing-record.html', made: null },
    { page: 'bundle/gdpr/sub-processors.html', made: null },
    made('statement', 'statement.html', 'statement', at('bundle'), '--customer', 'premier/DE/24'),
    made('audited', 'audit.html', 'audit', at('tickets.case-log'), '--scenario', 'scenarios/three-centres'),
    made('boundary', 'boundary.html', 'boundary', 'scenarios/travelling-expert', '--proof'),
    made(
      'stated',
      'boundary.html',
      'boundary',
      at('tickets.case-log'),
      '--scenario',
      'scenarios/three-centres',
    ),
    made(
      'calibrated',
      'calibration.html',
      ...['calibrate', log, '--until', '2025-03-12', '--runs', '2', ...ZONES],
    ),
    made(
      'validated',
      'validation.html',
      ...['validate-against', log, '--scenario', at('calibrated'), '--from', '2025-03-12', '--runs', '2'],
    ),
    made(
      'next-weeks',
      'forecast.html',
      ...['forecast', at('counts.csv'), '--ahead', '14d', '--scenario', at('first-steps'), '--runs', '10'],
    ),
  ];
}

/** Makes a page by its command. */
export function makePage({ made, page }: MadePage): void {
  if (made === null) return;
  const { code, err } = meridian(...made);
  if (code !== 0 && code !== 1) throw new Error(`${page}: ${err}`);
}
