import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import { actKind, EMERGENCY_STEPS } from '#domain';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';
import { runObserved } from './observed-run.ts';

const EMERGENCY = actKind('emergency access');
const OPENED = EMERGENCY_STEPS.indexOf('opened');

describe('a case that waits for an emergency', () => {
  const day = { ...loadScenario('break-glass'), horizonMs: DAY_MS };

  it('is examined when it has waited long enough, in order of time, even if no other notice is due by then', () => {
    for (const seed of ['3', '50', '51', '52']) {
      let lastMs = 0;
      let opened = 0;
      runObserved({ ...day, seed }, (timeMs, kind, aux) => {
        expect(timeMs).toBeGreaterThanOrEqual(lastMs);
        lastMs = timeMs;
        if (kind === EMERGENCY && aux === OPENED) opened++;
      });
      expect(opened).toBeGreaterThan(0);
      const scenario = { ...day, seed };
      expect(auditInMemory(runInMemory(scenario).ledger, scenario).verdict).toBe('clean');
    }
  });
});
