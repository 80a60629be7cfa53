import type { Problem } from './problem.ts';

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
