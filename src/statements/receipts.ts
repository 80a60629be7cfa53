import type { Judgement, Protection, Verdicts, VerdictsOverTime } from '#audit';
import type { CaseHistory, ScenarioNames, TransferRow } from '#cases';
import { NONE_16, type TransferClaim } from '#domain';
import { lawsInWords } from './law-names.ts';

/**
 * How the auditor judges the basis of a transfer, or its absence. `undecided`: it can be judged neither way. `not judged`: the auditor has
 * no rule for it.
 */
export type Standing = 'needs no basis' | 'valid' | 'undecided' | 'invalid' | 'not judged';

export interface Judged {
  readonly standing: Standing;
  /** Why it is undecided, invalid or not judged. */
  readonly reason: string | null;
}

/** Data of a case reaches a company: a copy is stored at one of its places, or somebody begins to view it from one of its centres. */
export interface Receipt extends Judged {
  readonly timeMs: number;
  /** Id of the company; empty if the place is not in the scenario. */
  readonly to: string;
  /** Id of the company that it comes from; null if the customer sends it. */
  readonly from: string | null;
  /** The recorded kind of basis; if there is none, the reason. */
  readonly basis: string;
  readonly instrument: string | null;
  /** Null if the place is not in the scenario. */
  readonly laws: LawsOverData | null;
}

/** The laws that protect some data, or may, and those of them whose free flow it leaves. `key` differs where these do. */
export interface LawsOverData {
  readonly over: readonly Protection[];
  readonly left: readonly Protection[];
  readonly key: string;
}

/** Why data is not judged by law that only laws protect which are not modelled, if any do. */
const NO_LAW = 'no law modelled here';

/** Whether the law asks, or may ask, a basis. What only a law could ask that is not modelled is not judged, and no transfer here. */
export function isTransfer({ reason, standing }: Judged): boolean {
  return standing !== 'needs no basis' && !isUnderNoLaw({ reason, standing });
}

/** Whether it is not judged because no modelled law protects the data. */
export function isUnderNoLaw({ reason, standing }: Judged): boolean {
  return standing === 'not judged' && reason === NO_LAW;
}

export const NOT_ON_RECORD = 'no transfer is on record';

/** How the auditor judges the transfers of a case, and data that reached companies without one. */
export class ReceiptReader {
  private readonly names: ScenarioNames;
  private readonly law: VerdictsOverTime;
  /** Cached answers of `lawsOver`: there are many receipts of few kinds. */
  private readonly known = new Map<Verdicts, Map<number, LawsOverData>>();

  constructor(names: ScenarioNames, law: VerdictsOverTime) {
    this.names = names;
    this.law = law;
  }

  judge({ streamIndex }: CaseHistory, { claim, timeMs }: TransferRow): Judged {
    return this.judgeClaim(streamIndex, claim, this.law.at(timeMs));
  }

  ofCopy(history: CaseHistory, copy: CaseHistory['copies'][number]): Receipt {
    return this.receipt(history, copy);
  }

  /** For the company that runs the centre. */
  ofAccess(history: CaseHistory, access: CaseHistory['accesses'][number]): Receipt {
    return this.receipt(history, access);
  }

  /** For the employer of the agent, whose transfer is recorded before that of the centre's company. Null if they are one company, or it is not known. */
  ofEmployer(history: CaseHistory, access: CaseHistory['accesses'][number]): Receipt | null {
    const { company, employer, entry, fromMs, placeIndex, sourceIndex } = access;
    const importer = this.names.scenario.entities.findIndex(({ id }) => id === employer);
    if (company === employer || importer === -1) return null;
    return this.receipt(history, { entry: entry - 1, fromMs, placeIndex, sourceIndex }, importer);
  }

  /** For the company of the model, in a session whose place the ledger names. Null if it names none: then the copies of the case say it. */
  ofSession(history: CaseHistory, session: CaseHistory['sessions'][number]): Receipt | null {
    const { entry, fromMs, isRecorded, model, placeIndex } = session;
    if (!isRecorded) return null;
    const importer = this.names.scenario.entities.findIndex(({ id }) => id === model);
    return this.receipt(history, { entry, fromMs, placeIndex, sourceIndex: NONE_16 }, importer);
  }

  /** The worse receipt of an access: that of the centre's company, or of the agent's employer, whom the reason then names. */
  ofBoth(history: CaseHistory, access: CaseHistory['accesses'][number]): Receipt {
    const ofCentre = this.ofAccess(history, access);
    const ofEmployer = this.ofEmployer(history, access);
    const isWorse = (left: Standing, right: Standing) =>
      left !== right && (left === 'invalid' || (left === 'undecided' && right !== 'invalid'));
    if (ofEmployer === null || !isWorse(ofEmployer.standing, ofCentre.standing)) return ofCentre;
    return { ...ofEmployer, reason: ofPeopleOf(access.employer, ofEmployer.reason) };
  }

