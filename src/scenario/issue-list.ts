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

/** Next steps of the paths to stand-ins; null marks a stand-in. */
type Ways = Map<SourcePath[number], Ways | null>;

/**
 * Places whose values stand in for wrong ones. They form a tree of steps, so that in a file of nothing but faults, each is not compared
 * with all others.
 */
class StandIns {
  private readonly ways: Ways = new Map();

  /** `paths`: of at least one step each. */
  constructor(paths: readonly SourcePath[]) {
    for (const path of paths) this.add(path);
  }

  /** Whether the value at the path is a stand-in, is inside one, or contains one. */
  concern(path: SourcePath): boolean {
    let ways = this.ways;
    for (const step of path) {
      const next = ways.get(step);
      if (next === undefined) return false;
      if (next === null) return true;
      ways = next;
    }
    return ways.size > 0;
  }

  private add(path: SourcePath): void {
    let ways = this.ways;
    for (const step of path.slice(0, -1)) {
      const known = ways.get(step);
      // Inside another one.
      if (known === null) return;
      const next: Ways = known ?? new Map();
      ways.set(step, next);
      ways = next;
    }
    const last = path.at(-1);
    if (last !== undefined) ways.set(last, null);
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

  error(
    code: ScenarioIssueCode,
    path: SourcePath,
    message: string,
    remedy: Remedy,
    pointing: Pointing = 'value',
  ): void {
    if (this.standIns.concern(path)) return;
    this.errors.add(() => issueAt(this.root, code, path, message, textOf(remedy), pointing));
  }

  warn(
    code: ScenarioIssueCode,
    path: SourcePath,
    message: string,
    remedy: Remedy,
    pointing: Pointing = 'value',
  ): void {
    if (this.standIns.concern(path)) return;
    this.warnings.add(() => issueAt(this.root, code, path, message, textOf(remedy), pointing));
  }
}

/** A remedy that takes a search is a function, which is called only for listed issues. */
type Remedy = string | (() => string);

function textOf(remedy: Remedy): string {
  return typeof remedy === 'string' ? remedy : remedy();
}

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
