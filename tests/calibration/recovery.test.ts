import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '#scenario';
import { ROOT, successOf } from '../running.ts';
import { figuresFromLogOf, readWritten, recoveredOf } from './recovery.ts';

/** css-2014 with a tenth of the customers and of the agents, so that the test takes seconds. */
function smaller(): string {
  const text = readFileSync(join(ROOT, 'scenarios/css-2014/scenario.yaml'), 'utf8');
  return text
    .replace(/rate: (\d+)\/week/g, (_, rate: string) => `rate: ${Number(rate) / 10}/week`)
    .replace(
      /agents: (\d+)/g,
      (_, agents: string) => `agents: ${Math.max(1, Math.round(Number(agents) / 10))}`,
    );
}

describe('a simulated log of css-2014', () => {
  const text = smaller();
  const parsed = parseScenario({
    path: 'scenarios/small/scenario.yaml',
    text,
    readFile: () => ({ ok: false, problem: 'none' }),
  });
  const { scenario } = successOf(parsed);
  const made = figuresFromLogOf(scenario);
  const recovered = recoveredOf(scenario, readWritten(text), made.figures);

  it('gives back the parameters that it was made from within their intervals', () => {
    expect(recovered.length).toBeGreaterThanOrEqual(180);
    const inside = recovered.filter(({ isInside }) => isInside).length / recovered.length;
    expect(inside).toBeGreaterThanOrEqual(0.92);
    expect(inside).toBeLessThanOrEqual(0.99);
  });

  it('does so for each kind of parameter', () => {
    for (const kind of new Set(recovered.map((one) => one.kind))) {
      const own = recovered.filter((one) => one.kind === kind);
      const outside = own.filter(({ isInside }) => !isInside);
      expect(outside.length, `${kind}: ${outside.map(({ key }) => key).join(', ')}`).toBeLessThanOrEqual(
        1 + 0.12 * own.length,
      );
    }
  });

  it('makes a valid scenario', () => {
    const again = parseScenario({
      path: 'scenarios/again/scenario.yaml',
      text: made.text,
      readFile: () => ({ ok: false, problem: 'none' }),
    });
    expect(again.ok ? [] : again.problem.map(({ message }) => message)).toEqual([]);
  });
});
