import { shown } from '#base';
import {
  ADEQUACY_DECISIONS,
  type AdequacyDecision,
  coverageOf,
  type ExportRegime,
  isZoneMember,
  PROTECTED_ZONES,
} from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { basesDatedBy } from '../resolve/authorities.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

interface Term {
  readonly from: number;
  readonly to?: number | undefined;
}

/**
 * Checks what the file says of companies with regard to adequacy decisions and the GDPR: nothing is said twice for the same time, and what
 * limited decisions on the countries of its places ask is said.
 */
export function checkAdequacy(file: ScenarioFile, list: IssueList): void {
  for (const [id, { adequacy, gdpr }] of Object.entries(file.entities)) {
    const path = ['entities', id, 'adequacy'];
    checkOnce(adequacy, path, ({ decision }) => decision, list);
    checkOnce(gdpr, ['entities', id, 'gdpr'], () => 'the GDPR', list);
    adequacy.forEach(({ decision }, k) => {
      const isLimited = ADEQUACY_DECISIONS.some(
        (row) => row.id === decision && coverageOf(row.scope) !== 'all',
      );
      if (isLimited) return;
      const message = `${decision} covers every company, so nothing depends on what is said here`;
      list.warn('not-used', [...path, k, 'decision'], message, 'remove it');
    });
    for (const decision of decisionsWithoutWord(file, id)) {
      const message = `the file does not say whether '${shown(id)}' is within the scope of ${decision.id}: ${decision.scope}`;
      const remedy = `write 'adequacy: [{ decision: ${decision.id}, covered: yes, from: … }]', or covered: no; otherwise the auditor leaves it open`;
      list.warn('nothing-on-record', ['entities', id], message, remedy, 'key');
    }
  }
}

/** Nothing may be said twice of the same subject for the same time. */
function checkOnce<Said extends Term>(
  said: readonly Said[],
  path: SourcePath,
  subjectOf: (one: Said) => string,
  list: IssueList,
): void {
  said.forEach((one, k) => {
    const isTold = said
      .slice(0, k)
      .some((other) => subjectOf(other) === subjectOf(one) && overlap(one, other.from, other.to));
    if (!isTold) return;
    const message = `of ${subjectOf(one)}, something is already said for a part of this time`;
    list.error('duplicate-entry', [...path, k, 'from'], message, 'write terms that do not overlap');
  });
}

function overlap({ from, to = Number.POSITIVE_INFINITY }: Term, fromMs: number, toMs?: number): boolean {
  return from < (toMs ?? Number.POSITIVE_INFINITY) && fromMs < to;
}

/** Limited decisions on which data could go to a place of the company within the run, and of which nothing is said within it. */
function decisionsWithoutWord(file: ScenarioFile, id: string): readonly AdequacyDecision[] {
  const { centres, dataCentres, entities, horizon, start } = file;
  const own = Object.values({ ...dataCentres, ...centres }).filter(({ entity }) => entity === id);
  const said = entities[id]?.adequacy ?? [];
  return ADEQUACY_DECISIONS.filter((decision) => {
    if (coverageOf(decision.scope) !== 'as said') return false;
    if (!own.some(({ country }) => decision.toCountries.includes(country))) return false;
    const [dated] = basesDatedBy(file).filter(({ basis }) => basis === decision.id);
    const limited = {
      from: dated?.fromEpochMs ?? decision.validFromMs,
      to: Math.min(
        dated === undefined ? decision.validToMs : (dated.toEpochMs ?? Infinity),
        decision.unlimitedFromMs ?? Infinity,
      ),
    };
    const isOfRun = (term: Term) => overlap(term, start, start + horizon);
    if (!isOfRun(limited) || said.some((one) => one.decision === decision.id && isOfRun(one))) return false;
    return isProtecting(file, decision.fromZone);
  });
}

/** Whether the law of the regime may protect data of the scenario: customers, or companies that pass data on, are in its zone. */
function isProtecting({ entities, horizon, segments, start }: ScenarioFile, regime: ExportRegime): boolean {
  const countries = [
    ...Object.values(segments).flatMap(({ customers }) => customers.map(({ country }) => country)),
    ...Object.values(entities).map(({ country }) => country),
  ];
  return countries.some((country) =>
    [start, start + horizon].some((atMs) => isZoneMember(PROTECTED_ZONES[regime], country, atMs)),
  );
}
