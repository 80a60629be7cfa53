import {
  ACCESS_PURPOSES,
  actKind,
  COPY_ROLES,
  type Meter,
  NO_CASE,
  NONE_16,
  NONE_32,
  type Observer,
} from '#domain';
import type { Faults } from './breaches.ts';
import type { CaseRows } from './case-rows.ts';
import type { Policy } from './policy.ts';
import type { World } from './world.ts';

const DUTY = actKind('duty');
const CENTRE = actKind('centre');
const DATA_CENTRE = actKind('data centre');
const LAW = actKind('law');
const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const STORE = actKind('store');
const DELETE = actKind('delete');
const TRANSFER = actKind('transfer');
const WAIT = actKind('wait');
const ASSIGN = actKind('assign');
const VIEW = actKind('view');
const VIEW_END = actKind('view end');
const ESCALATE = actKind('escalate');
const SEVERITY = actKind('severity');

export const PRIMARY = COPY_ROLES.indexOf('primary');
export const REPLICA = COPY_ROLES.indexOf('replica');
export const WORKING_COPY = COPY_ROLES.indexOf('working copy');
const SUPPORT = ACCESS_PURPOSES.indexOf('support');

/** Item classes that every copy of a case carries: all of them. */
const ALL_CLASSES = 0b1111111;
const HOUR_MS = 3_600_000;

/** Tells observer and meter what happens, in the fields that the acts define. The only caller of the observer. */
export class Recorder {
  /** False when nobody wants the acts: they are then not even put together. */
  readonly recording: boolean;
  nowMs = 0;
  private readonly observer: Observer;
  private readonly meter: Meter;
  private readonly rows: CaseRows;
  private readonly world: World;
  private readonly policy: Policy;
  private readonly faults: Faults;

  constructor(
    observer: Observer | null,
    meter: Meter,
    rows: CaseRows,
    world: World,
    policy: Policy,
    faults: Faults,
  ) {
    this.recording = observer !== null;
    this.observer = observer ?? { act: () => {} };
    this.meter = meter;
    this.rows = rows;
    this.world = world;
    this.policy = policy;
    this.faults = faults;
  }

  duty(on: boolean, group: number, shift: number, agents: number, firstAgent: number): void {
    this.observer.act(this.nowMs, DUTY, on ? 1 : 0, NO_CASE, group, shift, agents, firstAgent);
  }

  centre(up: boolean, centre: number): void {
    this.observer.act(this.nowMs, CENTRE, up ? 1 : 0, NO_CASE, centre, 0, 0, 0);
  }

  dataCentre(up: boolean, dataCentre: number): void {
    this.observer.act(this.nowMs, DATA_CENTRE, up ? 1 : 0, NO_CASE, dataCentre, 0, 0, 0);
  }

  law(change: number): void {
    this.observer.act(this.nowMs, LAW, 0, NO_CASE, change, 0, 0, 0);
  }

  open(row: number, customer: number): void {
    if (!this.recording) return;
    const c = this.rows.columns;
    this.observer.act(
      this.nowMs,
      OPEN,
      (c.channel[row] as number) | ((c.severity[row] as number) << 2),
      c.caseNumber[row] as number,
      c.stream[row] as number,
      (c.language[row] as number) | ((c.product[row] as number) << 8),
      customer,
      (c.trueLanguage[row] as number) |
        ((c.trueProduct[row] as number) << 8) |
        ((c.solvedAtTier[row] as number) << 16),
    );
  }

  transition(row: number, event: number, before: number, after: number): void {
    if (!this.recording) return;
    this.observer.act(
      this.nowMs,
      TRANSITION,
      event,
      this.rows.columns.caseNumber[row] as number,
      before,
      after,
      0,
      0,
    );
  }

