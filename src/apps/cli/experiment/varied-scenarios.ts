import { basename, dirname, join } from 'node:path';
import type { Scenario } from '#domain';
import { parseSweep, type Sweep, type SweepUse } from '#planning';
import {
  type PointChange,
  scenariosAt as scenariosOf,
  type VariedScenario,
} from '../../shared/experiment/sweep-points.ts';
import { readText } from '../../shared/host.ts';
import { orRefuse } from '../../shared/problem.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { endEarly } from '../options/extent.ts';

export interface SweepFile extends VariedScenario {
  readonly design: Sweep;
  /** The unchanged scenario, stopped early if the file says so. */
  readonly base: Scenario;
}

export function readSweepFile(path: string, use: SweepUse): SweepFile {
  const text = orRefuse(readText(path), 'name a sweep file');
  const design = orRefuse(parseSweep(path, text, use));
  const { input, scenario, tree } = openScenario(join(dirname(path), design.scenario));
  const base = endEarly(scenario, design.untilMs);
  return { design, base, input, tree };
}

/** Name of a sweep file for folder names. */
export function sweepName(path: string): string {
  return basename(path).replace(/\.ya?ml$/, '');
}

/** The scenarios of all points, stopped early if the file says so. */
export function scenariosAt(
  file: SweepFile,
  points: readonly PointChange[],
): readonly { readonly name: string; readonly scenario: Scenario }[] {
  const varied = orRefuse(scenariosOf(file, points));
  const { untilMs } = file.design;
  return varied.map((whole, i) => ({ name: `point-${i}`, scenario: endEarly(whole, untilMs) }));
}
