import type { Scenario } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { indexOf, type Names } from './names.ts';

/** Legal holds, disclosures, and the place of the ledger, if there are any. */
export function resolveAuthorities(
  { disclosures, holds, ledger, start }: ScenarioFile,
  { dataCentres, segments }: Names,
): Pick<Scenario, 'disclosures' | 'holds' | 'ledger'> {
  return {
    ...(holds.length === 0
      ? {}
      : {
          holds: holds.map(({ by, from, segment, to }) => ({
            segment: indexOf(segments, segment),
            fromMs: from - start,
            toMs: to - start,
            by,
          })),
        }),
    ...(disclosures.length === 0
      ? {}
      : {
          disclosures: disclosures.map(({ at, authority, basis = null, cases, notice = null, segment }) => ({
            atMs: at - start,
            segment: indexOf(segments, segment),
            authority,
            basis,
            cases,
            noticeAfterMs: notice,
          })),
        }),
    ...(ledger === undefined
      ? {}
      : { ledger: { dataCentres: ledger.dataCentres.map((name) => indexOf(dataCentres, name)) } }),
  };
}
