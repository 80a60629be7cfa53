import { openStream, type RandomStream, rowAt } from '#base';
import { estimateMean } from '#statistics';
import { figureOf, type Influences, type Input, influencesOf, momentsOf } from './influence.ts';

/** Levels of the grid on which trajectories walk, and the length of their steps: p and p/(2(p − 1)). */
const LEVELS = 4;
const STEP = LEVELS / (2 * (LEVELS - 1));

/** A move of one input between two points of the design. */
export interface MorrisStep {
  readonly input: number;
  readonly from: number;
  readonly to: number;
  /** Share of the input's range, with its sign. */
  readonly moved: number;
}

export interface MorrisDesign {
  /** Shares from 0 to 1, one for each input. */
  readonly points: readonly (readonly number[])[];
  /** One list for each trajectory: every input moves once. */
  readonly trajectories: readonly (readonly MorrisStep[])[];
}

/**
 * Trajectories through the inputs' space. Each begins at a point of a grid of four levels and moves one input after the other, in random
 * order, by two thirds of its range. Source: M. D. Morris, Technometrics 33 (1991).
 */
export function morrisDesign(inputs: readonly Input[], trajectories: number, seed: string): MorrisDesign {
  const random = openStream(seed, 0, 'sensitivity/morris');
  const points: (readonly number[])[] = [];
  const walks = Array.from({ length: trajectories }, () => {
    let at: readonly number[] = inputs.map(() => draw(random, LEVELS) / (LEVELS - 1));
    points.push(snapped(at, inputs));
    return shuffled(inputs.length, random).map((input): MorrisStep => {
      const from = points.length - 1;
      at = at.map((share, i) => (i !== input ? share : share < 0.5 ? share + STEP : share - STEP));
      points.push(snapped(at, inputs));
      const moved = (points[from + 1]?.[input] ?? 0) - (points[from]?.[input] ?? 0);
      return { input, from, to: from + 1, moved };
    });
  });
  return { points, trajectories: walks };
}

/** Moves an input with few values to the nearest of them. A step of two thirds always reaches another one. */
function snapped(shares: readonly number[], inputs: readonly Input[]): readonly number[] {
  return shares.map((share, i) => {
    const last = (inputs[i]?.levels ?? Number.POSITIVE_INFINITY) - 1;
    return Number.isFinite(last) ? Math.round(share * last) / last : share;
  });
}

/**
 * Elementary effects, per range of the input. μ is their mean, μ* the mean of their sizes with Student's interval over the trajectories,
 * and σ their deviation, which is large if the input's effect is nonlinear or depends on other inputs. Source of μ*: F. Campolongo, J.
 * Cariboni and A. Saltelli, Environmental Modelling & Software 22 (2007).
 */
export function morrisInfluences(
  inputs: readonly Input[],
  { trajectories }: MorrisDesign,
  outputs: readonly number[],
  level: number,
): Influences {
  const steps = trajectories.flat();
  // One effect for each trajectory, in their order.
  const all = inputs.map((_, i) =>
    steps
      .filter(({ input }) => input === i)
      .map(({ from, moved, to }) => (rowAt(outputs, to) - rowAt(outputs, from)) / moved),
  );
  const sizes = all.map((effects) => effects.map(Math.abs));
  const influences = inputs.map(({ name }, i) => {
    const effects = rowAt(all, i);
    const size = estimateMean(rowAt(sizes, i), level);
    const { deviation } = momentsOf(effects);
    return {
      input: name,
      weight: size.mean,
      figures: [
        figureOf('μ*', size),
        figureOf('μ', estimateMean(effects, level)),
        { name: 'σ', value: deviation, low: null, high: null },
      ],
    };
  });
  return influencesOf(influences, sizes);
}

function shuffled(count: number, random: RandomStream): readonly number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = draw(random, i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** A whole number from 0 to `below` − 1. */
function draw(random: RandomStream, below: number): number {
  return Math.floor(random.uniform() * below);
}
