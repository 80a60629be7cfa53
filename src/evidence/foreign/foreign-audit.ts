import { auditLedger, INVARIANTS, lawInstants } from '#audit';
import { neutralise } from '#base';
import type { ActKind, Scenario } from '#domain';
import { notModelled } from '../not-modelled.ts';
import { type ForeignLog, type LogDisorder, visitForeign } from './foreign-log.ts';

/** What is said of an invariant over a log that somebody else has kept. */
export interface ForeignResult {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** Why the log cannot show it; null when it can. */
  readonly notCheckable: string | null;
  readonly checks: number;
  readonly violations: number;
  readonly first: { readonly line: number; readonly caseId: string | null; readonly message: string } | null;
}

export interface ForeignReport {
  readonly format: 1;
  readonly kind: 'meridian foreign audit';
  readonly scenario: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
  readonly notModelled: readonly string[];
  readonly events: number;
  readonly leftOut: number;
  readonly cases: number;
  readonly until: string;
  /** What cannot have been told as it happened. */
  readonly disorder: LogDisorder;
  /** What was taken for what the log does not tell. */
  readonly assumptions: readonly string[];
  readonly results: readonly ForeignResult[];
}

/**
 * What an invariant needs to be told: kinds of acts, with the fields that it looks at. A log that never tells of a kind cannot be
 * told from one in which it never happened, so the invariant is not judged. Outages and absences may be missing: then there were none.
 */
const NEEDS: Readonly<Record<string, Readonly<Partial<Record<ActKind, readonly string[]>>>>> = {
  R1: { open: [], store: [] },
  R2: { store: ['copiedFrom'] },
  R3: { open: [], store: ['copiedFrom'] },
  R4: { open: [], view: [], 'view end': [], exception: ['consent'], 'emergency access': ['step'] },
  R5: { open: [], view: ['agent', 'group'], 'view end': [] },
  R6: { assign: ['agent', 'group'], view: ['agent', 'purpose'], 'view end': ['agent'] },
  R7: { open: [], store: ['copiedFrom'], transfer: ['basis', 'importer', 'exporter', 'place', 'instrument'] },
  R8: { open: [], store: [], delete: [] },
  R9: { open: [], store: [], view: ['agent', 'group'] },
  R10: {
    open: ['language', 'product', 'solvedAtTier'],
    assign: ['agent', 'group'],
    escalate: ['reason', 'tier'],
    duty: ['group', 'begins', 'agents', 'firstAgent'],
    transition: ['event', 'after'],
    'emergency access': ['step'],
  },
  R11: {
    open: ['language', 'product', 'channel'],
    assign: ['agent', 'group'],
    duty: ['group', 'begins', 'agents', 'firstAgent'],
    'view end': ['agent'],
    transition: ['event', 'after'],
  },
  R12: { open: [], view: [], 'view end': [], exception: ['consent'] },
  R13: {
    open: ['severity'],
    view: ['agent', 'group'],
    'view end': [],
    'emergency access': ['step', 'emergency', 'agent', 'windowMs'],
  },
  R14: {
    open: ['language', 'product', 'severity'],
    transition: ['event', 'before', 'after'],
    store: [],
    assign: ['agent', 'group'],
  },
  R15: { store: [], delete: [], transition: ['after'] },
  R16: { store: [], delete: [], view: [], 'view end': [] },
  R17: { store: [], delete: [] },
  R18: {
    open: ['channel', 'severity'],
    transition: ['event', 'before', 'after'],
    store: ['copiedFrom'],
    delete: [],
    assign: ['agent', 'group'],
    view: ['agent', 'group'],
    'view end': ['agent', 'group'],
    duty: ['group', 'shift', 'begins', 'agents', 'firstAgent'],
  },
  R19: { open: [], 'ledger kept': ['dataCentre'] },
  R20: { view: ['agent', 'group'], 'view end': ['agent', 'group'] },
  R21: { open: [], store: [], assign: ['group'], 'policy refresh': ['asOfLow', 'asOfHigh'] },
  R22: { open: [], store: [], delete: [] },
  R24: { open: ['customer'], store: ['role', 'itemClasses'] },
  R25: {},
  R26: { open: [], disclosure: ['hasBasis', 'disclosure'], 'notice of disclosure': ['disclosure'] },
  R23: {
    open: ['language', 'product', 'channel', 'severity'],
    wait: ['cause', 'tier', 'stage'],
    transition: ['event', 'before', 'after'],
    assign: ['agent', 'group'],
    duty: ['group', 'shift', 'begins', 'agents', 'firstAgent'],
  },
};

