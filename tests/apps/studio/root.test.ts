import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../../src/apps/cli/version.ts';
import { startReplication } from '../../../src/experiment/index.ts';
import { loadScenario, sha256 } from '../../running.ts';
import { BROWSER, NO_BROWSER, type OpenStudio, openStudio, rootOf } from './browser.ts';

/** The root as `meridian run` prints it. */
function rootOfNode(name: string, seed: string): string {
  const scenario = loadScenario(name);
  const replication = startReplication(scenario, {
    seed,
    replication: 0,
    engine: 'compiled',
    digest: sha256,
    writeLedger: () => {},
    versions: { engine: VERSION, timeZones: process.versions.tz ?? 'unknown' },
  });
  while (!replication.advance(scenario.horizonMs));
  return replication.finish().ledger?.root ?? '';
}

describe.skipIf(BROWSER === null)(
  `the studio in Chromium${BROWSER === null ? ` (${NO_BROWSER})` : ''}`,
  () => {
    let studio: OpenStudio;
    beforeAll(async () => {
      studio = await openStudio();
    });
    afterAll(() => studio.close());

    it.each([
      ['german-night', 'a seed of its own'],
      ['failover', '1'],
    ])('seals the same root as the command line: %s', async (name, seed) => {
      const fields = new URLSearchParams({ scenario: `scenarios/${name}/scenario.yaml`, seed });
      const { complaints, page } = await studio.open({ fragment: fields.toString() });
      expect(await rootOf(page)).toBe(rootOfNode(name, seed));
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  },
);
