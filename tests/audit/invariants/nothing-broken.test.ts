import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { auditedRun, modelOf } from '../../demand/model.ts';

/** Worlds in which everything is done as the scenario says, and of which the auditor once said otherwise. */

const ALWAYS = 'days: mon-sun, from: "00:00", to: "24:00"';
const PLACE = 'country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], hours: 24x7';
const oneAgent = (tier: number, more = '') =>
  `{ tier: ${tier}, languages: [en], products: all, ${more} shifts: { always: { agents: 1, ${ALWAYS} } } }`;

/** Two agents of tier 1 and each of the tiers above, to whom cases go by these keys of `work`. */
function tiers(work: string, { more = '', ofFirst = '' } = {}): Scenario {
  return modelOf(`
horizon: 4 h
centres:
  home:
    groups:
      servers: { ${ofFirst} shifts: { always: { agents: 2 } } }
      second: ${oneAgent(2)}
      third: ${oneAgent(3)}
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 40/h }]
work:
  handle: { tier1: { web: exponential 2 min }, tier2: { web: exponential 4 min }, tier3: { web: exponential 9 min } }
${work}
${more}`);
}

/** The first case waits for tier 2, whose only agent is busy all day, when the data centre goes down; it is up again before its agent's work is over. */
const blockedWithoutData = `
start: 2014-11-03T00:00:00Z
horizon: 4 h
dataCentres: { home: { outages: { planned: [{ from: 2014-11-03T01:00:00Z, for: 5 min }] } } }
centres:
  second: { ${PLACE}, groups: { experts: ${oneAgent(2)} } }
  home: { groups: { servers: { shifts: { always: { agents: 3 } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
work:
  handle: { tier1: { web: fixed 1 min }, tier2: { web: fixed 1 day } }
  afterContact: { tier1: { web: fixed 20 min } }
  transfer: { tier1: [{ to: 2, share: 1, way: limited, waiting: 1, otherwise: block }] }`;

const WORLDS: readonly (readonly [name: string, scenario: () => Scenario])[] = [
  [
    'an agent who continues a case in the next tier, and then in the one above (R10)',
    () =>
      tiers(`
  escalation: { tier1: 1, tier2: 1 }
  transfer: { web: { way: no wait, otherwise: go on, speed: 0.5 } }`),
  ],
  [
    'an expected delay that is longer than a field of the ledger (R10)',
    () =>
      modelOf(`
horizon: 90 min
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 200/h }]
work: { handle: { tier1: { web: fixed 12 h } } }
routing: { commitment: { to: group, by: minimum expected delay } }`),
  ],
  [
    'a customer who gives up in the millisecond in which a warm transfer begins (R18)',
    () =>
      tiers(
        `
  escalation: { tier1: 1, tier2: 0 }
  patienceAgain: { web: { transfer: exponential 1 ms } }
  transfer: { web: { way: warm, handOver: 1 min, atMost: 10 min } }`,
        { more: 'retention: { eraseAfter: 1 h }' },
      ),
  ],
  [
    'an agent who is blocked when the data of the case can no longer be read (R18)',
    () => modelOf(blockedWithoutData),
  ],
  [
    'an agent who continues a case that the group takes only after a wait (R23)',
    () =>
      tiers(
        `
  transfer: { tier1: [{ to: 3, share: 0.5, way: no wait, otherwise: go on, speed: 0.5 }] }`,
        { ofFirst: 'takesOnlyWhile: [{ waited: 1 s }],' },
      ),
  ],
  [
    'an agent who continues a case that is allocated to the first centre of the file, and is of its first group (R10)',
    () =>
      tiers(`
  escalation: { tier1: 1, tier2: 0 }
  transfer: { web: { way: no wait, otherwise: go on, speed: 0.5 } }
routing: { allocation: { to: centre, kinds: [{ shares: { home: 1 } }] } }`),
  ],
  [
    'a case that goes to the least load, where agents with several things in hand do only after-contact work (R10)',
    () =>
      modelOf(`
horizon: 4 h
centres:
  home:
    groups:
      servers: { concurrency: { web: 2, slowdown: [0.8] }, shifts: { always: { agents: 2 } } }
      others: ${oneAgent(1)}
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
work:
  handle: { tier1: { web: exponential 2 min } }
  afterContact: { tier1: { web: fixed 30 min } }
routing: { allocation: { to: group, kinds: [{ bestOf: 2, by: least load }] } }`),
  ],
];

describe('the auditor reports nothing of', () => {
  it.each(WORLDS)('%s', (_, scenario) => {
    expect(auditedRun(scenario()).violated).toEqual([]);
  });
});
