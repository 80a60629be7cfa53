import { formatCount, listInWords, plural, rowAt, shortList } from '#base';
import { lawfulBasisById, legalBegin, legalEnd } from '#domain';
import { eachLawInWords, MODELLED_LAWS } from '../law-names.ts';
import { isTransfer, isUnderNoLaw } from '../receipts.ts';
import { type BasisSpan, basisSpan } from './basis-span.ts';
import type { Flow } from './boundary-counts.ts';
import { type BoundaryDesk, groupedBy, totalActs, undecidedIn } from './boundary-desk.ts';
import { temporarySentences } from './temporary-sentences.ts';
import {
  type BoundarySection,
  type BoundarySentence,
  broken,
  type Ground,
  leftOpen,
  said,
} from './words/boundary-sentence.ts';
import { placeInWords } from './words/boundary-words.ts';

/** Continuing transfers rest on what has no end date; temporary ones end on a date that is known beforehand. */
export function transferSections(desk: BoundaryDesk): readonly BoundarySection[] {
  const transfers = desk.flows.filter(isTransfer);
  const groups = groupedBy(transfers, (flow) =>
    [
      ...[flow.company, flow.country, flow.mode, flow.basis, flow.instrument, flow.standing, flow.reason],
      lawsLeft([flow]),
    ].join('|'),
  );
  const isDated = (group: readonly Flow[]) => spanOf(desk, rowAt(group, 0)).endMs !== null;
  const continuing = groups.filter((group) => !isDated(group)).map((group) => transferSentence(desk, group));
  const dated = groups.filter(isDated).map((group) => transferSentence(desk, group));
  const temporary = [...dated, ...temporarySentences(desk)];
  const reached = {
    kind: 'ledger',
    what: 'copies and accesses looked at',
    count: totalActs(desk.flows),
  } as const;
  return [
    {
      id: 'continuing',
      title: 'Continuing transfers',
      sentences:
        continuing.length === 0
          ? [
              said(
                `None of ${plural(reached.count, 'copy or access', 'copies and accesses')} in this run left the free flow of ${MODELLED_LAWS} on a basis without an end date.`,
                reached,
              ),
              ...unjudgedSentences(desk),
              ...possibleSentences(desk),
            ]
          : [
              ...basisSentences(desk),
              ...continuing,
              ...unjudgedSentences(desk),
              ...todaySentences(desk),
              ...possibleSentences(desk),
            ],
    },
    {
      id: 'temporary',
      title: 'Temporary transfers',
      sentences: temporary.length === 0 ? [nothingDated(desk)] : temporary,
    },
  ];
}

/** Over all transfers: whether each had a basis. */
function basisSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const transfers = desk.flows.filter(isTransfer);
  return desk.kept({
    segments: [...new Set(transfers.map(({ segment }) => segment))],
    again: null,
    invariants: ['R7'],
    properties: ['R7'],
    never: `No copy and no access can ever reach a place outside the free flow of a law that protects the data (${MODELLED_LAWS}) without a recorded basis that is valid by that law as it was known then`,
    did: `In this run ${plural(totalActs(transfers), 'copy or access', 'copies and accesses')} left the free flow of ${lawsLeft(transfers)}, and the audit found none without a valid basis${undecidedText(transfers)}.`,
    violated: `data left the free flow of ${lawsLeft(transfers)} without a recorded basis that was valid`,
    counted: [
      { kind: 'ledger', what: 'copies and accesses outside the free flow', count: totalActs(transfers) },
    ],
  });
}

function undecidedText(transfers: readonly Flow[]): string {
  const open = totalActs(
    transfers.filter(({ standing }) => standing === 'undecided' || standing === 'not judged'),
  );
  return open === 0 ? '' : `; ${formatCount(open)} are not judged`;
}

function nothingDated(desk: BoundaryDesk): BoundarySentence {
  const days = Math.ceil(desk.endMs / 86_400_000);
  return said(
    `In the ${plural(days, 'day')} of this run no consent is in force and no data centre is to be emptied. No basis that was used has an end date: none of its instrument, and none of the decision, framework or clauses behind it that was known when the run ended.`,
    { kind: 'terms', what: 'consents, instruments and evacuations of the scenario' },
    { kind: 'terms', what: 'the tables of law, as known at the end of the run' },
  );
}

