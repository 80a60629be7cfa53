import { plural } from '#base';
import type { Scenario } from '#domain';
import { issueCountOf } from '#scenario';
import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import { note, print, printIssues, printJson } from '../../shared/print.ts';
import { loadScenario } from '../../shared/scenario/load-scenario.ts';

/** Tells every issue of every scenario named. With `json`: one object for one scenario, an array for several. */
export function validate(names: readonly string[], { json }: { json?: true }): void {
  const checked = names.map((scenario) => {
    const loaded = loadScenario(scenario);
    return loaded.ok
      ? { scenario, valid: true, issues: [], warnings: loaded.value.warnings, value: loaded.value.scenario }
      : { scenario, valid: false, issues: loaded.problem, warnings: [], value: null };
  });
  process.exitCode = checked.every(({ valid }) => valid) ? CLEAN : BAD_INPUT;
  if (json === true) {
    const verdicts = checked.map(({ value: _, ...verdict }) => verdict);
    return printJson(names.length === 1 ? verdicts[0] : verdicts);
  }
  for (const { issues, warnings, value } of checked) {
    printIssues(issues, 'error');
    printIssues(warnings, 'warning');
    if (value === null) note(plural(issueCountOf(issues), 'issue'));
    else print(`${value.name} is valid: ${sizeOf(value)}`);
  }
}

function sizeOf(scenario: Scenario): string {
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
  return parts.join(', ');
}
