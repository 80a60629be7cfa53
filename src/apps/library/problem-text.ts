import type { Problem } from '../shared/problem.ts';

/** A problem in a line for each complaint, with its remedy. */
export function textOfProblem(problem: Problem): string {
  if (problem.kind === 'interrupted') return problem.message;
  return problem.complaints.map(({ message, remedy }) => `${message}; ${remedy}`).join('\n');
}
