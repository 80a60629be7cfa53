import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { INVARIANTS } from '#audit';
import { parseRequirements, type RequirementFile } from '#scenario';
import { pathInPackage, readText } from '../../shared/host.ts';
import { orRefuse } from '../../shared/problem.ts';

/** Reads a file of requirements, or one that comes with the program, by its name. */
export function readRequirements(named: string): RequirementFile {
  const folder = pathInPackage('examples/requirements');
  const shipped = folder === null ? [] : readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const isShipped = !existsSync(named) && shipped.includes(`${named}.yaml`);
  const path = isShipped ? join(folder ?? '', `${named}.yaml`) : named;
  const names = shipped.map((file) => file.replace(/\.yaml$/, '')).join(', ');
  const text = orRefuse(readText(path), `name a file of requirements, or one of these: ${names}`);
  return orRefuse(
    parseRequirements(
      path,
      text,
      INVARIANTS.map(({ id }) => id),
    ),
  );
}
