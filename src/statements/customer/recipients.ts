import type { VerdictsOverTime } from '#audit';
import { present } from '#base';
import type { CaseHistory, ScenarioNames } from '#cases';
import { type Judged, type Receipt, ReceiptReader } from '../receipts.ts';

export type Recipient = ReturnType<RecipientTally['rows']>[number];

/** Receipts that differ only in time. */
interface GroupTally extends Judged {
  /** Id of the company that it came from; null for the customer. */
  readonly from: string | null;
  /** For an employer whose staff saw it at the centre of another company: that company. */
  readonly through: string | null;
  readonly basis: string;
  readonly instrument: string | null;
  times: number;
  firstMs: number;
  lastMs: number;
}

class Tally {
  readonly cases = new Set<number>();
  readonly roles = new Set<string>();
  readonly storedIn = new Set<string>();
  readonly seenFrom = new Set<string>();
  readonly agents = new Set<number>();
  readonly receipts = new Map<string, GroupTally>();
  readonly ledgers: { place: string; fromMs: number; toMs: number | null }[] = [];
  stored = 0;
  left = 0;
  accesses = 0;
  sessions = 0;
  readonly processedIn = new Set<string>();
  byItsEmployees = 0;
  atItsCentres = 0;
  withoutAgent = 0;
  fromMs = Number.POSITIVE_INFINITY;
  toMs = Number.NEGATIVE_INFINITY;
  isOver = true;
}

interface Party {
  readonly entity: string;
  readonly title: string;
  /** Vendor, affiliate, subcontractor, or authority. */
  readonly kind: string;
  readonly country: string;
}

const UNKNOWN_TITLE = 'of a place that the scenario does not have';

/** Gathers who received the data of the given cases. Memory grows with companies × bases × agents. */
export class RecipientTally {
  private readonly names: ScenarioNames;
  private readonly reader: ReceiptReader;
  private readonly companies = new Map<string, Tally>();
  private readonly authorities = new Map<string, Tally>();

  constructor(names: ScenarioNames, law: VerdictsOverTime) {
    this.names = names;
    this.reader = new ReceiptReader(names, law);
  }

  add(history: CaseHistory): void {
    for (const copy of history.copies) {
      const tally = tallyOf(this.companies, copy.holder);
      note(tally, history, copy);
      tally.stored++;
      if (copy.toMs === null) tally.left++;
      tally.roles.add(copy.role);
      tally.storedIn.add(copy.country);
      receive(tally, this.reader.ofCopy(history, copy), null);
    }
    for (const access of history.accesses) this.addAccess(history, access);
    for (const session of history.sessions) this.addSession(history, session);
    for (const { handedTo, timeMs } of history.exceptions) {
      if (handedTo === null) continue;
      const tally = tallyOf(this.authorities, handedTo.authority);
      note(tally, history, { fromMs: timeMs, toMs: null });
      receive(
        tally,
        { timeMs, to: '', from: '', instrument: null, laws: null, ...disclosed(handedTo.basis) },
        null,
      );
    }
  }

  /** Records that the ledger was kept at a place of the company; `toMs` is null if it still is. */
  keepLedger(entity: string, place: string, fromMs: number, toMs: number | null): void {
    const tally = tallyOf(this.companies, entity);
    tally.ledgers.push({ place, fromMs, toMs });
    extend(tally, fromMs, toMs);
  }

  /** In the order of the scenario's entities, followed by authorities. */
  rows() {
    const { entities } = this.names.scenario;
    const known = entities.flatMap(({ country, id, kind, title }) => {
      const tally = this.companies.get(id);
      return tally === undefined ? [] : [this.row({ entity: id, title, kind, country }, tally)];
    });
    const unknown = this.companies.get('');
    const party = { entity: 'unknown', title: UNKNOWN_TITLE, kind: 'unknown', country: '' };
    return present([
      ...known,
      unknown !== undefined && this.row(party, unknown),
      ...[...this.authorities].map(([title, tally]) =>
        this.row({ entity: title, title, kind: 'authority', country: '' }, tally),
      ),
    ]);
  }

