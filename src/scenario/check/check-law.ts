import { definite, shown } from '#base';
import {
  ADEQUACY_DECISIONS,
  LAWFUL_BASES,
  type LawfulBasis,
  lawfulBasisById,
  legalBegin,
  legalEnd,
} from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { IssueList } from '../issue-list.ts';
import { basesDatedBy } from '../resolve/authorities.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

const IDS = LAWFUL_BASES.map(({ fact }) => fact.id);

/** Checks bases that the scenario dates itself: each must exist, be in force for a time, and make a difference to the run. */
export function checkLaw(file: ScenarioFile, list: IssueList): void {
  for (const [id, dates] of Object.entries(file.law)) {
    const basis = lawfulBasisById(id);
    const path = ['law', id];
    if (basis === undefined) {
      const message = `'${shown(id)}' is not a basis that the law knows`;
      list.error('unknown-basis', path, message, () => suggestion(id, IDS, 'basis'), 'key');
    } else if (dates.from === undefined && dates.to === undefined) {
      const message = 'the basis has no date';
      list.error('alternatives', path, message, "write 'from', 'to', or both");
    } else checkDates(file, basis, list);
  }
}

function checkDates(file: ScenarioFile, basis: LawfulBasis, list: IssueList): void {
  const { id } = basis.fact;
  const { from, to } = definite(file.law[id], `law of ${id}`);
  const path = ['law', id, to === undefined ? 'from' : 'to'];
  const [dated] = basesDatedBy({ law: { [id]: { from, to } } });
  const { fromEpochMs, toEpochMs } = definite(dated, `dates of ${id}`);
  const toMs = toEpochMs ?? Number.POSITIVE_INFINITY;
  if (toMs <= fromEpochMs) {
    const whose = from === undefined || to === undefined ? ', as in history' : '';
    const other =
      to === undefined ? `ends at ${legalEnd(toMs)}${whose}` : `begins on ${legalBegin(fromEpochMs)}${whose}`;
    const remedy =
      to === undefined
        ? "write an earlier 'from', or a 'to' as well"
        : "write a later 'to', or an earlier 'from'";
    list.error('ends-before-it-begins', path, `${id} is never in force: it ${other}`, remedy);
  } else if (isAlikeInRun(file, basis, fromEpochMs, toMs)) {
    const message = `within the run, ${id} is in force exactly as in history: the dates change nothing`;
    list.warn('outside-horizon', path, message, "check the dates against 'start' and 'horizon'");
  } else if (!isAskedFor(file, id)) {
    const message = `nobody in this scenario could rely on ${id}: its dates change nothing`;
    const remedy = "list it under the 'instruments' of a company, or remove it";
    list.warn('not-used', ['law', id], message, remedy, 'key');
  }
}

/** Whether, between the start and the end of the run, it is in force at the same times as in history. */
function isAlikeInRun(
  { horizon, start }: ScenarioFile,
  basis: LawfulBasis,
  fromMs: number,
  toMs: number,
): boolean {
  const within = (atMs: number) => Math.min(Math.max(atMs, start), start + horizon);
  const here = [within(fromMs), within(toMs)];
  const inHistory = [within(basis.fromMs), within(basis.toMs)];
  const isNever = [here, inHistory].every(([begin, end]) => begin === end);
  return isNever || here.every((atMs, k) => atMs === inHistory[k]);
}

/** Whether a company has it as an instrument, or it concerns a country where data may be held or seen. */
function isAskedFor({ centres, dataCentres, entities }: ScenarioFile, id: string): boolean {
  const decision = ADEQUACY_DECISIONS.find((one) => one.id === id);
  if (decision !== undefined) {
    const places = [...Object.values(dataCentres), ...Object.values(centres)];
    return places.some(({ country }) => decision.toCountries.includes(country));
  }
  return Object.values(entities).some(({ instruments }) =>
    instruments.some(({ clauses, framework }) => clauses === id || framework === id),
  );
}
