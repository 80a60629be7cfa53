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
import type { CaseRecord } from './case-record.ts';
import type { Clock } from './clock.ts';
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
  private readonly observer: Observer;
  private readonly meter: Meter;
  private readonly clock: Clock;
  private readonly world: World;
  private readonly policy: Policy;
  private readonly faults: Faults;

  constructor(
    observer: Observer | null,
    meter: Meter,
    clock: Clock,
    world: World,
    policy: Policy,
    faults: Faults,
  ) {
    this.recording = observer !== null;
    this.observer = observer ?? { act: () => {} };
    this.meter = meter;
    this.clock = clock;
    this.world = world;
    this.policy = policy;
    this.faults = faults;
  }

  duty(on: boolean, group: number, shift: number, agents: number, firstAgent: number): void {
    this.observer.act(this.clock.nowMs, DUTY, on ? 1 : 0, NO_CASE, group, shift, agents, firstAgent);
  }

  centre(up: boolean, centre: number): void {
    this.observer.act(this.clock.nowMs, CENTRE, up ? 1 : 0, NO_CASE, centre, 0, 0, 0);
  }

  dataCentre(up: boolean, dataCentre: number): void {
    this.observer.act(this.clock.nowMs, DATA_CENTRE, up ? 1 : 0, NO_CASE, dataCentre, 0, 0, 0);
  }

  law(change: number): void {
    this.observer.act(this.clock.nowMs, LAW, 0, NO_CASE, change, 0, 0, 0);
  }

  open(record: CaseRecord, customer: number): void {
    if (!this.recording) return;
    this.observer.act(
      this.clock.nowMs,
      OPEN,
      record.channel | (record.severity << 2),
      record.caseNumber,
      record.source.index,
      record.language | (record.product << 8),
      customer,
      record.trueLanguage | (record.trueProduct << 8) | (record.solvedAtTier << 16),
    );
  }

  transition(record: CaseRecord, event: number, before: number, after: number): void {
    if (!this.recording) return;
    this.observer.act(this.clock.nowMs, TRANSITION, event, record.caseNumber, before, after, 0, 0);
  }

  /** A copy is made at a place from another (−1: from the customer), with the transfer that this may be. */
  store(record: CaseRecord, role: number, place: number, source: number): void {
    record.source.copiesAt(role, place).change(this.clock.nowMs, 1);
    if (!this.recording) return;
    const exporter = source === -1 ? -1 : (this.world.placeEntity[source] as number);
    this.transfer(record, exporter, place);
    const backdate = this.faults.backdate && role === PRIMARY ? Math.min(HOUR_MS, this.clock.nowMs) : 0;
    this.observer.act(
      this.clock.nowMs - backdate,
      STORE,
      role,
      record.caseNumber,
      place,
      source === -1 ? NONE_16 : source,
      ALL_CLASSES,
      0,
    );
  }

  delete(record: CaseRecord, role: number, place: number): void {
    record.source.copiesAt(role, place).change(this.clock.nowMs, -1);
    if (!this.recording) return;
    this.observer.act(this.clock.nowMs, DELETE, role, record.caseNumber, place, 0, ALL_CLASSES, 0);
  }

  wait(record: CaseRecord, cause: number, stage: number): void {
    this.meter.waitingCause(cause);
    if (!this.recording || this.faults.omitWait) return;
    const told = this.faults.falseCause ? 1 : cause;
    this.observer.act(
      this.clock.nowMs,
      WAIT,
      told,
      record.caseNumber,
      record.tier,
      stage,
      record.severity,
      0,
    );
  }

  assign(
    record: CaseRecord,
    rank: number,
    group: number,
    candidates: number,
    agent: number,
    waitMs: number,
  ): void {
    if (!this.recording) return;
    const { caseNumber } = record;
    const shown = Math.min(waitMs, NONE_32 - 1);
    this.observer.act(this.clock.nowMs, ASSIGN, rank, caseNumber, group, candidates, agent, shown);
  }

  /** An agent at a centre begins to see the case, read from a place, with the transfer that this may be. */
  view(record: CaseRecord): void {
    if (!this.recording) return;
    const { agent, centre, group, viewedPlace: from } = record;
    const at = this.world.scenario.dataCentres.length + centre;
    this.transfer(record, this.world.placeEntity[from] as number, at);
    if (this.faults.omitView) return;
    const shownAgent = this.faults.anonymousAccess ? NONE_32 : agent;
    const { caseNumber } = record;
    this.observer.act(this.clock.nowMs, VIEW, SUPPORT, caseNumber, centre, group, shownAgent, from);
  }

  viewEnd(record: CaseRecord): void {
    if (!this.recording) return;
    const { agent, centre, group, viewedPlace: from } = record;
    const shownAgent = this.faults.anonymousAccess ? NONE_32 : agent;
    const { caseNumber } = record;
    this.observer.act(this.clock.nowMs, VIEW_END, SUPPORT, caseNumber, centre, group, shownAgent, from);
  }

  /** Centre, group and agent are NONE when the case was in nobody's hands. */
  escalate(record: CaseRecord, reason: number): void {
    if (!this.recording) return;
    const { agent, centre, group, tier } = record;
    this.observer.act(
      this.clock.nowMs,
      ESCALATE,
      this.faults.falseReason ? 0 : reason,
      record.caseNumber,
      centre === -1 ? NONE_16 : centre,
      group === -1 ? NONE_16 : group,
      agent === -1 ? NONE_32 : agent,
      tier,
    );
  }

  severity(record: CaseRecord): void {
    if (!this.recording) return;
    this.observer.act(this.clock.nowMs, SEVERITY, record.severity, record.caseNumber, 0, 0, 0, 0);
  }

  private transfer(record: CaseRecord, exporter: number, place: number): void {
    const basis = this.policy.basis(record.source.index, exporter, place);
    if (!basis.isTransfer || this.faults.omitTransfer) return;
    this.observer.act(
      this.clock.nowMs,
      TRANSFER,
      basis.kind,
      record.caseNumber,
      exporter === -1 ? NONE_16 : exporter,
      this.world.placeEntity[place] as number,
      place,
      basis.instrument === -1 ? NONE_32 : basis.instrument,
    );
  }
}
