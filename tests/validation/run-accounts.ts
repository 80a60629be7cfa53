import { hexOf } from '#base';
import { ACCESS_PURPOSES, actKind, CASE_STATES, NO_CASE, type Scenario, SEVERITIES, TIERS } from '#domain';
import { createSimulation, prepareEngine } from '#engine';
import { createLedgerWriter, type Ledger, openLedger } from '#ledger';
import { createMeter } from '#statistics';
import { sha256 } from '../running.ts';
import { readRunLog, type Visit } from './run-log.ts';

/**
 * A run counted three times: by its meter as it runs, by a walk over the ledger, and by adding up the lives of its cases. Times are whole
 * milliseconds, so the three must be equal, not merely close.
 */

export interface Accounts {
  readonly bytes: Uint8Array;
  readonly ledger: Ledger;
  readonly endMs: number;
  readonly byMeter: Account;
  readonly byWalk: Account;
  readonly byCases: Account;
}

export interface Account {
  /** Waiting cases × ms, per tier: the area under the queue's length. */
  readonly waitedMs: readonly number[];
  /** Agents in a contact × ms. */
  readonly busyMs: number;
  readonly arrived: number;
  readonly waitingAtEnd: number;
  readonly contacts: number;
}

const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const ASSIGN = actKind('assign');
const WAITING = CASE_STATES.indexOf('open.waiting.queued');
const WORKING = CASE_STATES.indexOf('open.working');
const STALLED = CASE_STATES.indexOf('stalled');
const ESCALATE = actKind('escalate');
const VIEW = actKind('view');
const VIEW_END = actKind('view end');
const TO_BE_CONSULTED = ACCESS_PURPOSES.indexOf('consultation');

