import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { idOf, type ScenarioInput } from '#scenario';
import { refuse } from '../problem.ts';
import type { OpenedScenario } from '../scenario/load-scenario.ts';

/** Beside the base, which an overlay must be; otherwise beside the log. */
export function outFor(log: string, base: OpenedScenario | null, ending: string): string {
  const name = `${idOf(basename(resolve(log)).replace(/(?:\.case-log|\.csv|\.tsv|\.txt)?(?:\.gz|\.br)?$/, ''), 'log')}-${ending}`;
  return join(base === null ? dirname(resolve(log)) : dirname(dirname(resolve(base.input.path))), name);
}

/** The key `extends` of an overlay in this folder. */
export function extendsPath(out: string, base: string): string {
  const path = relative(resolve(out), resolve(base)).split(sep).join('/');
  if (/^\.\.\/[^./]/.test(path)) return path.replace(/\/scenario\.yaml$/, '');
  return refuse(
    `a scenario in ${out} cannot extend ${base}`,
    `name with --out a folder beside that of the scenario, e.g. ${join(dirname(dirname(base)), 'calibrated')}`,
  );
}

export function inputFor(path: string, text: string, base: ScenarioInput | undefined): ScenarioInput {
  const readFile: ScenarioInput['readFile'] = (file) => {
    if (base === undefined) return { ok: false, problem: `${file} does not exist` };
    return resolve(file) === resolve(base.path) ? { ok: true, value: base.text } : base.readFile(file);
  };
  return { path: relative('.', resolve(path)).split(sep).join('/'), text, readFile };
}
