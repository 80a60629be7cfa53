import { definite, listInWords, shown } from '#base';
import {
  ADEQUACY_DECISIONS,
  type AdequacyDecision,
  AGREEMENT_NAMES,
  AGREEMENTS,
  type Agreement,
  agreementsAskedFor,
  BINDING_RULES,
  CLAUSE_SETS,
  type ClauseSet,
  coverageOf,
  type ExportRegime,
  idleClauses,
  isOpenForNewContracts,
  isZoneMember,
  LAWFUL_BASES,
  type LawfulBasis,
  lawfulBasisById,
  legalBegin,
  legalEnd,
  PROTECTED_ZONES,
  type Scenario,
} from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
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

type InstrumentFile = ScenarioFile['entities'][string]['instruments'][number];

/** Keys that apply to one kind of instrument only. */
const KEYS_OF = {
  framework: [],
  clauses: ['assessed', 'signedFor'],
  bindingRules: ['assessed', 'approved', 'covers'],
} as const;
const RECORD_KEYS = ['assessed', 'signedFor', 'approved', 'covers'] as const;

/** Checks that the records of frameworks, clauses and binding rules fit their kind, and suffice for the auditor to judge by. */
export function checkInstruments(file: ScenarioFile, list: IssueList): void {
  for (const [id, { instruments }] of Object.entries(file.entities)) {
    instruments.forEach((instrument, k) => {
      const path = ['entities', id, 'instruments', k];
      checkKeys(instrument, path, list);
      const set = CLAUSE_SETS.find((one) => one.id === instrument.clauses);
      if (set !== undefined) checkClauses(file, instrument, { path, set }, list);
      if (instrument.bindingRules !== undefined) checkRules(instrument, path, list);
    });
  }
}

function checkKeys(instrument: InstrumentFile, path: SourcePath, list: IssueList): void {
  const kind = (['framework', 'clauses', 'bindingRules'] as const).find(
    (one) => instrument[one] !== undefined,
  );
  if (kind === undefined) return;
  const known: readonly string[] = KEYS_OF[kind];
  for (const key of RECORD_KEYS) {
    if (instrument[key] === undefined || known.includes(key)) continue;
    const fitting = known.length === 0 ? 'remove it' : `remove it; ${kind} can have ${known.join(', ')}`;
    list.error('alternatives', [...path, key], `'${key}' does not apply to ${kind}`, fitting, 'key');
  }
}

function checkClauses(
  { horizon, start }: ScenarioFile,
  { assessed, from }: InstrumentFile,
  { path, set }: { readonly path: SourcePath; readonly set: ClauseSet },
  list: IssueList,
): void {
  const closed = set.forRegimes.filter((use) => !isOpenForNewContracts(use, from));
  if (closed.length > 0) {
    const times = closed.map(
      ({ regime, usableForNewFromMs, usableForNewToMs }) =>
        `${regime}: ${legalBegin(usableForNewFromMs)} until ${Number.isFinite(usableForNewToMs) ? legalEnd(usableForNewToMs) : 'today'}`,
    );
    const message = `${set.id} could not be signed then under the law of ${closed.map(({ regime }) => regime).join(', ')}, and carries no data there`;
    const remedy = `sign it within its time (${times.join('; ')}), unless no customer is under that law`;
    list.warn('closed-to-new-contracts', [...path, 'from'], message, remedy);
  }
  const requiredFromMs = Math.min(...set.forRegimes.map((use) => use.assessmentRequiredFromMs));
  if (assessed === undefined && start + horizon > requiredFromMs) {
    const message = `no assessment of the importer's law is recorded, which ${set.id} needs since ${legalBegin(requiredFromMs)}`;
    const remedy = "write 'assessed' with its date; otherwise the auditor leaves it open";
    list.warn('nothing-on-record', path, message, remedy);
  }
}

