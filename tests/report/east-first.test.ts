import { expect, it } from 'vitest';
import type { Summary } from '#statistics';
import { eastFirst } from '../../src/report/run/figures/follow-the-sun.ts';
import { loadScenario } from '../running.ts';

it('a centre without a place on the map is ordered by its clock', () => {
  const whole = loadScenario('three-centres');
  const centres = whole.centres.map(({ latitude: _, longitude: __, ...rest }) => rest);
  const summary = { centres: whole.centres.map(({ id }) => ({ id })) } as unknown as Summary;
  const ids = eastFirst(summary, { ...whole, centres }).map(({ centre }) => centre.id);
  expect(ids).toEqual(['bangalore', 'dublin', 'denver']);
});
