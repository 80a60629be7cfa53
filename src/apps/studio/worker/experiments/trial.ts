import { compare, estimateOfSeen, wantedShares, withHeadcounts } from '#experiment';
import { candidateFor, lateCellOf, replicatedVerdicts, targetVerdicts } from '#planning';
import { renderTrial } from '#report';
import type { OpenRun } from '../run-scenario.ts';
import { Refusal } from '../work.ts';
import { type Bench, LEVEL, recordsOf } from './executors.ts';

/** Tries what the answer proposes: one more agent in the shift that is shortest, in pairs with the scenario as it is. Returns markup. */
export async function trialOf(run: OpenRun, pairs: number, bench: Bench): Promise<string> {
  const { late, made, scenario, summary } = run;
  const [worst] = summary === null ? [] : targetVerdicts(summary, scenario);
  const cell = worst === undefined ? null : lateCellOf(worst, late);
  const candidate = worst === undefined || cell === null ? null : candidateFor(worst, cell, scenario);
  const wanted = wantedShares(scenario).find(({ measure }) => measure.id === worst?.measure);
  if (worst === undefined || candidate === null || wanted === undefined)
    throw new Refusal('the answer proposes no change that could be tried');
  const { shift } = candidate;
  const counts = candidate.scenario.groups.map(({ shifts }, g) =>
    shifts.map(({ agents }, s) => agents + Number(g === shift.group && s === shift.shift)),
  );
  const changed = withHeadcounts(candidate.scenario, counts);
  const measures = [wanted.measure];
  const seed = made?.seed ?? scenario.seed;
  const records = await recordsOf([scenario, changed], measures, { replications: pairs, seed }, bench);
  const verdictIn = (index: number) =>
    replicatedVerdicts(scenario, pairs, (id) =>
      id === worst.measure ? estimateOfSeen(records[index] ?? [], id, LEVEL) : null,
    )[0];
  const [before, after] = [verdictIn(0), verdictIn(1)];
  const [compared] = compare(['now', 'with it'], measures, records, {
    level: LEVEL,
    isChosen: true,
  }).measures;
  if (before === undefined || after === undefined || compared === undefined)
    throw new Refusal('no replication judged the target: choose a longer run');
  return renderTrial({ before, after, others: compared.others, pairs });
}
