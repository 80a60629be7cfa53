import { formatCount, listInWords, plural, rowAt, shortList } from '#base';
import { adequacyDecisionsFor, type BasisInstrument, exportRegimeOf, lawfulBasisById } from '#domain';
import type { Flow } from './boundary-counts.ts';
import { type BoundaryDesk, groupedBy, totalActs } from './boundary-desk.ts';
import {
  type BoundarySection,
  type BoundarySentence,
  broken,
  type Ground,
  leftOpen,
  said,
} from './boundary-sentence.ts';
import { dayInWords, placeInWords } from './boundary-words.ts';
import { temporarySentences } from './temporary-sentences.ts';

/** Transfers in the sense of the law: data reached a place outside the free flow of a law that protects it, or may protect it. */
export function isTransfer({ standing }: Flow): boolean {
  return standing !== 'needs no basis';
}

/** Continuing transfers rest on what has no end date; temporary ones end on a date that is known beforehand. */
export function transferSections(desk: BoundaryDesk): readonly BoundarySection[] {
  const transfers = desk.flows.filter(isTransfer);
  const groups = groupedBy(transfers, (flow) =>
    [flow.company, flow.country, flow.mode, flow.basis, flow.instrument, flow.standing, flow.reason].join(
      '|',
    ),
  );
  const isDated = (group: readonly Flow[]) => endOf(desk, rowAt(group, 0)) !== null;
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
                `None of ${plural(reached.count, 'copy or access', 'copies and accesses')} in this run left the free flow of the law that protects the data on a basis without an end date.`,
                reached,
              ),
              ...possibleSentences(desk),
            ]
          : [...basisSentences(desk), ...continuing, ...todaySentences(desk), ...possibleSentences(desk)],
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
    never:
      'No copy and no access can ever reach a place outside the free flow of the law that protects the data without a recorded basis that is valid by the law as it was known then',
    did: `In this run ${plural(totalActs(transfers), 'copy or access', 'copies and accesses')} reached such a place, and the audit found none without a valid basis${undecidedIn(transfers)}.`,
    violated:
      'data reached places outside the free flow of the law that protects it without a recorded basis that was valid',
    counted: [
      { kind: 'ledger', what: 'copies and accesses outside the free flow', count: totalActs(transfers) },
    ],
  });
}

function undecidedIn(transfers: readonly Flow[]): string {
  const open = totalActs(
    transfers.filter(({ standing }) => standing === 'undecided' || standing === 'not judged'),
  );
  return open === 0 ? '' : `; ${formatCount(open)} can be judged neither way`;
}

function nothingDated(desk: BoundaryDesk): BoundarySentence {
  const days = Math.ceil(desk.endMs / 86_400_000);
  return said(
    `No consent is in force in these ${plural(days, 'day')}, no basis that was used has an end date, and no data centre is to be emptied.`,
    { kind: 'terms', what: 'consents, instruments and evacuations of the scenario' },
  );
}

function transferSentence(desk: BoundaryDesk, group: readonly Flow[]): BoundarySentence {
  const { basis, company, country, instrument, mode, reason, standing } = rowAt(group, 0);
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
  const text = `${who} ${what} at ${placeInWords(places, country)}: cases of customers of ${whose}, received from ${from}.`;
  const counted: Ground = { kind: 'ledger', what: mode === 'stored' ? 'copies' : 'accesses', count: acts };
  const grounds = [counted, ...desk.auditGrounds(['R7'])];
  if (standing === 'invalid') {
    return broken(
      `Broken: ${text} No valid basis carries that: ${reason ?? 'none is on record'}.`,
      ...grounds,
    );
  }
  if (standing !== 'valid') {
    return leftOpen(
      `${text} ${openQuestion(basis, instrument)} can be judged neither way: ${reason ?? 'no rule decides it'}.`,
      ...grounds,
    );
  }
  if (basis === 'same-entity')
    return said(`${text} It stays within one company, which is no transfer to another.`, ...grounds);
  const shown = instrumentOf(desk, company, instrument);
  const to = endOf(desk, rowAt(group, 0));
  const safeguard: Ground = {
    kind: 'safeguard',
    what: basisInWords(basis, instrument),
    from: shown === null ? adequateSince(desk, group) : dayInWords(shown.fromEpochMs),
    to,
  };
  const since = safeguard.from === null ? '' : `, since ${safeguard.from}`;
  const until = to === null ? '' : `, until ${to}`;
  return said(`${text} It relies on ${safeguard.what}${since}${until}.`, safeguard, ...grounds);
}

/** The day from which the country is found adequate for data of these customers, if one decision says so for all of them. */
function adequateSince(desk: BoundaryDesk, group: readonly Flow[]): string | null {
  const { basis, country } = rowAt(group, 0);
  if (basis !== 'adequacy') return null;
  const { startEpochMs, streams } = desk.scenario;
  const segments = new Set(group.map(({ segment }) => segment));
  const regimes = new Set(
    streams.flatMap((stream) =>
      segments.has(stream.segment) ? [exportRegimeOf(stream.country, startEpochMs)] : [],
    ),
  );
  const [regime = null] = regimes;
  if (regime === null || regimes.size !== 1) return null;
  const inForce = adequacyDecisionsFor(regime, country).filter(
    ({ validFromMs, validToMs }) => validFromMs <= startEpochMs && startEpochMs < validToMs,
  );
  const [decision] = inForce;
  return decision === undefined || inForce.length > 1 ? null : dayInWords(decision.validFromMs);
}

function instrumentOf(
  desk: BoundaryDesk,
  company: string,
  instrument: string | null,
): BasisInstrument | null {
  const entity = desk.scenario.entities.find(({ id }) => id === company);
  return entity?.instruments.find((one) => one.instrument === instrument) ?? null;
}

/** The day on which the importer's instrument ends, if it was given an end; null if not. */
function endOf(desk: BoundaryDesk, { company, instrument }: Flow): string | null {
  const end = instrumentOf(desk, company, instrument)?.toEpochMs ?? null;
  return end === null ? null : dayInWords(end);
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

function openQuestion(basis: string, instrument: string | null): string {
  if (basis === 'same-entity') return 'Whether that needs a basis, within one company,';
  return `Whether ${basisInWords(basis, instrument)} carries that`;
}

/** The same acts by the law as known today, if that makes a difference. */
function todaySentences(desk: BoundaryDesk): readonly BoundarySentence[] {
  const now = desk.evidence.audit.invariantsNow.find(({ id }) => id === 'R7');
  if (now === undefined || now.checks === 0) return [];
  const { checks, counterexample, title, violations } = now;
  const undecided = now.undecided.reduce((sum, { count }) => sum + count, 0);
  const then = desk.result('R7');
  const undecidedThen = (then?.undecided ?? []).reduce((sum, { count }) => sum + count, 0);
  if (violations === (then?.violations ?? 0) && undecided === undecidedThen) return [];
  const ground: Ground = {
    ...{
      kind: 'audit',
      id: 'R7',
      title: `${title}, by the law as known today`,
      checks,
      violations,
      undecided,
    },
  };
  const first = counterexample === null ? '' : ` The first: ${counterexample.message}.`;
  const unfounded =
    violations === 0 ? '' : `${formatCount(violations)} of ${plural(checks, 'check')} find no valid basis`;
  const open = undecided === 0 ? '' : `${formatCount(undecided)} can be judged neither way`;
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
