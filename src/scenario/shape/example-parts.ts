import type { SourcePath } from '../read/source-tree.ts';

/** Any key of a map whose keys the author chooses. */
const ANY = '*';

/**
 * Stand-ins for missing or broken maps and lists, so that their surroundings can still be checked. (Single values have their own stand-ins:
 * the examples of their leaves.) They never become part of a scenario.
 */
const EXAMPLE = {
  sources: {},
  products: { [ANY]: {} },
  entities: { [ANY]: { instruments: [], certificates: [], adequacy: [], gdpr: [] } },
  dataCentres: { [ANY]: { outages: {} } },
  placements: { [ANY]: { primary: ['virginia'], replica: [] } },
  promises: { [ANY]: { zones: {}, except: { [ANY]: {} } } },
  evacuations: [],
  law: { [ANY]: {} },
  holds: [],
  disclosures: [],
  ledger: { dataCentres: ['virginia'] },
  centres: {
    [ANY]: {
      at: [0, 0],
      hours: '24x7',
      holidays: [],
      closures: [],
      outages: { planned: [], random: { every: '1 day', for: '1 h' } },
      groups: {
        [ANY]: {
          languages: ['en'],
          absences: { every: '50 h', for: '5 h' },
          shrinkage: { leave: 0.1 },
          channels: 'all',
          products: 'all',
          shifts: { [ANY]: { agents: 1 } },
        },
      },
    },
  },
  holidays: { [ANY]: [] },
  profiles: { [ANY]: { days: {}, sine: {}, dates: { [ANY]: {} } } },
  segments: {
    [ANY]: {
      products: {},
      severities: {},
      channels: {},
      profiles: {},
      forecast: { phone: { [ANY]: { cases: 812 } } },
      trend: { perWeek: 0.01 },
      arrivals: { batch: { 1: 1 } },
      customers: [],
    },
  },
  busyness: { [ANY]: { shape: 25 } },
  commonBusyness: { [ANY]: { of: [] } },
  trend: { perWeek: 0.01 },
  surges: [],
  work: {
    triage: { phone: '0 s', 'e-mail': '0 s', web: '0 s' },
    patience: { phone: 'none', 'e-mail': 'none', web: 'none' },
    balking: {},
    retry: {},
    message: {},
    handle: { tier1: handle(), tier2: handle(), tier3: handle() },
    productFactors: {},
    escalation: { tier1: 0, tier2: 0 },
    returns: { tier2: 0, tier3: 0 },
    misrouted: { language: 0, product: 0, noticedAfter: 0 },
    customerWait: { share: 0, reply: 'fixed 0 s', autoClose: '1 day' },
    severityRaise: { share: 0, after: 'fixed 0 s' },
    reopening: { share: 0, after: 'fixed 0 s' },
    shiftEnd: { phone: 'finish', 'e-mail': 'finish', web: 'finish' },
    outage: { phone: 'hand over', 'e-mail': 'hand over', web: 'hand over' },
    absence: { phone: 'finish', 'e-mail': 'finish', web: 'finish' },
    handOver: { time: '0 s', lostShare: 0 },
  },
  lines: { phone: { total: 20 }, 'e-mail': { total: 20 }, web: { total: 20 } },
  routing: { preemption: { by: 'A' }, hold: { phone: '0 s', 'e-mail': '0 s', web: '0 s' } },
  retention: { eraseAfter: '1 day' },
  serviceLevels: [],
};

function handle() {
  return { phone: 'fixed 1 min', 'e-mail': 'fixed 1 min', web: 'fixed 1 min' };
}

/** A fresh stand-in for the map or list at the path, or undefined if there is none. */
export function exampleAt(path: SourcePath): unknown {
  let part: unknown = EXAMPLE;
  for (const step of path) {
    if (part === null || typeof part !== 'object') return undefined;
    const members = part as Readonly<Record<string, unknown>>;
    part = Object.hasOwn(members, step) ? members[step] : members[ANY];
  }
  return typeof part === 'object' && part !== null ? freshCopy(part) : part;
}

function freshCopy(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(freshCopy);
  if (part === null || typeof part !== 'object') return part;
  const members = Object.entries(part).filter(([key]) => key !== ANY);
  return Object.fromEntries(members.map(([key, member]) => [key, freshCopy(member)]));
}
