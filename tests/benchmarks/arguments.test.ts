import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../benchmarks/whole-run/arguments.ts';

describe('the arguments of the benchmark', () => {
  it('take every model by default, each with its own size', () => {
    const defaults = { models: ['mmc', 'skills', 'global'], json: false, rounds: 3, seeds: 10, size: null };
    expect(parseArguments([])).toEqual(defaults);
  });

  it('name models in any order, with rounds, seeds and size', () => {
    const args = ['skills', '--json', '--rounds', '5', '--seeds', '7', '--size', '30'];
    const parsed = { models: ['skills'], json: true, rounds: 5, seeds: 7, size: 30 };
    expect(parseArguments(args)).toEqual(parsed);
    expect(parseArguments(['global', 'mmc'])).toMatchObject({ models: ['mmc', 'global'] });
  });

  it.each([
    [['mm1'], 'there is no model mm1'],
    [['mmc', '--rounds', '2'], '--rounds 2 is not a whole number from 3'],
    [['mmc', '--seeds', '4'], '--seeds 4 is not a whole number from 5'],
    [['mmc', '--seeds', '5.5'], '--seeds 5.5 is not'],
    [['skills', '--size', '0'], '--size 0 is not a whole number from 1'],
    [['global', '--size', '29'], '--size 29 is not a whole number from 1 to 28'],
    [['mmc', 'skills', '--size', '5'], 'name one model'],
    [['--size', '5'], 'name one model'],
    [['--fast'], "'--fast'"],
    [['mmc', '--size'], "'--size"],
  ])('refuse %j with a message', (args, words) => {
    expect(parseArguments(args)).toContain(words);
  });
});
