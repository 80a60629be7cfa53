import { setImmediate } from 'node:timers/promises';
import { killTable, type MutantVerdict } from '#prover';
import { renderKillTable } from '#report';
import { BAD_INPUT, CLEAN, VIOLATION } from '../../shared/exit-codes.ts';
import { sha256, versions } from '../../shared/host.ts';
import { colour, complain, printJson, printText, terminalWidth } from '../../shared/print.ts';
import { loadForExperiment } from '../../shared/scenario/load-scenario.ts';
import { notePassing } from '../../shared/terminal.ts';

export interface MutantsOptions {
  readonly only?: string;
  readonly json?: true;
}

/** `meridian mutants`: breaks policy, life cycle and tables piece by piece, and tells who finds it out. */
export async function mutants(name: string, options: MutantsOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const scenario = loadForExperiment(name, {});
  if (scenario === null) return;
  const verdicts: MutantVerdict[] = [];
  const isWanted = (mutant: string) => options.only === undefined || mutant.includes(options.only);
  for (const verdict of killTable(scenario, sha256, versions.engine, isWanted)) {
    verdicts.push(verdict);
    notePassing(`${verdicts.length} mutants `);
    await setImmediate();
  }
  notePassing('');
  if (verdicts.length === 0) {
    return complain(
      `no mutant of ${name} has "${options.only ?? ''}" in its name`,
      'without --only all are tried, and named',
    );
  }
  const isExplained = verdicts.every(({ explanation, isKilled }) => isKilled || explanation !== null);
  process.exitCode = isExplained ? CLEAN : VIOLATION;
  if (options.json === true) return printJson(verdicts);
  printText(renderKillTable(verdicts, { width: terminalWidth(), colour }));
}
