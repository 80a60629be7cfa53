import { formatCount, plural } from '#base';
import type { OwnAccess } from '../access-section.ts';
import { totalOf, transfersIn } from '../flow.ts';
import { type OwnConsents, temporarySentences } from '../temporary-sentences.ts';
import type { OwnTransfers } from '../transfer-sections.ts';
import { said } from '../words/boundary-sentence.ts';
import { coveredBy, type LogDesk } from './log-desk.ts';
import type { LogFlow } from './log-flows.ts';

/** What of the log the law asks a basis for, and which bases the scenario has. A log names no basis, so none is judged. */
export function transfersOfLog(desk: LogDesk): OwnTransfers {
  const asked = desk.flows.filter(({ transfer }) => transfer !== null);
  const transfers = transfersIn(asked);
  const refused = transfers.filter(({ isRefusedToday }) => isRefusedToday);
  const seenToday =
    refused.length === 0
      ? ''
      : ` By the law as it is known today, ${desk.amount(refused)} have no basis that it accepts, although nobody could know that then.`;
  const all = plural(totalOf(asked), 'copy or access', 'copies and accesses');
  return {
    act: (who, flows) =>
      `${desk.by(flows as readonly LogFlow[])}, ${who} ${flows[0]?.mode === 'stored' ? 'stored copies' : 'had access'}`,
    received: 'taken as received from',
    customers: 'the customers, or somebody whom the log does not name',
    relied: 'The law accepted at that time what the scenario has:',
    isBreach: false,
    looked: 'that the log has at known places, of cases with a known promise,',
    before: [
      said(
        `The log has ${all} at known places, of cases with a known promise; for ${formatCount(totalOf(transfers))} of them the law asks, or may ask, a basis.${seenToday} The log has no column for bases, so it does not say which one was relied on.`,
        desk.counted('copies and accesses for which the law asks, or may ask, a basis', transfers),
        { kind: 'terms', what: 'the auditor’s reading of law and contracts' },
      ),
    ],
    after: [],
    temporary: temporarySentences(desk, (segment) => consentsOf(desk, segment)),
    nothingDated: [],
  };
}

function consentsOf(desk: LogDesk, segment: number): OwnConsents {
  const covered = desk.flows.filter(({ isConsented, segments }) => isConsented && segments.includes(segment));
  const rows =
    covered.length === 0
      ? 'no row is from outside while a consent of these customers covered it'
      : `${desk.amount(covered)} are from outside while a consent of these customers ${coveredBy(covered)} them`;
  return {
    uses: `The log has no column that says whether access relied on a consent; ${rows}.`,
    grounds: [desk.counted('access from outside while a consent covered it', covered)],
    broken: [],
  };
}

export function accessOfLog(desk: LogDesk): OwnAccess {
  return {
    copiesThere: () => ({ text: '', grounds: [] }),
    emergencies: (terms, rules) => {
      const outside = desk.flowsOf(terms, 'seen').filter(({ isOutside }) => isOutside);
      const { cases = 0 } = desk.rowsOf(terms) ?? {};
      if (cases === 0) return [];
      return [
        said(
          `${rules}. The log has no column that tells of emergencies, approvals or reviews; ${plural(cases, 'case')} of these customers ${cases === 1 ? 'is' : 'are'} in it, and ${outside.length === 0 ? 'no row of them is' : `${desk.amount(outside)} are`} from outside.`,
          { kind: 'safeguard', what: 'rules of emergency access in the promise', from: null, to: null },
          desk.counted('access from outside', outside),
        ),
      ];
    },
  };
}