  /** A copy is made at a place from another (−1: from the customer), with the transfer that this may be. */
  store(row: number, role: number, place: number, source: number): void {
    const c = this.rows.columns;
    const stream = c.stream[row] as number;
    this.meter.copiesChanged(this.nowMs, stream, role, place, 1);
    if (!this.recording) return;
    const exporter = source === -1 ? -1 : (this.world.placeEntity[source] as number);
    this.transfer(row, exporter, place);
    const backdate = this.faults.backdate && role === PRIMARY ? Math.min(HOUR_MS, this.nowMs) : 0;
    this.observer.act(
      this.nowMs - backdate,
      STORE,
      role,
      c.caseNumber[row] as number,
      place,
      source === -1 ? NONE_16 : source,
      ALL_CLASSES,
      0,
    );
  }

  delete(row: number, role: number, place: number): void {
    const c = this.rows.columns;
    this.meter.copiesChanged(this.nowMs, c.stream[row] as number, role, place, -1);
    if (!this.recording) return;
    this.observer.act(this.nowMs, DELETE, role, c.caseNumber[row] as number, place, 0, ALL_CLASSES, 0);
  }

  wait(row: number, cause: number, stage: number): void {
    const c = this.rows.columns;
    this.meter.waitingCause(this.nowMs, c.stream[row] as number, cause);
    if (!this.recording || this.faults.omitWait) return;
    const told = this.faults.falseCause ? 1 : cause;
    this.observer.act(
      this.nowMs,
      WAIT,
      told,
      c.caseNumber[row] as number,
      c.tier[row] as number,
      stage,
      c.severity[row] as number,
      0,
    );
  }

  assign(row: number, rank: number, group: number, candidates: number, agent: number, waitMs: number): void {
    if (!this.recording) return;
    const caseNumber = this.rows.columns.caseNumber[row] as number;
    const shown = Math.min(waitMs, NONE_32 - 1);
    this.observer.act(this.nowMs, ASSIGN, rank, caseNumber, group, candidates, agent, shown);
  }

  /** An agent at a centre begins to see the case, read from a place, with the transfer that this may be. */
  view(row: number, centre: number, group: number, agent: number, from: number): void {
    if (!this.recording) return;
    const at = this.world.scenario.dataCentres.length + centre;
    this.transfer(row, this.world.placeEntity[from] as number, at);
    if (this.faults.omitView) return;
    const shownAgent = this.faults.anonymousAccess ? NONE_32 : agent;
    const caseNumber = this.rows.columns.caseNumber[row] as number;
    this.observer.act(this.nowMs, VIEW, SUPPORT, caseNumber, centre, group, shownAgent, from);
  }

  viewEnd(row: number, centre: number, group: number, agent: number, from: number): void {
    if (!this.recording) return;
    const shownAgent = this.faults.anonymousAccess ? NONE_32 : agent;
    const caseNumber = this.rows.columns.caseNumber[row] as number;
    this.observer.act(this.nowMs, VIEW_END, SUPPORT, caseNumber, centre, group, shownAgent, from);
  }

  /** `centre`, `group` and `agent` are −1 when the case was in nobody's hands. */
  escalate(row: number, reason: number, centre: number, group: number, agent: number, tier: number): void {
    if (!this.recording) return;
    this.observer.act(
      this.nowMs,
      ESCALATE,
      this.faults.falseReason ? 0 : reason,
      this.rows.columns.caseNumber[row] as number,
      centre === -1 ? NONE_16 : centre,
      group === -1 ? NONE_16 : group,
      agent === -1 ? NONE_32 : agent,
      tier,
    );
  }

  severity(row: number): void {
    if (!this.recording) return;
    const c = this.rows.columns;
    this.observer.act(
      this.nowMs,
      SEVERITY,
      c.severity[row] as number,
      c.caseNumber[row] as number,
      0,
      0,
      0,
      0,
    );
  }

  private transfer(row: number, exporter: number, place: number): void {
    const c = this.rows.columns;
    const basis = this.policy.basis(c.stream[row] as number, exporter, place);
    if (!basis.isTransfer || this.faults.omitTransfer) return;
    this.observer.act(
      this.nowMs,
      TRANSFER,
      basis.kind,
      c.caseNumber[row] as number,
      exporter === -1 ? NONE_16 : exporter,
      this.world.placeEntity[place] as number,
      place,
      basis.instrument === -1 ? NONE_32 : basis.instrument,
    );
  }
}
