import { setImmediate } from 'node:timers/promises';
import { success } from '#base';
import { killTable, type MutantVerdict } from '#prover';
import { renderKillTable } from '#report';
import { sha256, versions } from '../../shared/host.ts';
import { printJson, printText, textOptions } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { notePassing } from '../../shared/terminal.ts';
import { loadForExperiment } from '../options/extent.ts';

export interface MutantsOptions {
  readonly only?: string;
  readonly json?: true;
}

/** `meridian mutants`: breaks policy, life cycle and tables piece by piece, and shows what detects each change. */
export async function mutants(name: string, options: MutantsOptions): Promise<CommandResult> {
  const scenario = loadForExperiment(name, {});
  if (!scenario.ok) return scenario;
  const verdicts: MutantVerdict[] = [];
  const isWanted = (mutant: string) => options.only === undefined || mutant.includes(options.only);
  for (const verdict of killTable(scenario.value, sha256, versions.engine, isWanted)) {
    verdicts.push(verdict);
    notePassing(`${verdicts.length} mutants `);
    await setImmediate();
  }
  notePassing('');
  if (verdicts.length === 0) {
    return refuse(
      `no mutant of ${name} has "${options.only ?? ''}" in its name`,
      'leave --only out to try all mutants and see their names',
    );
  }
  const isExplained = verdicts.every(({ explanation, isKilled }) => isKilled || explanation !== null);
  if (options.json === true) printJson(verdicts);
  else printText(renderKillTable(verdicts, textOptions()));
  return success(isExplained ? 'clean' : 'violation');
}
