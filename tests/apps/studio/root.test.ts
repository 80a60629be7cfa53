import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../../src/apps/shared/version.ts';
import { startReplication } from '../../../src/experiment/replications/replication.ts';
import { loadScenario, sha256 } from '../../running.ts';
import { type OpenStudio, openStudio, rootOf } from './browser.ts';

const SIX_HOURS_MS = 6 * 3_600_000;

/** The root as `meridian run` prints it. */
function rootOfNode(name: string, seed: string, horizonMs: number): string {
  const whole = loadScenario(name);
  const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, horizonMs) };
  const replication = startReplication(scenario, {
    seed,
    replication: 0,
    engine: 'compiled',
    digest: sha256,
    writeLedger: () => {},
    engineVersion: VERSION,
  });
  while (!replication.advance(scenario.horizonMs));
  return replication.finish().ledger?.root ?? '';
}

describe('the studio in Chromium', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it.each([
    ['german-night', 'a seed of its own', ''],
    ['failover', '1', ''],
    // Every zone and every rule of the main scenario.
    ['css-2014', '2014', '6 h'],
  ])('seals the same root as the command line: %s', async (name, seed, until) => {
    const fields = new URLSearchParams({ scenario: `scenarios/${name}/scenario.yaml`, seed, until });
    const { complaints, page } = await studio.open({ fragment: fields.toString() });
    expect(await rootOf(page)).toBe(
      rootOfNode(name, seed, until === '' ? Number.POSITIVE_INFINITY : SIX_HOURS_MS),
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
