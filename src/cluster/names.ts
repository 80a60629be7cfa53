import type { Digest } from '#base';
import { hexOf, utf8Of } from '#base';

export type Names = ReturnType<typeof namesOf>;

export const TENANT = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** The names of a broker's keys. All begin with the tenant's name, so several tenants can share a broker. */
export function namesOf(tenant: string) {
  const prefix = `meridian.${tenant}`;
  return {
    /** The prefix of all keys of the tenant. BullMQ puts its own keys below it. */
    prefix,
    /** The queue of an engine version. Workers of another version never look into it. */
    queue: (engine: string) => `replications-${engine.replaceAll(':', '_')}`,
    scenario: (hash: string) => `${prefix}:scenario:${hash}`,
    /** Keys of an experiment: its row, its publisher, and results that nobody has taken yet. */
    experiment: (id: string) => `${prefix}:experiment:${id}`,
    publisher: (id: string) => `${prefix}:publisher:${id}`,
    results: (id: string) => `${prefix}:results:${id}`,
    experiments: `${prefix}:experiments`,
    worker: (id: string) => `${prefix}:worker:${id}`,
    workers: `${prefix}:workers`,
  };
}

const ID_LENGTH = 32;

/** Equal parts give equal names, so a publisher that resumes an experiment finds its batches. */
export function idOf(digest: Digest, ...parts: readonly (string | number)[]): string {
  return hexOf(digest(utf8Of(JSON.stringify(parts)))).slice(0, ID_LENGTH);
}
