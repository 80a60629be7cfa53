import type { RunMs } from './indices.ts';

/**
 * From this instant on, chance goes another way: what arrives later is drawn anew, under the branch's name. Everything that had arrived, with
 * all its later draws, stays as it was, and so do outages, absences, speeds of agents, busy days and chance in routing.
 */
export interface Branch {
  readonly atMs: RunMs;
  readonly name: string;
}

/** What a seed says: the text that seeds all draws, and where chance branches off, in order of time. */
export interface SeedParts {
  readonly seed: string;
  readonly branches: readonly Branch[];
}

const MARK = ' branched at ';
const BRANCH = /^(\d{1,15}):([A-Za-z0-9._-]{1,40})$/;
const NONE: readonly Branch[] = [];

/** The parts of a seed. A text that does not end in well-formed branches is a seed as it stands. */
export function seedParts(text: string): SeedParts {
  const at = text.lastIndexOf(MARK);
  const branches = at === -1 ? null : branchesIn(text.slice(at + MARK.length));
  return branches === null ? { seed: text, branches: NONE } : { seed: text.slice(0, at), branches };
}

/** The seed of a run that is the one of `seed` up to the first branch. */
export function branchedSeed(seed: string, branches: readonly Branch[]): string {
  return branches.length === 0 ? seed : `${seed}${MARK}${textOfBranches(branches)}`;
}

/** For example `3600000:1.4 7200000:2.17`: ms since the start of the run, and the name. */
export function textOfBranches(branches: readonly Branch[]): string {
  return branches.map(({ atMs, name }) => `${atMs}:${name}`).join(' ');
}

/** Null if the text does not list branches in order of time. */
export function branchesIn(text: string): readonly Branch[] | null {
  const branches: Branch[] = [];
  for (const part of text.split(' ')) {
    const [, atMs, name] = BRANCH.exec(part) ?? [];
    if (atMs === undefined || name === undefined) return null;
    if (Number(atMs) < (branches.at(-1)?.atMs ?? 0)) return null;
    branches.push({ atMs: Number(atMs), name });
  }
  return branches;
}
