/** A problem that the user of the program can fix. The message says what is wrong and what to do. It is never a mistake of the program. */
export class UserProblem extends Error {
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(problem);
    this.remedy = remedy;
  }
}
