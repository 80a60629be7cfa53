import { formatCount, present, shortList } from '#base';
import type { Scenario } from '#domain';
import type { Proof } from '#prover';
import type { Flow } from './flow.ts';
import { type BoundarySentence, broken, type Ground, leftOpen, said } from './words/boundary-sentence.ts';
import { customersClock, placeInWords } from './words/boundary-words.ts';
import { type PromiseTerms, promiseTermsOf } from './words/promise-terms.ts';

/** Places and groups that a sentence lists. Those outside a boundary are all listed. */
const LISTED = 20;

/** What a promise is kept by, and the sentences for it. */
export interface Claim {
  readonly segments: readonly number[];
  readonly invariants: readonly string[];
  readonly properties?: readonly string[];
  /** A sentence about every possible run, without its full stop; used only if a proof holds. */
  readonly never?: string;
  /** A sentence about what happened; left out if there is nothing to say. */
  readonly did?: string | undefined;
  /** What `never` names and `did` need not name again. */
  readonly again?: readonly [named: string, again: string];
  /** What was counted for `did`. */
  readonly counted?: readonly Ground[];
  /** Completes "Broken: ", without its full stop. */
  readonly violated: string;
  /** What happened that is not as promised. Left out: only the audit tells that. */
  readonly outside?: {
    readonly flows: readonly Flow[];
    /** Completes "In this run, " or "By 2 rows of 1 case in the log, ", without its full stop. */
    readonly text: string;
    readonly what: string;
  };
}

/** What the audit of a source found of an invariant, over all customers. */
export type AuditFigures = Pick<
  Extract<Ground, { readonly kind: 'audit' }>,
  'title' | 'checks' | 'violations' | 'undecided'
>;

/** What the audit of a source found of an invariant in cases of some segments. */
export interface RuleFound {
  /** What the source would need to say to be judged by it; null if it says that. */
  readonly needs: string | null;
  /** Checks over all customers, and acts that can be judged neither way. */
  readonly checks: number;
  readonly undecided: number;
  /** Why nothing put it to the test; null if something did, or nobody knows. */
  readonly untested: string | null;
  readonly violations: number;
  /** The first violation, its case (empty if it concerns none) and when (epoch ms). */
  readonly first: { readonly message: string; readonly case: string; readonly atMs: number } | null;
}

