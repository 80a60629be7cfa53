import type { Digest } from '#base';
import { CaseLives } from '#cases';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import { observerOf } from '#ledger';
import type { CaseStory } from '../stories/case-story.ts';
import { ModelStories } from '../stories/model-stories.ts';

/** One run of a scenario, as stories of the cases that it opens in [fromMs, untilMs), epoch ms. */
export function simulatedStories(
  scenario: Scenario,
  { digest, engine = 'compiled', fromMs, replication, untilMs }: SimulatedSpan,
): readonly CaseStory[] {
  const stories = new ModelStories(scenario);
  const run = startReplication(scenario, {
    seed: scenario.seed,
    replication,
    engine,
    digest,
    writeLedger: null,
    engineVersion: 'calibration',
    observer: observerOf(new CaseLives(scenario, [stories]).visit),
  });
  run.advance(scenario.horizonMs);
  return stories.stories(fromMs, untilMs);
}

export interface SimulatedSpan {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly replication: number;
  /** SHA-256. */
  readonly digest: Digest;
  /** `table` where no code may be generated; the stories are the same. Left out: `compiled`. */
  readonly engine?: 'compiled' | 'table';
}