/** Judged where a view begins and whenever the law changes: where it does not, nothing hangs on when views end. */
const AT_CHANGES_OF_LAW: readonly string[] = ['R4', 'R5', 'R12'];

/** Judges a foreign log by the same invariants as a ledger, as far as it tells what they need. It is judged up to its last event. */
export function auditForeign(log: ForeignLog, scenario: Scenario): ForeignReport {
  const bounded = { ...scenario, horizonMs: Math.max(1, log.lastMs) };
  const report = auditLedger(
    {
      header: {
        scenarioHash: '',
        scenarioName: scenario.name,
        seed: '',
        replication: 0,
        engineVersion: '',
      },
      root: new Uint8Array(0),
      entryCount: log.entries.length,
      blockCount: 0,
      forEach: (visit) => visitForeign(log, visit),
    },
    bounded,
  );
  const results = INVARIANTS.map(({ id, sentence, title }): ForeignResult => {
    const notCheckable = whyNotCheckable(id, log, bounded);
    const found = report.invariants.find((result) => result.id === id);
    if (notCheckable !== null || found === undefined) {
      return {
        id,
        title,
        sentence,
        notCheckable: notCheckable ?? 'nobody judges it',
        checks: 0,
        violations: 0,
        first: null,
      };
    }
    const { checks, counterexample, violations } = found;
    const { caseNumber = null, entry = 0, message = '' } = counterexample ?? {};
    const first =
      counterexample === null
        ? null
        : {
            line: log.entries[entry]?.line ?? 0,
            caseId: caseNumber === null ? null : (log.caseIds.get(caseNumber) ?? String(caseNumber)),
            message: neutralise(message),
          };
    return { id, title, sentence, notCheckable, checks, violations, first };
  });
  return {
    format: 1,
    kind: 'meridian foreign audit',
    scenario: scenario.name,
    law: report.law,
    notModelled: notModelled(scenario),
    events: log.entries.length,
    leftOut: log.leftOut,
    cases: report.cases,
    disorder: log.disorder,
    assumptions: assumptionsOf(log),
    until: new Date(scenario.startEpochMs + log.lastMs).toISOString(),
    results,
  };
}

function assumptionsOf({ coverage }: ForeignLog): readonly string[] {
  const assumptions = ['nothing is known of the time after the last event'];
  if (coverage.get('store')?.has('itemClasses') === true) {
    assumptions.push('a copy of which it is not told what it holds, holds every item class');
  }
  if (!coverage.has('delete')) assumptions.push('no copy was deleted');
  if (!coverage.has('centre') && !coverage.has('data centre')) assumptions.push('no place was down');
  return assumptions;
}

function whyNotCheckable(id: string, { coverage }: ForeignLog, scenario: Scenario): string | null {
  const needs = NEEDS[id];
  if (needs === undefined) return 'what it needs of a log is not known';
  for (const [kind, fields] of Object.entries(needs) as [ActKind, readonly string[]][]) {
    const lacks = coverage.get(kind);
    if (lacks === undefined && !canHappen(kind, scenario)) continue;
    if (kind === 'view end' && AT_CHANGES_OF_LAW.includes(id) && lawInstants(scenario).length === 0) continue;
    if (lacks === undefined) return `the log has no event of type ${kind}`;
    for (const field of fields) {
      const line = lacks.get(field);
      if (line !== undefined) return `an event of type ${kind} does not tell ${field} (line ${line})`;
    }
  }
  return null;
}

/** What the scenario leaves no occasion for need not be told. */
function canHappen(kind: ActKind, scenario: Scenario): boolean {
  const { disclosures, promises, segments } = scenario;
  if (kind === 'ledger kept') return scenario.ledger !== undefined;
  if (kind === 'policy refresh') return lawInstants(scenario).length > 0;
  if (kind === 'emergency access') return promises.some(({ breakGlass }) => breakGlass !== undefined);
  if (kind === 'exception') return segments.some(({ consents }) => consents !== undefined);
  if (kind === 'disclosure') return disclosures !== undefined;
  if (kind === 'notice of disclosure') {
    return disclosures?.some(({ noticeAfterMs }) => noticeAfterMs !== null) === true;
  }
  return true;
}
