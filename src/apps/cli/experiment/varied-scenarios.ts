import { basename, dirname, join } from 'node:path';
import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import { parseSweep, type Sweep, type SweepUse } from '#planning';
import {
  type PointChange,
  scenariosAt as scenariosOf,
  type VariedScenario,
} from '../../shared/experiment/sweep-points.ts';
import { readText } from '../../shared/host.ts';
import { complained, type Problem, refuse } from '../../shared/problem.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { endEarly } from '../options/extent.ts';

export interface SweepFile extends VariedScenario {
  readonly design: Sweep;
  /** The unchanged scenario, stopped early if the file says so. */
  readonly base: Scenario;
}

export function readSweepFile(path: string, use: SweepUse): Result<SweepFile, Problem> {
  const text = readText(path);
  if (!text.ok) return refuse(text.problem, 'name a sweep file');
  const read = parseSweep(path, text.value, use);
  if (!read.ok) return complained('bad input', read.problem);
  const design = read.value;
  const opened = openScenario(join(dirname(path), design.scenario));
  if (!opened.ok) return opened;
  const { input, scenario, tree } = opened.value;
  const base = endEarly(scenario, design.untilMs);
  return base.ok ? success({ design, base: base.value, input, tree }) : base;
}

/** Name of a sweep file for folder names. */
export function sweepName(path: string): string {
  return basename(path).replace(/\.ya?ml$/, '');
}

/** The scenarios of all points, stopped early if the file says so. */
export function scenariosAt(
  file: SweepFile,
  points: readonly PointChange[],
): Result<readonly { readonly name: string; readonly scenario: Scenario }[], Problem> {
  const varied = scenariosOf(file, points);
  if (!varied.ok) return complained('bad input', varied.problem);
  const { untilMs } = file.design;
  const scenarios: { name: string; scenario: Scenario }[] = [];
  for (const [i, whole] of varied.value.entries()) {
    const scenario = endEarly(whole, untilMs);
    if (!scenario.ok) return scenario;
    scenarios.push({ name: `point-${i}`, scenario: scenario.value });
  }
  return success(scenarios);
}
