import fc from 'fast-check';
import { HOUR_MS } from '#base';
import { OPEN_CASE_STATES, type OpenCase, type Scenario, servesLanguage } from '#domain';

/** Whether the scenario's cases can be in that state at that tier. */
function isPossible({ work }: Scenario, { state, tier }: OpenCase): boolean {
  if (state === 'awaiting vendor') return (work.vendorWait?.[tier - 1]?.share ?? 0) > 0;
  if (state !== 'awaiting customer') return true;
  const { higherTiers, share } = work.customerWait;
  return (tier === 1 ? share : (higherTiers?.[tier - 2]?.share ?? share)) > 0;
}

function isServed({ groups, languages, streams }: Scenario, one: OpenCase): boolean {
  return groups.some(
    (group) =>
      group.tier === one.tier &&
      group.channels.includes(streams[one.stream]?.channel ?? 'web') &&
      (group.speed[one.product] ?? 0) > 0 &&
      group.languages.some((spoken) =>
        servesLanguage(languages[spoken] ?? '', languages[one.language] ?? ''),
      ),
  );
}

/** Up to that many open cases that could be in a file for the scenario, in the order in which a file is read. */
export function openCases(scenario: Scenario, most = 40): fc.Arbitrary<readonly OpenCase[]> {
  const { products, streams } = scenario;
  const row = fc.record({
    stream: fc.nat(streams.length - 1),
    product: fc.nat(products.length - 1),
    severity: fc.nat(2),
    language: fc.nat(scenario.languages.length - 1),
    tier: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom(...OPEN_CASE_STATES),
    openedMs: fc.integer({ min: -100 * HOUR_MS, max: -2 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  return fc.array(row, { maxLength: most }).map((rows) =>
    rows
      .map(({ openedMs, part, ...one }, k): OpenCase => {
        const sinceMs = Math.min(-2, Math.round(openedMs * part));
        return { ...one, id: `T-${k}`, openedMs, sinceMs: one.state === 'waiting' ? openedMs : sinceMs };
      })
      .filter((one) => {
        const { languageShares = [] } = streams[one.stream] ?? {};
        const isSpoken = (Object.values(languageShares)[one.language] ?? 0) > 0;
        return isSpoken && isPossible(scenario, one) && isServed(scenario, one);
      })
      .sort((left, right) => joinsMs(left) - joinsMs(right)),
  );
}

function joinsMs({ sinceMs, state }: OpenCase): number {
  return state === 'in work' ? 0 : sinceMs;
}
