import type { AuditReport } from '#audit';
import { type Result, UserProblem } from '#base';
import type { ScenarioIssue } from '#scenario';

/**
 * What a completed command found. `unstable`: a run was stopped early because its queue grew without bound; its
 * results are kept.
 */
export type Outcome = 'clean' | 'violation' | 'unstable';

/** What a command gives; nothing is `clean`. */
export type Ended = Outcome | ReturnType<() => void>;

/** One error: what happened and where, and what to do about it. */
export type Complaint = ScenarioIssue | { readonly message: string; readonly remedy: string };

/** Why a command ends without its result. Its kind decides the exit code; `runCommand` prints it. */
export type Problem =
  | { readonly kind: 'bad input' | Exclude<Outcome, 'clean'>; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'interrupted'; readonly message: string };

/** Thrown for a request that cannot be fulfilled; `runCommand` catches it. Its message has each sentence of the problem on a line. */
export class RefusedRequest extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(sentencesOf(problem).join('\n'));
    this.problem = problem;
  }
}

/** Refuses a request that cannot be fulfilled as it is. */
export function refuse(message: string, remedy: string): never {
  return complained('bad input', [{ message, remedy }]);
}

export function complained(
  kind: Exclude<Problem['kind'], 'interrupted'>,
  complaints: readonly Complaint[],
): never {
  throw new RefusedRequest({ kind, complaints });
}

/** The value of a success. Refuses a failure; `remedy`: what to do about one that names none. */
export function orRefuse<Value>(result: Result<Value, string>, remedy: string): Value;
export function orRefuse<Value>(result: Result<Value, Complaint | readonly Complaint[]>): Value;
export function orRefuse<Value>(
  result: Result<Value, string | Complaint | readonly Complaint[]>,
  remedy = '',
): Value {
  if (result.ok) return result.value;
  const { problem } = result;
  if (typeof problem === 'string') return refuse(problem, remedy);
  return complained('bad input', 'message' in problem ? [problem] : problem);
}

export function interrupted(message: string): never {
  throw new RefusedRequest({ kind: 'interrupted', message: `interrupted: ${message}` });
}

/**
 * Returns the result of `work`, or refuses what the operating system refuses. Throws other errors again: refusals, and bugs.
 */
export function attempt<Value>(path: string, remedy: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error, path, remedy);
  }
}

/**
 * The refusal for an error of the operating system, or for a UserProblem thrown by a room. Throws other errors again, because they are
 * bugs.
 */
export function refusalOf(error: unknown, path: string, remedy: string): RefusedRequest {
  if (error instanceof RefusedRequest) return error;
  const complaint =
    error instanceof UserProblem
      ? { message: error.message, remedy: error.remedy }
      : { message: reasonOf(error, path), remedy };
  return new RefusedRequest({ kind: 'bad input', complaints: [complaint] });
}

/** The request that an error refuses. Throws other errors again, because they are bugs. */
export function refusedIn(error: unknown): RefusedRequest {
  if (error instanceof RefusedRequest) return error;
  throw error;
}

/** The value, or null if it is refused. */
export function unlessRefused<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch (error) {
    refusedIn(error);
    return null;
  }
}

/** Returns all values, or refuses with the complaints of all that are refused. */
export function allOf<Item, Value>(items: readonly Item[], of: (item: Item) => Value): Value[] {
  const values: Value[] = [];
  const complaints: Complaint[] = [];
  for (const item of items) {
    try {
      values.push(of(item));
    } catch (error) {
      const { problem } = refusedIn(error);
      if (problem.kind === 'interrupted') throw error;
      complaints.push(...problem.complaints);
    }
  }
  return complaints.length === 0 ? values : complained('bad input', complaints);
}

/** Returns all values by name, or refuses with the complaints of all that are refused. */
export function together<Values extends object>(
  works: {
    readonly [Name in keyof Values]: () => Values[Name];
  },
): Values {
  const pairs = Object.entries<() => unknown>(works);
  return Object.fromEntries(allOf(pairs, ([name, work]) => [name, work()])) as Values;
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

/** `interrupted`: 128 + SIGINT, the convention of shells. */
export const EXIT_CODES: Readonly<Record<Outcome | Problem['kind'], number>> = {
  clean: 0,
  violation: 1,
  unstable: 1,
  'bad input': 2,
  interrupted: 130,
};

/**
 * Whether a promise was broken or the ledger is damaged. Acts that could not be judged are reported, but break
 * nothing.
 */
export function isBroken({ verdict }: AuditReport): boolean {
  return verdict === 'violations' || verdict === 'damaged';
}

/**
 * A refusal by this program rather than the operating system: the path is a folder or device, or the file is too long
 * to be read as text.
 */
export class NotReadable extends Error {}

/**
 * Why the operating system refuses a file, in words for a user. Throws any other error again, because it is a bug.
 */
export function reasonOf(error: unknown, path: string): string {
  if (error instanceof NotReadable) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `${path} does not exist`;
  if (code === 'EISDIR') return `${path} is a folder`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read or written`;
  if (code === 'ENOSPC') return `no space left for ${path}`;
  if (code === 'EDQUOT') return `your quota leaves no space for ${path}`;
  if (code === 'EMFILE' || code === 'ENFILE') {
    return `${path}: too many files are open; the limit of open files is too low (\`ulimit -n\` shows and raises it)`;
  }
  if (code === 'ENOTDIR') return `a parent of ${path} is not a folder`;
  if (code === 'EEXIST') return `${path} exists already`;
  // For any other refusal, use the system's own words.
  if (error instanceof Error && 'syscall' in error) return `${path}: ${error.message}`;
  throw error;
}
