import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { madeCounts } from '../../calibration/made-series.ts';
import { LIST_MAPPING, simulatedList } from '../../calibration/simulated-log.ts';
import { shortThreeCentres } from '../../calibration/three-centres.ts';
import { ROOT } from '../../running.ts';
import { meridianWith, newFolder } from '../cli/cli.ts';

const LIBRARY = join(ROOT, 'src/apps/library');
const examples = readdirSync(LIBRARY)
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [...readFileSync(join(LIBRARY, name), 'utf8').matchAll(/@example\n((?: \* .*\n)+)/g)])
  .map(([, lines = '']) => lines.replaceAll(/^ \* /gm, ''));

/** What examples take for given. */
const GIVEN = `
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { audit, auditLog, baseline, bundle, calibrate, checkBaseline, compare, defineScenario, evaluate, evaluateLog, explain, exportRun, forecast, hire, type ImportedLog, importLog, measures, override, parseScenario,
  proposeMapping, prove, readInput, readScenario, renderReport, replicate, simulate, sweep, validateAgainst, verify, type ScenarioInput, type AuditReport, type Result, type Scenario, type SimulatedRun } from 'meridian';
import { definePreference } from 'meridian/preference';
import { serveStudio } from 'meridian/studio';
declare const [scenario, today, withoutNightShift]: readonly [Scenario, Scenario, Scenario];
declare const imported: ImportedLog;
declare const desk: ScenarioInput;
declare const ledger: Uint8Array;
declare const run: SimulatedRun;
declare const judged: Result<AuditReport, string>;
`;

it('the examples in comments of the library compile as they are', () => {
  expect(examples.length).toBeGreaterThanOrEqual(14);
  const blocks = examples.map((text) => `{\n${text.replace('export default ', 'void ')}}\n`);
  // Within the package, so that its own name leads to its declarations.
  const file = join(ROOT, 'dist/examples-in-comments.mts');
  writeFileSync(file, `${GIVEN}${blocks.join('')}`);
  const options = ['--module', 'NodeNext', '--target', 'ES2023', '--strict', '--noEmit', '--types', 'node'];
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '--ignoreConfig', ...options, file], {
    encoding: 'utf8',
  });
  rmSync(file);
  expect(stdout).toBe('');
});

/** The same, as values. `imported` is the log of the folder. */
const GIVEN_VALUES = `
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { audit, auditLog, baseline, bundle, calibrate, checkBaseline, compare, defineScenario, evaluate, evaluateLog, explain, exportRun, forecast, hire, importLog, measures, override, parseScenario, proposeMapping, prove,
  readInput, readScenario, renderReport, replicate, simulate, sweep, validateAgainst, verify } from 'meridian';
import { definePreference } from 'meridian/preference';
import { serveStudio } from 'meridian/studio';
const valueOf = (result) => {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
};
const scenario = valueOf(readScenario('scenarios/three-centres'));
const [today, withoutNightShift] = [scenario, { ...scenario, name: 'without-night-shift' }];
const imported = valueOf(await importLog(readFileSync('tickets.csv'), readFileSync('mapping.yaml', 'utf8')));
const desk = valueOf(readInput('scenarios/three-centres'));
const run = simulate(scenario);
const { ledger } = run;
const judged = audit(readFileSync('runs/three-centres/ledger.bin'), scenario);
`;

/** What is asked of the result that an example leaves in a constant. */
const CHECKED = /^const (?:\{ \w+ \}|(\w+)) = (?:await )?(\w+)\(/;

it('the examples in comments of the library run as they are, and none of them gets a problem', () => {
  const folder = newFolder();
  cpSync(join(ROOT, 'scenarios/three-centres'), join(folder, 'scenarios/three-centres'), { recursive: true });
  meridianWith([], ['run', 'scenarios/three-centres', '--out', 'runs/three-centres'], folder);
  meridianWith([], ['bundle', 'runs/three-centres', '--out', 'runs/three-centres.bundle'], folder);
  meridianWith([], ['export', 'runs/three-centres', '--format', 'cloudevents', '--out', '.'], folder);
  writeFileSync(join(folder, 'tickets.csv'), simulatedList(shortThreeCentres('10 days')));
  writeFileSync(join(folder, 'mapping.yaml'), LIST_MAPPING);
  const { counts } = madeCounts({ days: 70, level: 80, drift: 0.01, busy: 0.05, seed: 'counts' });
  const rows = counts.map(
    (count, day) => `${new Date((16_440 + day) * 864e5).toISOString().slice(0, 10)},${count}`,
  );
  writeFileSync(join(folder, 'counts.csv'), ['date,cases', ...rows, ''].join('\n'));
  cpSync(join(ROOT, 'tests/statements/requirements/bank-questionnaire.yaml'), join(folder, 'bank.yaml'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const blocks = examples.map((text) => {
    const [, name = '', called = ''] = CHECKED.exec(text) ?? [];
    const check =
      name === ''
        ? ''
        : `if (${name}.ok === false) throw new Error('${called}: ' + JSON.stringify(${name}.problem));`;
    return `{\n${text.replace('export default ', 'void ')}${check}\n}\n`;
  });
  const file = join(ROOT, 'dist/examples-in-comments.mjs');
  // A server would keep the program alive.
  writeFileSync(file, `${GIVEN_VALUES}${blocks.join('')}console.log('end');\nprocess.exit();\n`);
  const { status, stderr, stdout } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
  rmSync(file);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/\nend\n$/);
  expect(stdout).toContain('http://127.0.0.1:');
  for (const made of ['desk.yaml', 'report.html']) expect(existsSync(join(folder, made)), made).toBe(true);
});
