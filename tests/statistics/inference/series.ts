import { openStream } from '#base';

/** x(i) = c·x(i−1) + noise, mean 0. Source of the model: Law, Simulation Modeling and Analysis, §9.5. */
export function autoregressive(seed: string, length: number, c: number): number[] {
  const random = openStream(seed, 0, 'AR(1)');
  const noise = () => Math.sqrt(-2 * Math.log(random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const values: number[] = [];
  let x = noise() / Math.sqrt(1 - c * c);
  for (let i = 0; i < length; i++) {
    values.push(x);
    x = c * x + noise();
  }
  return values;
}
