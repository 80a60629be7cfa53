interface Queue {
  /** How many arrive in the first hour, about. */
  readonly cases: number;
  /** 100 if not given. */
  readonly agents?: number;
  /** Shifts of eight hours that begin five minutes apart, with the same number of agents each. If not given, all agents work all day. */
  readonly shifts?: number;
  /** True if agents take cases by rank and weight of their severity. */
  readonly hasRanks?: true;
}

/** The text of a scenario file (JSON, which is YAML) in which agents work on a queue until the end of the second hour. */
export function queueText({ agents = 100, cases, hasRanks, shifts }: Queue): string {
  const first = (hours: number) => Array.from({ length: 24 }, (_, hour) => (hour < hours ? 1 : 0));
  return JSON.stringify({
    meridian: 1,
    name: `queue-${cases}`,
    title: `A queue of ${cases} cases`,
    source: 'invented',
    start: '2014-11-03T00:00:00Z',
    horizon: '2 h',
    seed: '2014',
    mostWaiting: 10_000_000,
    products: { mail: { title: 'Mail' } },
    entities: { vendor: { title: 'Vendor', kind: 'vendor', country: 'US' } },
    dataCentres: { virginia: { title: 'Virginia', country: 'US', entity: 'vendor' } },
    placements: { default: { primary: ['virginia'] } },
    promises: { none: { title: 'No boundary', zones: { storage: 'ANY' } } },
    profiles: { 'e-mail': { hours: first(1) } },
    centres: {
      charlotte: {
        title: 'Charlotte',
        country: 'US',
        timeZone: 'UTC',
        entity: 'vendor',
        region: 'amer',
        at: [35, -80],
        access: 'remote view',
        hours: '24x7',
        holidays: 'none',
        groups: {
          line: {
            tier: 1,
            languages: ['en'],
            products: 'all',
            shifts: shiftsOf(agents, shifts),
            takesFirst: hasRanks === true ? RANKS : undefined,
          },
        },
      },
    },
    segments: {
      all: {
        title: 'All',
        promise: 'none',
        placement: 'default',
        products: { mail: 1 },
        severities: { A: 0.1, B: 0.4, C: 0.5 },
        channels: { 'e-mail': 1 },
        customers: [
          { country: 'US', region: 'amer', timeZone: 'UTC', languages: { en: 1 }, rate: `${cases}/day` },
        ],
      },
    },
    work: {
      triage: { phone: '0 s', 'e-mail': '5 min', web: '5 min' },
      patience: { phone: 'none', 'e-mail': 'none', web: 'none' },
      handle: Object.fromEntries(
        ['tier1', 'tier2', 'tier3'].map((tier) => [
          tier,
          { phone: 'exponential 6 min', 'e-mail': 'exponential 6 min', web: 'exponential 6 min' },
        ]),
      ),
      escalation: { tier1: 0, tier2: 0 },
      closing: '1 h',
    },
    routing: { preference: 'longest idle' },
    retention: { eraseAfter: '1 h', eraseGrace: '1 h', workingCopy: '1 h' },
    serviceLevels: [{ channel: 'e-mail', severity: 'all', within: '8 h', target: 0.9 }],
  });
}

const RANKS = [
  { severity: 'A', rank: 1 },
  { severity: 'B', rank: 2, weight: 30 },
  { severity: 'C', rank: 2 },
];

const DAY_MINUTES = 1440;

function shiftsOf(agents: number, shifts: number | undefined) {
  if (shifts === undefined) return { all: { agents, from: '00:00', to: '24:00' } };
  const timeOf = (minute: number) =>
    [Math.floor(minute / 60) % 24, minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return Object.fromEntries(
    Array.from({ length: shifts }, (_, k) => {
      const from = (k * 5) % DAY_MINUTES;
      return [`shift-${k + 1}`, { agents: agents / shifts, from: timeOf(from), to: timeOf(from + 480) }];
    }),
  );
}
