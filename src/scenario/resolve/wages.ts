import type { ScenarioFile } from '../shape/scenario-file.ts';

/** Whether some group has a wage. */
export function hasWages({ centres }: ScenarioFile): boolean {
  return Object.values(centres).some(({ groups }) =>
    Object.values(groups).some(({ wage }) => wage !== undefined),
  );
}
