import type { Scenario } from '#domain';
import { parseScenario } from '#scenario';
import { successOf } from '../running.ts';

export function firstLineOf(text: string): Scenario {
  const readFile = () => ({ ok: false as const, problem: 'none' });
  return successOf(parseScenario({ path: 'scenarios/first-line/scenario.yaml', text, readFile })).scenario;
}

/** Chats that software answers first, and calls that it does not have. */
export function shortFirstLine(horizon: string): Scenario {
  return firstLineOf(`meridian: 1
name: first-line
title: A desk behind software
start: 2025-01-06T00:00:00+01:00
horizon: ${horizon}
seed: 7
products: { accounts: { title: Accounts }, payments: { title: Payments } }
entities: { vendor: { title: The vendor, kind: vendor, country: DE } }
dataCentres: { store: { title: Data centre, country: DE, entity: vendor } }
placements: { default: { primary: [store] } }
promises: { none: { title: No promise, zones: { storage: ANY } } }
profiles: { day: { hours: [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0], days: { sat: 0.5, sun: 0.5 } } }
centres:
  leipzig:
    title: Leipzig
    country: DE
    timeZone: Europe/Berlin
    entity: vendor
    hours: 24x7
    groups:
      assistant:
        languages: [de]
        channels: [web]
        automated:
          sessions: 60
          time: lognormal 4 min sigma 0.7
          contains: { default: 0.6, products: { payments: 0.3 } }
          selection: 0
          comesBack: { share: 0.25, after: lognormal 20 h sigma 0.5 }
      desk:
        languages: [de]
        shifts: { early: { agents: 13, from: "07:30", to: "15:30" }, late: { agents: 13, from: "11:30", to: "19:30" } }
segments:
  shops:
    title: Shops
    promise: none
    placement: default
    products: { accounts: 0.6, payments: 0.4 }
    severities: { A: 0.1, B: 0.3, C: 0.6 }
    channels: { phone: 0.3, web: 0.7 }
    profiles: { phone: day, web: day }
    customers: [{ country: DE, region: home, timeZone: Europe/Berlin, languages: { de: 1 }, rate: 5000/week }]
work:
  patience: { phone: exponential 5 min, web: exponential 8 min }
  dayEnd: { phone: clear, web: clear }
  handle: { tier1: { phone: lognormal 9 min sigma 0.8, web: lognormal 11 min sigma 0.8 } }
  closing: 1 day
retention: { eraseAfter: 7 days }
serviceLevels:
  - { channel: web, severity: all, within: 1 min, target: 0.8 }
`);
}