/** The facts of one source, a run or a case log, from which a boundary statement is written, and how sentences call them. */
export abstract class BoundaryDesk {
  readonly scenario: Scenario;
  readonly instant: ReturnType<typeof customersClock>;
  /** Every promise that was made to somebody. */
  readonly promised: readonly PromiseTerms[];
  abstract readonly flows: readonly Flow[];
  /** Promises to customers who have, or may have, cases in the source; for these customers. */
  abstract readonly terms: readonly PromiseTerms[];
  /** First instant of the period, and the first after it: epoch ms. */
  abstract readonly fromMs: number;
  abstract readonly endMs: number;
  /** `in this run`, `in the log`. */
  abstract readonly inSource: string;
  /** Whether nothing happened to copies and access but what the source shows. */
  abstract readonly isComplete: boolean;
  /** Null if there is none. */
  abstract readonly proof: Proof | null;
  /** Copies of a kind, as far as the source tells kinds apart. */
  abstract readonly copies: Readonly<Record<'storage' | 'backup' | 'workingCopy', string>>;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.instant = customersClock(scenario);
    this.promised = promiseTermsOf(scenario);
  }

  /** `5 copies`, `2 rows of 1 case`. */
  abstract amount(flows: readonly Flow[]): string;
  /** `3 accesses`, `3 rows`; of both modes if `mode` is null. */
  abstract units(count: number, mode: Flow['mode'] | null): string;
  /** How a sentence about them begins: `In this run`, `By 2 rows of 1 case in the log`. */
  abstract by(flows: readonly Flow[]): string;
  abstract counted(what: string, flows: readonly Flow[]): Ground;
  /** Null if the audit could not judge it, or had nothing to check. */
  abstract figures(invariant: string): AuditFigures | null;
  /** Null if the audit does not know it. `segments`: by index; a case log counts all cases. */
  abstract ruleFound(invariant: string, segments: readonly number[]): RuleFound | null;
  /** What shows that a claim is broken, after a space; null if nothing does. */
  abstract breachOf(claim: Claim): string | null;
  /** What is to be known of such copies, after a semicolon. */
  abstract remark(flows: readonly Flow[]): string;
  /** Why access from outside that nothing shows to be broken or allowed is judged neither way, in sentences. */
  abstract whyOpen(flows: readonly Flow[], isAllowed: boolean): string;
  /** False for a company that the source does not name. */
  abstract isKnownCompany(id: string): boolean;

  /** Titles of segments, as the customers of these are called. */
  customers(segments: Iterable<number>): string {
    return shortList(
      [...new Set(segments)].sort((left, right) => left - right).map((s) => this.segment(s)),
      8,
    );
  }

  /** Customers by what the source tells of them. */
  customersOf(flows: readonly Flow[]): string {
    return this.customers(flows.flatMap(({ segments }) => segments));
  }

  whose({ segments }: Pick<PromiseTerms, 'segments'>): string {
    return `cases of ${this.customers(segments)}`;
  }

  segment(index: number): string {
    const { id = '', title = '' } = this.scenario.segments[index] ?? {};
    return `“${title || id}”`;
  }

  entity(id: string): string {
    return this.scenario.entities.find((one) => one.id === id)?.title ?? 'an unknown company';
  }

  kind(id: string): string {
    return this.scenario.entities.find((one) => one.id === id)?.kind ?? 'unknown';
  }

  /** The title of a data centre or centre, by its index among all places. */
  place(index: number): string {
    const { centres, dataCentres } = this.scenario;
    const place = dataCentres[index] ?? centres[index - dataCentres.length];
    return place === undefined ? 'an unknown place' : place.title || place.id;
  }

  /** `Dublin in Ireland (30 rows) and …`, most first. */
  places(flows: readonly Flow[], most = LISTED): string {
    return this.tally(flows, ({ country, place }) => placeInWords(this.place(place), country), most);
  }

  /** `a (30 rows), b (2 rows) and 3 more`, most first. */
  tally(flows: readonly Flow[], nameOf: (flow: Flow) => string, most = LISTED): string {
    const counts = new Map<string, number>();
    for (const flow of flows) counts.set(nameOf(flow), (counts.get(nameOf(flow)) ?? 0) + flow.count);
    const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const [mode = null, ...others] = new Set(flows.map((flow) => flow.mode));
    return shortList(
      sorted.map(([name, count]) => `${name} (${this.units(count, others.length === 0 ? mode : null)})`),
      most,
    );
  }

  flowsOf(terms: PromiseTerms, mode: Flow['mode']): readonly Flow[] {
    const index = this.scenario.promises.indexOf(terms.promise);
    return this.flows.filter((flow) => flow.promise === index && flow.mode === mode);
  }

  /** Invariants that were put to the test. */
  auditGrounds(ids: readonly string[]): readonly Ground[] {
    return ids.flatMap((id): Ground[] => {
      const found = this.figures(id);
      return found === null ? [] : [{ kind: 'audit', id, ...found }];
    });
  }

  /** The proof's properties, if each of them holds and was judged at least once; otherwise nothing is proved. */
  proofGrounds(ids: readonly string[]): readonly Ground[] {
    const found = (this.proof?.properties ?? []).filter(({ id }) => ids.includes(id));
    if (found.length < ids.length) return [];
    if (found.some(({ checks, verdict }) => checks === 0 || verdict !== 'holds')) return [];
    return found.map(proofGround);
  }

  /** What became of a promise: broken, never possible, or kept as far as the source shows. */
  kept(claim: Claim): readonly BoundarySentence[] {
    const {
      again = ['', ''],
      counted = [],
      did,
      invariants,
      never,
      outside,
      properties = [],
      violated,
    } = claim;
    const audit = this.auditGrounds(invariants);
    const possible = this.possibleBreaks(properties);
    const breach = this.breachOf(claim);
    if (breach !== null) {
      const isSeen = outside !== undefined && outside.flows.length > 0;
      const seen = isSeen ? ` ${this.by(outside.flows)}, ${outside.text}.` : '';
      const grounds = isSeen ? [this.counted(outside.what, outside.flows)] : [];
      return present([
        broken(`Broken: ${violated}.${seen}${breach}`, ...grounds, ...audit),
        isSeen && did !== undefined && said(did, ...counted, ...audit),
        ...possible,
      ]);
    }
    const proved = this.proofGrounds(properties);
    const grounds = [...proved, ...audit, ...counted];
    if (did === undefined || grounds.length === 0) return possible;
    const aside = this.leavesSessionsOpen(properties)
      ? '; that says nothing of sessions of software, which the proof does not explore'
      : '';
    const text = proved.length > 0 ? `${never}${aside}. ${did.replace(...again)}` : did;
    return [said(text, ...grounds), ...possible];
  }

  private leavesSessionsOpen(ids: readonly string[]): boolean {
    return (this.proof?.properties ?? []).some((one) => ids.includes(one.id) && leavesSessionsOpen(one));
  }

  /** Says that some run can break a property, or leaves it open, where the proof found that. */
  possibleBreaks(properties: readonly string[]): readonly BoundarySentence[] {
    return (this.proof?.properties ?? [])
      .filter(({ id, verdict }) => properties.includes(id) && verdict !== 'holds')
      .map((property) => {
        const { brokenSteps, id, name, undecided, verdict } = property;
        const ground = proofGround(property);
        if (verdict === 'undecided') {
          const why = undecided.map(({ reason }) => reason).join('; ');
          return leftOpen(`“${name}” can be judged neither way in some possible runs: ${why}.`, ground);
        }
        const steps = brokenSteps === 1 ? 'one step' : `${formatCount(brokenSteps)} steps`;
        return leftOpen(
          `It is not ruled out: ${steps} of possible runs, for some customers of the scenario, break “${name}” (${id}).`,
          ground,
        );
      });
  }
}

function proofGround({ checks, id, leavesOpen, name }: Proof['properties'][number]): Ground {
  return { kind: 'proof', id, name, checks, leavesOpen: leavesOpen.map(({ what }) => what) };
}

/** Whether the proof of a property says nothing of sessions of software, which the scenario has. */
export function leavesSessionsOpen({ leavesOpen }: Pick<Proof['properties'][number], 'leavesOpen'>): boolean {
  return leavesOpen.some(({ id }) => id.endsWith('.sessions'));
}
