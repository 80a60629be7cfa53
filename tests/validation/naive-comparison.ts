import { actKind, SEVERITIES } from '#domain';
import { openLedger } from '#ledger';
import { runInMemory, sha256 } from '../running.ts';
import { type NaiveArrival, simulateNaively } from './naive-simulator.ts';
import type { RandomWorld } from './random-scenario.ts';
import { readRunLog } from './run-log.ts';

const OPEN = actKind('open');

/** The attributes of cases when they are opened, from the ledger: all that the naive simulator knows of the run. */
function arrivalsOf(bytes: Uint8Array): readonly NaiveArrival[] {
  const opened = openLedger(bytes, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const arrivals: NaiveArrival[] = [];
  opened.value.forEach(({ a: stream, aux, b: declared, d: truth, kind, timeMs }) => {
    if (kind !== OPEN) return;
    arrivals.push({
      timeMs,
      stream,
      severity: (aux >> 2) % SEVERITIES.length,
      language: declared & 0xff,
      product: declared >> 8,
      trueLanguage: truth & 0xff,
      trueProduct: (truth >> 8) & 0xff,
      solvedAtTier: truth >> 16,
    });
  });
  return arrivals;
}

/** Answers, agents, abandonment and resolution of each case, by both simulators. */
export function livesByBoth({ scenario, seed }: RandomWorld) {
  // Neither affects a case: what measures leave out, and where the ledger is kept.
  const measured = { ...scenario, warmUp: { forMs: scenario.horizonMs / 4 }, ledger: { dataCentres: [0] } };
  const { ledger } = runInMemory(measured, { seed });
  const engine = readRunLog(ledger, measured).cases.map(({ abandonedMs, resolvedMs, visits }) => ({
    answers: visits
      .filter(({ outcome }) => outcome === 'answered')
      .map(({ agent, leftMs }) => ({ timeMs: leftMs, agent })),
    abandonedMs,
    resolvedMs,
  }));
  const naive = simulateNaively(scenario, arrivalsOf(ledger), seed, 0).map(
    ({ abandonedMs, answers, resolvedMs }) => ({ answers, abandonedMs, resolvedMs }),
  );
  return { engine, naive };
}
