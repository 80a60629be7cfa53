import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../running.ts';

const LIBRARY = join(ROOT, 'src/apps/library');
const examples = readdirSync(LIBRARY)
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [...readFileSync(join(LIBRARY, name), 'utf8').matchAll(/@example\n((?: \* .*\n)+)/g)])
  .map(([, lines = '']) => lines.replaceAll(/^ \* /gm, ''));

/** What examples take for given. */
const GIVEN = `
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { audit, auditLog, calibrate, compare, type ImportedLog, importLog, proposeMapping, prove, readScenario, renderReport,
  replicate, simulate, verify, type AuditReport, type Result, type Scenario, type SimulatedRun } from 'meridian';
import { definePreference } from 'meridian/preference';
import { serveStudio } from 'meridian/studio';
declare const [scenario, today, withoutNightShift]: readonly [Scenario, Scenario, Scenario];
declare const imported: ImportedLog;
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
