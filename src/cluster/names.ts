import type { Digest } from '#base';
import { hexOf, utf8Of } from '#base';

/** What a broker's keys are called. All begin with the tenant's name, so that several can share a broker. */
export interface Names {
  /** What all keys of the tenant begin with; BullMQ puts its own under it. */
  readonly prefix: string;
  /** The queue of an engine version: workers of another version never look into it. */
  queue(engine: string): string;
  scenario(hash: string): string;
  /** Of an experiment: what is told of it, who publishes it, and results that nobody has taken yet. */
  experiment(id: string): string;
  publisher(id: string): string;
  results(id: string): string;
  readonly experiments: string;
  worker(id: string): string;
  readonly workers: string;
}

export const TENANT = /^[a-z0-9][a-z0-9-]{0,39}$/;

export function namesOf(tenant: string): Names {
  const prefix = `meridian.${tenant}`;
  return {
    prefix,
    queue: (engine) => `replications-${engine.replaceAll(':', '_')}`,
    scenario: (hash) => `${prefix}:scenario:${hash}`,
    experiment: (id) => `${prefix}:experiment:${id}`,
    publisher: (id) => `${prefix}:publisher:${id}`,
    results: (id) => `${prefix}:results:${id}`,
    experiments: `${prefix}:experiments`,
    worker: (id) => `${prefix}:worker:${id}`,
    workers: `${prefix}:workers`,
  };
}

const ID_LENGTH = 32;

/** The same parts give the same name: whoever publishes an experiment again finds what is under way of it. */
export function idOf(digest: Digest, ...parts: readonly (string | number)[]): string {
  return hexOf(digest(utf8Of(JSON.stringify(parts)))).slice(0, ID_LENGTH);
}
