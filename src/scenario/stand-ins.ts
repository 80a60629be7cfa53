import type { SourcePath } from './read/source-tree.ts';

/** Next steps of the paths to stand-ins; null marks a stand-in. */
type Ways = Map<SourcePath[number], Ways | null>;

/**
 * Places whose values stand in for wrong ones. They form a tree of steps, so that in a file of nothing but faults, each is not compared
 * with all others.
 */
export class StandIns {
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
