import { type BasisDates, lawfulBasisById, type Scenario } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** The bases that a file dates itself, in its order. What it leaves out is as in history. */
export function basesDatedBy({ law }: Pick<ScenarioFile, 'law'>): readonly BasisDates[] {
  return Object.entries(law).flatMap(([id, { from, to }]): BasisDates[] => {
    const basis = lawfulBasisById(id);
    if (basis === undefined) return [];
    const toMs = to ?? basis.toMs;
    return [{ basis: id, fromEpochMs: from ?? basis.fromMs, toEpochMs: Number.isFinite(toMs) ? toMs : null }];
  });
}

/** The law of the scenario, if it differs from that of history. */
export function resolveLaw(file: ScenarioFile): Pick<Scenario, 'law'> {
  const bases = basesDatedBy(file);
  return bases.length === 0 ? {} : { law: { bases } };
}
