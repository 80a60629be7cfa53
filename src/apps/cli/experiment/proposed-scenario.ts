import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { TreeValue } from '#scenario';
import { proposalText, type ScenarioSource } from '../../shared/experiment/proposed-staff.ts';

/** A YAML file at `path` that extends the scenario and changes only its staff. */
export function proposedText(source: ScenarioSource, path: string, override: TreeValue): string {
  const file = basename(path).replace(/\.ya?ml$/, '');
  const name = file === 'scenario' ? basename(dirname(resolve(path))) : file;
  const to = relative(dirname(resolve(path)), resolve(source.input.path))
    .split(sep)
    .join('/');
  return proposalText(source, { name, base: to.startsWith('.') ? to : `./${to}` }, override);
}
