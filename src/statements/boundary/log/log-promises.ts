import { formatCount, plural, present, sumOf } from '#base';
import type { OwnAccess } from '../access-section.ts';
import { totalOf, transfersIn } from '../flow.ts';
import { type OwnConsents, temporarySentences } from '../temporary-sentences.ts';
import type { OwnTransfers } from '../transfer-sections.ts';
import { type BoundarySentence, broken, leftOpen, said } from '../words/boundary-sentence.ts';
import type { PromiseTerms } from '../words/promise-terms.ts';
import { coveredBy, type LogDesk } from './log-desk.ts';
import type { LogFlow } from './log-flows.ts';

/** What a log leaves open of a promise, and what only a log has to say of it. */
export function ownOfPromise(desk: LogDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  return [
    ...certificateSentences(desk, terms),
    ...(COLUMNS.viewed.isAsked(terms) ? groupSentences(desk, terms) : []),
    ...doubtfulSentences(desk, terms),
    ...gapSentences(desk, terms, 'stored'),
    ...gapSentences(desk, terms, 'viewed'),
  ];
}

/** Columns of places and of people: of which promises they tell, and what to say where they tell nothing. */
const COLUMNS = {
  stored: {
    mode: 'stored',
    isAsked: ({ restrictions }: PromiseTerms) => restrictions.has('storage'),
    about: 'where copies lay',
    silent: (cases: string) => `where copies of ${cases} lay is not known`,
    unknown: 'a place that the scenario does not know',
    unnamed: 'no place',
    known: 'a country or data centre that the scenario knows',
    remedy: 'a column place with names of data centres or countries would tell it',
  },
  viewed: {
    mode: 'seen',
    isAsked: ({ promise, restrictions }: PromiseTerms) =>
      restrictions.size > 0 || promise.subcontractors !== undefined,
    about: 'who had access, or from where',
    silent: (cases: string) => `who had access to ${cases}, and from where, is not known`,
    unknown: 'a centre or group whose place the scenario does not know',
    unnamed: 'neither centre nor group',
    known: 'a centre or group that the scenario knows',
    remedy: 'a column centre or group would tell it',
  },
} as const;

/** Promises of which no row says anything, for the head. */
export function silences(desk: LogDesk): readonly string[] {
  return Object.values(COLUMNS).flatMap(({ isAsked, mode, silent }) => {
    const terms = desk.terms.filter((one) => isAsked(one) && desk.flowsOf(one, mode).length === 0);
    const cases = sumOf(terms.map((one) => desk.rowsOf(one)?.cases ?? 0));
    return cases === 0 ? [] : [silent(plural(cases, 'case'))];
  });
}

/** Rows that say nothing of a place: they are inside of nothing. */
function gapSentences(
  desk: LogDesk,
  terms: PromiseTerms,
  column: keyof typeof COLUMNS,
): readonly BoundarySentence[] {
  const { about, isAsked, known, mode, remedy, unknown, unnamed } = COLUMNS[column];
  const counts = desk.rowsOf(terms);
  if (counts === undefined || !isAsked(terms)) return [];
  const all = desk.flowsOf(terms, mode);
  const told = all.filter(({ dimension }) => dimension !== 'workingCopy');
  const rows = counts[column];
  const gaps = present([
    told.length === 0 &&
      `no row tells by a known name ${about}${all.length === 0 ? '' : ' other than at centres'}`,
    rows.unmatched > 0 &&
      `${plural(rows.unmatched, 'row names', 'rows name')} ${unknown}, and ${rows.unmatched === 1 ? 'counts' : 'count'} as neither inside nor outside`,
    rows.unnamed > 0 && `${plural(rows.unnamed, 'row names', 'rows name')} ${unnamed}`,
    rows.unnamed === counts.rows && remedy,
  ]);
  if (gaps.length === 0) return [];
  return [
    leftOpen(
      `In the log’s ${plural(counts.cases, 'case')} of ${desk.customers(terms.segments)}, ${gaps.join('; ')}.`,
      desk.counted(known, told),
    ),
  ];
}

/** Companies that store data, where the promise asks for a certificate. */
function certificateSentences(desk: LogDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const { certified } = terms.promise;
  const flows = desk
    .flowsOf(terms, 'stored')
    .filter(({ dimension, isOutside }) => dimension === 'storage' && !isOutside);
  if (certified === undefined || flows.length === 0) return [];
  const whose = desk.whose(terms);
  const lacking = flows.filter(({ isUncertified }) => isUncertified);
  const nameless = flows.filter(({ company }) => !desk.isKnownCompany(company));
  const rest = flows.filter((flow) => !lacking.includes(flow) && !nameless.includes(flow));
  const asked = `a certificate on ${certified}`;
  return present([
    lacking.length > 0 &&
      broken(
        `Broken: ${whose} were promised to be stored by companies with ${asked}. ${desk.by(lacking)}, they lay with a company that had none at that time: ${desk.places(lacking, Number.POSITIVE_INFINITY)}.`,
        desk.counted('copies with companies without the certificate', lacking),
        ...desk.auditGrounds(['R1']),
      ),
    rest.length > 0 &&
      said(
        `${desk.by(rest)}, copies of ${whose} lay with companies that, by the scenario, had ${asked} at that time.`,
        desk.counted('copies with certified companies', rest),
        { kind: 'terms', what: 'certificates of companies in the scenario' },
      ),
    nameless.length > 0 &&
      leftOpen(
        `${desk.by(nameless)}, copies of ${whose} lay in a country of which no company is named: whether it had ${asked} is not known.`,
        desk.counted('copies with a company that is not named', nameless),
      ),
  ]);
}

function groupSentences(desk: LogDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const flows = desk.flowsOf(terms, 'seen');
  const known = flows.filter(({ group }) => group !== null);
  const unknown = flows.filter(({ group }) => group === null);
  const elsewhere = flows.filter(({ isElsewhere }) => isElsewhere);
  const whose = desk.whose(terms);
  return present([
    known.length > 0 &&
      said(
        `${desk.by(known)}, access to ${whose} was by these groups: ${desk.tally(known, ({ group }) => `“${group}”`)}; employed, by the scenario, by ${desk.tally(known, ({ employer }) => desk.entity(employer ?? ''))}.`,
        desk.counted('access by known groups', known),
      ),
    unknown.length > 0 &&
      leftOpen(
        `${desk.by(unknown)}, access to ${whose} was by a group that is not named or not known: who these people are, where they reside and who employs them is not known.`,
        desk.counted('access by others', unknown),
      ),
    elsewhere.length > 0 &&
      leftOpen(
        `${desk.by(elsewhere)}, access to ${whose} was at one centre by a group that the scenario has at another. The centre that the row names counts as the place.`,
        desk.counted('access by a group of another centre', elsewhere),
      ),
  ]);
}

/** Nobody knows whether people of a centre's company saw a case there if the row names no group of it. */
function doubtfulSentences(desk: LogDesk, terms: PromiseTerms): readonly BoundarySentence[] {
  const doubtful = desk.flowsOf(terms, 'seen').filter(({ isAtNotAdmitted }) => isAtNotAdmitted);
  if (doubtful.length === 0) return [];
  return [
    leftOpen(
      `${desk.by(doubtful)}, ${desk.whose(terms)} were seen at a centre of a subcontractor whom the promise did not admit at that time: ${desk.tally(doubtful, ({ company }) => desk.entity(company))}. These rows name no group of that centre, so it can be judged neither way.`,
      desk.counted('access at centres of subcontractors that are not admitted', doubtful),
    ),
  ];
}

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
