import { simulatedStories } from '#calibration';
import type { Scenario } from '#domain';
import { sha256 } from '../running.ts';

/** A simulated run as a log that a help desk would export: one row for each change, times to the second. */

const STATES = {
  queued: 'New',
  working: 'In Progress',
  customer: 'Awaiting User Info',
  vendor: 'Awaiting Vendor',
  resolved: 'Resolved',
} as const;
const PRIORITIES: Readonly<Record<string, string>> = { A: '1 - Critical', B: '3 - Moderate', C: '4 - Low' };

const HEAD =
  'number,incident_state,sys_updated_at,u_level,assignment_group,location,assigned_to,priority,contact_type,category,company,u_country,u_language';

/** The mapping of that log. */
export const LIST_MAPPING = `meridian-mapping: 1
timeZone: Europe/Dublin
columns:
  case: number
  time: sys_updated_at
  activity: incident_state
  tier: u_level
  group: assignment_group
  centre: location
  agent: assigned_to
  severity: priority
  channel: contact_type
  product: category
  segment: company
  country: u_country
  language: u_language
values:
  activity: { Closed: closed }
  channel: { Phone: phone, Email: e-mail, Self-service: web }
  severity: { 1 - Critical: A, 3 - Moderate: B, 4 - Low: C }
`;

const CONTACT_TYPES: Readonly<Record<string, string>> = {
  phone: 'Phone',
  'e-mail': 'Email',
  web: 'Self-service',
};

/** The rows of one run, by time, as ServiceNow lists the changes of incidents. */
export function simulatedList(scenario: Scenario): string {
  const fromMs = scenario.startEpochMs;
  const untilMs = fromMs + scenario.horizonMs;
  const stories = simulatedStories(scenario, { fromMs, untilMs, replication: 0, digest: sha256 });
  const rows: { readonly atMs: number; readonly text: string }[] = [];
  stories.forEach((story, number) => {
    const { channel, country, language, product, segment, severity } = story;
    const id = `INC${String(number).padStart(7, '0')}`;
    const about = [
      PRIORITIES[severity ?? ''],
      CONTACT_TYPES[channel ?? ''],
      product,
      segment,
      country,
      language,
    ].join(',');
    const put = (atMs: number, state: string, rest: string) =>
      rows.push({ atMs, text: `${id},${state},${timeText(atMs)},${rest},${about}` });
    for (const { agent, centre, fromMs: atMs, group, state, tier } of story.spells) {
      put(atMs, STATES[state], `${tier},${group ?? ''},${centre ?? ''},${agent ?? ''}`);
    }
    if (story.endedMs !== null) put(story.endedMs, 'Closed', ',,,');
  });
  rows.sort((one, other) => one.atMs - other.atMs);
  return `${HEAD}\n${rows.map(({ text }) => text).join('\n')}\n`;
}

/** Wall clock of Dublin in November, which is that of UTC. */
function timeText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}
