import { shown, visible } from '#base';
import type { ScenarioIssue, ScenarioIssueCode } from './issues.ts';
import { FirstIssues } from './issues.ts';
import {
  keyPlaceOf,
  nodeAt,
  pathText,
  placeOf,
  plainOf,
  type SourceMap,
  type SourcePath,
} from './read/source-tree.ts';

/** Places whose values stand in for wrong ones. */
class StandIns {
  private readonly own: ReadonlySet<string>;
  /** The places that contain one. */
  private readonly above: ReadonlySet<string>;

  /** `paths`: of at least one step each. */
  constructor(paths: readonly SourcePath[]) {
    this.own = new Set(paths.map(pathText));
    this.above = new Set(paths.flatMap((path) => path.map((_, k) => pathText(path.slice(0, k)))));
  }

  /** Whether the value at the path is a stand-in, is inside one, or contains one. */
  concern(path: SourcePath): boolean {
    if (this.own.size === 0) return false;
    return (
      this.above.has(pathText(path)) || path.some((_, k) => this.own.has(pathText(path.slice(0, k + 1))))
    );
  }
}

/** What an issue points at: the value (by default), or the key at the end of the path. */
export type Pointing = 'value' | 'key';

/** Collects the findings of checks, and knows where everything is written. */
export class IssueList {
  readonly errors = new FirstIssues();
  readonly warnings = new FirstIssues();
  readonly root: SourceMap;
  /** Paths whose values are stand-ins for wrong ones. Findings about them are ignored. */
  private readonly standIns: StandIns;

  constructor(root: SourceMap, standIns: readonly SourcePath[] = []) {
    this.root = root;
    this.standIns = new StandIns(standIns);
  }

  error(...found: Found): void {
    this.add(this.errors, found);
  }

  warn(...found: Found): void {
    this.add(this.warnings, found);
  }

  private add(issues: FirstIssues, [code, path, message, remedy, pointing = 'value']: Found): void {
    if (this.standIns.concern(path)) return;
    const text = () => (typeof remedy === 'string' ? remedy : remedy());
    issues.add(() => issueAt(this.root, code, path, message, text(), pointing));
  }
}

/** A remedy that takes a search is a function, which is called only for listed issues. */
type Remedy = string | (() => string);

type Found = readonly [
  code: ScenarioIssueCode,
  path: SourcePath,
  message: string,
  remedy: Remedy,
  pointing?: Pointing,
];

export function issueAt(
  root: SourceMap,
  code: ScenarioIssueCode,
  path: SourcePath,
  message: string,
  remedy: string,
  pointing: Pointing,
): ScenarioIssue {
  const place = pointing === 'key' ? keyPlaceOf(root, path) : placeOf(root, path);
  const node = nodeAt(root, path);
  const value =
    pointing === 'key' ? String(path.at(-1) ?? '') : node === undefined ? '' : shownNode(plainOf(node));
  // Both may quote other parts of the file, for example the ids that a remedy lists.
  return {
    code,
    path: pathText(path),
    ...place,
    value: shown(value),
    message: visible(message),
    remedy: visible(remedy),
  };
}

function shownNode(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '' : (JSON.stringify(value) ?? '');
}
