import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openCaseLog } from '../../../src/apps/cli/calibration/case-log-options.ts';
import { type Rolling, rollingDistances, rollingText } from './rolling.ts';

/**
 * Prints how close calibrated models come to the weeks after them: `npm run validate:logs -- <case log> --days 7 --origins 3 --runs 10`.
 * `--from`, `--until`, `--time-zone` and `--zone` are those of calibrate. `--json FILE` keeps the figures, and `--before FILE` shows kept ones beside them.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    days: { type: 'string', default: '7' },
    origins: { type: 'string', default: '3' },
    runs: { type: 'string', default: '10' },
    from: { type: 'string' },
    until: { type: 'string' },
    'time-zone': { type: 'string' },
    zone: { type: 'string', multiple: true, default: [] },
    before: { type: 'string' },
    json: { type: 'string' },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('name the folder of a case log, as meridian import writes it');
const given = Object.entries({ from: values.from, until: values.until, timeZone: values['time-zone'] });
const log = await openCaseLog(folder, {
  ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  zone: values.zone,
  runs: values.runs,
});
const plan = { origins: Number(values.origins), days: Number(values.days), runs: log.runs };
const found = rollingDistances(log, plan);
const before =
  values.before === undefined ? null : (JSON.parse(readFileSync(values.before, 'utf8')) as Rolling);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(found, null, 1)}\n`);
process.stdout.write(rollingText(found, before));
