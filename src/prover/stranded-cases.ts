import { HOUR_MS, numbered } from '#base';
import { type CaseLife, type CaseListener, CaseLives } from '#cases';
import { ACT_NUMBERS, CASE_STATES, type CaseNumber, NONE, type RunMs, type Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import type { Stranding } from './strandings.ts';

const { 'data centre': DATA_CENTRE } = ACT_NUMBERS;
const {
  'open.triage': TRIAGE,
  'open.waiting.queued': QUEUED,
  'open.working': WORKING,
  stalled: STALLED,
} = numbered(CASE_STATES);
/** A case counts as stranded if it has waited this long while the places are down, or gave up before. */
const STRANDED_MS = HOUR_MS;

/** This many finished waits are kept before they are dropped, all at once. */
const PASSED_MAX = 1024;

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
  readonly cases: ReadonlyMap<CaseNumber, CaseLife>;
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
export class StrandedCases implements CaseListener {
  readonly shown: readonly Shown[];
  private readonly scenario: Scenario;
  private readonly findings: readonly Watched[];
  /** By segment. */
  private readonly ofSegment: readonly (readonly Watched[])[];
  /** By segment, then by number. */
  private readonly cases: readonly Map<CaseNumber, CaseLife>[];
  private readonly lives: CaseLives;
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
    this.lives = new CaseLives(scenario, [this]);
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
  readonly visit: EntryVisitor = (act) => {
    this.lives.visit(act);
    if (act.kind === DATA_CENTRE) this.turn(this.scenario.dataCentres[act.a]?.id ?? '', act.aux === 1);
  };

  opened(life: CaseLife): void {
    const segment = this.segmentOf(life);
    // No finding is about a case of another segment.
    if ((this.ofSegment[segment] ?? []).length > 0) this.cases[segment]?.set(life.caseNumber, life);
  }

  taken(life: CaseLife): void {
    this.getsOn(life);
  }

  moved(life: CaseLife, _timeMs: RunMs, before: number): void {
    const { caseNumber, state: after } = life;
    const findings = this.ofSegment[this.segmentOf(life)] ?? [];
    // A stalled case that is now open has found a place.
    if (before === STALLED && (after === TRIAGE || after === QUEUED)) this.getsOn(life);
    if (after === QUEUED || after === STALLED) {
      for (const finding of findings) this.look(finding, life);
      return;
    }
    const isOver = after !== WORKING;
    for (const { shown, waiting } of findings) {
      // A case that leaves the queue without having been worked was abandoned.
      if (waiting.delete(caseNumber) && isOver && shown.stranded === -1) shown.stranded = caseNumber;
    }
    if (life.isOver) this.cases[this.segmentOf(life)]?.delete(caseNumber);
  }

  centreTurns(centre: number, isUp: boolean): void {
    this.turn(this.scenario.centres[centre]?.id ?? '', isUp);
  }

  timePasses(timeMs: RunMs): void {
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
    for (const life of watched.cases.values()) this.look(watched, life);
  }

  private look(watched: Watched, life: CaseLife): void {
    const { finding, waiting } = watched;
    const { caseNumber } = life;
    const isStranded = this.isDown(watched) && this.isOf(finding, life);
    if (!isStranded) waiting.delete(caseNumber);
    else if (!waiting.has(caseNumber)) {
      waiting.set(caseNumber, this.nowMs);
      this.waits.push({ watched, caseNumber, sinceMs: this.nowMs });
    }
  }

  private isDown({ finding, isNow }: Watched): boolean {
    return isNow && finding.down.every((id) => this.down.has(id));
  }

  private getsOn(life: CaseLife): void {
    const { caseNumber } = life;
    for (const { shown, waiting } of this.ofSegment[this.segmentOf(life)] ?? []) {
      if (waiting.delete(caseNumber) && shown.gotOn === -1) shown.gotOn = caseNumber;
    }
  }

  private isOf({ channels, down, kind, language, products, tier }: Stranding, life: CaseLife): boolean {
    const { dataCentres, languages, products: all, streams } = this.scenario;
    const stream = streams[life.stream] as Scenario['streams'][number];
    if (!channels.includes(stream.channel)) return false;
    if (kind === 'no place for its data') return life.state === STALLED;
    if (life.state !== QUEUED) return false;
    if (kind === 'its data cannot be read') {
      const places = new Set([life.primary, life.replica].filter((place) => place !== NONE));
      const ids = Array.from(places, (place) => dataCentres[place]?.id ?? '').sort();
      return ids.join() === down.join();
    }
    return (
      life.tier === tier &&
      languages[life.language] === language &&
      products.includes(all[life.product]?.id ?? '')
    );
  }

  private segmentOf({ stream }: CaseLife): number {
    return this.scenario.streams[stream]?.segment ?? -1;
  }
}

function isDuring({ during }: Stranding, timeMs: RunMs): boolean {
  return during === null || during.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
}
