import type { Scenario } from '#domain';
import type { IssueList } from '../issue-list.ts';
import { LIMITS } from '../read/limits.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import type { ScenarioSource } from '../source.ts';
import { readNamedFile } from '../trace/load-traces.ts';
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
  source: ScenarioSource,
): LoadedBacklog {
  const words = {
    example: 'open-cases.csv',
    inside: 'put the file beside the scenario, or name it with --backlog',
  };
  const named =
    source.backlog ??
    (file.backlog === undefined ? null : readNamedFile(file.backlog, PATH, { list, source, ...words }));
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
