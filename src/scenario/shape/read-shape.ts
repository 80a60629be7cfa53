import type * as z from 'zod';
import { assert, shown } from '#base';
import { suggestion } from '../did-you-mean.ts';
import { mapWith } from '../edit-tree.ts';
import { issueAt } from '../issue-list.ts';
import type { ScenarioIssue } from '../issues.ts';
import { FirstIssues } from '../issues.ts';
import { nodeAt, pathText, plainOf, type SourceMap, type SourcePath } from '../read/source-tree.ts';
import { type Assumption, completed } from './assumed.ts';
import { exampleAt } from './example-parts.ts';
import type { KeyParams, LeafParams } from './leaf.ts';
import { type ScenarioFile, scenarioFile } from './scenario-file.ts';
import { type Finding, slipsIn, valueAt, withoutConsequences } from './slips-of-keys.ts';
import { ID_REMEDY } from './values.ts';

export interface Shape {
  /** The file's values, with stand-ins for wrong ones; null if too little is left to continue with. */
  readonly file: ScenarioFile | null;
  readonly issues: FirstIssues;
  readonly standIns: readonly SourcePath[];
  /** The tree, with the sections that it leaves out. */
  readonly root: SourceMap;
  /** What the file leaves out, in the order in which it was filled in. */
  readonly assumptions: readonly Assumption[];
}

/** Passes of repair before giving up. One mends almost everything, each further one what it uncovered. */
const PASSES = 8;

/**
 * Reads the shape of a file. Every wrong value becomes an issue. Then valid values stand in for wrong ones, so that the checks of meaning
 * can run and all issues are listed in one go.
 */
export function readShape(root: SourceMap): Shape {
  const plain = plainOf(root) as Record<string, unknown>;
  const first = parsed(plain);
  const issues = new FirstIssues();
  const unreadable = (standIns: readonly SourcePath[]) => ({
    file: null,
    issues,
    standIns,
    root,
    assumptions: [],
  });
  if (first === null) {
    issues.add(() => tooMuch(root));
    addFirst(issues, root, plain);
    return unreadable([]);
  }
  if (first.success) return withAssumptions(first.data, plain, { issues, standIns: [], root });

  const findings = first.error.issues.flatMap((issue) => findingsOf(issue, []));
  const slips = slipsIn(findings, plain);
  for (const finding of withoutConsequences(findings, slips)) addIssues(issues, root, finding);
  // The list is full, so findings of the checks of meaning would not be listed.
  if (issues.unlisted > 0) return unreadable([]);
  const standIns: SourcePath[] = [...slips.meant, ...slips.misplaced];
  let outcome: Outcome | null = first;
  for (let pass = 0; pass < PASSES && outcome?.success === false; pass++) {
    const pending = outcome.error.issues.flatMap((issue) => findingsOf(issue, []));
    for (const finding of pending) if (!mend(plain, finding, standIns)) return unreadable(standIns);
    outcome = parsed(plain);
  }
  if (outcome?.success !== true) return unreadable(standIns);
  return withAssumptions(outcome.data, plain, { issues, standIns, root });
}

/** Fills in what the file leaves out. `plain`: what `file` was read from. */
function withAssumptions(
  file: ScenarioFile,
  plain: Record<string, unknown>,
  { issues, root, standIns }: Pick<Shape, 'issues' | 'root' | 'standIns'>,
): Shape {
  const { assumptions, undecided } = completed(plain);
  const isComplete = assumptions.length === 0 && undecided.length === 0;
  const whole = isComplete ? file : parsed(plain)?.data;
  assert(whole !== undefined, 'what is assumed has the right shape');
  const known = new Set(standIns.map(pathText));
  const isKnown = (path: SourcePath) => path.some((_, k) => known.has(pathText(path.slice(0, k + 1))));
  const open = undecided.filter(({ path }) => !isKnown(path));
  for (const { candidates, path } of open) {
    const remedy = `write it: ${candidates.length === 0 ? 'there is nothing yet that it could name' : `one of ${candidates.join(', ')}`}`;
    issues.add(() => issueAt(root, 'missing-key', path, missing(path), remedy, 'value'));
  }
  const sections = assumptions.filter(({ path }) => path.length === 1 && !isKnown(path));
  return {
    file: whole,
    issues,
    standIns: [...standIns, ...open.map(({ path }) => path)],
    root: sections.reduce((tree, { path, value }) => mapWith(tree, path.map(String), value), root),
    assumptions,
  };
}

/** What is wrong with a file of another schema than a scenario's, whose leaves are the same. */
export function issuesOfShape(root: SourceMap, { issues: found }: z.ZodError): FirstIssues {
  const issues = new FirstIssues();
  for (const finding of found.flatMap((issue) => findingsOf(issue, []))) addIssues(issues, root, finding);
  return issues;
}

type Outcome = z.ZodSafeParseResult<ScenarioFile>;

