import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evaluate, override, parseScenario, readInput, simulate } from '../../../src/index.ts';
import { ROOT, successOf } from '../../running.ts';

it("a bank's questionnaire of forty lines gets an answer to all but seven from a day of css-2014", () => {
  const day = override(successOf(readInput('scenarios/css-2014')), { horizon: '1 day' });
  const asked = readFileSync(join(ROOT, 'tests/statements/requirements/bank-questionnaire.yaml'), 'utf8');
  const { rows } = successOf(evaluate([simulate(successOf(parseScenario(day)))], asked));
  const having = (outcome: string) => rows.filter((row) => row.outcome === outcome).map(({ id }) => id);
  expect(rows).toHaveLength(40);
  expect(having('broken')).toEqual(['q07', 'q08', 'q14', 'q16', 'q22', 'q23', 'q35']);
  expect(having('met')).toEqual(['q12', 'q20', 'q24', 'q25', 'q30', 'q36']);
  // Backups, citizenship (twice), control by a third country, ranks, encryption on the way, a plan for exit.
  expect(having('cannot be told')).toEqual(['q03', 'q10', 'q11', 'q13', 'q19', 'q39', 'q40']);
});
