import { basename, dirname, join } from 'node:path';
import type { Scenario } from '#domain';
import { parseSweep, readSetting, type Sweep, type SweepUse, sweepOf } from '#planning';
import type { TreeValue } from '#scenario';
import {
  type PointChange,
  scenariosAt as scenariosOf,
  type VariedScenario,
} from '../../shared/experiment/sweep-points.ts';
import { readText } from '../../shared/host.ts';
import { allOf, orRefuse, refuse } from '../../shared/problem.ts';
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

/** A grid over the values of `--set`: those of one value hold at every point. */
export function sweepOfSettings(path: string, set: readonly string[]): SweepFile {
  const settings = allOf(set, (text) => {
    const [key, values] = orRefuse(readSetting(text, true)) as readonly [string, readonly TreeValue[]];
    return { text, key, values, isVaried: values.length > 1 || RANGE.test(String(values[0])) };
  });
  const varied = settings.filter(({ isVaried }) => isVaried);
  if (varied.length === 0)
    return refuse(
      '--set gives one value only, so nothing is varied',
      'give several, separated by commas, or 10..40 step 5',
    );
  const fixed = settings.filter(({ isVaried }) => !isVaried).map(({ text }) => text);
  const vary = Object.fromEntries(
    varied.map(({ key, values }) => [key, values.length === 1 ? String(values[0]) : values] as const),
  );
  const { input, scenario, tree } = openScenario(path, fixed);
  return { design: orRefuse(sweepOf(vary, '--set')), base: endEarly(scenario, null), input, tree };
}

const RANGE = /^-?[\d.]+\s*\.\.\s*-?[\d.]+/;

/** Name of a sweep, by its file or its scenario, for folder names. */
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
