import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { WAITING_CAUSES } from '#domain';
import { openLedger } from '#ledger';
import { lateAnswersIn } from '../../../src/apps/shared/evidence/audit-run.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../../running.ts';

const scenario = loadScenario('german-night');
const { ledger, summary } = runInMemory(scenario);
const late = lateAnswersIn(successOf(openLedger(ledger, sha256)), scenario);

describe('late answers', () => {
  it('counts what the summary counts: judged cases, and late ones', () => {
    for (const { id, judged, serviceLevel } of summary.cells) {
      const missed = Math.round(judged * (1 - (serviceLevel ?? 1)));
      const cell = late.get(id);
      expect(cell?.lateCount ?? 0, id).toBe(missed);
      if (cell !== undefined)
        expect(
          cell.arrived.reduce((sum, n) => sum + n, 0),
          id,
        ).toBe(judged);
    }
    expect([...late.values()].some(({ lateCount }) => lateCount > 0)).toBe(true);
  });

  it("finds the night in which Dublin was down, in the customers' time zone", () => {
    const cell = late.get('premier/phone/B');
    expect(cell?.timeZone).toBe('Europe/Berlin');
    const dublin = scenario.centres.findIndex(({ id }) => id === 'dublin');
    const down = cell?.whileDown[dublin] ?? 0;
    expect(down).toBeGreaterThan(0);
    const residency = WAITING_CAUSES.indexOf('residency leaves no eligible centre');
    expect(cell?.waitedMs[residency]).toBeGreaterThan(0);
    // Down from Wednesday 22:00 to Thursday 07:00 in Berlin. Cases that arrived somewhat earlier may be affected.
    const ofNight = [...(cell?.late ?? [])].slice(2 * 24 + 21, 3 * 24 + 7).reduce((sum, n) => sum + n, 0);
    expect(ofNight).toBeGreaterThanOrEqual(down);
  });

  it('counts no case as late if its channel has no acceptable wait', () => {
    const none = { ...scenario, serviceLevels: [] };
    expect(lateAnswersIn(successOf(openLedger(ledger, sha256)), none).size).toBe(0);
  });

  it('ends with cases that still wait', () => {
    const short = { ...scenario, horizonMs: 48 * HOUR_MS };
    const run = successOf(openLedger(runInMemory(short).ledger, sha256));
    for (const cell of lateAnswersIn(run, short).values()) expect(cell.lateCount).toBeGreaterThan(0);
  });
});
