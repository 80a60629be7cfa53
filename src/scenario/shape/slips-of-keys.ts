import type * as z from 'zod';
import { nearest } from '../did-you-mean.ts';
import { pathText, type SourcePath } from '../read/source-tree.ts';
import type { KeyParams } from './leaf.ts';

/** A zod issue of a leaf, a key or a container, with its path from the root. */
export interface Finding {
  readonly path: SourcePath;
  readonly issue: z.core.$ZodIssue;
}

/** Single slips that zod reports several times. */
interface Slips {
  /** Keys that are missing only because their names are misspelt. The misspelt name is the issue. */
  readonly meant: readonly SourcePath[];
  /** Keys that stand one level too far out. The issue is that they are missing further in, and not what they are taken for. */
  readonly misplaced: readonly SourcePath[];
}

/** Maximum number of findings and keys that are examined. A file full of mistakes has more than are ever listed. */
const LOOKED_AT_MOST = 1000;

export function slipsIn(findings: readonly Finding[], plain: unknown): Slips {
  const first = findings.slice(0, LOOKED_AT_MOST);
  return { meant: meantKeys(first, plain), misplaced: misplacedKeys(first, plain) };
}

/** One finding for each slip. */
export function withoutConsequences(findings: readonly Finding[], slips: Slips): readonly Finding[] {
  const meant = new Set(slips.meant.map(pathText));
  const misplaced = new Set(slips.misplaced.map(pathText));
  return findings.filter(({ path }) => {
    if (meant.size > 0 && meant.has(pathText(path))) return false;
    return misplaced.size === 0 || !path.some((_, k) => misplaced.has(pathText(path.slice(0, k + 1))));
  });
}

function meantKeys(findings: readonly Finding[], plain: unknown): readonly SourcePath[] {
  return findings.flatMap(({ issue, path }) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const { allowed } = JSON.parse(issue.message) as KeyParams;
    return issue.keys.slice(0, LOOKED_AT_MOST).flatMap((key) => {
      const meant = nearest(key, allowed);
      return meant === null || valueAt(plain, [...path, meant]) !== undefined ? [] : [[...path, meant]];
    });
  });
}

/** `groups` of a centre that stands at the level of the centre, as if it were another one. */
function misplacedKeys(findings: readonly Finding[], plain: unknown): readonly SourcePath[] {
  const wrong = new Set(findings.map(({ path }) => pathText(path.slice(0, -1))));
  return findings.flatMap(({ path }) => {
    const key = path.at(-1);
    if (key === undefined || path.length < 3 || valueAt(plain, path) !== undefined) return [];
    const beside = [...path.slice(0, -2), key];
    const isOwn = path.at(-2) === key;
    return !isOwn && valueAt(plain, beside) !== undefined && wrong.has(pathText(beside)) ? [beside] : [];
  });
}

export function valueAt(value: unknown, path: SourcePath): unknown {
  return path.reduce<unknown>(
    (at, step) => (at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[step] : undefined),
    value,
  );
}
