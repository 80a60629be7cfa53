import { failure, type Result, success } from '#base';
import { refusedIn } from '../shared/problem.ts';
import { openStudio } from '../shared/studio/open-studio.ts';
import type { StudioServer } from '../shared/studio/studio-server.ts';

export type { Result, StudioServer };

/** What the studio opens, and where. */
export interface StudioOptions {
  /** A scenario to open at once, or a folder of scenarios to choose from. Left out: the page asks. */
  readonly scenario?: string;
  /** Left out: any free one. */
  readonly port?: number;
}

/**
 * Serves the studio to browsers of this machine, and to no other, until `close` is called. Fails with a sentence if the port is taken or
 * the scenario is wrong.
 *
 * @example
 * const studio = await serveStudio({ scenario: 'scenarios/three-centres' });
 * if (studio.ok) console.log(studio.value.url);
 */
export async function serveStudio({
  port = 0,
  scenario,
}: StudioOptions = {}): Promise<Result<StudioServer, string>> {
  return openStudio(scenario, port).then(success, (error: unknown) => failure(refusedIn(error).message));
}
