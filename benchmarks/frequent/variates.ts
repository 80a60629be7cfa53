import { bench, group } from 'mitata';
import { counterKey, counterUniform, type Distribution, normalQuantile, openStream, quantileOf } from '#base';
import { sink, TABLE_SIZE, uniformTable, warmed } from './repeatable.ts';

const EXPONENTIAL: Distribution = { kind: 'exponential', mean: 1000 };
const LOGNORMAL: Distribution = { kind: 'lognormal', mean: 1000, sigma: 0.8 };

/** Uniforms, and variates made from a uniform that is there already. */
export function benchVariates(): void {
  const uniforms = uniformTable();
  group('random variates', () => {
    bench('variate: uniform of a stream', function* () {
      const stream = openStream('1', 0, 'bench');
      yield warmed(() => {
        sink[0] = stream.uniform();
      });
    });
    bench('variate: uniform of a counter', function* () {
      const { first, second } = counterKey('1', 0, 'bench');
      let ordinal = 0;
      yield warmed(() => {
        ordinal = (ordinal + 1) | 0;
        sink[0] = counterUniform(first, second, ordinal, 3);
      });
    });
    const ofUniforms = (name: string, quantile: (uniform: number) => number) =>
      bench(`variate: ${name}`, function* () {
        let next = 0;
        yield warmed(() => {
          next = (next + 1) % TABLE_SIZE;
          sink[0] = quantile(uniforms[next] as number);
        });
      });
    ofUniforms('exponential', (uniform) => quantileOf(EXPONENTIAL, uniform));
    ofUniforms('lognormal', (uniform) => quantileOf(LOGNORMAL, uniform));
    ofUniforms('normal quantile', normalQuantile);
  });
}