export function accountsOf(scenario: Scenario, seed: string): Accounts {
  const chunks: Buffer[] = [];
  const meter = createMeter(scenario);
  const writer = createLedgerWriter({
    header: {
      scenarioHash: hexOf(sha256(new Uint8Array())),
      scenarioName: scenario.name,
      seed,
      replication: 0,
      engineVersion: 'validation',
    },
    digest: sha256,
    write: (bytes) => chunks.push(Buffer.from(bytes)),
  });
  const simulation = createSimulation(scenario, {
    seed,
    replication: 0,
    observer: writer,
    meter,
    ...prepareEngine('compiled'),
  });
  while (!simulation.advance(scenario.horizonMs));
  writer.seal();
  const bytes = Buffer.concat(chunks);
  const opened = openLedger(bytes, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const endMs = meter.endMs as number;
  const hours = [...meter.arrivedByHour.keys()];
  const { cases, waitingCases } = simulation.counts();
  return {
    bytes,
    ledger: opened.value,
    endMs,
    byMeter: {
      waitedMs: TIERS.map((_, i) => sum(hours.map((hour) => meter.waiting.integral(i, hour)))),
      // Busy agents are the odd row.
      busyMs: sum(hours.map((hour) => meter.staff.integral(1, hour))),
      arrived: cases,
      waitingAtEnd: waitingCases,
      contacts: sum(
        meter.groups.flatMap((_, group) => SEVERITIES.map((__, s) => meter.contacts.of(group, s).contacts)),
      ),
    },
    byWalk: walk(opened.value, endMs),
    byCases: addUp(bytes, opened.value, scenario, endMs),
  };
}

/** Queue lengths and busy agents as recorded, each constant until the next act. */
function walk(ledger: Ledger, endMs: number): Account {
  const waiting = TIERS.map(() => 0);
  const waitedMs = TIERS.map(() => 0);
  const tierOf: number[] = [];
  let [busy, busyMs, lastMs, arrived, contacts, stalled] = [0, 0, 0, 0, 0, 0];
  const passTo = (timeMs: number) => {
    TIERS.forEach((_, i) => {
      waitedMs[i] = (waitedMs[i] as number) + (waiting[i] as number) * (timeMs - lastMs);
    });
    busyMs += busy * (timeMs - lastMs);
    lastMs = timeMs;
  };
  /** The tier that a case will have after the current step. */
  const tierToBe: number[] = [];
  const agentOf: number[] = [];
  /** By agent: contacts in hand, and consultations. An agent with several is busy once. */
  const inHand = new Map<number, number>();
  const count = (agent: number, change: 1 | -1) => {
    const before = inHand.get(agent) ?? 0;
    inHand.set(agent, before + change);
    if (before + Math.min(change, 0) === 0) busy += change;
  };
  ledger.forEach(({ a, aux, b, c, caseNumber: number, d, kind, timeMs }) => {
    if (timeMs > lastMs) passTo(timeMs);
    if (number === NO_CASE) return;
    if (kind === OPEN) {
      arrived++;
      tierOf[number] = 1;
      tierToBe[number] = 1;
    } else if (kind === ESCALATE) tierToBe[number] = d;
    else if (kind === ASSIGN) {
      contacts++;
      agentOf[number] = c;
    } else if (kind === VIEW && aux === TO_BE_CONSULTED) count(c, 1);
    else if (kind === VIEW_END && aux === TO_BE_CONSULTED) count(c, -1);
    else if (kind === TRANSITION) {
      const before = (tierOf[number] as number) - 1;
      tierOf[number] = tierToBe[number] as number;
      const after = (tierOf[number] as number) - 1;
      if (a === WAITING) waiting[before] = (waiting[before] as number) - 1;
      if (b === WAITING) waiting[after] = (waiting[after] as number) + 1;
      if (b === WORKING && a !== WORKING) count(agentOf[number] as number, 1);
      if (a === WORKING && b !== WORKING) count(agentOf[number] as number, -1);
      stalled += Number(b === STALLED) - Number(a === STALLED);
    }
  });
  passTo(endMs);
  return { waitedMs, busyMs, arrived, waitingAtEnd: sum(waiting) + stalled, contacts };
}

function addUp(bytes: Uint8Array, ledger: Ledger, scenario: Scenario, endMs: number): Account {
  const { cases } = readRunLog(bytes, scenario);
  const visits = cases.flatMap((logged) => logged.visits);
  const answered = visits.filter(({ outcome }) => outcome === 'answered');
  const until = (timeMs: number) => Math.min(timeMs, endMs);
  const waited = ({ joinedMs, leftMs }: Visit) => until(leftMs) - joinedMs;
  const stalledNow = cases.filter(({ state }) => state === STALLED).length;
  return {
    waitedMs: TIERS.map((tier) => sum(visits.filter((visit) => visit.tier === tier).map(waited))),
    busyMs: busyMsOf([
      ...answered.flatMap(({ agent, contact }) =>
        contact.map(({ fromMs, toMs }) => ({ agent, fromMs, toMs: until(toMs) })),
      ),
      ...consultations(ledger, endMs),
    ]),
    arrived: cases.length,
    waitingAtEnd: visits.filter(({ outcome }) => outcome === 'waiting').length + stalledNow,
    contacts: answered.length,
  };
}

interface Span {
  readonly agent: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** When agents were consulted. */
function consultations(ledger: Ledger, endMs: number): readonly Span[] {
  const spans: Span[] = [];
  const since = new Map<number, number>();
  ledger.forEach(({ aux, c: agent, kind, timeMs }) => {
    if (aux !== TO_BE_CONSULTED) return;
    if (kind === VIEW) since.set(agent, timeMs);
    else if (kind === VIEW_END) {
      spans.push({ agent, fromMs: since.get(agent) as number, toMs: timeMs });
      since.delete(agent);
    }
  });
  return [...spans, ...[...since].map(([agent, fromMs]) => ({ agent, fromMs, toMs: endMs }))];
}

/** How long agents had something in hand: time with several contacts counts once. */
function busyMsOf(spans: readonly Span[]): number {
  const byAgent = new Map<number, Span[]>();
  for (const span of spans) {
    const own = byAgent.get(span.agent);
    if (own === undefined) byAgent.set(span.agent, [span]);
    else own.push(span);
  }
  let busyMs = 0;
  for (const own of byAgent.values()) {
    let doneMs = Number.NEGATIVE_INFINITY;
    for (const { fromMs, toMs } of own.toSorted((left, right) => left.fromMs - right.fromMs)) {
      busyMs += Math.max(0, toMs - Math.max(fromMs, doneMs));
      doneMs = Math.max(doneMs, toMs);
    }
  }
  return busyMs;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
