/** Something that whoever uses the program can mend: what is wrong, in words, and what to do about it. No mistake of the program. */
export class UserProblem extends Error {
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(problem);
    this.remedy = remedy;
  }
}
