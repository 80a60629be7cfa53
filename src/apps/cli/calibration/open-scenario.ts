import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import { parseScenario, type ScenarioInput } from '#scenario';
import { complained, type Problem } from '../../shared/problem.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';

/** A scenario, and its text, from which others are made: overlays, or the same one in another window. */
export interface OpenedScenario {
  readonly scenario: Scenario;
  readonly input: ScenarioInput;
  /** Dates of holidays by country. */
  readonly holidays: Readonly<Record<string, readonly string[]>>;
}

/** Reads and checks a scenario named on the command line. */
export function openScenario(name: string): Result<OpenedScenario, Problem> {
  const input = inputOf(name);
  if (!input.ok) return complained('bad input', input.problem);
  const parsed = parseScenario(input.value);
  if (!parsed.ok) return complained('bad input', parsed.problem);
  const { holidays, scenario } = parsed.value;
  return success({ scenario, holidays, input: input.value });
}
