import { plural } from '#base';
import type { Scenario } from '#domain';
import { askedMinutes, type Coverage, type CoverageRow, coverageJson, coverageOf } from '#planning';
import { gapsInWords, renderCoverageText, rowInWords, withheldInWords } from '#report';
import { inlineYaml, issueCountOf, type ParsedScenario, pathText, type ScenarioIssue } from '#scenario';
import { STANDARD } from '../../shared/files/standard-input.ts';
import { versions } from '../../shared/host.ts';
import { note, print, printIssues, printJson, textOptions } from '../../shared/print.ts';
import { complained, type Outcome } from '../../shared/problem.ts';
import { loadScenario } from '../../shared/scenario/load-scenario.ts';
import { githubCommand, giveFile } from '../run/checks.ts';

/**
 * Reports every issue of the named scenarios, and the hours of the week in which nobody is scheduled for some
 * customers. With `json`: one object for one scenario, an array for several.
 */
export function validate(
  names: readonly string[],
  { github, json, sarif }: { json?: true; sarif?: string; github?: true },
): Outcome {
  const checked = names.map(check);
  if (sarif !== undefined) giveFile('--sarif', sarif, sarifOf(checked));
  if (github === true) checked.forEach(annotate);
  if (json === true) {
    const verdicts = checked.map(({ value, ...verdict }) => ({
      ...verdict,
      assumed: value === null ? [] : value.assumptions.map((one) => ({ ...one, path: pathText(one.path) })),
      coverage: value === null ? null : coverageJson(value.coverage, value.scenario),
    }));
    printJson(names.length === 1 ? verdicts[0] : verdicts);
  } else if (sarif !== STANDARD) checked.forEach(tell);
  return checked.every(({ valid }) => valid) ? 'clean' : complained('bad input', []);
}

type Checked = Pick<ReturnType<typeof check>, 'issues' | 'warnings'>;

function annotate(checked: Checked): void {
  for (const { code, column: col, file, level, line, message, remedy } of withLevels(checked))
    print(githubCommand(level, { file, line, col, title: code }, `${message}; ${remedy}`));
}

function withLevels({ issues, warnings }: Checked) {
  return [
    ...issues.map((one) => ({ ...one, level: 'error' as const })),
    ...warnings.map((one) => ({ ...one, level: 'warning' as const })),
  ];
}

/** Every issue and warning, in the Static Analysis Results Interchange Format. */
function sarifOf(checked: readonly Checked[]): string {
  const all = checked.flatMap(withLevels);
  const results = all.map(({ code, column, file, level, line, message, remedy }) => ({
    ruleId: code,
    level,
    message: { text: `${message}; ${remedy}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  }));
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].map((id) => ({ id }));
  const driver = { name: 'Meridian', version: versions.engine, rules };
  const sarif = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  };
  return `${JSON.stringify(sarif, null, 2)}\n`;
}

function tell({ issues, value, warnings }: ReturnType<typeof check>): void {
  printIssues(issues, 'error');
  printIssues(warnings, 'warning');
  if (value === null) return note(plural(issueCountOf(issues), 'issue'));
  if (value.assumptions.length > 0)
    print('Assumed, because the file leaves it out (write a line to change it):');
  // One line for each value, as it would stand in the file, with the reason.
  for (const { path, reason, value: assumed } of value.assumptions)
    print(`  ${pathText(path)}: ${inlineYaml(assumed)} (${reason})`);
  print(`${value.scenario.name} is valid: ${sizeOf(value.scenario)}`);
  for (const line of renderCoverageText(value.coverage, value.scenario, textOptions().width)) print(line);
}

/** The verdict on a file. Its value is null if the scenario is invalid. */
function check(scenario: string) {
  const loaded = loadScenario(scenario);
  if (!loaded.ok) return { scenario, valid: false, issues: loaded.problem, warnings: [], value: null };
  const coverage = coverageOf(loaded.value.scenario);
  const warnings = [...loaded.value.warnings, ...coverageWarnings(loaded.value, coverage)];
  const { assumptions } = loaded.value;
  const value = { scenario: loaded.value.scenario, coverage, assumptions };
  return { scenario, valid: true, issues: [], warnings, value };
}

/** One warning for each segment with customers in hours without scheduled agents, showing its worst hours. */
function coverageWarnings(
  { scenario, warningAt }: ParsedScenario,
  coverage: Coverage,
): readonly ScenarioIssue[] {
  const open = coverage.rows.filter((row) => askedMinutes(row) > 0);
  return scenario.segments.flatMap(({ id }, segment) => {
    const [worst, ...others] = open.filter((row) => row.segment === segment);
    if (worst === undefined) return [];
    const count = plural(others.length, 'other combination has', 'other combinations have');
    const more = others.length === 0 ? '' : `; ${count} such hours, too`;
    const message = `customers ask, and no qualified agent who may see the case is on shift: ${rowInWords(worst, coverage, scenario)}: ${gapsInWords(worst, scenario)}${withheldInWords(worst)}${more}`;
    return [warningAt('nobody-scheduled', ['segments', id], { message, remedy: remedyFor(worst) })];
  });
}

function remedyFor({ weeks }: CoverageRow): string {
  const isWithheld = weeks.some(({ withheld }) => withheld.length > 0);
  const others = isWithheld ? ', or change the promise, or make the access lawful' : '';
  return `give a group with these skills a shift in those hours, at a centre that promise and law permit${others}; if cases may wait that long, leave it`;
}

function sizeOf(scenario: Scenario): string {
  const agents = scenario.groups
    .flatMap((group) => group.shifts)
    .reduce((sum, shift) => sum + shift.agents, 0);
  const parts = [
    plural(scenario.centres.length, 'centre'),
    plural(agents, 'agent'),
    plural(scenario.dataCentres.length, 'data centre'),
    plural(scenario.segments.length, 'segment'),
    plural(scenario.streams.length, 'arrival stream'),
  ];
  return parts.join(', ');
}
