import { present } from '#base';
import { renderBoundary, renderBoundaryMarkdown } from '#report';
import { type BoundaryStatement, type LogBoundary, logBoundary } from '#statements';
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
  return writeBoundary(options.out ?? resultsOf(folder, 'boundary'), statement, options);
}

/** Writes a boundary statement in three forms, and says first what it answers and what was broken. */
export function writeBoundary(
  folder: string,
  statement: LogBoundary | BoundaryStatement,
  { json }: Pick<Options, 'json'>,
): Outcome {
  const { answer, isBroken, law, sections } = statement;
  const asJson = `${JSON.stringify(statement, null, 2)}\n`;
  const written = writeAll(folder, {
    'boundary.md': renderBoundaryMarkdown(statement),
    'boundary.html': renderBoundary(statement),
    'boundary.json': asJson,
  });
  if (json === true) printText(asJson);
  else {
    for (const sentence of [...law, ...answer]) print(sentence);
    for (const { sentences, title } of sections) {
      for (const { text, tone } of sentences) if (tone === 'broken') print(`${title}: ${text}`);
    }
    print(`Written: ${written.join(', ')}`);
  }
  return isBroken ? 'violation' : 'clean';
}

/** Options that are about a policy: a log shows what people did, whatever policy they had. */
function wrongOptions(folder: string, { breach, proof }: Options): readonly Complaint[] {
  return present([
    proof !== undefined && {
      message: `--proof is about what the policy of a scenario can do, and ${folder} is a log of what happened`,
      remedy: 'leave it out; `meridian boundary <scenario> --proof` makes a statement about the scenario',
    },
    breach !== undefined && {
      message: `--breach is for a scenario that is simulated, and ${folder} is a log of what happened`,
      remedy: 'leave it out',
    },
  ]);
}
