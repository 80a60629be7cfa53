import type { Judgement, Verdicts } from '#audit';
import { BASIS_KINDS, type BasisInstrument, type Knowledge, NONE_16, type TransferClaim } from '#domain';
import { UNKNOWN_HOLDER } from '#foreign';
import { ofPeopleOf, reasonOf } from '../../receipts.ts';
import type { Basis, Transfer } from '../flow.ts';
import type { CustomerLaw } from './customer-law.ts';

export interface TransferQuestion {
  /** Null: the law over the data is not known. */
  readonly stream: number | null;
  /** The place where the log last has the data, apart from this one; null if it has none. */
  readonly fromPlace: number | null;
  /** The case has rows before the chosen period: where its data was then is not known. */
  readonly isBegun: boolean;
  readonly place: number;
  readonly atMs: number;
  /** A view shows what somebody else holds; the first copy is what the customers send. */
  readonly mode: 'stored' | 'seen';
  /** The company whose people see it there, if it is not that of the place. */
  readonly employer?: number | undefined;
}

/** A question with the exporter: a company of the scenario, or NONE_16 for the customers. */
interface Claimed {
  readonly stream: number;
  readonly exporter: number;
  readonly place: number;
  readonly importer: number;
  /** The log does not say who passed the data on. */
  readonly isExporterUnknown: boolean;
}

export type TransferReader = ReturnType<typeof transferReader>;

/** Judges where data of a log was by the auditor's law on transfers. Each question is judged once. */
export function transferReader(law: CustomerLaw) {
  const { entities } = law.scenario;
  const unknownHolder = entities.findIndex(({ id }) => id === UNKNOWN_HOLDER);
  const known = new Map<Verdicts, Map<string, Transfer>>();
  /** Whether the law would ask a basis if one of the scenario's companies passed the data on: some protect what is done where it is. */
  const wouldNeedFromSome = (verdicts: Verdicts, { place, stream }: Claimed) =>
    entities.some((_, entity) => entity !== unknownHolder && verdicts.law.needsBasis(stream, entity, place));
  const judge = (verdicts: Verdicts, claimed: Claimed): Transfer => {
    const { exporter, importer, isExporterUnknown, place, stream } = claimed;
    const from = entities[exporter]?.id ?? null;
    const left = verdicts.law.protectionsOf(stream, exporter, place);
    if (left.length === 0) {
      const isProtected = verdicts.law.lawsOver(stream, exporter).length > 0;
      return isExporterUnknown && wouldNeedFromSome(verdicts, claimed)
        ? notTold(
            from,
            'the log does not say who passed the data on, and from some companies of the scenario the law asks a basis',
          )
        : { standing: isProtected ? 'free' : 'unjudged', from, bases: [], reason: null, left };
    }
    const terms = entities[importer]?.instruments ?? [];
    const offered = offeredTo(terms, importer === exporter).map(({ instrument, kind }): Offer => {
      const claim: TransferClaim = { kind: BASIS_KINDS.indexOf(kind), exporter, importer, place, instrument };
      const own = terms[instrument] ?? null;
      return {
        basis: { kind, instrument: own?.instrument ?? null, terms: own },
        judgement: verdicts.law.judge(stream, claim),
      };
    });
    const bases = offered.flatMap(({ basis, judgement }) => (judgement.verdict === 'valid' ? [basis] : []));
    if (bases.length > 0) return { standing: 'valid', from, bases, reason: null, left };
    const judgements = offered.map(({ judgement }) => judgement);
    const open = judgements.find(({ verdict }) => verdict === 'open');
    if (open !== undefined) return { standing: 'open', from, bases: [], reason: reasonOf(open), left };
    if (importer === unknownHolder) {
      const reason = 'the log names only the country, so who holds the data there is not known';
      return { standing: 'open', from, bases: [], reason, left };
    }
    // The first of them is adequacy: what an instrument lacks says more.
    const refused = judgements.at(-1);
    const reason = refused === undefined ? null : reasonOf(refused);
    return { standing: 'invalid', from, bases: [], reason, left };
  };
  return (
    { atMs, employer, fromPlace, isBegun, mode, place, stream }: TransferQuestion,
    knowledge: Knowledge = 'then',
  ): Transfer => {
    if (stream === null) return notTold(null, 'neither the log nor the scenario says which law protects it');
    const verdicts = law.verdictsAt(atMs, knowledge);
    const holder = fromPlace === null ? NONE_16 : verdicts.tables.entityOf(fromPlace);
    const exporter = holder === unknownHolder ? NONE_16 : holder;
    const isExporterUnknown =
      holder === unknownHolder || (fromPlace === null && (isBegun || mode === 'seen'));
    const ofTime = known.get(verdicts) ?? new Map<string, Transfer>();
    known.set(verdicts, ofTime);
    const ask = (importer: number): Transfer => {
      const key = `${stream} ${exporter} ${place} ${importer} ${isExporterUnknown}`;
      const transfer =
        ofTime.get(key) ?? judge(verdicts, { stream, exporter, place, importer, isExporterUnknown });
      ofTime.set(key, transfer);
      return transfer;
    };
    const ofPlace = ask(verdicts.tables.entityOf(place));
    const ofEmployer = employer === undefined ? ofPlace : ask(employer);
    if (!isWorse(ofEmployer, ofPlace)) return ofPlace;
    return { ...ofEmployer, reason: ofPeopleOf(entities[employer ?? -1]?.id ?? '', ofEmployer.reason) };
  };
}

/** Only what the law does not accept, or leaves open, is worse than another answer. */
function isWorse({ standing }: Transfer, than: Transfer): boolean {
  if (standing === than.standing) return false;
  return standing === 'invalid' || (standing === 'open' && than.standing !== 'invalid');
}

interface Offer {
  readonly basis: Basis;
  readonly judgement: Judgement;
}

/** What could carry a transfer to a company with these instruments, by their indices: within one company nothing else counts. */
function offeredTo(terms: readonly BasisInstrument[], isWithin: boolean) {
  if (isWithin) return [{ kind: 'same-entity' as const, instrument: NONE_16 }];
  return [
    { kind: 'adequacy' as const, instrument: NONE_16 },
    ...terms.map(({ kind }, instrument) => ({ kind, instrument })),
  ];
}

function notTold(from: string | null, reason: string): Transfer {
  return { standing: 'not told', from, bases: [], reason, left: [] };
}
