import { plural, present, sumOf } from '#base';
import { type BoundarySentence, broken, leftOpen, said } from '../words/boundary-sentence.ts';
import type { PromiseTerms } from '../words/promise-terms.ts';
import type { LogDesk } from './log-desk.ts';

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
