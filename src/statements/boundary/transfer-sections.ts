import { groupedBy, listInWords, plural, present } from '#base';
import { lawfulBasisById, legalBegin, legalEnd } from '#domain';
import { MODELLED_LAWS } from '../law-names.ts';
import { type BasisSpan, basisSpan } from './basis-span.ts';
import type { BoundaryDesk } from './boundary-desk.ts';
import {
  type Basis,
  type Flow,
  lawsLeft,
  receiverOf,
  segmentsOf,
  totalOf,
  transfersIn,
  withStanding,
} from './flow.ts';
import {
  type BoundarySection,
  type BoundarySentence,
  broken,
  type Ground,
  leftOpen,
  said,
} from './words/boundary-sentence.ts';
import { countriesInWords, placeInWords } from './words/boundary-words.ts';

/** What only one source can say of transfers. */
export interface OwnTransfers {
  /** How often a company stored or saw data: `The vendor stored 40 copies (content)`. */
  act(company: string, flows: readonly Flow[]): string;
  readonly received: 'received from' | 'taken as received from';
  readonly customers: string;
  /** Stands before a basis. */
  readonly relied: string;
  /** Whether a transfer without a basis breaks what the source can be judged by. */
  readonly isBreach: boolean;
  /** Names what was looked at, as in `None of 5 copies and accesses …`. */
  readonly looked: string;
  /** Before the single transfers, if there are some, and after the continuing ones. */
  readonly before: readonly BoundarySentence[];
  readonly after: readonly BoundarySentence[];
  /** After those that end; and instead, if there are none. */
  readonly temporary: readonly BoundarySentence[];
  readonly nothingDated: readonly BoundarySentence[];
}

/** Continuing transfers rest on what has no end date; temporary ones end on a date that is known beforehand. */
export function transferSections(desk: BoundaryDesk, own: OwnTransfers): readonly BoundarySection[] {
  const asked = desk.flows.filter(({ transfer }) => transfer !== null);
  const told = [...transfersIn(asked), ...withStanding(asked, ['not told'])];
  const byContent = groupedBy(told, (flow) => {
    const { country, mode, transfer } = flow;
    const company = receiverOf(flow);
    const { bases, reason, standing } = transfer ?? {};
    return JSON.stringify([company, country, mode, bases, reason, standing, lawsLeft([flow])]);
  });
  const groups = [...byContent.values()];
  const ends = ([flow]: FlowGroup) => {
    const bases = flow.transfer?.bases ?? [];
    return bases.length > 0 && bases.every((basis) => spanOf(desk, flow, basis).endMs !== null);
  };
  const continuing = groups.filter((group) => !ends(group)).map((one) => transferSentence(desk, own, one));
  const dated = groups.filter(ends).map((group) => transferSentence(desk, own, group));
  const temporary = [...dated, ...own.temporary];
  const unjudged = withStanding(asked, ['unjudged']);
  const none = `None of ${lookedAt(desk, asked, 'copy or access')} ${own.looked} ${leftBy(desk)} the free flow of ${MODELLED_LAWS}.`;
  return [
    {
      id: 'continuing',
      title: 'Continuing transfers',
      sentences: present([
        groups.length === 0 &&
          asked.length > 0 &&
          said(none, desk.counted('copies and accesses looked at', asked)),
        ...(groups.length === 0 ? [] : [...own.before, ...continuing]),
        unjudged.length > 0 &&
          leftOpen(
            unjudgedText(desk, unjudged),
            desk.counted('copies and accesses under no modelled law', unjudged),
          ),
        ...own.after,
      ]),
    },
    {
      id: 'temporary',
      title: 'Temporary transfers',
      sentences: temporary.length === 0 ? own.nothingDated : temporary,
    },
  ];
}

/** Where data was outside the free flow of its law, and what is known of bases: for the head of a statement. */
export function transferAnswer(desk: BoundaryDesk, own: OwnTransfers): readonly string[] {
  const asked = desk.flows.filter(({ transfer }) => transfer !== null);
  const transfers = transfersIn(asked);
  const [invalid, open, untold, unjudged] = (['invalid', 'open', 'not told', 'unjudged'] as const).map(
    (standing) => withStanding(asked, [standing]),
  );
  const looked = lookedAt(desk, asked, 'copy and access');
  const of = (flows: readonly Flow[] = [], text: (amount: string) => string) =>
    flows.length > 0 && text(desk.amount(flows));
  const sentences = present([
    transfers.length === 0
      ? `No data ${leftBy(desk)} the free flow of ${MODELLED_LAWS}, in ${looked}.`
      : `Data of customers of ${desk.customers(segmentsOf(transfers))} reached ${countriesInWords(transfers.map(({ country }) => country))}, outside the free flow of ${lawsLeft(transfers)}: ${desk.amount(transfers)}.`,
    of(
      invalid,
      (amount) =>
        `For ${amount} ${own.isBreach ? 'there was no valid basis' : 'the scenario has no basis that the law accepted at that time'}.`,
    ),
    of(open, (amount) => `For ${amount} it can be judged neither way whether there is a basis.`),
    of(untold, (amount) => `For ${amount} in the log it is not known whether the law asks a basis.`),
  ]);
  return present([
    asked.length > 0 && sentences.join(' '),
    of(unjudged, () => unjudgedText(desk, unjudged ?? [])),
  ]);
}

