import { neutralise } from '#base';
import { BAD_INPUT, CLEAN } from '../exit-codes.ts';
import { loadScenario } from '../load-scenario.ts';
import { print, printIssues, printJson } from '../print.ts';

export function validate(name: string, { json }: { json?: true }): void {
  const loaded = loadScenario(name);
  const issues = loaded.ok ? [] : loaded.problem;
  const warnings = loaded.ok ? loaded.value.warnings : [];
  process.exitCode = loaded.ok ? CLEAN : BAD_INPUT;
  if (json === true) return printJson({ valid: loaded.ok, issues, warnings });
  printIssues(issues, 'error');
  printIssues(warnings, 'warning');
  if (!loaded.ok) {
    process.stderr.write(`${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}\n`);
    return;
  }
  const { scenario } = loaded.value;
  const agents = scenario.groups
    .flatMap((group) => group.shifts)
    .reduce((sum, shift) => sum + shift.agents, 0);
  const parts = [
    `${scenario.centres.length} centres`,
    `${agents} agents`,
    `${scenario.dataCentres.length} data centres`,
    `${scenario.segments.length} segments`,
    `${scenario.streams.length} arrival streams`,
  ];
  print(`${neutralise(scenario.name)} is valid: ${parts.join(', ')}`);
}
