import { fteOf, fteText, givenLaws, type Scenario } from '#domain';
import type { Comparison } from '#experiment';
import {
  type ComparisonContext,
  comparedEvents,
  type EventfulScenario,
  renderComparison,
  renderComparisonCsv,
  scenarioChanges,
} from '#report';
import type { TreeValue } from '#scenario';
import { resultFiles } from './result-files.ts';

/** A scenario of a comparison. `tree`: the contents of its file, merged with those of the files it extends. */
export interface ComparedScenario extends EventfulScenario {
  readonly tree: TreeValue;
}

export function comparisonContext(
  comparison: Comparison,
  compared: readonly ComparedScenario[],
): ComparisonContext {
  const [first, ...others] = compared;
  return {
    titles: compared.map(({ scenario }) => scenario.title),
    changes: others.map(({ tree }) => scenarioChanges(first?.tree ?? null, tree)),
    staff: others.map(({ scenario }) => staffChange(first?.scenario ?? scenario, scenario)),
    law: givenLaws(compared),
    events: comparedEvents(comparison, compared),
  };
}

function staffChange(before: Scenario, after: Scenario): string | null {
  const [had, has] = [fteOf(before), fteOf(after)];
  if (had === null || has === null || fteText(had) === fteText(has)) return null;
  return `Staff: ${fteText(has)} instead of ${fteText(had)} FTE.`;
}

export function comparisonFiles(comparison: Comparison, context: ComparisonContext) {
  const { changes, law, staff } = context;
  const page = renderComparison(comparison, context);
  return resultFiles(
    'comparison',
    { ...comparison, changes, staff, law },
    renderComparisonCsv(comparison),
    page,
  );
}
