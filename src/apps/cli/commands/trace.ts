import { storyOf, tellCase } from '#audit';
import { failure, success } from '#base';
import { caseHistory, ScenarioNames } from '#cases';
import type { Scenario } from '#domain';
import type { StoryEntry } from '#ledger';
import { caseAnswer } from '#report';
import { print, printJson } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { caseNumberOf } from '../options/values.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { damaged, readWholeRun } from '../run/run-ledger.ts';

/** `meridian trace`: the story of one case, from the ledger alone. */
export function trace(
  folder: string,
  text: string,
  { after, json }: { after?: string; json?: true },
): CommandResult {
  const run = openRunFolder(folder);
  if (!run.ok) return run;
  const caseNumber = caseNumberOf(text);
  if (!caseNumber.ok) return caseNumber;
  const ledger = readWholeRun(run.value, after, (whole) => storyOf(whole, caseNumber.value));
  if (!ledger.ok) return failure(ledger.problem.problem);
  const { damage, read: entries } = ledger.value;
  if (entries.length === 0) {
    const number = caseNumber.value;
    return damage === null
      ? refuse(`there is no case ${number}`, 'cases are numbered from 0 in the order of arrival')
      : damaged(damage, `case ${number} is not in the readable part: `);
  }
  if (json === true) printJson(entries);
  else for (const line of storyLines(entries, run.value.scenario)) print(line);
  return damage === null ? success('clean') : damaged(damage, 'the story may continue: ');
}

/** What happened in one sentence, then entry by entry. */
function storyLines(entries: readonly StoryEntry[], scenario: Scenario): readonly string[] {
  const history = caseHistory(entries, new ScenarioNames(scenario));
  const answer = history === null ? [] : [caseAnswer(history, scenario), ''];
  return [...answer, ...tellCase(entries, scenario)];
}
