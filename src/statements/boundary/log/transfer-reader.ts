import type { Protection, Verdicts } from '#audit';
import { BASIS_KINDS, type Knowledge, NONE_16, type Scenario, type TransferClaim } from '#domain';
import { UNKNOWN_HOLDER } from '#foreign';
import { reasonOf } from '../../receipts.ts';
import type { CustomerLaw } from './customer-law.ts';

/** A basis that the law accepts, as the scenario has it. `instrument`: index of the importer's instruments. */
export interface AcceptedBasis {
  readonly kind: (typeof BASIS_KINDS)[number];
  readonly instrument: number;
}

/** What the auditor's law asks of data that is at a place, and what the scenario has to answer. The log itself names no basis. */
export interface TransferReading {
  /**
   * `possible`: the law accepts a basis that the scenario has. `open`: that can be judged neither way. `none known`: it accepts none.
   * `unknown holder`: it asks a basis, but nobody knows of whom. `not told`: log and scenario do not say whether it asks one. `no law
   * modelled`: no law that is modelled protects the data, so nothing is judged.
   */
  readonly standing:
    | 'needs no basis'
    | 'no law modelled'
    | 'possible'
    | 'open'
    | 'none known'
    | 'unknown holder'
    | 'not told';
  /** Id of the company that it comes from; null: the customers. */
  readonly from: string | null;
  readonly accepted: readonly AcceptedBasis[];
  /** Why there is none, or none is known. */
  readonly reason: string | null;
  /** The laws whose free flow it leaves. */
  readonly left: readonly Protection[];
}

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
  readonly mode: 'stored' | 'viewed';
}

/** A question with the exporter: a company of the scenario, or NONE_16 for the customers. */
interface Claimed {
  readonly stream: number;
  readonly exporter: number;
  readonly place: number;
  /** The log does not say who passed the data on. */
  readonly isExporterUnknown: boolean;
}

/** Judges where data of a log was by the auditor's law on transfers. */
export class TransferReader {
  private readonly law: CustomerLaw;
  private readonly scenario: Scenario;
  private readonly unknownHolder: number;
  private readonly known = new Map<Verdicts, Map<string, TransferReading>>();

  constructor(law: CustomerLaw) {
    this.law = law;
    this.scenario = law.scenario;
    this.unknownHolder = this.scenario.entities.findIndex(({ id }) => id === UNKNOWN_HOLDER);
  }

  read(
    { atMs, fromPlace, isBegun, mode, place, stream }: TransferQuestion,
    knowledge: Knowledge = 'then',
  ): TransferReading {
    if (stream === null) return notTold(null, 'neither the log nor the scenario says which law protects it');
    const verdicts = this.law.verdictsAt(atMs, knowledge);
    const holder = fromPlace === null ? NONE_16 : verdicts.tables.entityOf(fromPlace);
    const exporter = holder === this.unknownHolder ? NONE_16 : holder;
    const isExporterUnknown =
      holder === this.unknownHolder || (fromPlace === null && (isBegun || mode === 'viewed'));
    const ofTime = this.known.get(verdicts) ?? new Map<string, TransferReading>();
    this.known.set(verdicts, ofTime);
    const key = `${stream} ${exporter} ${place} ${isExporterUnknown}`;
    const known = ofTime.get(key) ?? this.judge(verdicts, { stream, exporter, place, isExporterUnknown });
    ofTime.set(key, known);
    return known;
  }

  private judge(verdicts: Verdicts, claimed: Claimed): TransferReading {
    const { exporter, isExporterUnknown, place, stream } = claimed;
    const from = this.scenario.entities[exporter]?.id ?? null;
    const left = verdicts.lawsLeft(stream, exporter, place);
    if (left.length === 0) {
      const isProtected = verdicts.lawsOver(stream, exporter).length > 0;
      return isExporterUnknown && this.wouldNeedFromSome(verdicts, claimed)
        ? notTold(
            from,
            'the log does not say who passed the data on, and from some companies of the scenario the law asks a basis',
          )
        : {
            standing: isProtected ? 'needs no basis' : 'no law modelled',
            from,
            accepted: [],
            reason: null,
            left,
          };
    }
    const importer = verdicts.tables.entityOf(place);
    const offered = this.offeredTo(importer, exporter).map(({ instrument, kind }) => {
      const claim: TransferClaim = { kind: BASIS_KINDS.indexOf(kind), exporter, importer, place, instrument };
      return { basis: { kind, instrument }, judgement: verdicts.judgeTransfer(stream, claim) };
    });
    const accepted = offered.flatMap(({ basis, judgement }) =>
      judgement.verdict === 'valid' ? [basis] : [],
    );
    if (accepted.length > 0) return { standing: 'possible', from, accepted, reason: null, left };
    const judgements = offered.map(({ judgement }) => judgement);
    const open = judgements.find(({ verdict }) => verdict === 'open');
    if (open !== undefined) return { standing: 'open', from, accepted: [], reason: reasonOf(open), left };
    if (importer === this.unknownHolder) {
      const reason = 'the log names only the country, so who holds the data there is not known';
      return { standing: 'unknown holder', from, accepted: [], reason, left };
    }
    // The first of them is adequacy: what an instrument lacks says more.
    const refused = judgements.at(-1);
    const reason = refused === undefined ? null : reasonOf(refused);
    return { standing: 'none known', from, accepted: [], reason, left };
  }

  /** Whether the law would ask a basis if one of the scenario's companies passed the data on: some protect what is done where it is. */
  private wouldNeedFromSome(verdicts: Verdicts, { place, stream }: Claimed): boolean {
    return this.scenario.entities.some(
      (_, entity) => entity !== this.unknownHolder && verdicts.needsBasis(stream, entity, place),
    );
  }

  /** What could carry a transfer to the company: within it nothing else counts. */
  private offeredTo(importer: number, exporter: number): readonly AcceptedBasis[] {
    if (importer === exporter) return [{ kind: 'same-entity', instrument: NONE_16 }];
    const instruments = this.scenario.entities[importer]?.instruments ?? [];
    return [
      { kind: 'adequacy', instrument: NONE_16 },
      ...instruments.map(({ kind }, instrument) => ({ kind, instrument })),
    ];
  }
}

function notTold(from: string | null, reason: string): TransferReading {
  return { standing: 'not told', from, accepted: [], reason, left: [] };
}