/** Null if more is wrong than zod can list: it passes issues from part to part as arguments of a call, which can take some 100,000. */
function parsed(plain: unknown): Outcome | null {
  try {
    return scenarioFile.safeParse(plain);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Members of a part that are examined if more is wrong than can be listed. */
const MEMBERS_MOST = 1000;

function tooMuch(root: SourceMap): ScenarioIssue {
  const message = `more is wrong than can be listed: only the first ${MEMBERS_MOST} members of each part were checked`;
  const remedy = 'correct what is listed, and the same mistakes in the others';
  return issueAt(root, 'too-many-values', [], message, remedy, 'key');
}

function addFirst(issues: FirstIssues, root: SourceMap, plain: unknown): void {
  const outcome = parsed(firstMembers(plain));
  if (outcome === null || outcome.success) return;
  const findings = outcome.error.issues.flatMap((issue) => findingsOf(issue, []));
  for (const finding of findings) addIssues(issues, root, finding);
}

/** Adds an issue for each finding, and one for each of several unknown keys. */
function addIssues(issues: FirstIssues, root: SourceMap, { path, issue }: Finding): void {
  if (issue.code !== 'unrecognized_keys') return issues.add(() => issueOf(root, path, issue));
  const { code, allowed } = JSON.parse(issue.message) as KeyParams;
  for (const key of issue.keys) {
    issues.add(() => {
      const remedy = suggestion(key, allowed, 'key');
      return issueAt(root, code, [...path, key], `the key '${shown(key)}' is unknown here`, remedy, 'key');
    });
  }
}

function firstMembers(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.slice(0, MEMBERS_MOST).map(firstMembers);
  const entries = Object.entries(value).slice(0, MEMBERS_MOST);
  return Object.fromEntries(entries.map(([key, member]) => [key, firstMembers(member)]));
}

/** Flattens unions: only the branch that the author was writing is reported. */
function findingsOf(issue: z.core.$ZodIssue, above: SourcePath): Finding[] {
  const path = [...above, ...(issue.path as SourcePath)];
  if (issue.code !== 'invalid_union') return [{ path, issue }];
  const branches = issue.errors as readonly (readonly z.core.$ZodIssue[])[];
  const isOfOtherKind = (one: z.core.$ZodIssue) => one.path.length === 0 && kindsDiffer(one);
  const chosen = branches.find((branch) => !branch.some(isOfOtherKind)) ?? branches[0] ?? [];
  return chosen.flatMap((one) => findingsOf(one, path));
}

function kindsDiffer(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_type') return true;
  return issue.code === 'custom' && (issue.params as LeafParams | undefined)?.problem.code === 'wrong-type';
}

function issueOf(root: SourceMap, path: SourcePath, issue: z.core.$ZodIssue): ScenarioIssue {
  switch (issue.code) {
    case 'custom': {
      const { code, message, remedy, at = [] } = (issue.params as LeafParams).problem;
      if (code !== 'missing-key') return issueAt(root, code, [...path, ...at], message, remedy, 'value');
      const text = message === 'the key is missing' ? missing(path) : message;
      return issueAt(root, code, path, text, remedy, 'value');
    }
    case 'invalid_key': {
      const name = shown(String(path.at(-1)));
      return issueAt(root, 'bad-id', path, `'${name}' cannot be an id`, ID_REMEDY, 'key');
    }
    case 'too_small':
    case 'too_big': {
      const count = issue.code === 'too_small' ? issue.minimum : issue.maximum;
      if (Number(count) === 1) {
        return issueAt(root, 'empty-list', path, 'the list is empty', 'write at least one item', 'value');
      }
      const remedy = `write ${count} values`;
      return issueAt(root, 'wrong-type', path, `the list does not have ${count} values`, remedy, 'value');
    }
    case 'invalid_type':
      return wrongKind(root, path, issue.expected);
    default:
      assert(false, `the schema reports '${issue.code}', for which there is no message`);
  }
}

function missing(path: SourcePath): string {
  const within = path.length > 1 ? ` in '${shown(String(path.at(-2)))}'` : '';
  return `the key '${shown(String(path.at(-1)))}' is missing${within}`;
}

const KINDS: Readonly<Record<string, string>> = {
  record: 'a map',
  object: 'a map',
  array: 'a list',
  tuple: 'a list',
  string: 'a text',
};

function wrongKind(root: SourceMap, path: SourcePath, expected: string): ScenarioIssue {
  const kind = KINDS[expected] ?? expected;
  const found = issueAt(root, 'wrong-type', path, `${kind} is needed here`, `write ${kind}`, 'value');
  const node = nodeAt(root, path);
  const value = node === undefined ? undefined : plainOf(node);
  if (value === undefined) {
    const remedy = `add '${shown(String(path.at(-1)))}:' with ${kind}`;
    return { ...found, code: 'missing-key', message: missing(path), remedy };
  }
  if (value === null) return { ...found, code: 'empty-value', message: 'the value is empty' };
  return found;
}

/** Puts a stand-in at the place of the finding, or removes the broken part. Returns false if nothing would be left. */
function mend(plain: Record<string, unknown>, { path, issue }: Finding, standIns: SourcePath[]): boolean {
  if (issue.code === 'unrecognized_keys' || issue.code === 'invalid_key') {
    const keys = issue.code === 'invalid_key' ? [path] : issue.keys.map((key) => [...path, key]);
    for (const at of keys) {
      remove(plain, at);
      standIns.push(at);
    }
    return true;
  }
  const example = issue.code === 'custom' ? (issue.params as LeafParams).fallback : undefined;
  const standIn = example ?? exampleAt(path);
  if (standIn !== undefined) {
    standIns.push(path);
    return place(plain, path, standIn);
  }
  // If it is already gone, or a list would lose its order, the container is removed.
  for (let length = path.length; length > 0; length--) {
    const at = path.slice(0, length);
    if (typeof at.at(-1) === 'number' || valueAt(plain, at) === undefined) continue;
    standIns.push(at);
    remove(plain, at);
    return true;
  }
  return false;
}

function place(plain: unknown, path: SourcePath, value: unknown): boolean {
  const holder = valueAt(plain, path.slice(0, -1));
  const step = path.at(-1);
  if (holder === null || typeof holder !== 'object' || step === undefined) return false;
  (holder as Record<string, unknown>)[step] = value;
  return true;
}

function remove(plain: unknown, path: SourcePath): void {
  const holder = valueAt(plain, path.slice(0, -1));
  if (holder !== null && typeof holder === 'object')
    delete (holder as Record<string, unknown>)[String(path.at(-1))];
}