/** Data that only a law could protect which is not modelled. */
function unjudgedSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const unjudged = desk.flows.filter(isUnderNoLaw);
  return unjudged.length === 0 ? [] : [leftOpen(unjudgedText(desk, unjudged), countOf(unjudged))];
}

function countOf(flows: readonly Flow[]): Ground {
  return { kind: 'ledger', what: 'copies and accesses under no modelled law', count: totalActs(flows) };
}

/** For the head of a statement, too. */
export function unjudgedText(desk: BoundaryDesk, unjudged: readonly Flow[]): string {
  return `Not judged: whether ${plural(totalActs(unjudged), 'copy or access', 'copies and accesses')} of cases of ${desk.customers(unjudged.map(({ segment }) => segment))} needed a basis, since no law modelled here protects them there (modelled are ${MODELLED_LAWS.replace(' or ', ' and ')}).`;
}

/** The laws whose free flow the data left. */
export function lawsLeft(flows: readonly Flow[]): string {
  return eachLawInWords(flows.flatMap(({ laws }) => laws?.left ?? [])) || 'a law that is not known';
}

function transferSentence(desk: BoundaryDesk, group: readonly Flow[]): BoundarySentence {
  const { basis, company, country, mode, reason, standing } = rowAt(group, 0);
  const title = desk.entity(company);
  const kind = desk.kind(company);
  const who = title.toLowerCase().includes(kind) ? title : `${title} (${kind})`;
  const places = shortList([...new Set(group.map(({ placeIndex }) => desk.place(placeIndex)))].sort(), 5);
  const acts = totalActs(group);
  const whose = desk.customers(group.map(({ segment }) => segment));
  const from = listInWords(
    [...new Set(group.map((flow) => (flow.from === null ? 'the customers' : desk.entity(flow.from))))].sort(),
  );
  const classes = listInWords([...new Set(group.flatMap(({ itemClasses }) => itemClasses))].sort());
  const what =
    mode === 'stored'
      ? `stored ${plural(acts, 'copy', 'copies')} (${classes})`
      : `had access to data (${classes}), ${plural(acts, 'time')},`;
  const text = `${who} ${what} at ${placeInWords(places, country)}: cases of customers of ${whose}, received from ${from}. That left the free flow of ${lawsLeft(group)}.`;
  const counted: Ground = { kind: 'ledger', what: mode === 'stored' ? 'copies' : 'accesses', count: acts };
  const grounds = [counted, ...desk.auditGrounds(['R7'])];
  if (standing === 'invalid') {
    return broken(
      `Broken: ${text} No valid basis carries that: ${reason ?? 'none is on record'}.`,
      ...grounds,
    );
  }
  if (basis === 'same-entity' && standing === 'valid')
    return said(`${text} It stays within one company, which is no transfer to another.`, ...grounds);
  const safeguard = safeguardOf(desk, rowAt(group, 0));
  const { from: since, to, what: named } = safeguard;
  const dates = [...(since === null ? [] : [`since ${since}`]), ...(to === null ? [] : [`until ${to}`])];
  const relied = [named, ...dates].join(', ');
  if (standing !== 'valid') {
    const question =
      basis === 'same-entity'
        ? 'Whether that needs a basis, within one company,'
        : `Whether ${relied}${dates.length === 0 ? '' : ','} carries that`;
    return leftOpen(`${text} ${question} is not judged: ${reason ?? 'no rule decides it'}.`, ...grounds);
  }
  return said(`${text} It relies on ${relied}.`, safeguard, ...grounds);
}

function safeguardOf(desk: BoundaryDesk, flow: Flow): Extract<Ground, { readonly kind: 'safeguard' }> {
  const { endMs, fromMs, isCoveredAsSaid } = spanOf(desk, flow);
  const covered = isCoveredAsSaid ? ' (which covers the company, as the scenario says)' : '';
  return {
    kind: 'safeguard',
    what: `${basisInWords(flow.basis, flow.instrument)}${covered}`,
    from: fromMs === null ? null : legalBegin(fromMs),
    to: endMs === null ? null : legalEnd(endMs),
  };
}

