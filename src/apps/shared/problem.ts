import { type Result, success, UserProblem } from '#base';
import type { ScenarioIssue } from '#scenario';
import { reasonOf } from './reason-of.ts';

/**
 * What a completed command found. `unstable`: a run was stopped early because its queue grew without bound; its
 * results are kept.
 */
export type Outcome = 'clean' | 'violation' | 'unstable';

/** One error: what happened and where, and what to do about it. */
export type Complaint = ScenarioIssue | { readonly message: string; readonly remedy: string };

/** Why a command ends without its result. Its kind decides the exit code; `runCommand` prints it. */
export type Problem =
  | { readonly kind: 'bad input' | Exclude<Outcome, 'clean'>; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'interrupted'; readonly message: string };

export interface Failure {
  readonly ok: false;
  readonly problem: Problem;
}

/** Returns a failure for a request that cannot be fulfilled as it is. */
export function refuse(message: string, remedy: string): Failure {
  return complained('bad input', [{ message, remedy }]);
}

export function complained(
  kind: Exclude<Problem['kind'], 'interrupted'>,
  complaints: readonly Complaint[],
): Failure {
  return { ok: false, problem: { kind, complaints } };
}

export function interrupted(message: string): Failure {
  return { ok: false, problem: { kind: 'interrupted', message: `interrupted: ${message}` } };
}

/**
 * Returns the result of `work`, or why the operating system refuses it. Throws other errors again, because they are
 * bugs.
 */
export function attempt<Value>(
  path: string,
  remedy: string,
  work: () => Result<Value, Problem>,
): Result<Value, Problem> {
  try {
    return work();
  } catch (error) {
    return refusalOf(error, path, remedy);
  }
}

/**
 * Turns a refusal by the operating system, or a UserProblem thrown by code without results, into a failure. Throws
 * other errors again, because they are bugs.
 */
export function refusalOf(error: unknown, path: string, remedy: string): Failure {
  return error instanceof UserProblem
    ? refuse(error.message, error.remedy)
    : refuse(reasonOf(error, path), remedy);
}

/** All values, or the complaints of all failures. */
export function allOf<Value>(results: readonly Result<Value, Problem>[]): Result<readonly Value[], Problem> {
  const values: Value[] = [];
  const complaints: Complaint[] = [];
  for (const result of results) {
    if (result.ok) values.push(result.value);
    else if (result.problem.kind === 'interrupted') return result;
    else complaints.push(...result.problem.complaints);
  }
  return complaints.length === 0 ? success(values) : complained('bad input', complaints);
}

/** All values by name, or the complaints of all failures. */
export function together<Values extends object>(
  results: {
    readonly [Name in keyof Values]: Result<Values[Name], Problem>;
  },
): Result<Values, Problem> {
  const values = allOf(Object.values<Result<unknown, Problem>>(results));
  if (!values.ok) return values;
  return success(
    Object.fromEntries(Object.keys(results).map((name, i) => [name, values.value[i]])) as Values,
  );
}

/** A sentence for each complaint, with its place, if it has one, and its remedy. */
export function sentencesOf(problem: Problem): readonly string[] {
  if (problem.kind === 'interrupted') return [problem.message];
  return problem.complaints.map((complaint) => {
    const { message, remedy } = complaint;
    const place = 'line' in complaint ? `${complaint.file}:${complaint.line}:${complaint.column}: ` : '';
    return `${place}${message}; ${remedy}`;
  });
}

/** The sentences of a problem as one text, each on a line. */
export function textOfProblem(problem: Problem): string {
  return sentencesOf(problem).join('\n');
}
