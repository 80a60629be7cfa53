import { tellCase } from '#audit';
import { faultsOf } from '#engine';
import { type Follower, type Proof, startFollowing, startProof, startTrials } from '#prover';
import { type ProofPage, renderProofFigures } from '#report';
import { reachOf, readInPieces } from './in-pieces.ts';
import type { OpenRun } from './run-scenario.ts';
import { pause, type Work } from './work.ts';

/** Notices of the runs that try strandings: some seconds of work. */
const TRIAL_NOTICES_MAX = 400_000;

/** The properties of all runs of the open run's scenario, with its breach if it has one. */
export async function proveScenario(run: OpenRun, work: Work) {
  const { scenario } = run;
  const breach = run.made?.breach ?? null;
  const faults = (breach === null ? null : faultsOf(breach)) ?? {};
  const prover = startProof(scenario, { faults, breach });
  for (let done = 1; prover.next(); done++) {
    const { states, streams } = prover;
    await pause(work, 'exploring', done / streams, states);
  }
  const explored = prover.finish();
  const trials = startTrials(scenario, explored.strandings, {
    faults,
    engine: 'table',
    tries: 1,
    noticesMax: TRIAL_NOTICES_MAX,
  });
  while (trials.next()) {
    await pause(work, 'exploring', trials.share, explored.states);
  }
  const proof = { ...explored, strandings: trials.finish() };
  const follower = startFollowing(scenario, faults, prover.streamsBreaking());
  const stories = await storiesOf(proof, run, follower, work);
  return { proof, markup: renderProofFigures({ title: scenario.title, proof, stories }).proof ?? '' };
}

/** The counterexamples, and whether the open run has met them. */
async function storiesOf(
  { properties, states }: Proof,
  { ledger, made, scenario }: OpenRun,
  follower: Follower,
  work: Work,
): Promise<ProofPage['stories']> {
  const broken = properties.filter(({ verdict }) => verdict === 'broken');
  const isOwn = made !== null;
  if (isOwn && broken.length > 0)
    await readInPieces(ledger, follower.visit, reachOf(work, 'exploring', states));
  return Object.fromEntries(
    broken.map(({ counterexample, id }) => {
      const caseNumber = follower.broken.get(id);
      const isMet = caseNumber !== undefined;
      const met = isMet ? `Met in the run above, case ${caseNumber}` : 'Not met in the run above';
      const reached = isOwn ? met : 'Not tried in simulation';
      return [id, { lines: tellCase(counterexample?.entries ?? [], scenario), reached, isMet }];
    }),
  );
}
