import { HOUR_MS, numbered } from '#base';
import {
  ACT_NUMBERS,
  CASE_STATES,
  COPY_ROLES,
  NO_CASE,
  type Observer,
  type Scenario,
  TRANSITION_EVENTS,
} from '#domain';
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
/** A case counts as stranded that has waited for so long while the places are down, or has given up before. */
const STRANDED_MS = HOUR_MS;

/** What the acts of a run tell of a case. */
interface WatchedCase {
  readonly stream: number;
  language: number;
  product: number;
  readonly trueLanguage: number;
  readonly trueProduct: number;
  tier: number;
  nextTier: number;
  state: number;
  /** Data centres with a copy. */
  readonly places: Map<number, number>;
}

/** What a run shows of a finding: the number of the first case that was stranded, and of one that got on all the same; −1 for none. */
export interface Shown {
  stranded: number;
  gotOn: number;
}

/** Watches a run for cases that are stranded as the findings say. */
export class StrandedCases implements Observer {
  readonly shown: readonly Shown[];
  private readonly scenario: Scenario;
  private readonly findings: readonly Stranding[];
  private readonly cases = new Map<number, WatchedCase>();
  private readonly down = new Set<string>();
  private nowMs = -1;
  /** By finding: cases that wait, in the order in which they began to while everything was down, and since when, ms. */
  private readonly waiting: readonly Map<number, number>[];
  /** By finding: whether it is one of the times that it is about. */
  private readonly isNow: boolean[];

  constructor(scenario: Scenario, findings: readonly Stranding[]) {
    this.scenario = scenario;
    this.findings = findings;
    this.shown = findings.map(() => ({ stranded: -1, gotOn: -1 }));
    this.waiting = findings.map(() => new Map());
    this.isNow = findings.map((finding) => isDuring(finding, 0));
  }

  /** Whether every finding has been shown. */
  get areAllShown(): boolean {
    return this.shown.every(({ stranded }) => stranded !== -1);
  }

  act(
    timeMs: number,
    kind: number,
    aux: number,
    caseNumber: number,
    a: number,
    b: number,
    _c: number,
    d: number,
  ): void {
    this.timePasses(timeMs);
    if (kind === CENTRE || kind === DATA_CENTRE) {
      const places = kind === CENTRE ? this.scenario.centres : this.scenario.dataCentres;
      this.turn(places[a]?.id ?? '', aux === 1, timeMs);
    }
    if (caseNumber === NO_CASE) return;
    const found = this.cases.get(caseNumber);
    if (kind === OPEN) this.cases.set(caseNumber, opened(a, b, d));
    else if (found === undefined) return;
    else if (kind === TRANSITION) this.moves(caseNumber, found, aux, b, timeMs);
    else if (kind === ESCALATE) found.nextTier = d;
    else if (kind === ASSIGN) this.getsOn(caseNumber);
    else if (kind === STORE && aux !== WORKING_COPY) found.places.set(a, (found.places.get(a) ?? 0) + 1);
    else if (kind === DELETE && aux !== WORKING_COPY) {
      const left = (found.places.get(a) ?? 1) - 1;
      if (left === 0) found.places.delete(a);
      else found.places.set(a, left);
    }
  }

  private timePasses(timeMs: number): void {
    if (timeMs === this.nowMs) return;
    this.nowMs = timeMs;
    for (let i = 0; i < this.findings.length; i++) {
      const shown = this.shown[i] as Shown;
      const [first] = this.waiting[i] as Map<number, number>;
      if (shown.stranded === -1 && first !== undefined && first[1] + STRANDED_MS <= timeMs) {
        shown.stranded = first[0];
      }
      const isNow = isDuring(this.findings[i] as Stranding, timeMs);
      if (isNow === this.isNow[i]) continue;
      this.isNow[i] = isNow;
      this.lookAtAll(i, timeMs);
    }
  }

  private turn(id: string, isUp: boolean, timeMs: number): void {
    if (isUp) this.down.delete(id);
    else this.down.add(id);
    this.findings.forEach(({ down }, i) => {
      if (down.includes(id)) this.lookAtAll(i, timeMs);
    });
  }

  private lookAtAll(i: number, timeMs: number): void {
    this.waiting[i]?.clear();
    for (const [caseNumber, watched] of this.cases) this.look(i, caseNumber, watched, timeMs);
  }

  private moves(
    caseNumber: number,
    watched: WatchedCase,
    event: number,
    after: number,
    timeMs: number,
  ): void {
    const before = watched.state;
    watched.state = after;
    if (after === QUEUED && before === WORKING && event === HANDLING) correct(watched);
    if (watched.nextTier !== -1) watched.tier = watched.nextTier;
    watched.nextTier = -1;
    // A case that was stalled and is open has found a place.
    if (before === STALLED && OPENED.includes(after)) this.getsOn(caseNumber);
    if (after === QUEUED || after === STALLED) {
      for (let i = 0; i < this.findings.length; i++) this.look(i, caseNumber, watched, timeMs);
      return;
    }
    const isOver = after !== WORKING;
    this.waiting.forEach((waiting, i) => {
      // Whoever leaves the line without having been worked has given up.
      const shown = this.shown[i] as Shown;
      if (waiting.delete(caseNumber) && isOver && shown.stranded === -1) shown.stranded = caseNumber;
    });
    if (watched.places.size === 0) this.cases.delete(caseNumber);
  }

  private look(i: number, caseNumber: number, watched: WatchedCase, timeMs: number): void {
    const finding = this.findings[i] as Stranding;
    const waiting = this.waiting[i] as Map<number, number>;
    const isStranded =
      this.isNow[i] === true && finding.down.every((id) => this.down.has(id)) && this.isOf(finding, watched);
    if (!isStranded) waiting.delete(caseNumber);
    else if (!waiting.has(caseNumber)) waiting.set(caseNumber, timeMs);
  }

  private getsOn(caseNumber: number): void {
    this.waiting.forEach((waiting, i) => {
      const shown = this.shown[i] as Shown;
      if (waiting.delete(caseNumber) && shown.gotOn === -1) shown.gotOn = caseNumber;
    });
  }

  private isOf(
    { channels, down, kind, language, products, segment, tier }: Stranding,
    watched: WatchedCase,
  ): boolean {
    const { dataCentres, languages, products: all, segments, streams } = this.scenario;
    const stream = streams[watched.stream] as Scenario['streams'][number];
    if (segments[stream.segment]?.id !== segment || !channels.includes(stream.channel)) return false;
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

function isDuring({ during }: Stranding, timeMs: number): boolean {
  return during === null || during.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
}

function opened(stream: number, declared: number, truth: number): WatchedCase {
  return {
    ...{ stream, language: declared & 0xff, product: declared >> 8, tier: 1, nextTier: -1 },
    ...{ trueLanguage: truth & 0xff, trueProduct: (truth >> 8) & 0xff, state: 0, places: new Map() },
  };
}

/** At the end of a contact one thing is found that was declared wrongly. */
function correct(watched: WatchedCase): void {
  if (watched.language !== watched.trueLanguage) watched.language = watched.trueLanguage;
  else watched.product = watched.trueProduct;
}