  private receipt(
    history: CaseHistory,
    row: {
      readonly entry: number;
      readonly fromMs: number;
      readonly placeIndex: number;
      readonly sourceIndex: number;
    },
    importer = this.names.rows.places[row.placeIndex]?.entity ?? -1,
  ): Receipt {
    const { entry, fromMs: timeMs, placeIndex, sourceIndex } = row;
    const places = this.names.rows.places;
    const exporter = sourceIndex === NONE_16 ? NONE_16 : (places[sourceIndex]?.entity ?? -1);
    const to = importer === -1 ? '' : this.names.entity(importer);
    const from = exporter === NONE_16 ? null : exporter === -1 ? '' : this.names.entity(exporter);
    // Each receipt is one literal, since there are many, and spreading others into it takes several times as long.
    const made = (
      basis: string,
      instrument: string | null,
      standing: Standing,
      reason: string | null,
    ): Receipt => ({ timeMs, to, from, basis, instrument, standing, reason, laws });
    const { streamIndex } = history;
    const verdicts = this.law.at(timeMs);
    const isKnown =
      importer !== -1 &&
      places[placeIndex] !== undefined &&
      this.names.scenario.streams[streamIndex] !== undefined;
    const laws = isKnown ? this.lawsOver(verdicts, streamIndex, exporter, placeIndex) : null;
    if (laws === null) return made(NOT_ON_RECORD, null, 'undecided', 'the scenario does not have the place');
    // The transfer of a copy or view is recorded immediately before it, as the auditor reads the ledger, too.
    const recorded = transferAt(history.transfers, entry - 1);
    if (
      recorded !== null &&
      recorded.claim.place === placeIndex &&
      recorded.claim.importer === importer &&
      recorded.claim.exporter === exporter
    ) {
      const { reason, standing } = this.judgeClaim(streamIndex, recorded.claim, verdicts);
      return made(recorded.basis, recorded.instrument, standing, reason);
    }
    if (laws.over.length === 0) return made('none is on record', null, 'not judged', NO_LAW);
    if (laws.left.length === 0)
      return made(`inside the free flow of ${lawsInWords(laws.over)}`, null, 'needs no basis', null);
    return made(NOT_ON_RECORD, null, 'invalid', 'the law asks for a basis');
  }

  private lawsOver(verdicts: Verdicts, stream: number, exporter: number, place: number): LawsOverData {
    let answers = this.known.get(verdicts);
    if (answers === undefined) {
      answers = new Map();
      this.known.set(verdicts, answers);
    }
    // An exporter is at least −1 and has 16 bits, like a place.
    const question = (stream * 2 ** 17 + exporter + 1) * 2 ** 16 + place;
    let answer = answers.get(question);
    if (answer === undefined) {
      const over = verdicts.law.lawsOver(stream, exporter);
      const left = verdicts.law.protectionsOf(stream, exporter, place);
      answer = { over, left, key: `${lawsInWords(over)}|${lawsInWords(left)}` };
      answers.set(question, answer);
    }
    return answer;
  }

  private judgeClaim(stream: number, claim: TransferClaim, verdicts: Verdicts): Judged {
    const { rows, scenario } = this.names;
    if (scenario.streams[stream] === undefined || rows.places[claim.place] === undefined) {
      return { standing: 'undecided', reason: 'the scenario does not have the place' };
    }
    const { left, over } = this.lawsOver(verdicts, stream, claim.exporter, claim.place);
    if (over.length === 0) return { standing: 'not judged', reason: NO_LAW };
    if (left.length === 0) return { standing: 'needs no basis', reason: null };
    const judgement = verdicts.law.judge(stream, claim);
    return { standing: STANDINGS[judgement.verdict], reason: reasonOf(judgement) };
  }
}

/** Why a transfer to the employer of the agents does not hold. */
export function ofPeopleOf(employer: string, reason: string | null): string {
  return `for ${employer}, whose people saw it, ${reason ?? 'there is no basis'}`;
}

function transferAt(transfers: readonly TransferRow[], entry: number): TransferRow | null {
  for (const transfer of transfers) if (transfer.entry === entry) return transfer;
  return null;
}

const STANDINGS: Readonly<Record<Judgement['verdict'], Standing>> = {
  valid: 'valid',
  open: 'undecided',
  invalid: 'invalid',
};

/** The auditor's reason completes the sentence "the basis …", or is a separate clause if the transfer is open. */
export function reasonOf(judgement: Judgement): string | null {
  if (judgement.verdict === 'valid') return null;
  return judgement.verdict === 'open' ? judgement.reason : `the basis ${judgement.reason}`;
}
