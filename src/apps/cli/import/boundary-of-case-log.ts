import { onlyIf } from '#base';
import { renderBoundary, renderBoundaryMarkdown } from '#report';
import { boundaryJson, type LogBoundary, logBoundary } from '#statements';
import { writeAll } from '../../shared/files/write-all.ts';
import { print, printText } from '../../shared/print.ts';
import { type Complaint, complained, type Outcome } from '../../shared/problem.ts';
import { type HistoryOptions, openHistory, resultsOf } from './open-history.ts';

interface Options extends HistoryOptions {
  readonly proof?: true;
  readonly breach?: string;
  readonly out?: string;
  readonly json?: true;
}

/** States what really happened, as far as a case log shows it, by the promises of a scenario. */
export async function boundaryOfCaseLog(folder: string, options: Options): Promise<Outcome> {
  const wrong = wrongOptions(folder, options);
  if (wrong.length > 0) return complained('bad input', wrong);
  const { begun, cases, chosen, imported, name, scenario, timeZone } = await openHistory(folder, options);
  const statement = logBoundary(scenario, cases, { name, timeZone, imported, chosen }, begun);
  const written = writeAll(options.out ?? resultsOf(folder, 'boundary'), {
    'boundary.md': renderBoundaryMarkdown(statement),
    'boundary.html': renderBoundary(statement),
    'boundary.json': boundaryJson(statement),
  });
  if (options.json === true) printText(boundaryJson(statement));
  else tell(statement, written);
  return statement.isBroken ? 'violation' : 'clean';
}

/** Options that are about a policy: a log shows what people did, whatever policy they had. */
function wrongOptions(folder: string, { breach, proof }: Options): readonly Complaint[] {
  return [
    ...onlyIf(proof !== undefined, () => ({
      message: `--proof is about what the policy of a scenario can do, and ${folder} is a log of what happened`,
      remedy: 'leave it out; `meridian boundary <scenario> --proof` makes a statement about the scenario',
    })),
    ...onlyIf(breach !== undefined, () => ({
      message: `--breach is for a scenario that is simulated, and ${folder} is a log of what happened`,
      remedy: 'leave it out',
    })),
  ];
}

function tell({ answer, law, sections }: LogBoundary, written: readonly string[]): void {
  for (const sentence of [...law, ...answer]) print(sentence);
  for (const { sentences } of sections.filter(({ id }) => id === 'broken')) {
    for (const { text } of sentences) print(text);
  }
  print(`Written: ${written.join(', ')}`);
}
