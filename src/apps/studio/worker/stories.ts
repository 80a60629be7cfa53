import { storyOf, tellCase } from '#audit';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  CASE_STATES,
  COPY_ROLES,
  type RoutingDecision,
  type Scenario,
  TRANSITION_EVENTS,
} from '#domain';
import { faultsOf } from '#engine';
import { startReplication } from '#experiment';
import type { StoryEntry } from '#ledger';
import { renderRoutingDecision } from '#report';
import { VERSION } from '../../shared/version.ts';
import { caseRows } from '../chronicle/case-list.ts';
import type { CaseStory, ExplainedCase, StorySpan, StoryStep } from '../protocol.ts';
import type { OpenRun } from './run-scenario.ts';
import { sha256 } from './sha256.ts';
import { Refusal, type Work } from './work.ts';

const {
  transition: TRANSITION,
  store: STORE,
  delete: DELETE,
  view: VIEW,
  'view end': VIEW_END,
} = ACT_NUMBERS;

/** The story of one case, from the ledger: its states, where its data was, who saw it, and every entry in words. */
export function storyOfCase({ chronicle, ledger, scenario }: OpenRun, caseNumber: number): CaseStory | null {
  if (caseNumber >= chronicle.cases.length) return null;
  const entries = entriesOfCase({ chronicle, ledger }, caseNumber);
  const [row] = caseRows(chronicle, scenario, Uint32Array.of(caseNumber));
  if (row === undefined || entries.length === 0) return null;
  return {
    row,
    lines: tellCase(entries, scenario),
    steps: stepsOf(entries),
    spans: spansOf(entries, scenario),
  };
}

/** The entries of a case. Reads only the blocks between its first and last entry. */
function entriesOfCase(
  { chronicle, ledger }: Pick<OpenRun, 'chronicle' | 'ledger'>,
  caseNumber: number,
): readonly StoryEntry[] {
  const { firstEntry, lastEntry } = chronicle.cases.columns;
  const [first = 0, last = 0] = [firstEntry[caseNumber], lastEntry[caseNumber]];
  return storyOf({ forEach: (visit) => ledger.forEachBetween(first, last, visit) }, caseNumber);
}

function stepsOf(entries: readonly StoryEntry[]): readonly StoryStep[] {
  return entries
    .filter(({ kind }) => kind === TRANSITION)
    .map(({ a, aux, b, timeMs }) => ({
      timeMs,
      event: TRANSITION_EVENTS[aux] ?? '?',
      from: CASE_STATES[a] ?? '',
      to: CASE_STATES[b] ?? '?',
    }));
}

function spansOf(entries: readonly StoryEntry[], scenario: Scenario): readonly StorySpan[] {
  const endMs = entries.at(-1)?.timeMs ?? 0;
  const open = new Map<string, StorySpan>();
  const done: StorySpan[] = [];
  const begin = (key: string, span: Omit<StorySpan, 'toMs'>) => open.set(key, { ...span, toMs: endMs });
  const end = (key: string, toMs: number) => {
    const span = open.get(key);
    if (span === undefined) return;
    done.push({ ...span, toMs });
    open.delete(key);
  };
  const place = (index: number) => [...scenario.dataCentres, ...scenario.centres][index];
  for (const { a, aux, b, c, kind, timeMs } of entries) {
    if (kind === TRANSITION && a !== b) {
      end('state', timeMs);
      begin('state', { lane: 'state', what: CASE_STATES[b] ?? '?', country: '', fromMs: timeMs });
    } else if (kind === STORE) {
      const what = `${COPY_ROLES[aux] ?? 'copy'} at ${place(a)?.title ?? '?'}`;
      begin(`copy ${aux} ${a}`, { lane: 'copy', what, country: place(a)?.country ?? '', fromMs: timeMs });
    } else if (kind === DELETE) end(`copy ${aux} ${a}`, timeMs);
    else if (kind === VIEW) {
      const centre = scenario.centres[a];
      const what = `agent ${c} at ${centre?.title ?? '?'}, for ${ACCESS_PURPOSES[aux] ?? '?'}`;
      begin(`view ${a} ${c}`, { lane: 'view', what, country: centre?.country ?? '', fromMs: timeMs });
    } else if (kind === VIEW_END) end(`view ${a} ${c}`, timeMs);
  }
  return [...done, ...open.values()].sort((left, right) => left.fromMs - right.fromMs);
}

/**
 * Every routing decision about the case. Repeats the run up to the case's last entry, which gives the same result.
 */
export async function explainCase(run: OpenRun, caseNumber: number, work: Work): Promise<ExplainedCase> {
  const { made, scenario } = run;
  if (made === null)
    throw new Refusal('a ledger from outside says what happened, but not what the router considered');
  const last = entriesOfCase(run, caseNumber).at(-1)?.timeMs ?? 0;
  const decisions: RoutingDecision[] = [];
  const replication = startReplication(scenario, {
    seed: made.seed,
    replication: 0,
    engine: 'table',
    digest: sha256,
    writeLedger: null,
    engineVersion: VERSION,
    faults: (made.breach === null ? null : faultsOf(made.breach)) ?? {},
    probe: { caseNumber, decided: (decision) => decisions.push(decision) },
  });
  // Times in the ledger are whole milliseconds. The last event may have happened a fraction later.
  const end = Math.min(scenario.horizonMs, last + 1);
  for (let until = 0; until < end; ) {
    until = Math.min(end, until + SLICE_MS);
    if (replication.advance(until)) break;
    const { cases } = replication.counts;
    work.progress({ share: until / end, stage: 'simulating', cases, waiting: 0 });
    await work.breathe();
  }
  return { decisions, texts: decisions.map((decision) => renderRoutingDecision(decision, scenario)) };
}

/** Time simulated between two checks for messages, ms. */
const SLICE_MS = 3_600_000;
