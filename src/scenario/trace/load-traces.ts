import { shown } from '#base';
import type { IssueList } from '../issue-list.ts';
import { LIMITS } from '../read/limits.ts';
import type { ReadFile } from '../read/load-files.ts';
import { fileBeside } from '../read/scenario-path.ts';
import { pathText, placeOf } from '../read/source-tree.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { readTrace } from './read-trace.ts';
import type { TraceRow, Traces } from './trace-row.ts';

export interface LoadedTraces {
  readonly traces: Traces;
  /** The files that were read. */
  readonly files: readonly string[];
}

/** Reads the traces that segments name, relative to the files that name them. Issues go into the list. */
export function loadTraces(
  file: ScenarioFile,
  list: IssueList,
  root: string,
  readFile: ReadFile,
): LoadedTraces {
  const traces = new Map<string, readonly TraceRow[]>();
  const files: string[] = [];
  for (const [id, segment] of Object.entries(file.segments)) {
    if (segment.trace === undefined) continue;
    const path = ['segments', id, 'trace'];
    const named = fileBeside(segment.trace, placeOf(list.root, path).file, root);
    if (!named.ok) {
      const [message, remedy] =
        named.problem === 'bad-path'
          ? ['not a relative path', "write a path such as 'calls.csv', with '/'"]
          : ['the path leaves the folder of scenarios', 'put the trace beside the scenario'];
      list.error(named.problem, path, message, remedy);
      continue;
    }
    const text = readFile(named.value);
    if (!text.ok) {
      const message = `cannot read ${shown(named.value)}: ${shown(text.problem)}`;
      list.error('trace-missing', path, message, 'name a CSV file by its path from this file');
      continue;
    }
    if (text.value.length > LIMITS.traceLength) {
      const message = `the trace has ${text.value.length} characters`;
      list.error(
        'file-too-large',
        path,
        message,
        `at most ${LIMITS.traceLength} are read: split the segment`,
      );
      continue;
    }
    files.push(named.value);
    const subject = { file, segment, path: pathText(path), traceFile: named.value };
    const { errors, rows, warnings } = readTrace(text.value, subject);
    for (const error of errors) list.errors.add(() => error);
    for (const warning of warnings) list.warnings.add(() => warning);
    traces.set(id, rows);
  }
  return { traces, files };
}
