import type { EpochMs } from '../indices.ts';
import { summer, winter } from './instants.ts';
import type { ExportRegime } from './regimes.ts';
import { inPart, type Reference, SOURCES, verified } from './sources.ts';

/** When a transfer on clauses or binding rules first also required an assessment of the importer's law on file. */
export interface TransferAssessment extends Reference {
  readonly regime: ExportRegime;
  /** UTC epoch ms. */
  readonly requiredFromMs: EpochMs;
  readonly by: string;
}

/** A duty by case law, whatever the clauses say. Clause 14 of the EU clauses of 2021 puts it into the contract. */
export const TRANSFER_ASSESSMENTS: readonly TransferAssessment[] = [
  {
    regime: 'EEA',
    requiredFromMs: summer('2020-07-16'),
    by: 'Schrems II, CJEU C-311/18',
    ...verified(SOURCES.schrems2),
  },
  {
    regime: 'CH',
    requiredFromMs: summer('2020-09-08'),
    by: 'FDPIC position paper of 8 September 2020',
    ...inPart(SOURCES.swissPaper),
  },
  {
    regime: 'UK',
    requiredFromMs: winter('2021-01-01'),
    by: 'Schrems II, which British law kept: the duty is as old as the regime',
    ...inPart(SOURCES.ukClauses),
  },
];

/** UTC epoch ms; every regime has its row. */
export function assessmentRequiredFromMs(regime: ExportRegime): EpochMs {
  const row = TRANSFER_ASSESSMENTS.find((candidate) => candidate.regime === regime);
  return row?.requiredFromMs ?? Number.NEGATIVE_INFINITY;
}