function lookedAt(desk: BoundaryDesk, flows: readonly Flow[], one: string): string {
  const isProcessed = flows.some(({ mode }) => mode === 'processed');
  const count = totalOf(flows);
  return isProcessed ? desk.units(count, null) : plural(count, one, 'copies and accesses');
}

function leftBy({ isComplete }: BoundaryDesk): string {
  return isComplete ? 'left' : 'is known to have left';
}

/** Data that only a law could protect which is not modelled. */
function unjudgedText(desk: BoundaryDesk, unjudged: readonly Flow[]): string {
  return `Not judged: whether ${desk.amount(unjudged)} ${desk.inSource}, of cases of ${desk.customers(segmentsOf(unjudged))}, needed a basis, since no law modelled here protects them there (modelled are ${MODELLED_LAWS.replace(' or ', ' and ')}).`;
}

const COUNTED = { stored: 'copies', seen: 'accesses', processed: 'sessions of software' } as const;

/** Flows that a sentence is about. */
type FlowGroup = readonly [Flow, ...Flow[]];

function transferSentence(desk: BoundaryDesk, own: OwnTransfers, group: FlowGroup): BoundarySentence {
  const [flow] = group;
  const { country, mode, transfer } = flow;
  const { bases = [], reason = null, standing } = transfer ?? {};
  const left = lawsLeft(group);
  const from = listInWords([...new Set(group.map((one) => senderOf(desk, own, one)))].sort());
  const places = listInWords([...new Set(group.map(({ place }) => desk.place(place)))].sort());
  const text =
    `${own.act(companyOf(desk, receiverOf(flow)), group)} at ${placeInWords(places, country)}: cases of customers of ${desk.customersOf(group)}, ${own.received} ${from}.` +
    (left === '' ? '' : ` That left the free flow of ${left}.`);
  const grounds = [desk.counted(COUNTED[mode], group), ...desk.auditGrounds(['R7'])];
  const isWithin = bases.some(({ kind }) => kind === 'same-entity');
  const safeguards = bases.map((basis) => safeguardOf(desk, flow, basis));
  const named = listInWords(safeguards.map(datedText));
  switch (standing) {
    case 'not told':
      return leftOpen(`${text} Whether the law asks a basis for it is not known: ${reason}.`, ...grounds);
    case 'invalid': {
      if (own.isBreach) {
        const why = reason ?? 'none is on record';
        return broken(`Broken: ${text} No valid basis carries that: ${why}.`, ...grounds);
      }
      const why = reason ?? 'none is in force';
      return leftOpen(
        `${text} The scenario has no basis that the law accepted at that time: ${why}.`,
        ...grounds,
      );
    }
    case 'valid':
      return isWithin
        ? said(`${text} It stays within one company, which is no transfer to another.`, ...grounds)
        : said(`${text} ${own.relied} ${named}.`, ...safeguards, ...grounds);
    default: {
      const question = isWithin
        ? 'Whether that needs a basis, within one company,'
        : `Whether ${named || 'a basis'}${safeguards.some(isDated) ? ',' : ''} carries that`;
      return leftOpen(`${text} ${question} is not judged: ${reason ?? 'no rule decides it'}.`, ...grounds);
    }
  }
}

function companyOf(desk: BoundaryDesk, id: string): string {
  if (!desk.isKnownCompany(id)) return 'a company that the log does not name';
  const [title, kind] = [desk.entity(id), desk.kind(id)];
  return title.toLowerCase().includes(kind) ? title : `${title} (${kind})`;
}

function senderOf(desk: BoundaryDesk, { customers }: OwnTransfers, { transfer }: Flow): string {
  const from = transfer?.from ?? null;
  return from === null ? customers : desk.entity(from);
}

type Safeguard = Extract<Ground, { readonly kind: 'safeguard' }>;

function safeguardOf(desk: BoundaryDesk, flow: Flow, basis: Basis): Safeguard {
  const { endMs, fromMs, isCoveredAsSaid } = spanOf(desk, flow, basis);
  const covered = isCoveredAsSaid ? ' (which covers the company, as the scenario says)' : '';
  return {
    kind: 'safeguard',
    what: `${basisInWords(basis)}${covered}`,
    from: fromMs === null ? null : legalBegin(fromMs),
    to: endMs === null ? null : legalEnd(endMs),
  };
}

function isDated({ from, to }: Safeguard): boolean {
  return from !== null || to !== null;
}

function datedText({ from, to, what }: Safeguard): string {
  return `${what}${from === null ? '' : `, since ${from}`}${to === null ? '' : `, until ${to}`}`;
}

/** When the basis of a flow begins and ends, as known when the period ended. */
function spanOf(desk: BoundaryDesk, flow: Flow, { kind, terms }: Basis): BasisSpan {
  const { country, transfer } = flow;
  const importer = desk.scenario.entities.find(({ id }) => id === receiverOf(flow));
  const relied = { basis: kind, importer, instrument: terms, country, laws: transfer?.left ?? [] };
  return basisSpan(desk.scenario, relied, { fromMs: desk.fromMs, knownAtMs: desk.endMs });
}

const BASES: Readonly<Record<string, string>> = {
  framework: 'participation in a framework',
  'standard-clauses': 'standard contractual clauses',
  'binding-rules': 'binding corporate rules',
  adequacy: 'an adequacy decision for the country',
  consent: 'a consent',
  none: 'no basis',
};

function basisInWords({ instrument, kind }: Basis): string {
  const name = BASES[kind] ?? `“${kind}”`;
  if (instrument === null) return name;
  return `${name} (${lawfulBasisById(instrument)?.title ?? instrument})`;
}
