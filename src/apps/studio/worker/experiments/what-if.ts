import { WEEK_MS } from '#base';
import type { Scenario } from '#domain';
import { compare, estimateOfSeen, wantedShares } from '#experiment';
import { replicatedVerdicts } from '#planning';
import { renderWhatIf } from '#report';
import type { ScenarioText } from '../../protocol.ts';
import { endedAt } from '../run-scenario.ts';
import { type Bench, LEVEL, recordsOf } from './executors.ts';

export interface WhatIfRequest {
  /** As in its file, and as edited. */
  readonly before: ScenarioText;
  readonly after: ScenarioText;
  readonly pairs: number;
  /** A moment of the last run, ms: the week that holds it is judged. Null: the first week. */
  readonly atMs: number | null;
}

/**
 * What the changes of a text do to its targets in one week, in pairs with the same customers. Longer runs would answer too late for somebody
 * who goes on editing. What comes before that week runs as well, and is not judged. Returns markup.
 */
export async function whatIf({ after, atMs, before, pairs }: WhatIfRequest, bench: Bench): Promise<string> {
  const sources = await Promise.all([before, after].map((text) => bench.library.source(text)));
  const scenarios = sources.map(({ scenario }) => weekAt(scenario, atMs ?? 0));
  const [first, second] = scenarios;
  if (first === undefined || second === undefined) return '';
  const known = new Set(wantedShares(first).map(({ measure }) => measure.id));
  const measures = wantedShares(second)
    .map(({ measure }) => measure)
    .filter(({ id }) => known.has(id));
  const records = await recordsOf(scenarios, measures, { replications: pairs, seed: first.seed }, bench);
  const verdicts = scenarios.map((scenario, s) =>
    replicatedVerdicts(scenario, pairs, (id) =>
      measures.some((measure) => measure.id === id) ? estimateOfSeen(records[s] ?? [], id, LEVEL) : null,
    ),
  );
  const comparison = compare(['as in its file', 'as edited'], measures, records, {
    level: LEVEL,
    isChosen: true,
  });
  const [now = [], then = []] = verdicts;
  const week = atMs === null ? null : weekStart(second, atMs) + second.startEpochMs;
  return renderWhatIf({ before: now, after: then, measures: comparison.measures, pairs, week });
}

/** Where the week of a run begins that holds a moment: weeks are counted from the start, and the last one ends with the run. */
function weekStart({ horizonMs }: Scenario, atMs: number): number {
  const end = Math.min(horizonMs, (Math.floor(atMs / WEEK_MS) + 1) * WEEK_MS);
  return Math.max(0, end - WEEK_MS);
}

/** The scenario up to the end of that week, with what comes before as its warm-up. */
function weekAt(scenario: Scenario, atMs: number): Scenario {
  const forMs = weekStart(scenario, atMs);
  const ended = endedAt(scenario, forMs + WEEK_MS);
  return forMs === 0 ? ended : { ...ended, warmUp: { forMs } };
}
