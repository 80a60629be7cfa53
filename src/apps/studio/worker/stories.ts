import { storyOf, tellCase } from '#audit';
import { type CaseHistory, caseHistory, ScenarioNames } from '#cases';
import type { RoutingDecision, Scenario } from '#domain';
import { faultsOf, routingProbe } from '#engine';
import { startReplication } from '#experiment';
import type { StoryEntry } from '#ledger';
import { renderRoutingDecision } from '#report';
import { sha256 } from '../../shared/hashes-in-browsers.ts';
import { VERSION } from '../../shared/version.ts';
import { caseRows } from '../chronicle/case-list.ts';
import type { OpenRun } from './run-scenario.ts';
import { pause, Refusal, type Work } from './work.ts';

/** The story of one case, from the ledger: its states, where its data was, who saw it, and every entry in words. */
export function storyOfCase({ chronicle, ledger, scenario }: OpenRun, caseNumber: number) {
  if (caseNumber >= chronicle.cases.length) return null;
  const entries = entriesOfCase({ chronicle, ledger }, caseNumber);
  const [row] = caseRows(chronicle, scenario, Uint32Array.of(caseNumber));
  const history = caseHistory(entries, new ScenarioNames(scenario));
  if (row === undefined || history === null) return null;
  return {
    row,
    lines: tellCase(entries, scenario),
    /** The states from which and to which each macrostep of the life cycle went. */
    steps: history.states.map(({ state }, i, all) => ({ from: all[i - 1]?.state ?? 'submitted', to: state })),
    spans: spansOf(history, scenario, entries.at(-1)?.timeMs ?? 0),
  };
}

export type CaseStory = NonNullable<ReturnType<typeof storyOfCase>>;

/** The entries of a case. Reads only the blocks between its first and last entry. */
function entriesOfCase(
  { chronicle, ledger }: Pick<OpenRun, 'chronicle' | 'ledger'>,
  caseNumber: number,
): readonly StoryEntry[] {
  const { firstEntry, lastEntry } = chronicle.cases.columns;
  const [first = 0, last = 0] = [firstEntry[caseNumber], lastEntry[caseNumber]];
  return storyOf({ forEach: (visit) => ledger.forEachBetween(first, last, visit) }, caseNumber);
}

/** What lasts (a state, a copy somewhere, a view), by its start, then by its end. What has not ended lasts until `endMs`. */
function spansOf(history: CaseHistory, scenario: Scenario, endMs: number) {
  const { accesses, copies } = history;
  const places = [...scenario.dataCentres, ...scenario.centres];
  const titleOf = (place: number) => places[place]?.title ?? '?';
  const changes = history.states.filter(({ state }, i, all) => state !== (all[i - 1]?.state ?? 'submitted'));
  const spans = [
    ...changes.map(({ entry, state, timeMs }, i) => {
      const { entry: endEntry = null, timeMs: toMs = null } = changes[i + 1] ?? {};
      return { entry, endEntry, lane: 'state' as const, what: state, country: '', fromMs: timeMs, toMs };
    }),
    ...copies.map(({ country, endEntry, entry, fromMs, placeIndex, role, toMs }) => {
      const what = `${role} at ${titleOf(placeIndex)}`;
      return { entry, endEntry, lane: 'copy' as const, what, country, fromMs, toMs };
    }),
    ...accesses.map(({ agentIndex, country, endEntry, entry, fromMs, placeIndex, purpose, toMs }) => {
      const what = `agent ${agentIndex ?? '?'} at ${titleOf(placeIndex)}, for ${purpose}`;
      return { entry, endEntry, lane: 'view' as const, what, country, fromMs, toMs };
    }),
  ];
  const endless = Number.MAX_SAFE_INTEGER;
  return spans
    .sort(
      (one, other) =>
        one.fromMs - other.fromMs ||
        (one.endEntry ?? endless) - (other.endEntry ?? endless) ||
        one.entry - other.entry,
    )
    .map(({ country, fromMs, lane, toMs, what }) => ({ lane, what, country, fromMs, toMs: toMs ?? endMs }));
}

/**
 * Every routing decision about the case. Repeats the run up to the case's last entry, which gives the same result.
 */
export async function explainCase(run: OpenRun, caseNumber: number, work: Work) {
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
    probe: routingProbe(caseNumber, (decision) => decisions.push(decision)),
  });
  // Times in the ledger are whole milliseconds. The last event may have happened a fraction later.
  const end = Math.min(scenario.horizonMs, last + 1);
  for (let until = 0; until < end; ) {
    until = Math.min(end, until + SLICE_MS);
    if (replication.advance(until)) break;
    await pause(work, 'simulating', until / end, replication.counts.cases);
  }
  return { decisions, texts: decisions.map((decision) => renderRoutingDecision(decision, scenario)) };
}

/** Time simulated between two checks for messages, ms. */
const SLICE_MS = 3_600_000;
