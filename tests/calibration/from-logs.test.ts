import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMapping } from '#caselog';
import { parseScenario } from '#scenario';
import { ROOT, successOf } from '../running.ts';

const FOLDER = 'scenarios/from-logs';

describe('the scenarios that were calibrated from public logs', () => {
  const names = readdirSync(join(ROOT, FOLDER));

  it('are three', () => {
    expect(names.sort()).toEqual(['bank-1999', 'servicenow-2016', 'volvo-2013']);
  });

  for (const name of names) {
    it(`${name} is valid, and so is its mapping; it holds figures, no rows`, () => {
      const text = (file: string) => readFileSync(join(ROOT, FOLDER, name, file), 'utf8');
      successOf(readMapping('mapping.yaml', text('mapping.yaml')));
      const path = `${FOLDER}/${name}/scenario.yaml`;
      const { scenario } = successOf(
        parseScenario({
          path,
          text: text('scenario.yaml'),
          readFile: () => ({ ok: false, problem: 'none' }),
        }),
      );
      expect(scenario.streams.length).toBeGreaterThan(0);
      expect(readdirSync(join(ROOT, FOLDER, name)).sort()).toEqual(['mapping.yaml', 'scenario.yaml']);
      expect(text('scenario.yaml').length).toBeLessThan(30_000);
    });
  }
});
