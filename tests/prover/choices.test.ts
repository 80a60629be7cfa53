import { describe, expect, it } from 'vitest';
import { Choices } from '../../src/engine/exploration/choices.ts';

describe('choices', () => {
  it('are made in every combination, once each, depth first', () => {
    const choices = new Choices();
    const seen: string[] = [];
    choices.forEachCombination(() => {
      const first = choices.choose(2);
      // Asked only after one of the answers.
      const second = first === 1 ? choices.choose(3) : choices.choose(1);
      seen.push(`${first}${second}`);
    });
    expect(seen).toEqual(['00', '10', '11', '12']);
  });

  it('run once if nothing is asked, and can be reused', () => {
    const choices = new Choices();
    let runs = 0;
    choices.forEachCombination(() => runs++);
    choices.forEachCombination(() => {
      choices.choose(4);
      runs++;
    });
    expect(runs).toBe(5);
  });
});
