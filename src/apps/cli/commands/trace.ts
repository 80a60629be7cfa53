import { storyOf, tellCase } from '#audit';
import { caseHistory, ScenarioNames } from '#cases';
import type { Scenario } from '#domain';
import type { StoryEntry } from '#ledger';
import { caseAnswer } from '#report';
import { print, printJson } from '../../shared/print.ts';
import { type Outcome, refuse } from '../../shared/problem.ts';
import { caseNumberOf } from '../options/values.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { damaged, readWholeRun } from '../run/run-ledger.ts';

/** `meridian trace`: the story of one case, from the ledger alone. */
export function trace(
  folder: string,
  text: string,
  { after, json }: { after?: string; json?: true },
): Outcome {
  const run = openRunFolder(folder);
  const caseNumber = caseNumberOf(text);
  const { damage, read: entries } = readWholeRun(run, after, (whole) => storyOf(whole, caseNumber));
  if (entries.length === 0) {
    return damage === null
      ? refuse(`there is no case ${caseNumber}`, 'cases are numbered from 0 in the order of arrival')
      : damaged(damage, `case ${caseNumber} is not in the readable part: `);
  }
  if (json === true) printJson(entries);
  else for (const line of storyLines(entries, run.scenario)) print(line);
  return damage === null ? 'clean' : damaged(damage, 'the story may continue: ');
}

/** What happened in one sentence, then entry by entry. */
function storyLines(entries: readonly StoryEntry[], scenario: Scenario): readonly string[] {
  const history = caseHistory(entries, new ScenarioNames(scenario));
  const answer = history === null ? [] : [caseAnswer(history, scenario), ''];
  return [...answer, ...tellCase(entries, scenario)];
}
