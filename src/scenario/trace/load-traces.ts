import { shown } from '#base';
import type { IssueList } from '../issue-list.ts';
import { LIMITS } from '../read/limits.ts';
import { fileBeside } from '../read/scenario-path.ts';
import { pathText, placeOf, type SourcePath } from '../read/source-tree.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import type { GivenBacklog, ScenarioSource } from '../source.ts';
import type { TraceRow, Traces } from './read-trace.ts';
import { TraceReader } from './read-trace.ts';

/** What reads the files of a scenario. */
type Folder = Pick<ScenarioSource, 'readFile' | 'scenariosFolder'>;

/** Reads the traces that segments name, relative to the files that name them. Issues go into the list. `files`: those that were read. */
export function loadTraces(
  file: ScenarioFile,
  list: IssueList,
  source: Folder,
): { readonly traces: Traces; readonly files: readonly string[] } {
  const traces = new Map<string, readonly TraceRow[]>();
  const files: string[] = [];
  for (const [id, segment] of Object.entries(file.segments)) {
    if (segment.trace === undefined) continue;
    const path = ['segments', id, 'trace'];
    const words = { example: 'calls.csv', inside: 'put the trace beside the scenario' };
    const named = readNamedFile(segment.trace, path, { list, source, ...words });
    if (named === null) continue;
    if (named.text.length > LIMITS.traceLength) {
      const message = `the trace has ${named.text.length} characters`;
      const remedy = `at most ${LIMITS.traceLength} are read: split the segment`;
      list.error('file-too-large', path, message, remedy);
      continue;
    }
    files.push(named.file);
    const subject = { file, segment, path: pathText(path), traceFile: named.file };
    const { errors, rows, warnings } = new TraceReader(subject).read(named.text);
    for (const error of errors) list.errors.add(() => error);
    for (const warning of warnings) list.warnings.add(() => warning);
    traces.set(id, rows);
  }
  return { traces, files };
}

/**
 * Reads the file that the key at the path names, relative to the file in which the key is written. Null if it cannot be read, which is
 * reported. `example`: of such a path; `inside`: the remedy for a path that leads out of the folder.
 */
export function readNamedFile(
  name: string,
  path: SourcePath,
  {
    example,
    inside,
    list,
    source: { readFile, scenariosFolder },
  }: { readonly example: string; readonly inside: string; readonly list: IssueList; readonly source: Folder },
): GivenBacklog | null {
  const named = fileBeside(name, placeOf(list.root, path).file, scenariosFolder);
  if (!named.ok) {
    const [message, remedy] =
      named.problem === 'bad-path'
        ? ['not a relative path', `write a path such as '${example}', with '/'`]
        : ['the path leaves the folder of scenarios', inside];
    list.error(named.problem, path, message, remedy);
    return null;
  }
  const text = readFile(named.value);
  if (text.ok) return { file: named.value, text: text.value };
  const message = `cannot read ${shown(named.value)}: ${shown(text.problem)}`;
  list.error('trace-missing', path, message, 'name a CSV file by its path from this file');
  return null;
}
