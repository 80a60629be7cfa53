import type { Digest } from '#base';
import { hexOf, utf8Of } from '#base';

/** The names of a broker's keys. All begin with the tenant's name, so several tenants can share a broker. */
export interface Names {
  /** The prefix of all keys of the tenant. BullMQ puts its own keys below it. */
  readonly prefix: string;
  /** The queue of an engine version. Workers of another version never look into it. */
  queue(engine: string): string;
  scenario(hash: string): string;
  /** Keys of an experiment: its row, its publisher, and results that nobody has taken yet. */
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

/** Equal parts give equal names, so a publisher that resumes an experiment finds its batches. */
export function idOf(digest: Digest, ...parts: readonly (string | number)[]): string {
  return hexOf(digest(utf8Of(JSON.stringify(parts)))).slice(0, ID_LENGTH);
}
