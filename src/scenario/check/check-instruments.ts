import {
  BINDING_RULES,
  CLAUSE_SETS,
  type ClauseSet,
  isOpenForNewContracts,
  legalBegin,
  legalEnd,
} from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

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
    list.warn(
      'nothing-on-record',
      path,
      message,
      "write 'assessed' with its date; otherwise the auditor leaves it open",
    );
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
    list.warn(
      'nothing-on-record',
      path,
      message,
      `write ${open.join(' and ')}; otherwise the auditor leaves it open`,
    );
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
