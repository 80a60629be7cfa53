/**
 * simjs 2.0.3 (npm), typed as far as the peers use it. The package is a bundle made for browsers: it exports nothing,
 * and leaves its classes on `window` if there is one when it is loaded.
 */
export interface Request {
  done(callback: () => void): Request;
  done<Argument extends object>(
    callback: (argument: Argument) => void,
    context: Entity,
    argument: Argument,
  ): Request;
  cancel(): void;
}

export interface DataSeries {
  /** To be called before values come: `buckets` between the limits, one more below and one above. */
  setHistogram(lower: number, upper: number, buckets: number): void;
  getHistogram(): readonly number[];
  record(value: number): void;
  count(): number;
  average(): number;
}

export interface Facility {
  queueStats(): { readonly durationSeries: DataSeries };
}

export interface Random {
  /** At least 0 and below 1, with 32 bits of resolution. */
  random(): number;
  normal(mean: number, sigma: number): number;
}

export interface Sim {
  addEntity<Args extends unknown[], Kind extends Entity & { start(...args: Args): void }>(
    kind: new (sim: Sim, name?: string) => Kind,
    name: string,
    ...args: Args
  ): Kind;
  simulate(endTime: number): boolean;
  time(): number;
}

export interface Entity {
  readonly sim: Sim;
  time(): number;
  setTimer(duration: number): Request;
  useFacility(facility: Facility, duration: number): Request;
}

interface Package {
  readonly Sim: new () => Sim;
  readonly Entity: new (sim: Sim, name?: string) => Entity;
  readonly Facility: {
    new (name: string, discipline: number, servers: number): Facility;
    readonly FCFS: number;
  };
  readonly Random: new (seed: number) => Random;
  readonly DataSeries: new (name: string) => DataSeries;
}

const host = globalThis as { window?: { Sim?: Package } };
host.window ??= {};
await import('simjs');
if (host.window.Sim === undefined) throw new Error('simjs has not left its classes on window');
export const { Sim, Entity, Facility, Random, DataSeries } = host.window.Sim;

/** The package's own `exponential` is infinite once in 2^32 draws, and the model would stand still from then on. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.random());
}