  private addAccess(history: CaseHistory, access: CaseHistory['accesses'][number]): void {
    const { agentIndex, company, country, employer } = access;
    const receipt = this.reader.ofAccess(history, access);
    const ofEmployer = this.reader.ofEmployer(history, access);
    for (const entity of new Set([company, employer])) {
      const tally = tallyOf(this.companies, entity);
      note(tally, history, access);
      tally.accesses++;
      if (entity === employer) tally.byItsEmployees++;
      if (entity === company) tally.atItsCentres++;
      if (agentIndex === null) tally.withoutAgent++;
      else tally.agents.add(agentIndex);
      tally.seenFrom.add(country);
      receive(
        tally,
        (entity === company ? null : ofEmployer) ?? receipt,
        entity === company ? null : company,
      );
    }
  }

  private addSession(history: CaseHistory, session: CaseHistory['sessions'][number]): void {
    const { country, holder, model } = session;
    // Without a copy on record it is not known where software ran that runs where the case is stored.
    for (const entity of new Set(holder === '' ? [] : [holder, model])) {
      const tally = tallyOf(this.companies, entity);
      note(tally, history, session);
      tally.sessions++;
      tally.processedIn.add(country);
    }
    const receipt = this.reader.ofSession(history, session);
    if (receipt !== null) receive(tallyOf(this.companies, model), receipt, holder === model ? null : holder);
  }

  /** A company (or an authority) that received data: what it stored and saw, and on what basis. */
  private row(party: Party, tally: Tally) {
    const { names } = this;
    return {
      ...party,
      cases: tally.cases.size,
      copies: {
        stored: tally.stored,
        left: tally.left,
        roles: [...tally.roles].sort(),
        countries: [...tally.storedIn].sort(),
      },
      accesses: {
        count: tally.accesses,
        /** The number of those accesses by its employees, and from centres that it runs. */
        byItsEmployees: tally.byItsEmployees,
        atItsCentres: tally.atItsCentres,
        /** Number of distinct agents. Accesses for which the ledger names none are counted separately. */
        agents: tally.agents.size,
        withoutAgent: tally.withoutAgent,
        countries: [...tally.seenFrom].sort(),
      },
      /** Sessions of software that it runs, or whose data centre it runs. Left out: there were none. */
      sessions:
        tally.sessions === 0
          ? undefined
          : { count: tally.sessions, countries: [...tally.processedIn].sort() },
      receipts: [...tally.receipts.values()].map(({ firstMs, lastMs, ...group }) => ({
        ...group,
        first: names.instant(firstMs),
        last: names.instant(lastMs),
      })),
      /** Where it kept the ledger, which mentions cases without their content. */
      ledgers: tally.ledgers.map(({ fromMs, place, toMs }) => ({
        place,
        from: names.instant(fromMs),
        to: toMs === null ? null : names.instant(toMs),
      })),
      from: names.instant(tally.fromMs),
      /** Null if it still has a copy or access, or if no record shows when it had none left. */
      to: tally.isOver ? names.instant(tally.toMs) : null,
    };
  }
}

/** A court must decide whether the recorded basis carries a disclosure. */
function disclosed(basis: string | null): Judged & { readonly basis: string } {
  if (basis === null) return { basis: 'none', standing: 'invalid', reason: 'no basis is on record' };
  return { basis, standing: 'not judged', reason: null };
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name) ?? new Tally();
  tallies.set(name, tally);
  return tally;
}

function note(
  tally: Tally,
  { caseNumber }: CaseHistory,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number | null },
): void {
  tally.cases.add(caseNumber);
  extend(tally, fromMs, toMs);
}

function extend(tally: Tally, fromMs: number, toMs: number | null): void {
  tally.fromMs = Math.min(tally.fromMs, fromMs);
  if (toMs === null) tally.isOver = false;
  else tally.toMs = Math.max(tally.toMs, toMs);
}

function receive(tally: Tally, receipt: Receipt, through: string | null): void {
  const { basis, from, instrument, reason, standing, timeMs } = receipt;
  const key = JSON.stringify([from, through, basis, instrument, standing, reason]);
  const known = tally.receipts.get(key);
  if (known === undefined) {
    const group = { from, through, basis, instrument, standing, reason };
    tally.receipts.set(key, { ...group, times: 1, firstMs: timeMs, lastMs: timeMs });
    return;
  }
  known.times++;
  known.firstMs = Math.min(known.firstMs, timeMs);
  known.lastMs = Math.max(known.lastMs, timeMs);
}
