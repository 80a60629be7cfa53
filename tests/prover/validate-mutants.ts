import { parseArgs } from 'node:util';
import { loadScenario, sha256 } from '../running.ts';
import { killTable, type MutantVerdict } from './mutants/kill-table.ts';
import { renderKillTable } from './mutants/kill-table-text.ts';

/**
 * `npm run validate:mutants`: breaks policy, life cycle, tables and the interpretation of the law of a scenario piece by piece, and shows what
 * detects each change: proof, audit, an assertion or nothing. Exits with 1 if a change survives for no listed reason, or none has the name.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const name = positionals[0] ?? 'proving-ground';
const isWanted = (mutant: string) => values.only === undefined || mutant.includes(values.only);
const verdicts: MutantVerdict[] = [];
for (const verdict of killTable(loadScenario(name), sha256, 'test', isWanted)) {
  verdicts.push(verdict);
  if (process.stderr.isTTY) process.stderr.write(`\r${verdicts.length} mutants `);
}
process.stdout.write(renderKillTable(verdicts, { colour: (_, text) => text, width: 150 }));
const isExplained = verdicts.every(({ explanation, isKilled }) => isKilled || explanation !== null);
process.exitCode = isExplained && verdicts.length > 0 ? 0 : 1;
