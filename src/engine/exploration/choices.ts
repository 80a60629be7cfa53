/**
 * Runs a function once for every combination of the choices that it makes, depth first. After the same choices, the function must always
 * make the same next choice.
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

  /** Advances the last choice that has a further answer, and drops the choices after it. */
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
