import type { LogProblem } from '#caselog';
import type { ScenarioIssue } from '#scenario';

/** What is wrong with a log, with one of its rows, or with the mapping. */
export interface ImportIssue {
  readonly in: 'log' | 'mapping';
  /** Line of the mapping; or where the log has it: the line on which the row begins, or the number of the event. Null: the log as a whole. */
  readonly row: number | null;
  /** Name of the log's column; of a mapping, its key. Empty: the row as a whole. */
  readonly column: string;
  /** The value as written, shortened. */
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
}

export function issueOfLog({ problem, ...place }: LogProblem): ImportIssue {
  return { in: 'log', ...place, message: problem };
}

export function issueOfMapping({ line, message, path, remedy, value }: ScenarioIssue): ImportIssue {
  return { in: 'mapping', row: line, column: path, value, message, remedy };
}
