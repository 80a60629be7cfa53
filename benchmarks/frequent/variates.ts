import { bench, group } from 'mitata';
import { Counter, type Distribution, normalQuantile, openStream, quantileOf, Sampler } from '#base';
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
      const counter = new Counter('1', 0, 'bench');
      let ordinal = 0;
      yield warmed(() => {
        ordinal = (ordinal + 1) | 0;
        sink[0] = counter.uniform(ordinal, 3);
      });
    });
    for (const distribution of [EXPONENTIAL, LOGNORMAL]) {
      bench(`variate: ${distribution.kind} by table, from a counter`, function* () {
        const counter = new Counter('1', 0, 'bench');
        const sampler = new Sampler(distribution);
        let ordinal = 0;
        yield warmed(() => {
          ordinal = (ordinal + 1) | 0;
          sink[0] = sampler.of(counter.word(ordinal, 3));
        });
      });
    }
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
