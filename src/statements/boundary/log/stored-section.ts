import { onlyIf, plural } from '#base';
import {
  type BoundarySection,
  type BoundarySentence,
  broken,
  leftOpen,
  said,
} from '../words/boundary-sentence.ts';
import { zonesInWords } from '../words/boundary-words.ts';
import { exceptInWords, type PromiseTerms } from '../words/promise-terms.ts';
import { byRows, inLog, type LogDesk } from './log-desk.ts';
import { type LogFlow, rowsIn } from './log-flows.ts';

/** Copies of which a log can tell, by dimension. It does not tell replicas, backups and primaries apart. */
const COPIES = [
  ['storage', 'copies'],
  ['workingCopy', 'working copies at centres'],
] as const;

/** Where the log says that copies lay, for each promise that restricts it. */
export function storedSection(desk: LogDesk): BoundarySection {
  return {
    id: 'stored',
    title: 'Where copies lay',
    sentences: desk.terms.flatMap((terms) => [
      ...COPIES.flatMap((copies) => copySentences(desk, terms, copies)),
      ...certificateSentences(desk, terms),
    ]),
  };
}

function copySentences(
  desk: LogDesk,
  terms: PromiseTerms,
  [dimension, what]: (typeof COPIES)[number],
): readonly BoundarySentence[] {
  const restriction = terms.restrictions.get(dimension);
  const counts = desk.rowsOf(terms);
  if (restriction === undefined || counts === undefined) return [];
  const flows = desk.flowsOf(terms, 'stored').filter((flow) => flow.dimension === dimension);
  if (flows.length === 0) return dimension === 'storage' ? [untoldSentence(desk, terms)] : [];
  const zone = `${zonesInWords(restriction.zones)}${exceptInWords(restriction)}`;
  const whose = `${what} of ${desk.whose(terms)}`;
  const outside = flows.filter(({ isOutside }) => isOutside);
  const inside = flows.filter(({ isOutside }) => !isOutside);
  const gaps = dimension === 'storage' ? gapsOf(desk, terms) : '';
  return [
    ...onlyIf(outside.length > 0, () =>
      broken(
        `Broken: ${whose} were promised to stay in ${zone}. ${byRows(outside)} they lay outside: ${desk.places(outside, Number.POSITIVE_INFINITY)}.${concluded(outside)}`,
        inLog(`${what} outside`, outside),
        ...desk.auditGround('R1'),
      ),
    ),
    ...onlyIf(inside.length > 0, () =>
      said(
        `${byRows(inside)}, ${whose} lay inside ${zone}, as it was made up at the time of each row: ${desk.places(inside)}.${concluded(inside)}${gaps}`,
        inLog(`${what} inside`, inside),
        ...desk.auditGround('R1'),
      ),
    ),
    ...(inside.length === 0 && gaps !== ''
      ? [leftOpen(`Of ${desk.whose(terms)} in the log:${gaps}`, inLog('places that are known', flows))]
      : []),
  ];
}

/** Working copies that no row names, but that the scenario's local systems make. */
function concluded(flows: readonly LogFlow[]): string {
  const rows = rowsIn(flows.filter(({ isConcluded }) => isConcluded));
  return rows === 0
    ? ''
    : ` ${plural(rows, 'row')} of these ${rows === 1 ? 'names' : 'name'} a centre with a local system, which by the scenario stores a copy of what is viewed there.`;
}

/** Rows that say nothing of a place: they are inside of nothing. */
function gapsOf(desk: LogDesk, terms: PromiseTerms): string {
  const { unmatched = 0, unnamed = 0 } = desk.rowsOf(terms)?.stored ?? {};
  const sentences = [
    ...onlyIf(
      unmatched > 0,
      () =>
        ` ${plural(unmatched, 'further row names', 'further rows name')} a place that the scenario does not know, and ${unmatched === 1 ? 'counts' : 'count'} as neither inside nor outside.`,
    ),
    ...(unnamed === 0 ? [] : [` ${plural(unnamed, 'row names', 'rows name')} no place.`]),
  ];
  return sentences.join('');
}

function untoldSentence(desk: LogDesk, terms: PromiseTerms): BoundarySentence {
  const { cases = 0 } = desk.rowsOf(terms) ?? {};
  const gaps = gapsOf(desk, terms);
  const elsewhere = desk.flowsOf(terms, 'stored').length === 0 ? '' : ' other than at centres';
  return leftOpen(
    `Of the log’s ${plural(cases, 'case')} of ${desk.customers(terms.segments)} no row tells by a known name where copies lay${elsewhere}.${gaps}`,
    { kind: 'log', what: 'rows with a country or data centre that the scenario knows', count: 0 },
  );
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
  return [
    ...onlyIf(lacking.length > 0, () =>
      broken(
        `Broken: ${whose} were promised to be stored by companies with ${asked}. ${byRows(lacking)} they lay with a company that had none at that time: ${desk.places(lacking, Number.POSITIVE_INFINITY)}.`,
        inLog('copies with companies without the certificate', lacking),
        ...desk.auditGround('R1'),
      ),
    ),
    ...onlyIf(rest.length > 0, () =>
      said(
        `${byRows(rest)}, copies of ${whose} lay with companies that, by the scenario, had ${asked} at that time.`,
        inLog('copies with certified companies', rest),
        { kind: 'terms', what: 'certificates of companies in the scenario' },
      ),
    ),
    ...onlyIf(nameless.length > 0, () =>
      leftOpen(
        `${byRows(nameless)}, copies of ${whose} lay in a country of which no company is named: whether it had ${asked} is not known.`,
        inLog('copies with a company that is not named', nameless),
      ),
    ),
  ];
}
