/** How large a network is. */
export interface NetworkSize {
  readonly centres: number;
  /** Head counts of all shifts together. */
  readonly agents: number;
  readonly segments: number;
}

/** Countries of centres and customers, assigned in turn. */
const COUNTRIES = [
  { country: 'US', timeZone: 'America/New_York', language: 'en', region: 'amer', at: [40, -75] },
  { country: 'DE', timeZone: 'Europe/Berlin', language: 'de', region: 'emea', at: [52, 13] },
  { country: 'BR', timeZone: 'America/Sao_Paulo', language: 'pt', region: 'amer', at: [-23, -46] },
  { country: 'FR', timeZone: 'Europe/Paris', language: 'fr', region: 'emea', at: [48, 2] },
  { country: 'JP', timeZone: 'Asia/Tokyo', language: 'ja', region: 'apac', at: [35, 139] },
  { country: 'ES', timeZone: 'Europe/Madrid', language: 'es', region: 'emea', at: [40, -3] },
  { country: 'IN', timeZone: 'Asia/Kolkata', language: 'en', region: 'apac', at: [12, 77] },
  { country: 'IE', timeZone: 'Europe/Dublin', language: 'en', region: 'emea', at: [53, -6] },
  { country: 'MX', timeZone: 'America/Mexico_City', language: 'es', region: 'amer', at: [19, -99] },
  { country: 'PL', timeZone: 'Europe/Warsaw', language: 'pl', region: 'emea', at: [52, 21] },
] as const;
type Place = (typeof COUNTRIES)[number];

const IN_THE_EEA: ReadonlySet<string> = new Set(['DE', 'FR', 'ES', 'IE', 'PL']);
/** Shares of the agents of a centre by tier. */
const TIER_SHARES = [0.6, 0.3, 0.1] as const;
const SHIFTS = [
  ['early', '06:00', '14:00'],
  ['late', '14:00', '22:00'],
  ['night', '22:00', '06:00'],
] as const;
/** Cases per agent and day. With some 25 minutes of work each, an agent is busy for three quarters of eight hours on duty. */
const CASES_PER_AGENT = 14;
const CHANNELS = ['phone', 'e-mail', 'web'] as const;

/** Distributes a whole number over places as evenly as possible. */
function shared(total: number, places: number): readonly number[] {
  return Array.from(
    { length: places },
    (_, i) => Math.floor(((i + 1) * total) / places) - Math.floor((i * total) / places),
  );
}

function placeOf(i: number): Place {
  return COUNTRIES[i % COUNTRIES.length] as Place;
}

function groupOf(tier: number, agents: number, language: string) {
  const counts = shared(agents, SHIFTS.length);
  const shifts = SHIFTS.flatMap(([name, from, to], i) =>
    counts[i] === 0 ? [] : [[name, { agents: counts[i], from, to }] as const],
  );
  const languages = [...new Set([language, 'en'])];
  return { tier, languages, products: 'all', shifts: Object.fromEntries(shifts) };
}

function centreOf(i: number, agents: number) {
  const { at, country, language, region, timeZone } = placeOf(i);
  const groups = TIER_SHARES.map((_, t) => {
    const upTo = (tiers: number) =>
      Math.round(agents * TIER_SHARES.slice(0, tiers).reduce((sum, share) => sum + share, 0));
    return [`tier-${t + 1}`, groupOf(t + 1, upTo(t + 1) - upTo(t), language)] as const;
  });
  return {
    title: `Centre ${i + 1}`,
    country,
    timeZone,
    entity: `company-${country.toLowerCase()}`,
    region,
    at,
    access: i % 3 === 0 ? 'local system' : 'remote view',
    hours: '24x7',
    holidays: 'none',
    groups: Object.fromEntries(groups),
  };
}

function segmentOf(i: number, casesPerDay: number) {
  const { country, language, region, timeZone } = placeOf(i);
  const isPremier = IN_THE_EEA.has(country) && i % 4 !== 0;
  return {
    title: `Segment ${i + 1}`,
    promise: isPremier ? 'premier' : 'none',
    placement: isPremier ? 'eea' : 'default',
    products: { mail: 0.7, cloud: 0.3 },
    severities: { A: 0.1, B: 0.4, C: 0.5 },
    channels: Object.fromEntries(CHANNELS.map((channel, c) => [channel, [0.4, 0.3, 0.3][c]])),
    customers: [
      {
        country,
        region,
        timeZone,
        rate: `${casesPerDay}/day`,
        languages: language === 'en' ? { en: 1 } : { [language]: 0.5, en: 0.5 },
      },
    ],
  };
}

