import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../running.ts';

const ENGINE = join(ROOT, 'src/engine');

/** Files of the engine outside of `features/`, each with the files of features that it imports. */
function importers(): readonly (readonly [file: string, imported: string])[] {
  const files = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('features/'))
    .sort();
  expect(files.length).toBeGreaterThan(50);
  return files.flatMap((file) => {
    const text = readFileSync(join(ENGINE, file), 'utf8');
    return [...text.matchAll(/from '[./]+\/features\/([^']+)'/g)].map(
      ([, imported = '']) => [file, imported] as const,
    );
  });
}

it('outside of its folder, features are known by their list, where they are replaced by faulty ones, and where steps are explored', () => {
  expect(importers()).toEqual([
    ['exploration/explored-onlookers.ts', 'consultations.ts'],
    ['faults/faults.ts', 'break-glass.ts'],
    ['kernel/simulation.ts', 'list.ts'],
  ]);
});
