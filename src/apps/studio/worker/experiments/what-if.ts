import { WEEK_MS } from '#base';
import { compare, estimateOf, wantedShares } from '#experiment';
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
}

/**
 * What the changes of a text do to its targets in the first week, in pairs with the same customers. Longer runs would answer too late for
 * somebody who goes on editing. Returns markup.
 */
export async function whatIf({ after, before, pairs }: WhatIfRequest, bench: Bench): Promise<string> {
  const sources = await Promise.all([before, after].map((text) => bench.library.source(text)));
  const scenarios = sources.map(({ scenario }) => endedAt(scenario, WEEK_MS));
  const [first, second] = scenarios;
  if (first === undefined || second === undefined) return '';
  const known = new Set(wantedShares(first).map(({ measure }) => measure.id));
  const measures = wantedShares(second)
    .map(({ measure }) => measure)
    .filter(({ id }) => known.has(id));
  const records = await recordsOf(scenarios, measures, { replications: pairs, seed: first.seed }, bench);
  const verdicts = scenarios.map((scenario, s) =>
    replicatedVerdicts(scenario, pairs, (id) =>
      measures.some((measure) => measure.id === id) ? estimateOf(records[s] ?? [], id, LEVEL) : null,
    ),
  );
  const comparison = compare(['as in its file', 'as edited'], measures, records, {
    level: LEVEL,
    isChosen: true,
  });
  const [now = [], then = []] = verdicts;
  return renderWhatIf({ before: now, after: then, measures: comparison.measures, pairs });
}
