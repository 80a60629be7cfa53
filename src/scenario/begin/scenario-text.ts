import { present } from '#base';
import { CHANNELS, type Channel, isZoneMember, servesLanguage, type Tier } from '#domain';
import { type Answers, type CentreAnswer, type CustomersAnswer, idsOf } from './answers.ts';

/** The start of the run in a new scenario, a Monday. */
const START = '2026-01-05T00:00:00Z';
/** Where data is stored if it has to stay in the EEA and no centre is there. */
const EEA_FALLBACK = 'DE';

/**
 * A commented scenario file. `schema`: path of the JSON Schema for editors, null if there is none. Figures that nobody was asked for (handle times,
 * patience, targets) are invented, and marked as such.
 */
export function scenarioText(answers: Answers, name: string, schema: string | null): string {
  const plan = planOf(answers);
  const parts = [
    head(answers, name, schema),
    organisation(plan),
    data(plan),
    centres(plan),
    customers(plan),
    work(plan),
    serviceLevels(plan),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The scenario derived from the answers, before it is written. */
type Plan = ReturnType<typeof planOf>;

function planOf(answers: Answers) {
  const countries = answers.centres.map(({ country }) => country);
  const promises = (['none', 'stored', 'stored and seen'] as const).filter((promise) =>
    answers.customers.some((one) => one.promise === promise),
  );
  const staysInEea = promises.some((promise) => promise !== 'none');
  const storedIn = staysInEea ? (countries.find(isInEea) ?? EEA_FALLBACK) : (countries[0] ?? EEA_FALLBACK);
  const tiers = answers.centres.flatMap(({ groups }) => groups.map(({ tier }) => tier));
  return {
    answers,
    centreIds: idsOf(
      answers.centres.map(({ title }) => title),
      'centre',
    ),
    segmentIds: idsOf(
      answers.customers.map(({ title }) => title),
      'customers',
    ),
    /** Countries in which the organisation has a company, the vendor's own first. */
    companies: [...new Set([...countries, storedIn])],
    storedIn,
    channels: CHANNELS.filter((channel) => answers.customers.some(({ perWeek }) => perWeek[channel] > 0)),
    tiers: ([1, 2, 3] as const).filter((tier) => tiers.includes(tier)),
    promises,
  };
}

function isInEea(country: string): boolean {
  return isZoneMember('EEA', country, Date.parse(START));
}

function head({ title }: Answers, name: string, schema: string | null): readonly string[] {
  return present([
    schema !== null && `# yaml-language-server: $schema=${schema}`,
    '# A new scenario. It is valid and runs as it stands: `meridian run` with this folder.',
    '# Lines marked ASSUMED hold invented figures: replace them by your own. `meridian reference schema --reference` explains every key,',
    '# and `meridian validate` with this folder lists every mistake with its place and a remedy.',
    'meridian: 1 # version of the format',
    `name: ${name} # names the run folder; a-z, 0-9 and -`,
    `title: ${quoted(title)}`,
    `start: ${START} # first moment of the run, with its offset from UTC (Z: UTC)`,
    'horizon: 2 weeks # how long the run lasts: "5 days", "12 h", "4 weeks"',
    'seed: "1" # another seed draws other cases with the same rates',
  ]);
}

function organisation({ companies }: Plan): readonly string[] {
  const [home = EEA_FALLBACK, ...others] = companies;
  return [
    '# What you support. With several products, groups can know some of them only, and customers ask about them in shares.',
    'products:',
    '  product: { title: The product }',
    '',
    '# Companies: yours, and its affiliates in other countries. An instrument is the legal ground on which a company outside the EEA',
    '# may receive personal data. ASSUMED: each of them has signed standard contractual clauses. Remove what was not signed.',
    'entities:',
    `  vendor: { title: Our company, kind: vendor, country: ${home}${instruments(home)} }`,
    ...others.map(
      (country) =>
        `  ${companyId(country, home)}: { title: Affiliate in ${country}, kind: affiliate, country: ${country}${instruments(country)} }`,
    ),
  ];
}

function companyId(country: string, home: string | undefined): string {
  return country === home ? 'vendor' : `affiliate-${country.toLowerCase()}`;
}

function instruments(country: string): string {
  if (isInEea(country)) return '';
  return ', instruments: [{ clauses: SCC_2021, from: 2022-01-01, signedFor: customers, assessed: 2022-01-01 }]';
}

const PROMISE_TEXTS = {
  none: ['none: { title: No promise about places, zones: { storage: ANY } }'],
  stored: [
    'stored-in-eea:',
    '  title: Stored in the EEA',
    '  zones: { storage: EEA, backup: EEA, workingCopy: EEA } # agents elsewhere may see the data, but nothing rests there',
  ],
  'stored and seen': [
    'kept-in-eea:',
    '  title: Stored in the EEA, seen from the EEA',
    '  zones: { storage: EEA, backup: EEA, workingCopy: EEA, access: EEA } # without access, agents elsewhere may see the data',
  ],
} as const;

const PROMISE_IDS = { none: 'none', stored: 'stored-in-eea', 'stored and seen': 'kept-in-eea' } as const;

function data({ companies, promises, storedIn }: Plan): readonly string[] {
  return [
    '# Where the data of cases is stored: data centres, and lists of them in the order of choice.',
    'dataCentres:',
    `  data-centre: { title: Our data centre, country: ${storedIn}, entity: ${companyId(storedIn, companies[0])} }`,
    'placements:',
    '  default: { primary: [data-centre] }',
    '',
    '# What customers were promised about the places of their data. The audit checks every copy and every look at it.',
    'promises:',
    ...promises.flatMap((promise) => PROMISE_TEXTS[promise].map((line) => `  ${line}`)),
    '',
    '# ASSUMED: how long data is kept after a case was closed.',
    'retention: { eraseAfter: 14 days }',
  ];
}

function centres({ answers, centreIds, companies }: Plan): readonly string[] {
  return [
    '# Places where agents work. Times are on the local clock of the centre; an end at or before the begin is on the next day.',
    '# Tier 1 is the first line; it passes on what it cannot solve (see work.escalation). Shifts of one group are different agents.',
    'centres:',
    ...answers.centres.flatMap((centre, k) => [
      `  ${centreIds[k]}:`,
      `    title: ${quoted(centre.title)}`,
      `    country: ${centre.country}`,
      `    timeZone: ${centre.timeZone}`,
      `    entity: ${companyId(centre.country, companies[0])}`,
      '    groups:',
      ...groupsOf(centre),
    ]),
  ];
}

function groupsOf({ groups }: CentreAnswer): readonly string[] {
  const ids = idsOf(
    groups.map(({ title }) => title),
    'group',
  );
  return groups.flatMap(({ languages, shifts, tier }, k) => [
    `      ${ids[k]}:`,
    `        tier: ${tier}`,
    `        languages: [${languages.map(quoted).join(', ')}] # every agent speaks all of them`,
    '        shifts:',
    ...shifts.map(
      ({ agents, days, from, to }, n) =>
        `          shift-${n + 1}: { agents: ${agents}, days: ${quoted(days)}, from: "${from}", to: "${to}" }`,
    ),
  ]);
}

function customers({ answers, segmentIds }: Plan): readonly string[] {
  return [
    '# When cases come, as relative weights on the local clock of the customers. ASSUMED: mostly by day, fewer at weekends.',
    'profiles:',
    '  #                 0  1  2  3  4  5  6  7  8  9  10  11 12 13 14  15 16 17 18 19 20 21 22 23',
    ...['phone', 'written'].flatMap((profile) => [
      `  ${profile}:`,
      '    hours: [1, 1, 1, 1, 1, 2, 3, 5, 8, 10, 10, 9, 7, 9, 10, 9, 8, 6, 4, 3, 2, 2, 1, 1]',
      '    days: { sat: 0.3, sun: 0.3 }',
    ]),
    '',
    '# Customers. A rate counts the cases of all channels in a normal week; shares add up to 1.',
    '# Severity A is the most urgent. ASSUMED: the shares of the severities.',
    'segments:',
    ...answers.customers.flatMap((one, k) => [
      `  ${segmentIds[k]}:`,
      `    title: ${quoted(one.title)}`,
      `    promise: ${PROMISE_IDS[one.promise]}`,
      '    placement: default',
      '    products: { product: 1 }',
      '    severities: { A: 0.1, B: 0.3, C: 0.6 }',
      `    channels: ${channelShares(one)}`,
      '    customers:',
      `      - { country: ${one.country}, timeZone: ${one.timeZone}, languages: { ${quoted(one.language)}: 1 }, rate: ${total(one)}/week }`,
    ]),
  ];
}

function total({ perWeek }: CustomersAnswer): number {
  return CHANNELS.reduce((sum, channel) => sum + perWeek[channel], 0);
}

/** Shares with six decimals. The last takes up the rounding error, so that they add up to 1. */
function channelShares(one: CustomersAnswer): string {
  const used = CHANNELS.filter((channel) => one.perWeek[channel] > 0);
  let left = 1e6;
  const shares = used.map((channel, k) => {
    const millionths = k === used.length - 1 ? left : Math.round((1e6 * one.perWeek[channel]) / total(one));
    left -= millionths;
    return `${channel}: ${millionths / 1e6}`;
  });
  return `{ ${shares.join(', ')} }`;
}

const HANDLE_TIMES: Readonly<Record<Channel, readonly [string, string, string]>> = {
  phone: ['lognormal 12 min sigma 0.8', 'lognormal 25 min sigma 0.9', 'lognormal 40 min sigma 1'],
  'e-mail': ['lognormal 15 min sigma 0.8', 'lognormal 30 min sigma 0.9', 'lognormal 50 min sigma 1'],
  web: ['lognormal 15 min sigma 0.8', 'lognormal 30 min sigma 0.9', 'lognormal 50 min sigma 1'],
};

function work({ channels, tiers }: Plan): readonly string[] {
  const reached = tiersReached(tiers);
  const escalation = present([reached.includes(2) && 'tier1: 0.2', reached.includes(3) && 'tier2: 0.1']);
  const passed = reached.length === 1 ? '' : '; at which a tier passes a case on';
  return present([
    `# ASSUMED, all of it: how long contacts take, how long callers wait before they give up${passed}.`,
    '# "lognormal 12 min sigma 0.8" has a mean of 12 minutes and a long tail; `meridian reference schema --reference work` lists the rest.',
    'work:',
    channels.includes('phone') && '  patience: { phone: exponential 6 min }',
    '  handle:',
    ...reached.flatMap((tier) => [
      `    tier${tier}:`,
      ...channels.map((channel) => `      ${channel}: ${HANDLE_TIMES[channel][tier - 1]}`),
    ]),
    escalation.length > 0 &&
      `  escalation: { ${escalation.join(', ')} } # share of the cases that a tier cannot solve`,
  ]);
}

/** Cases escalate one tier at a time, as far as there are groups. */
function tiersReached(tiers: readonly Tier[]): readonly Tier[] {
  if (!tiers.includes(2)) return [1];
  return tiers.includes(3) ? [1, 2, 3] : [1, 2];
}

function serviceLevels({ channels }: Plan): readonly string[] {
  return [
    '# ASSUMED: the share of cases that should have a first answer in time. Reports show what became of it.',
    'serviceLevels:',
    ...channels.map((channel) => {
      const [within, target] = channel === 'phone' ? ['20 s', 0.8] : ['4 h', 0.9];
      return `  - { channel: ${channel}, severity: all, within: ${within}, target: ${target} }`;
    }),
  ];
}

/**
 * A YAML scalar: plain if every reader takes it as a text, otherwise in double quotes, as JSON writes it. Short words may be `no` or `y`.
 */
function quoted(text: string): string {
  const isPlain = /^[A-Za-z][A-Za-z -]{3,}[A-Za-z]$|^[a-z]{3}-[a-z]{3}$/.test(text) && !/^false$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

type Wanted = Pick<CustomersAnswer, 'language' | 'promise'>;

/** The lowest tier that these customers' cases reach and at which nobody who may see them speaks their language; null if there is none. */
export function unservedTier(centres: Answers['centres'], wanted: Wanted): Tier | null {
  const tiers = centres.flatMap(({ groups }) => groups.map(({ tier }) => tier));
  return tiersReached(tiers).find((tier) => !isServed(centres, tier, wanted)) ?? null;
}

function isServed(centres: readonly CentreAnswer[], tier: Tier, { language, promise }: Wanted): boolean {
  return centres
    .filter(({ country }) => promise !== 'stored and seen' || isInEea(country))
    .flatMap(({ groups }) => groups)
    .some(
      (group) => group.tier === tier && group.languages.some((spoken) => servesLanguage(spoken, language)),
    );
}
