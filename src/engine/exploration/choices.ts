/**
 * Runs something again and again until every combination of its choices has been made once, depth first. What is run has to
 * ask the same questions after the same answers.
 */
export class Choices {
  private readonly answers: number[] = [];
  private readonly sizes: number[] = [];
  private asked = 0;

  /** One of 0 … size − 1. */
  choose(size: number): number {
    if (size === 1) return 0;
    const at = this.asked++;
    if (at === this.answers.length) {
      this.answers.push(0);
      this.sizes.push(size);
    }
    return this.answers[at] as number;
  }

  forEachCombination(run: () => void): void {
    do {
      this.asked = 0;
      run();
    } while (this.next());
  }

  /** The last choice that has an answer left gets it; those after it are open again. */
  private next(): boolean {
    while (this.answers.length > 0) {
      const last = this.answers.length - 1;
      const answer = (this.answers[last] as number) + 1;
      if (answer < (this.sizes[last] as number)) {
        this.answers[last] = answer;
        return true;
      }
      this.answers.pop();
      this.sizes.pop();
    }
    return false;
  }
}