/** When the basis of a flow begins and ends, as known when the run ended. */
function spanOf(desk: BoundaryDesk, { basis, company, country, instrument, laws }: Flow): BasisSpan {
  const entity = desk.scenario.entities.find(({ id }) => id === company);
  const found = entity?.instruments.find((one) => one.instrument === instrument) ?? null;
  const knownAtMs = desk.scenario.startEpochMs + desk.endMs;
  const relied = { basis, importer: entity, instrument: found, country, laws: laws?.left ?? [] };
  return basisSpan(desk.scenario, relied, knownAtMs);
}

const BASES: Readonly<Record<string, string>> = {
  framework: 'participation in a framework',
  'standard-clauses': 'standard contractual clauses',
  'binding-rules': 'binding corporate rules',
  adequacy: 'an adequacy decision for the country',
  consent: 'a consent',
  none: 'no basis',
};

export function basisInWords(basis: string, instrument: string | null): string {
  const name = BASES[basis] ?? `“${basis}”`;
  if (instrument === null) return name;
  const title = lawfulBasisById(instrument)?.title;
  return `${name} (${title ?? instrument})`;
}

/** What the law as known today says of these acts, if that makes a difference. */
function todaySentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const now = desk.evidence.audit.invariantsNow.find(({ id }) => id === 'R7');
  if (now === undefined || now.checks === 0) return [];
  const { checks, counterexample, title, violations } = now;
  const undecided = undecidedIn(now);
  const then = desk.result('R7');
  const undecidedThen = then === undefined ? 0 : undecidedIn(then);
  if (violations === (then?.violations ?? 0) && undecided === undecidedThen) return [];
  const ground: Ground = {
    kind: 'audit',
    id: 'R7',
    title: `${title}, by the law as known today`,
    checks,
    violations,
    undecided,
  };
  const first = counterexample === null ? '' : ` The first: ${counterexample.message}.`;
  const unfounded =
    violations === 0 ? '' : `${formatCount(violations)} of ${plural(checks, 'check')} find no valid basis`;
  const open = undecided === 0 ? '' : `${formatCount(undecided)} are not judged`;
  return [
    leftOpen(
      `By the law as it is known today, ${listInWords([unfounded, open].filter((text) => text !== ''))}, although nobody could know that then.${first}`,
      ground,
    ),
  ];
}

/** Who could see cases outside the free flow by promise, law and contracts, but did not in this run. */
function possibleSentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const { groups, dataCentres, centres } = desk.scenario;
  const seen = new Set(
    desk.flows
      .filter(({ mode }) => mode === 'seen')
      .map(({ placeIndex, segment }) => `${segment} ${placeIndex}`),
  );
  const found = new Map<number, Set<number>>();
  for (const { verdicts } of desk.law.until(desk.endMs)) {
    desk.scenario.streams.forEach(({ segment }, stream) => {
      const { primary } = verdicts.tables.stream(stream);
      const exporter = dataCentres[primary[0] ?? -1]?.entity;
      if (exporter === undefined) return;
      groups.forEach(({ centre }, g) => {
        const place = dataCentres.length + centre;
        if (seen.has(`${segment} ${place}`) || verdicts.whyNotWorked(stream, g) !== null) return;
        if (!verdicts.needsBasis(stream, exporter, place)) return;
        found.set(centre, (found.get(centre) ?? new Set()).add(segment));
      });
    });
  }
  if (found.size === 0) return [];
  const ways = [...found].map(([centre, segments]) => {
    const { country = '', entity = -1 } = centres[centre] ?? {};
    const company = desk.scenario.entities[entity]?.title ?? '';
    return `${placeInWords(desk.place(dataCentres.length + centre), country)} (${company}): ${desk.customers(segments)}`;
  });
  return [
    said(
      `Promise, law and contracts would also let these see cases, as far as skills and hours allow, but none of them did in this run: ${ways.join('; ')}.`,
      { kind: 'terms', what: 'the auditor’s reading of promises, law and contracts' },
      { kind: 'ledger', what: 'accesses from there to cases of these customers', count: 0 },
    ),
  ];
}
