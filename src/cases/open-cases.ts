import { csvLine, numbered } from '#base';
import {
  type Backlog,
  CASE_STATES,
  NONE,
  type OpenCase,
  type OpenCaseState,
  openCaseOf,
  type RunMs,
  type Scenario,
  SEVERITIES,
  workedWithin,
} from '#domain';
import type { CaseLife } from './case-life.ts';
import type { CaseLives } from './case-lives.ts';

const {
  'open.awaitingCustomer': AWAITING_CUSTOMER,
  'open.awaitingVendor': AWAITING_VENDOR,
  'open.triage': TRIAGE,
  resolved: RESOLVED,
} = numbered(CASE_STATES);

/** The cases that are open, and those that are resolved and not closed, after the acts before `atMs`. Times count from `atMs`. */
export function openCasesAt(lives: CaseLives, scenario: Scenario, atMs: RunMs): Backlog {
  return [...lives.open()]
    .map((life) => rowOf(life, scenario, atMs))
    .sort((left, right) => joinsMs(left) - joinsMs(right));
}

function rowOf(life: CaseLife, scenario: Scenario, atMs: RunMs): OpenCase {
  const { caseNumber, group, language, primary, product, replica, severity, stream, tier } = life;
  const before = openCaseOf(scenario, caseNumber);
  const state = stateOf(life);
  const inHand = state === 'in work' && group !== NONE ? group : undefined;
  const worked = state === 'in work' ? workedOf(life, scenario, atMs) : undefined;
  return {
    id: before?.id ?? String(caseNumber),
    stream,
    product,
    severity,
    language,
    tier,
    state,
    openedMs: (before?.openedMs ?? life.openedMs) - atMs,
    sinceMs: life.standsSinceMs - atMs,
    ...(primary === NONE ? {} : { copies: { primary, replica } }),
    ...(inHand === undefined ? {} : { group }),
    ...(worked === undefined ? {} : { workedMs: worked }),
  };
}

function workedOf(life: CaseLife, scenario: Scenario, atMs: RunMs): number | undefined {
  const { group, severity, standsSinceMs, stream, tier } = life;
  const about = {
    channel: scenario.streams[stream]?.channel ?? '',
    severity: SEVERITIES[severity] ?? '',
    group: scenario.groups[group]?.id,
    tier,
  };
  return workedWithin(scenario, about, [standsSinceMs, atMs]);
}

function joinsMs({ sinceMs, state }: OpenCase): RunMs {
  return state === 'in work' ? 0 : sinceMs;
}

function stateOf({ isAnswered, isBack, isInHand, state }: CaseLife): OpenCaseState {
  if (isInHand) return 'in work';
  if (state === AWAITING_CUSTOMER) return 'awaiting customer';
  if (state === AWAITING_VENDOR) return 'awaiting vendor';
  if (state === RESOLVED) return 'resolved';
  if (state === TRIAGE) return 'triage';
  if (!isAnswered) return 'waiting';
  return isBack ? 'replied' : 'transferred';
}

const COLUMNS = [
  ...(['case', 'segment', 'country', 'channel', 'product', 'severity', 'language', 'opened'] as const),
  ...(['state', 'since', 'tier', 'primary', 'replica', 'group', 'worked'] as const),
] as const;

/** A file of open cases, as scenarios read it. `atEpochMs`: the instant that their times count from. */
export function openCasesCsv(backlog: Backlog, scenario: Scenario, atEpochMs: number): string {
  const { dataCentres, groups, languages, products, segments, streams } = scenario;
  const instant = (ms: RunMs) => new Date(atEpochMs + ms).toISOString();
  const rows = backlog.map(({ copies, group, openedMs, sinceMs, stream, workedMs, ...one }) => {
    const { channel, country, segment } = streams[stream] as Scenario['streams'][number];
    return {
      case: one.id,
      segment: segments[segment]?.id ?? '',
      country,
      channel,
      product: products[one.product]?.id ?? '',
      severity: SEVERITIES[one.severity] ?? '',
      language: languages[one.language] ?? '',
      opened: instant(openedMs),
      state: one.state,
      since: instant(sinceMs),
      tier: String(one.tier),
      primary: dataCentres[copies?.primary ?? NONE]?.id ?? '',
      replica: dataCentres[copies?.replica ?? NONE]?.id ?? '',
      group: group === undefined ? '' : (groups[group]?.id ?? ''),
      worked: workedMs === undefined ? '' : `${workedMs / 1000} s`,
    };
  });
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))].map(csvLine).join('');
}