function byChannel<Value>(phone: Value, written: Value): Readonly<Record<string, Value>> {
  return { phone, 'e-mail': written, web: written };
}

const WORK = {
  triage: byChannel('0 s', '5 min'),
  patience: byChannel('exponential 10 min', 'none'),
  handle: {
    tier1: byChannel('lognormal 15 min sigma 0.8', 'lognormal 20 min sigma 0.8'),
    tier2: byChannel('lognormal 25 min sigma 0.9', 'lognormal 30 min sigma 0.9'),
    tier3: byChannel('lognormal 40 min sigma 1', 'lognormal 50 min sigma 1'),
  },
  escalation: { tier1: 0.25, tier2: 0.1 },
  misrouted: { language: 0.01, product: 0.03, noticedAfter: 0.3 },
  customerWait: { share: 0.2, reply: 'lognormal 6 h sigma 1', autoClose: '2 days' },
  severityRaise: { share: 0.02, after: 'exponential 2 h' },
  reopening: { share: 0.04, after: 'exponential 6 h' },
  closing: '6 h',
  shiftEnd: { phone: 'finish', 'e-mail': 'hand over', web: 'hand over' },
  handOver: { time: '5 min', lostShare: 0.1 },
};

/**
 * The text of a scenario file (JSON, which is YAML) of that size: a day in a network that works around the clock, with customers in ten
 * countries. The load is the same at every size: a fixed number of cases per agent, shared evenly by the segments.
 */
export function networkText({ agents, centres, segments }: NetworkSize): string {
  const agentsOf = shared(agents, centres);
  const perSegment = Number(((agents * CASES_PER_AGENT) / segments).toPrecision(6));
  const many = <Value>(count: number, name: string, make: (i: number) => Value) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}-${i + 1}`, make(i)]));
  return JSON.stringify({
    meridian: 1,
    name: `network-${centres}-${agents}-${segments}`,
    source: 'invented',
    title: `A network of ${centres} centres, ${agents} agents and ${segments} segments`,
    start: '2014-11-03T00:00:00Z',
    horizon: '1 day',
    seed: '2014',
    products: { mail: { title: 'Mail' }, cloud: { title: 'Cloud' } },
    entities: Object.fromEntries(
      COUNTRIES.map(({ country }) => [
        `company-${country.toLowerCase()}`,
        {
          title: `Company in ${country}`,
          kind: country === 'US' ? 'vendor' : 'affiliate',
          country,
          instruments: [{ framework: 'SAFE_HARBOR_EU_US', from: '2001-06-29' }],
        },
      ]),
    ),
    dataCentres: {
      virginia: { title: 'Virginia', country: 'US', entity: 'company-us' },
      texas: { title: 'Texas', country: 'US', entity: 'company-us' },
      dublin: { title: 'Dublin', country: 'IE', entity: 'company-ie' },
      frankfurt: { title: 'Frankfurt', country: 'DE', entity: 'company-de' },
    },
    placements: {
      default: { primary: ['virginia', 'texas'], replica: ['texas', 'virginia'] },
      eea: { primary: ['dublin', 'frankfurt'], replica: ['frankfurt', 'dublin'] },
    },
    promises: {
      none: { title: 'No boundary', zones: { storage: 'ANY' } },
      premier: { profile: 'premier-eea-2014' },
    },
    centres: many(centres, 'centre', (i) => centreOf(i, agentsOf[i] as number)),
    segments: many(segments, 'segment', (i) => segmentOf(i, perSegment)),
    work: WORK,
    routing: { preference: 'local specialist', hold: byChannel('30 s', '10 min') },
    retention: { eraseAfter: '2 h', eraseGrace: '1 h', workingCopy: '1 h' },
    serviceLevels: [
      { channel: 'phone', severity: 'all', within: '2 min', target: 0.8 },
      { channel: ['e-mail', 'web'], severity: 'all', within: '8 h', target: 0.9 },
    ],
  });
}
