import { failure, type Result, shown, success } from '#base';
import type { Scenario } from '#domain';
import type { IssueList } from '../issue-list.ts';
import { LIMITS } from '../read/limits.ts';
import type { ReadFile } from '../read/load-files.ts';
import { fileBeside } from '../read/scenario-path.ts';
import { placeOf } from '../read/source-tree.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import type { GivenBacklog, ScenarioSource } from '../source.ts';
import { readBacklog } from './read-backlog.ts';

export interface LoadedBacklog {
  readonly scenario: Scenario;
  /** The files of the scenario that were read. */
  readonly files: readonly string[];
}

const PATH = ['backlog'];

/** Adds the cases that are open at the start. Issues go into the list. */
export function withBacklog(
  scenario: Scenario,
  file: ScenarioFile,
  list: IssueList,
  root: string,
  source: Pick<ScenarioSource, 'backlog' | 'readFile'>,
): LoadedBacklog {
  const named =
    source.backlog ??
    (file.backlog === undefined ? null : namedIn(file.backlog, list, root, source.readFile));
  if (named === null) return { scenario, files: [] };
  const files = source.backlog === undefined ? [named.file] : [];
  if (named.text.length > LIMITS.traceLength) {
    const message = `the file of open cases has ${named.text.length} characters`;
    list.error('file-too-large', PATH, message, `at most ${LIMITS.traceLength} are read`);
    return { scenario, files };
  }
  const { backlog, errors, warnings } = readBacklog(named.text, scenario, named.file);
  for (const error of errors) list.errors.add(() => error);
  for (const warning of warnings) list.warnings.add(() => warning);
  return { scenario: backlog.length === 0 ? scenario : { ...scenario, backlog }, files };
}

/** Null if the file cannot be read, which is reported. */
function namedIn(path: string, list: IssueList, root: string, readFile: ReadFile): GivenBacklog | null {
  const read = readNamed(path, list, root, readFile);
  if (read.ok) return read.value;
  const { code, message, remedy } = read.problem;
  list.error(code, PATH, message, remedy);
  return null;
}

type Named = Result<
  GivenBacklog,
  {
    readonly code: 'bad-path' | 'outside-folder' | 'trace-missing';
    readonly message: string;
    readonly remedy: string;
  }
>;

function readNamed(path: string, list: IssueList, root: string, readFile: ReadFile): Named {
  const named = fileBeside(path, placeOf(list.root, PATH).file, root);
  if (!named.ok) {
    return named.problem === 'bad-path'
      ? failure({
          code: 'bad-path',
          message: 'not a relative path',
          remedy: "write a path such as 'open-cases.csv', with '/'",
        })
      : failure({
          code: 'outside-folder',
          message: 'the path leaves the folder of scenarios',
          remedy: 'put the file beside the scenario, or name it with --backlog',
        });
  }
  const text = readFile(named.value);
  if (text.ok) return success({ file: named.value, text: text.value });
  return failure({
    code: 'trace-missing',
    message: `cannot read ${shown(named.value)}: ${shown(text.problem)}`,
    remedy: 'name a CSV file by its path from this file',
  });
}
