import { ownMember } from '#base';
import type { Busyness } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** The smallest shape of a gamma distribution that can be drawn. */
const SHAPE_MIN = 0.1;

type CommonFile = ScenarioFile['commonBusyness'][string];

/** What the busyness of this name shares with others; undefined if no common busyness names it. */
export function commonPartOf(file: ScenarioFile, name: string): Busyness['common'] {
  for (const [id, common] of Object.entries(file.commonBusyness)) {
    if (!common.of.includes(name)) continue;
    const shape = commonShape(file, common);
    const own = ownMember(file.busyness, name)?.shape ?? shape;
    return { id, shape, part: partOf(common.correlation, shape, own) };
  }
  return undefined;
}

/** The largest correlation that gammas of these shapes can have through a common component. */
export function largestCorrelation(file: ScenarioFile, common: CommonFile): number {
  const shape = commonShape(file, common);
  const bounds = shapesOf(file, common).map((own) => (Math.min(own, shape) - SHAPE_MIN) ** 2 / (shape * own));
  return Math.min(...bounds);
}

/** The geometric mean of the extremes, which makes the largest possible correlation as large as it can be. */
function commonShape(file: ScenarioFile, common: CommonFile): number {
  const shapes = shapesOf(file, common);
  return Math.sqrt(Math.min(...shapes) * Math.max(...shapes));
}

function shapesOf({ busyness }: ScenarioFile, { of }: CommonFile): readonly number[] {
  return of.flatMap((name) => ownMember(busyness, name)?.shape ?? []);
}

/**
 * Parts of shapes a and b of one gamma of shape s, each thinned by its own beta variate, have the covariance ab ÷ s. So factors with the
 * shapes k and l have the correlation ab ÷ (s √(kl)), which is the same for all pairs if a = √(ρ s k).
 */
function partOf(correlation: number, shape: number, own: number): number {
  return Math.sqrt(correlation * shape * own);
}
