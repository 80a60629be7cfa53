import type { RunProgress } from '../protocol.ts';

/** Stages of work, in words. */
const STAGES: Readonly<Record<RunProgress['stage'], string>> = {
  opening: 'Opening Meridian Studio',
  piloting: 'Looking for the warm-up',
  simulating: 'Simulating',
  auditing: 'Auditing from the ledger alone',
  reading: 'Reading',
  exploring: 'Exploring',
  replicating: 'Replicating',
  listing: 'Reading actions',
  searching: 'Searching',
  packing: 'Packing',
  verifying: 'Running everything again',
};

/** `Packing… 40 %`. */
export function stageText({ share, stage }: RunProgress): string {
  if (stage === 'opening') return `${STAGES[stage]}…`;
  return `${STAGES[stage]}… ${Math.floor(share * 100)} %`;
}
