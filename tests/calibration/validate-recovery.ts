import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadScenario, ROOT } from '../running.ts';
import { figuresFromLogOf, readWritten, recoveredOf, recoveryTable } from './recovery.ts';

/** Prints the recovery table of all of css-2014: 373,000 cases as a list of changes, imported and calibrated. */
const scenario = loadScenario('css-2014');
const text = readFileSync(join(ROOT, 'scenarios/css-2014/scenario.yaml'), 'utf8');
const { figures } = figuresFromLogOf(scenario);
process.stdout.write(recoveryTable(recoveredOf(scenario, readWritten(text), figures)));
