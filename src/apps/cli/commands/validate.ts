import { plural, success } from '#base';
import type { Scenario } from '#domain';
import { issueCountOf } from '#scenario';
import { print, printIssues, printJson } from '../../shared/print.ts';
import { complained } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { loadScenario } from '../../shared/scenario/load-scenario.ts';
import { note } from '../../shared/terminal.ts';

/** Tells every issue of every scenario named. With `json`: one object for one scenario, an array for several. */
export function validate(names: readonly string[], { json }: { json?: true }): CommandResult {
  const checked = names.map((scenario) => {
    const loaded = loadScenario(scenario);
    return loaded.ok
      ? { scenario, valid: true, issues: [], warnings: loaded.value.warnings, value: loaded.value.scenario }
      : { scenario, valid: false, issues: loaded.problem, warnings: [], value: null };
  });
  const result = checked.every(({ valid }) => valid)
    ? success('clean' as const)
    : complained('bad input', []);
  if (json === true) {
    const verdicts = checked.map(({ value: _, ...verdict }) => verdict);
    printJson(names.length === 1 ? verdicts[0] : verdicts);
    return result;
  }
  for (const { issues, warnings, value } of checked) {
    printIssues(issues, 'error');
    printIssues(warnings, 'warning');
    if (value === null) note(plural(issueCountOf(issues), 'issue'));
    else print(`${value.name} is valid: ${sizeOf(value)}`);
  }
  return result;
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
