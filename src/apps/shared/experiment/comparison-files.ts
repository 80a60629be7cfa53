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

/** A scenario of a comparison. `tree`: the contents of its file, merged with those of the files it extends. */
export interface ComparedScenario extends EventfulScenario {
  readonly tree: TreeValue;
}

/** What is shown with the figures of a comparison. */
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

/** The files of a comparison, by name. Command and page produce the same texts. */
export function comparisonFiles(
  comparison: Comparison,
  context: ComparisonContext,
): Readonly<Record<string, string>> {
  const { changes, law, staff } = context;
  return {
    'comparison.json': `${JSON.stringify({ ...comparison, changes, staff, law }, null, 2)}\n`,
    'comparison.csv': renderComparisonCsv(comparison),
    'comparison.html': renderComparison(comparison, context),
  };
}
