import { HOUR_MS, numbered } from '#base';
import {
  ACT_NUMBERS,
  CASE_STATES,
  type CaseNumber,
  type CaseStateIndex,
  COPY_ROLES,
  type LanguageIndex,
  NO_CASE,
  type Opening,
  openingIn,
  type ProductIndex,
  type RunMs,
  type Scenario,
  type SegmentIndex,
  type StreamIndex,
  type TierNumber,
  TRANSITION_EVENTS,
  type TransitionEventIndex,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import type { Stranding } from './strandings.ts';

const {
  open: OPEN,
  transition: TRANSITION,
  store: STORE,
  delete: DELETE,
  assign: ASSIGN,
  escalate: ESCALATE,
  centre: CENTRE,
  'data centre': DATA_CENTRE,
} = ACT_NUMBERS;
const { 'open.waiting.queued': QUEUED, stalled: STALLED, 'open.working': WORKING } = numbered(CASE_STATES);
const OPENED = ['open.triage', 'open.waiting.queued'].map((name) =>
  (CASE_STATES as readonly string[]).indexOf(name),
);
const { handling: HANDLING } = numbered(TRANSITION_EVENTS);
const { 'working copy': WORKING_COPY } = numbered(COPY_ROLES);
/** A case counts as stranded if it has waited this long while the places are down, or gave up before. */
const STRANDED_MS = HOUR_MS;

/** This many finished waits are kept before they are dropped, all at once. */
const PASSED_MAX = 1024;

/** The state of a case from the acts of a run. */
interface WatchedCase {
  readonly stream: StreamIndex;
  language: LanguageIndex;
  product: ProductIndex;
  readonly trueLanguage: LanguageIndex;
  readonly trueProduct: ProductIndex;
  tier: TierNumber;
  nextTier: TierNumber;
  state: number;
  /** Data centres with a copy. */
  readonly places: Map<number, number>;
}

/** What a run shows about a finding: the number of the first stranded case, and of a case that proceeded nevertheless; −1 for none. */
export interface Shown {
  stranded: number;
  gotOn: number;
}

/** A finding and its cases. */
interface Watched {
  readonly finding: Stranding;
  readonly shown: Shown;
  /** Waiting cases, in the order in which they began to wait while everything was down, and since when, ms. */
  readonly waiting: Map<number, number>;
  /** The cases of its segment. */
  readonly cases: Map<number, WatchedCase>;
  /** Whether the finding applies at the current time. */
  isNow: boolean;
}

/** A wait as described by a finding, and its start. */
interface Wait {
  readonly watched: Watched;
  readonly caseNumber: CaseNumber;
  readonly sinceMs: RunMs;
}

/**
 * Watches a run for cases that are stranded as the findings say. There may be thousands of findings, each of one segment. An act concerns
 * only findings of its case's segment, and a time only those that fall due then.
 */
export class StrandedCases {
  readonly shown: readonly Shown[];
  private readonly scenario: Scenario;
  private readonly findings: readonly Watched[];
  /** By segment. */
  private readonly ofSegment: readonly (readonly Watched[])[];
  /** By segment, then by number. */
  private readonly cases: readonly Map<number, WatchedCase>[];
  private readonly segmentOfCase = new Map<number, number>();
  private readonly down = new Set<string>();
  private nowMs = -1;
  /** In the order in which they began; includes finished waits. */
  private readonly waits: Wait[] = [];
  private firstWait = 0;
  /** Times at which findings begin or cease to apply, ascending, ms. */
  private readonly turns: readonly number[];
  private nextTurn = 0;

  constructor(scenario: Scenario, findings: readonly Stranding[]) {
    this.scenario = scenario;
    this.cases = scenario.segments.map(() => new Map());
    const segments = new Map(scenario.segments.map(({ id }, index) => [id, index]));
    const ofSegment = scenario.segments.map((): Watched[] => []);
    this.findings = findings.map((finding) => {
      const segment = segments.get(finding.segment) ?? -1;
      const watched = {
        finding,
        shown: { stranded: -1, gotOn: -1 },
        waiting: new Map(),
        cases: this.cases[segment] ?? new Map(),
        isNow: isDuring(finding, 0),
      };
      ofSegment[segment]?.push(watched);
      return watched;
    });
    this.ofSegment = ofSegment;
    this.shown = this.findings.map(({ shown }) => shown);
    const turns = findings.flatMap(({ during }) =>
      (during ?? []).flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    );
    this.turns = [...new Set(turns)].sort((left, right) => left - right);
  }

  /** Whether every finding has been shown. */
  get areAllShown(): boolean {
    return this.shown.every(({ stranded }) => stranded !== -1);
  }

  /** Takes the next act of the run. */
  readonly visit: EntryVisitor = (entry) => {
    const { a, aux, b, caseNumber, d, kind, timeMs } = entry;
    if (timeMs !== this.nowMs) this.timePasses(timeMs);
    if (kind === CENTRE || kind === DATA_CENTRE) {
      const { centres, dataCentres } = this.scenario;
      this.turn((kind === CENTRE ? centres[a] : dataCentres[a])?.id ?? '', aux === 1);
    }
    if (caseNumber === NO_CASE) return;
    if (kind === OPEN) {
      this.open(caseNumber, opened(a, openingIn(entry)));
      return;
    }
    const segment = this.segmentOfCase.get(caseNumber);
    const found = segment === undefined ? undefined : this.cases[segment]?.get(caseNumber);
    if (segment === undefined || found === undefined) return;
    if (kind === TRANSITION) this.moves(caseNumber, segment, found, aux, b);
    else if (kind === ESCALATE) found.nextTier = d;
    else if (kind === ASSIGN) this.getsOn(caseNumber, segment);
    else if (kind === STORE && aux !== WORKING_COPY) found.places.set(a, (found.places.get(a) ?? 0) + 1);
    else if (kind === DELETE && aux !== WORKING_COPY) {
      const left = (found.places.get(a) ?? 1) - 1;
      if (left === 0) found.places.delete(a);
      else found.places.set(a, left);
    }
  };

  private open(caseNumber: CaseNumber, watched: WatchedCase): void {
    const { segment = -1 } = this.scenario.streams[watched.stream] ?? {};
    // No finding is about a case of another segment.
    if ((this.ofSegment[segment] ?? []).length === 0) return;
    this.segmentOfCase.set(caseNumber, segment);
    this.cases[segment]?.set(caseNumber, watched);
  }

  private timePasses(timeMs: RunMs): void {
    this.nowMs = timeMs;
    for (; ; this.firstWait++) {
      const wait = this.waits[this.firstWait];
      if (wait === undefined || wait.sinceMs + STRANDED_MS > timeMs) break;
      const { caseNumber, sinceMs, watched } = wait;
      const isStranded = watched.waiting.get(caseNumber) === sinceMs;
      if (isStranded && watched.shown.stranded === -1) watched.shown.stranded = caseNumber;
    }
    if (this.firstWait > PASSED_MAX && 2 * this.firstWait > this.waits.length) {
      this.waits.splice(0, this.firstWait);
      this.firstWait = 0;
    }
    if ((this.turns[this.nextTurn] ?? Number.POSITIVE_INFINITY) > timeMs) return;
    while ((this.turns[this.nextTurn] ?? Number.POSITIVE_INFINITY) <= timeMs) this.nextTurn++;
    for (const watched of this.findings) {
      const isNow = isDuring(watched.finding, timeMs);
      if (isNow === watched.isNow) continue;
      watched.isNow = isNow;
      this.lookAtAll(watched);
    }
  }

  private turn(id: string, isUp: boolean): void {
    if (isUp) this.down.delete(id);
    else this.down.add(id);
    for (const watched of this.findings) if (watched.finding.down.includes(id)) this.lookAtAll(watched);
  }

  private lookAtAll(watched: Watched): void {
    watched.waiting.clear();
    if (!this.isDown(watched)) return;
    for (const [caseNumber, supportCase] of watched.cases) this.look(watched, caseNumber, supportCase);
  }

  private moves(
    caseNumber: CaseNumber,
    segment: SegmentIndex,
    watched: WatchedCase,
    event: TransitionEventIndex,
    after: CaseStateIndex,
  ): void {
    const before = watched.state;
    const findings = this.ofSegment[segment] ?? [];
    watched.state = after;
    if (after === QUEUED && before === WORKING && event === HANDLING) correct(watched);
    if (watched.nextTier !== -1) watched.tier = watched.nextTier;
    watched.nextTier = -1;
    // A stalled case that is now open has found a place.
    if (before === STALLED && OPENED.includes(after)) this.getsOn(caseNumber, segment);
    if (after === QUEUED || after === STALLED) {
      for (const finding of findings) this.look(finding, caseNumber, watched);
      return;
    }
    const isOver = after !== WORKING;
    for (const { shown, waiting } of findings) {
      // A case that leaves the queue without having been worked was abandoned.
      if (waiting.delete(caseNumber) && isOver && shown.stranded === -1) shown.stranded = caseNumber;
    }
    if (watched.places.size > 0) return;
    this.cases[segment]?.delete(caseNumber);
    this.segmentOfCase.delete(caseNumber);
  }

  private look(watched: Watched, caseNumber: CaseNumber, supportCase: WatchedCase): void {
    const { finding, waiting } = watched;
    const isStranded = this.isDown(watched) && this.isOf(finding, supportCase);
    if (!isStranded) waiting.delete(caseNumber);
    else if (!waiting.has(caseNumber)) {
      waiting.set(caseNumber, this.nowMs);
      this.waits.push({ watched, caseNumber, sinceMs: this.nowMs });
    }
  }

  private isDown({ finding, isNow }: Watched): boolean {
    return isNow && finding.down.every((id) => this.down.has(id));
  }

  private getsOn(caseNumber: CaseNumber, segment: SegmentIndex): void {
    for (const { shown, waiting } of this.ofSegment[segment] ?? []) {
      if (waiting.delete(caseNumber) && shown.gotOn === -1) shown.gotOn = caseNumber;
    }
  }

  private isOf({ channels, down, kind, language, products, tier }: Stranding, watched: WatchedCase): boolean {
    const { dataCentres, languages, products: all, streams } = this.scenario;
    const stream = streams[watched.stream] as Scenario['streams'][number];
    if (!channels.includes(stream.channel)) return false;
    if (kind === 'no place for its data') return watched.state === STALLED;
    if (watched.state !== QUEUED) return false;
    if (kind === 'its data cannot be read') {
      const places = [...watched.places.keys()].map((place) => dataCentres[place]?.id ?? '').sort();
      return places.join() === down.join();
    }
    return (
      watched.tier === tier &&
      languages[watched.language] === language &&
      products.includes(all[watched.product]?.id ?? '')
    );
  }
}

function isDuring({ during }: Stranding, timeMs: RunMs): boolean {
  return during === null || during.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
}

function opened(stream: StreamIndex, { language, product, trueLanguage, trueProduct }: Opening): WatchedCase {
  return {
    stream,
    language,
    product,
    tier: 1,
    nextTier: -1,
    trueLanguage,
    trueProduct,
    state: 0,
    places: new Map(),
  };
}

/** A contact corrects one wrong declaration when it ends. */
function correct(watched: WatchedCase): void {
  if (watched.language !== watched.trueLanguage) watched.language = watched.trueLanguage;
  else watched.product = watched.trueProduct;
}
