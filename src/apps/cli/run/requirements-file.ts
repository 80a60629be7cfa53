import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseRequirements, type RequirementFile } from '#scenario';
import { RULES } from '../../shared/evidence/bundle-contents.ts';
import { pathInPackage, readText } from '../../shared/host.ts';
import { orRefuse } from '../../shared/problem.ts';

/** Reads a file of requirements, or one that comes with the program, by its name. */
export function readRequirements(named: string): { readonly file: RequirementFile; readonly text: string } {
  const folder = pathInPackage('examples/requirements');
  const shipped = folder === null ? [] : readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const isShipped = !existsSync(named) && shipped.includes(`${named}.yaml`);
  const path = isShipped ? join(folder ?? '', `${named}.yaml`) : named;
  const names = shipped.map((file) => file.replace(/\.yaml$/, '')).join(', ');
  const text = orRefuse(readText(path), `name a file of requirements, or one of these: ${names}`);
  return { file: orRefuse(parseRequirements(path, text, RULES)), text };
}
