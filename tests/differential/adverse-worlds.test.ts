import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#base';
import { type Channel, PREFERENCES, type Scenario, SHIFT_END_POLICIES, type Window } from '#domain';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';

/**
 * Worlds that nobody would plan: anything down at any time, evacuations in the middle of outages, any preference, any
 * policy. Service may be as bad as it likes; no promise is broken, and every waiting cause told is true. Policy and
 * auditor say the rules twice, in separate words, and this is where they meet.
 */

const outages = (horizonMs: number, most: number) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -HOUR_MS, max: horizonMs }), fc.integer({ min: 1, max: 20 * HOUR_MS }))
      .map(([fromMs, length]): Window => ({ fromMs, toMs: fromMs + length })),
    { maxLength: most },
  );

/** Customers come again by the channel that they came by. */
function retryBy(share: number): Scenario['work']['retry'] {
  const rule = <Name extends Channel>(channel: Name) => ({
    share,
    after: { kind: 'exponential', mean: HOUR_MS } as const,
    channel,
  });
  return { phone: rule('phone'), 'e-mail': rule('e-mail'), web: rule('web') };
}

function adverse(base: Scenario, horizonMs: number): fc.Arbitrary<Scenario> {
  const { centres, dataCentres } = base;
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 999 }),
      centres: fc.tuple(...centres.map(() => outages(horizonMs, 3))),
      dataCentres: fc.tuple(...dataCentres.map(() => outages(horizonMs, 2))),
      preference: fc.constantFrom(...PREFERENCES),
      hold: fc.constantFrom(0, 60_000, 2 * HOUR_MS),
      shiftEnd: fc.constantFrom(...SHIFT_END_POLICIES),
      misrouted: fc.constantFrom(0, 0.3),
      raised: fc.constantFrom(0, 0.5),
      limits: fc.option(
        fc.record({
          total: fc.option(fc.integer({ min: 1, max: 12 })),
          waiting: fc.option(fc.integer({ min: 0, max: 4 })),
        }),
      ),
      balking: fc.constantFrom(0, 0.3),
      again: fc.constantFrom(0, 0.7),
      evacuated: fc.option(
        fc.record({ dataCentre: fc.nat({ max: dataCentres.length - 1 }), atMs: fc.nat({ max: horizonMs }) }),
      ),
    })
    .map((world): Scenario => {
      const { work, routing } = base;
      const { limits } = world;
      const each = <Value>(value: Value) => ({ phone: value, 'e-mail': value, web: value });
      const everywhere = each(world.shiftEnd);
      return {
        ...base,
        horizonMs,
        seed: String(world.seed),
        centres: centres.map((centre, i) => ({ ...centre, plannedOutages: world.centres[i] ?? [] })),
        dataCentres: dataCentres.map((place, i) => ({
          ...place,
          plannedOutages: world.dataCentres[i] ?? [],
        })),
        evacuations:
          world.evacuated === null
            ? []
            : [
                {
                  ...world.evacuated,
                  to: dataCentres.map((_, i) => i).filter((i) => i !== world.evacuated?.dataCentre),
                },
              ],
        routing: {
          ...routing,
          preference: world.preference,
          holdMs: { phone: world.hold, 'e-mail': world.hold, web: world.hold },
        },
        ...(limits === null ? {} : { lines: each(limits) }),
        work: {
          ...work,
          // Where lines are limited there is no triage.
          ...(limits === null ? {} : { triageMs: each(0) }),
          ...(world.again === 0 ? {} : { retry: retryBy(world.again) }),
          ...(world.balking === 0 ? {} : { balking: each(world.balking) }),
          shiftEnd: everywhere,
          misrouted: { ...work.misrouted, language: world.misrouted, product: world.misrouted },
          severityRaise: { ...work.severityRaise, share: world.raised },
        },
      };
    });
}

describe.each(['first-steps', 'german-night', 'zurich-efta'])('adverse worlds made from %s', (name) => {
  const base = loadScenario(name);

  it('break no promise and tell no untrue cause', () => {
    const numRuns = Number(process.env.ADVERSE_WORLDS ?? 25);
    fc.assert(
      fc.property(adverse(base, Math.min(base.horizonMs, 3 * DAY_MS)), (scenario) => {
        const { ledger } = runInMemory(scenario);
        const { invariants } = auditInMemory(ledger, scenario);
        const broken = invariants.filter(({ violations }) => violations > 0);
        expect(broken.map(({ id, counterexample }) => `${id}: ${counterexample?.message}`)).toEqual([]);
      }),
      { numRuns, seed: 20141103 },
    );
  });
});
