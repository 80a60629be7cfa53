import type { Scenario } from '#domain';
import { overQueue } from './observed-run.ts';

/**
 * Roughly one case an hour, worked for an hour by agents abroad, whom the promise lets see it only by `access`. `home`: the keys of the centre
 * inside.
 */
export function deskAbroad(days: number, access: string, home: string): Scenario {
  return overQueue(`
horizon: ${days} days
promises: { none: null, bound: { zones: { access: US, processing: US }, access: { ${access} } } }
centres:
  home: { ${home} }
  away:
    { country: IN, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { agents: { tier: 1, languages: [en], products: all,
        shifts: { always: { agents: 20, days: mon-sun, from: "00:00", to: "24:00" } } } } }
segments:
  customers:
    promise: bound
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 1/h }]
work: { handle: { tier1: { web: fixed 1 h } } }
`);
}
