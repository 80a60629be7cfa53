import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success } from '#base';
import type { Backlog, Scenario } from '#domain';
import { parseScenario } from '#scenario';
import { ROOT } from '../../running.ts';

/**
 * An organisation whose truth is known: the three centres, with more mail, staff that is only just enough, so that queues grow and
 * shrink over days, vendors, replies, re-openings and raised severities. Everything is invented.
 */
const ORGANISATION = `meridian: 1
name: organisation
extends: ../three-centres
horizon: 4 weeks
segments:
  germany:
    channels: { phone: 0.3, e-mail: 0.4, web: 0.3 }
  india:
    channels: { phone: 0.3, e-mail: 0.4, web: 0.3 }
  americas:
    channels: { phone: 0.3, e-mail: 0.4, web: 0.3 }
centres:
  bangalore:
    groups:
      first-line: { shifts: { around: { agents: 6 } } }
      second-line: { shifts: { around: { agents: 2 } } }
  denver:
    groups:
      first-line: { shifts: { around: { agents: 6 } } }
      second-line: { shifts: { around: { agents: 2 } } }
work:
  handle:
    tier1: { e-mail: lognormal 29 min sigma 0.9, web: lognormal 29 min sigma 0.9 }
    tier2: { e-mail: lognormal 34 min sigma 0.9, web: lognormal 34 min sigma 0.9 }
  customerWait: { share: 0.2, reply: lognormal 9 h sigma 1, autoClose: 2 days }
  vendorWait:
    tier1: { share: 0, reply: fixed 1 h }
    tier2: { share: 0.2, reply: lognormal 14 h sigma 0.8 }
    tier3: { share: 0, reply: fixed 1 h }
  reopening: { share: 0.05, after: exponential 8 h }
`;

const ORIGIN_MS = Date.parse('2025-03-03T00:00:00Z');

/** The organisation for so long from so long after its first Monday, with these cases open. */
export function organisation(fromMs: number, horizonMs: number, backlog: Backlog = []): Scenario {
  const start = new Date(ORIGIN_MS + fromMs).toISOString();
  const text = `${ORGANISATION.replace('horizon: 4 weeks', `horizon: ${horizonMs / 3_600_000} h`)}start: ${start}\n`;
  const readFile = (file: string) => {
    try {
      return success(readFileSync(join(ROOT, file), 'utf8'));
    } catch {
      return failure('no such file');
    }
  };
  const parsed = parseScenario({ path: 'scenarios/organisation/scenario.yaml', text, readFile });
  if (!parsed.ok)
    throw new Error(parsed.problem.map(({ line, message }) => `${line}: ${message}`).join('; '));
  return backlog.length === 0 ? parsed.value.scenario : { ...parsed.value.scenario, backlog };
}
