import { RELEVANT } from '#base';
import { createLocalExecutor, type Executor, measureNamed } from '#experiment';
import type { ActionsPage } from '#report';
import { loadSource, parseSource } from '#scenario';
import { findActions } from '../../../src/apps/shared/experiment/action-search.ts';
import { sha256, successOf } from '../../running.ts';

/** How the small desk differs from one that lacks a single agent: in Berlin at night. */
export interface Desk {
  /** Agents in Berlin by day and by night. */
  readonly berlin?: readonly [day: number, night: number];
  /** Agents of each shift in the other centre. */
  readonly cork?: number;
  /** Length of a run; 3 if left out. */
  readonly days?: number;
  /** How many customers can call at once. */
  readonly lines?: number;
  /** True if some agents are slower than others. Each replication draws anew who is, and so does each change of head counts. */
  readonly areUnlike?: boolean;
  /** True if Berlin is down by day on the second day, when the other centre speaks its language. */
  readonly isDown?: boolean;
  /** True if Berlin is closed at night, and the other centre is where the promise lets nobody see the cases of customers in Germany. */
  readonly isShut?: boolean;
}

/**
 * A call finds a line only while nobody else calls, and then an agent is always free. Whether it finds one depends on how long others take, which a change of
 * staff draws anew for agents after the change, but neither longer nor shorter in the mean.
 */
export const LINES_FULL: Desk = { areUnlike: true, berlin: [2, 2], cork: 2, lines: 1 };

/** Two centres, each with the only people who speak its language. Calls come evenly, day and night. */
export function deskText({
  areUnlike = false,
  berlin: [day, night] = [2, 1],
  cork = 3,
  days = 3,
  isDown = false,
  isShut = false,
  lines = 100,
}: Desk): string {
  const work = (tier: string, text: string) => `${tier}: { phone: ${text}, e-mail: ${text}, web: ${text} }`;
  const hours = isShut ? 'hours: [{ from: "06:00", to: "22:00" }], holidays: none, ' : '';
  const outage = isDown ? 'outages: { planned: [{ from: 2025-03-04T05:00:00Z, for: 16 h }] }, ' : '';
  const speeds = areUnlike ? 'agentSpeeds: { cv: 0.5 }, ' : '';
  const atNight = isShut ? '' : `, night: { agents: ${night}, from: "22:00", to: "06:00" }`;
  return `
meridian: 1
name: two-centres
start: 2025-03-03T00:00:00Z
horizon: ${days} days
seed: "1"
products: { desk: { title: Desk } }
entities: { vendor: { title: Vendor, kind: vendor, country: DE } }
dataCentres: { frankfurt: { title: Frankfurt, country: DE, entity: vendor } }
placements: { eea: { primary: [frankfurt], replica: [frankfurt] } }
promises:
  kept: { title: Kept, zones: { storage: EEA, access: ${isShut ? 'EEA' : 'ANY'} } }
  open: { title: Open, zones: { storage: EEA } }
centres:
  berlin: { title: Berlin, country: DE, timeZone: Europe/Berlin, entity: vendor, region: emea, ${hours}${outage}groups: { german: {
    tier: 1, languages: [de], products: all, ${speeds}wage: { perHour: 30 }, shifts: {
      day: { agents: ${day}, from: "06:00", to: "22:00" }${atNight} } } } }
  cork: { title: Cork, country: ${isShut ? 'US' : 'IE'}, timeZone: Europe/Dublin, entity: vendor, region: emea, groups: { english: {
    tier: 1, languages: [${isDown ? 'en, de' : 'en'}], products: all, ${speeds}wage: { perHour: 30 }, shifts: {
      day: { agents: ${cork}, from: "06:00", to: "22:00" }, night: { agents: ${cork}, from: "22:00", to: "06:00" } } } } }
currency: EUR
segments:
  germany: { title: Germany, promise: kept, placement: eea, products: { desk: 1 }, severities: { A: 0, B: 0, C: 1 }, channels: { phone: 1 },
    customers: [{ country: DE, region: emea, timeZone: Europe/Berlin, languages: { de: 1 }, rate: 200/week }] }
  ireland: { title: Ireland, promise: open, placement: eea, products: { desk: 1 }, severities: { A: 0, B: 0, C: 1 }, channels: { phone: 1 },
    customers: [{ country: IE, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 200/week }] }
work:
  triage: { phone: 0 s, e-mail: 0 s, web: 0 s }
  patience: { phone: none, e-mail: none, web: none }
  handle:
    ${work('tier1', 'exponential 12 min')}
    ${work('tier2', 'fixed 1 h')}
    ${work('tier3', 'fixed 1 h')}
  escalation: { tier1: 0, tier2: 0 }
  misrouted: { language: 0, product: 0, noticedAfter: 0.3 }
  customerWait: { share: 0, reply: fixed 1 h, autoClose: 2 days }
  severityRaise: { share: 0, after: fixed 1 h }
  reopening: { share: 0, after: fixed 1 h }
  closing: 1 h
  shiftEnd: { phone: finish, e-mail: hand over, web: hand over }
  handOver: { time: 0 s, lostShare: 0 }
lines: { phone: { total: ${lines} } }
routing: { preference: longest idle }
retention: { eraseAfter: 1 h }
serviceLevels: [{ channel: phone, severity: all, within: 20 s, target: 0.95 }]
`;
}

/** What `meridian actions` finds for that desk. */
export async function bestActionsOf(
  desk: Desk,
  seed: string,
  {
    executor = local(),
    measure = null,
    replications = 20,
  }: { readonly executor?: Executor; readonly measure?: string | null; readonly replications?: number } = {},
): Promise<ActionsPage> {
  const readFile = () => ({ ok: false, problem: 'no such file' }) as const;
  const source = successOf(loadSource({ path: 'a/b/scenario.yaml', text: deskText(desk), readFile }));
  const parsed = successOf(parseSource(source));
  const asked = {
    source,
    parsed,
    cut: (one: typeof parsed.scenario) => one,
    measures: measure === null ? null : [successOf(measureNamed(measure, parsed.scenario.segments))],
    relevance: RELEVANT,
  };
  const found = await findActions({ ...asked, seed, replications, level: 0.95 }, executor, () => true);
  if (found === null) throw new Error('interrupted');
  return found;
}

function local(): Executor {
  return createLocalExecutor(sha256);
}
