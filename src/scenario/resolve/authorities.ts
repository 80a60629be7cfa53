import { type BasisDates, lawfulBasisById, type Scenario } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { indexOf, type Names, unlessEmpty } from './names.ts';

/** Legal holds, disclosures, the place of the ledger, and law that differs from history, if there are any. */
export function resolveAuthorities(
  file: ScenarioFile,
  { dataCentres, segments }: Names,
): Pick<Scenario, 'disclosures' | 'holds' | 'ledger' | 'law'> {
  const { start } = file;
  const bases = basesDatedBy(file);
  const holds = file.holds.map(({ by, from, segment, to }) => ({
    segment: indexOf(segments, segment),
    fromMs: from - start,
    toMs: to - start,
    by,
  }));
  const disclosures = file.disclosures.map(
    ({ at, authority, basis = null, cases, notice = null, segment }) => ({
      atMs: at - start,
      segment: indexOf(segments, segment),
      authority,
      basis,
      cases,
      noticeAfterMs: notice,
    }),
  );
  return {
    law: bases.length === 0 ? undefined : { bases },
    holds: unlessEmpty(holds),
    disclosures: unlessEmpty(disclosures),
    ledger: file.ledger && { dataCentres: file.ledger.dataCentres.map((name) => indexOf(dataCentres, name)) },
  };
}

/** The bases that a file dates itself, in its order. What it leaves out is as in history. */
export function basesDatedBy({ law }: Pick<ScenarioFile, 'law'>): readonly BasisDates[] {
  return Object.entries(law).flatMap(([id, { from, to }]): BasisDates[] => {
    const basis = lawfulBasisById(id);
    if (basis === undefined) return [];
    const toMs = to ?? basis.toMs;
    return [{ basis: id, fromEpochMs: from ?? basis.fromMs, toEpochMs: Number.isFinite(toMs) ? toMs : null }];
  });
}
