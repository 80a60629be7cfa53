import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadScenario, ROOT } from '../running.ts';
import { figuresFromLogOf, readWritten, recoveredOf, recoveryTable } from './recovery.ts';
import { figuresFromXes } from './recovery-from-xes.ts';

/**
 * Prints the recovery table of all of css-2014: 373,000 cases as a list of changes, imported and calibrated. With `--xes` the run is exported
 * as XES instead, and the built commands import and calibrate it.
 */
const scenario = loadScenario('css-2014');
const text = readFileSync(join(ROOT, 'scenarios/css-2014/scenario.yaml'), 'utf8');
const figures = process.argv.includes('--xes')
  ? figuresFromXes('css-2014', scenario)
  : figuresFromLogOf(scenario).figures;
process.stdout.write(recoveryTable(recoveredOf(scenario, readWritten(text), figures)));