function checkRules({ approved = {}, covers }: InstrumentFile, path: SourcePath, list: IssueList): void {
  const given = Object.entries(approved).filter(([, atMs]) => atMs !== undefined);
  const open = [
    ...(given.length === 0 ? ["'approved' with the date for each regime"] : []),
    ...(covers === undefined ? ["'covers' (controller or processor)"] : []),
  ];
  if (open.length > 0) {
    const message = 'too little is recorded about the binding rules to judge a transfer by them';
    const remedy = `write ${open.join(' and ')}; otherwise the auditor leaves it open`;
    list.warn('nothing-on-record', path, message, remedy);
  }
  for (const [regime, atMs] of given) {
    const rows = BINDING_RULES.filter(
      (row) => row.regime === regime && (covers === undefined || row.holders.includes(covers)),
    );
    const firstMs = Math.min(...rows.map(({ validFromMs }) => validFromMs));
    if ((atMs as number) >= firstMs) continue;
    const message = `nobody could approve such rules then: under the law of ${regime}, they have existed since ${legalBegin(firstMs)}`;
    list.warn('closed-to-new-contracts', [...path, 'approved', regime], message, 'check the date');
  }
}

/** Points out clauses that can carry nothing, because they are for other roles than those of the parties. */
export function checkClauseRoles(scenario: Scenario, list: IssueList): void {
  for (const { entity, fitting, instrument, message } of idleClauses(scenario)) {
    const remedy = `correct 'role' of the company or of the customers, or name other clauses (for these roles there are ${listInWords(fitting)})`;
    const { id } = definite(scenario.entities[entity], 'clauses of no company');
    list.warn('carries-nothing', ['entities', id, 'instruments', instrument, 'clauses'], message, remedy);
  }
}

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

/** A subject has at most one entry for each time. */
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

/** The start of the run, and then each of these instants that lies in it, ascending. Epoch ms. */
export function momentsInRun(
  instants: readonly (number | undefined)[],
  { horizon, start }: ScenarioFile,
): readonly number[] {
  const within = instants.flatMap((at) =>
    at !== undefined && at > start && at < start + horizon ? [at] : [],
  );
  return [start, ...[...new Set(within)].sort((left, right) => left - right)];
}

/** Whether a contract is in force at an instant (epoch ms). */
export function isInForceAt({ from, to = Number.POSITIVE_INFINITY }: Term, atMs: number): boolean {
  return from <= atMs && atMs < to;
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

/** Points out agreements that customers' law asks for and that they do not have for a time, and those of customers who need none. */
export function checkAgreements(file: ScenarioFile, list: IssueList): void {
  for (const [id, { agreements = {}, customers }] of Object.entries(file.segments)) {
    for (const kind of AGREEMENTS) {
      const signed = agreements[kind];
      if (signed === undefined) continue;
      const path = ['segments', id, 'agreements', kind];
      const countries = [...new Set(customers.map(({ country }) => country))];
      const lack = firstLack(file, countries, kind, signed);
      if (lack !== null) {
        const message = `the law of customers in ${listInWords(lack.countries)} asks for a ${AGREEMENT_NAMES[kind]} (${lack.clause}), which they do not have from ${legalBegin(lack.atMs)} on: no case of theirs is stored or worked on without it`;
        const remedy = `write the time in which they have it, or leave '${kind}' out if it is not known`;
        list.warn('nothing-on-record', path, message, remedy, 'key');
      } else if (kind === 'businessAssociate' && !countries.includes('US')) {
        const message =
          'HIPAA binds covered entities in the United States, where this segment has no customers';
        list.warn('not-used', path, message, 'remove it', 'key');
      }
    }
  }
}

/** The first moment of the run without an agreement in force in countries whose law asks for one; null if there is none. */
function firstLack(
  file: ScenarioFile,
  countries: readonly string[],
  kind: Agreement,
  signed: readonly Term[],
): { readonly atMs: number; readonly clause: string; readonly countries: readonly string[] } | null {
  const ends = signed.map(({ to }) => to);
  for (const atMs of momentsInRun(ends, file)) {
    if (signed.some((term) => isInForceAt(term, atMs))) continue;
    const asked = countries.flatMap((country) => {
      const agreement = agreementsAskedFor(country, atMs).find((one) => one.kind === kind);
      return agreement === undefined ? [] : [{ clause: agreement.clause, country }];
    });
    const [first] = asked;
    if (first !== undefined)
      return { atMs, clause: first.clause, countries: asked.map(({ country }) => country) };
  }
  return null;
}
