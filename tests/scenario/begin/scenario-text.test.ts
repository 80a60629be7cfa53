import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import { type Answers, idOf, scenarioText, TEMPLATE_NAMES, TEMPLATES, unservedTier } from '#scenario';
import { parseText, scenarioOf } from '../parsing.ts';
import { outcomeOf } from '../slips.ts';

const PLACES = [
  ['IE', 'Europe/Dublin'],
  ['DE', 'Europe/Berlin'],
  ['GB', 'Europe/London'],
  ['CH', 'Europe/Zurich'],
  ['US', 'America/Denver'],
  ['IN', 'Asia/Kolkata'],
  ['JP', 'Asia/Tokyo'],
] as const;

const place = fc.constantFrom(...PLACES).map(([country, timeZone]) => ({ country, timeZone }));
const title = fc.constantFrom('Dublin', 'no', 'Zürich: "West" #1', '東京', '- a', '007', 'true');
const shift = fc.record({
  agents: fc.integer({ min: 1, max: 9 }),
  days: fc.constantFrom('mon-fri', 'sat, sun', 'daily'),
  from: fc.constantFrom('08:00', '22:00', '00:00'),
  to: fc.constantFrom('16:00', '06:00', '24:00'),
});
/** Every centre has all tiers and languages, so that everybody can be served where the promise allows it. */
const groupsOf = (tiers: readonly (1 | 2 | 3)[]) =>
  fc.tuple(
    ...tiers.map((tier) =>
      fc.record({
        title,
        tier: fc.constant(tier),
        languages: fc.constant(['de', 'en', 'no']),
        shifts: fc.array(shift, { minLength: 1, maxLength: 2 }),
      }),
    ),
  );
const centresOf = (tiers: readonly (1 | 2 | 3)[]) =>
  fc.array(
    fc
      .tuple(title, place, groupsOf(tiers))
      .map(([name, where, groups]) => ({ title: name, ...where, groups })),
    { minLength: 1, maxLength: 3 },
  );
const customers = fc
  .record({
    title,
    where: place,
    language: fc.constantFrom('de', 'en', 'no'),
    phone: fc.integer({ min: 0, max: 70 }),
    mail: fc.integer({ min: 0, max: 70 }),
    web: fc.integer({ min: 1, max: 70 }),
    promise: fc.constantFrom('none' as const, 'stored' as const, 'stored and seen' as const),
  })
  .map(({ mail, phone, web, where, ...rest }) => ({
    ...rest,
    ...where,
    perWeek: { phone, 'e-mail': mail, web },
  }));
const answers: fc.Arbitrary<Answers> = fc
  .record({
    title,
    centres: fc.constantFrom([1] as const, [1, 2] as const, [1, 2, 3] as const).chain(centresOf),
    customers: fc.array(customers, { minLength: 1, maxLength: 3 }),
  })
  .filter(({ centres, customers }) => customers.every((one) => unservedTier(centres, one) === null));

describe('a new scenario', () => {
  it.each(TEMPLATE_NAMES)('from the template %s is valid without a warning and runs for a day', (name) => {
    const text = scenarioText(TEMPLATES[name].answers, name, 'scenario.schema.json');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=scenario.schema.json');
    const { scenario, warnings } = scenarioOf(parseText(text));
    expect(warnings).toEqual([]);
    expect(scenario.name).toBe(name);
    expect(outcomeOf('scenarios/new/scenario.yaml', text, DAY_MS)).toMatchObject({ kind: 'run', broken: [] });
  });

  it('from any answers is valid without a warning but of what only its author knows, keeps its titles and runs for a day', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const text = scenarioText(given, 'drawn', 'scenario.schema.json');
        const { scenario, warnings } = scenarioOf(parseText(text));
        // Whether a limited adequacy decision covers a company.
        expect(warnings.filter(({ code }) => code !== 'nothing-on-record')).toEqual([]);
        expect(scenario.centres.map((centre) => centre.title)).toEqual(given.centres.map((one) => one.title));
        expect(scenario.segments.map((segment) => segment.title)).toEqual(
          given.customers.map((one) => one.title),
        );
        const outcome = outcomeOf('scenarios/new/scenario.yaml', text, DAY_MS);
        expect(outcome).toMatchObject({ kind: 'run', broken: [] });
      }),
      { numRuns: 15, seed: 20261127 },
    );
  }, 60_000);

  it('has the requested volumes', () => {
    const { answers: given } = TEMPLATES['one-desk'];
    const { scenario } = scenarioOf(parseText(scenarioText(given, 'x', 'y')));
    const perWeek = scenario.streams.map(({ channel }) => channel).sort();
    expect(perWeek).toEqual(['e-mail', 'phone']);
    expect(scenarioText(given, 'x', 'y')).toContain('channels: { phone: 0.625, e-mail: 0.375 }');
    expect(scenarioText(given, 'x', 'y')).toContain('rate: 800/week');
  });

  it('derives its ids from its titles', () => {
    expect(idOf('Zürich West (2)', 'x')).toBe('zurich-west-2');
    expect(idOf('東京', 'centre')).toBe('centre');
  });
});
