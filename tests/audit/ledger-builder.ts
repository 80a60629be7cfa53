import { type AuditReport, auditLedger } from '#audit';
import { HOUR_MS } from '#base';
import {
  APPROVAL_STEPS,
  actKind,
  BASIS_KINDS,
  CALLBACK_STEPS,
  CASE_STATES,
  type CallbackStep,
  type CaseState,
  CHANNELS,
  CONSULTATION_STEPS,
  COPY_ROLES,
  type ConsultationStep,
  type CopyRole,
  ESCALATION_REASONS,
  type EscalationReason,
  NO_CASE,
  NONE_16,
  NONE_32,
  type Scenario,
  SEVERITIES,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
  type WaitingCause,
  WORD_32,
} from '#domain';
import type { EntryVisitor, LedgerPrefix } from '#ledger';
import { type EntryNumbers, entryOf } from '../entries.ts';
import { TINY_DATA_CENTRES, tinyScenario } from '../generators/tiny-scenario.ts';

const ALL_CLASSES = 0b1111111;
const EVENTS: readonly string[] = TRANSITION_EVENTS;
const HOURS = (hours: number) => Math.round(hours * HOUR_MS);

export interface CaseOptions {
  readonly stream?: number;
  readonly language?: number;
  readonly product?: number;
  readonly trueLanguage?: number;
  readonly trueProduct?: number;
  readonly solvedAtTier?: number;
  readonly severity?: 'A' | 'B' | 'C';
}

/** Writes ledgers of the tiny scenario by hand. `at` sets the clock, in hours; each method appends what its name says. */
export class LedgerBuilder {
  readonly entries: EntryNumbers[] = [];
  readonly scenario: Scenario;
  private nowMs = 0;

  constructor(scenario: Scenario = tinyScenario()) {
    this.scenario = scenario;
  }

  at(hours: number): this {
    this.nowMs = HOURS(hours);
    return this;
  }

  raw(
    ...[kind, aux, caseNumber, a, b, c, d]: [number, number, number, number, number, number, number]
  ): this {
    this.entries.push([this.nowMs, kind, aux, caseNumber, a, b, c, d]);
    return this;
  }

  // ── The world ──

  duty(on: boolean, group: number): this {
    let first = 0;
    for (let g = 0; g < group; g++) first += this.scenario.groups[g]?.shifts[0]?.agents ?? 0;
    const agents = this.scenario.groups[group]?.shifts[0]?.agents ?? 0;
    return this.raw(actKind('duty'), on ? 1 : 0, NO_CASE, group, 0, agents, first);
  }

  /** Hour 0: all groups come on duty. */
  begin(): this {
    this.at(0);
    this.scenario.groups.forEach((_, g) => this.duty(true, g));
    return this;
  }

  /** Hour 8: both Dublin groups go home. */
  dublinCloses(): this {
    return this.at(8).duty(false, 0).duty(false, 4);
  }

  /** Hour 24: they are back. */
  dublinReopens(): this {
    return this.at(24).duty(true, 0).duty(true, 4);
  }

  /** Hour 32: both Dublin groups go home for good; nothing more happens to the world. */
  end(): this {
    return this.at(32).duty(false, 0).duty(false, 4);
  }

  presence(isBack: boolean, group: number, agent: number): this {
    return this.raw(actKind('presence'), isBack ? 1 : 0, NO_CASE, group, 0, agent, 0);
  }

  centre(up: boolean, centre: number): this {
    return this.raw(actKind('centre'), up ? 1 : 0, NO_CASE, centre, 0, 0, 0);
  }

  dataCentre(up: boolean, dataCentre: number): this {
    return this.raw(actKind('data centre'), up ? 1 : 0, NO_CASE, dataCentre, 0, 0, 0);
  }

  /** The law changes, and the vendor recomputes who may do what. */
  law(): this {
    return this.raw(actKind('law'), 0, NO_CASE, 0, 0, 0, 0).refresh(this.nowMs);
  }

  /** The vendor decides by the law of that instant (ms) from now on. */
  refresh(asOfMs: number): this {
    return this.raw(
      actKind('policy refresh'),
      0,
      NO_CASE,
      0,
      0,
      asOfMs % WORD_32,
      Math.floor(asOfMs / WORD_32),
    );
  }

  // ── A case, act by act ──

  open(caseNumber: number, options: CaseOptions = {}): this {
    const { stream = 1, language = 0, product = 0, solvedAtTier = 1, severity = 'B' } = options;
    const { trueLanguage = language, trueProduct = product } = options;
    const channel = CHANNELS.indexOf(this.scenario.streams[stream]?.channel ?? 'phone');
    return this.raw(
      actKind('open'),
      channel | (SEVERITIES.indexOf(severity) << 2),
      caseNumber,
      stream,
      language | (product << 8),
      7,
      trueLanguage | (trueProduct << 8) | (solvedAtTier << 16),
    );
  }

  move(caseNumber: number, event: string, before: CaseState, after: CaseState): this {
    const [from, to] = [CASE_STATES.indexOf(before), CASE_STATES.indexOf(after)];
    return this.raw(actKind('transition'), EVENTS.indexOf(event), caseNumber, from, to, 0, 0);
  }

  store(caseNumber: number, role: CopyRole, place: number, from = NONE_16, classes = ALL_CLASSES): this {
    return this.raw(actKind('store'), COPY_ROLES.indexOf(role), caseNumber, place, from, classes, 0);
  }

  delete(caseNumber: number, role: CopyRole, place: number): this {
    return this.raw(actKind('delete'), COPY_ROLES.indexOf(role), caseNumber, place, 0, ALL_CLASSES, 0);
  }

  transfer(
    caseNumber: number,
    kind: (typeof BASIS_KINDS)[number],
    exporter: number,
    importer: number,
    place: number,
    instrument = NONE_32,
  ): this {
    const aux = BASIS_KINDS.indexOf(kind);
    return this.raw(actKind('transfer'), aux, caseNumber, exporter, importer, place, instrument);
  }

  wait(caseNumber: number, cause: WaitingCause, tier = 1, stage = 0, severity: 'A' | 'B' | 'C' = 'B'): this {
    const aux = WAITING_CAUSES.indexOf(cause);
    return this.raw(actKind('wait'), aux, caseNumber, tier, stage, SEVERITIES.indexOf(severity), 0);
  }

  assign(caseNumber: number, group: number, agent: number): this {
    return this.raw(actKind('assign'), 0, caseNumber, group, 1, agent, 0);
  }

  view(caseNumber: number, centre: number, group: number, agent: number, place: number, purpose = 0): this {
    return this.raw(actKind('view'), purpose, caseNumber, centre, group, agent, place);
  }

  endView(
    caseNumber: number,
    centre: number,
    group: number,
    agent: number,
    place: number,
    purpose = 0,
  ): this {
    return this.raw(actKind('view end'), purpose, caseNumber, centre, group, agent, place);
  }

  escalate(
    caseNumber: number,
    reason: EscalationReason,
    tier: number,
    [centre, group, agent]: readonly [number, number, number] = [NONE_16, NONE_16, NONE_32],
  ): this {
    const aux = ESCALATION_REASONS.indexOf(reason);
    return this.raw(actKind('escalate'), aux, caseNumber, centre, group, agent, tier);
  }

  outcome(caseNumber: number, solvedAtTier: number): this {
    return this.raw(actKind('outcome'), solvedAtTier, caseNumber, 0, 0, 0, 0);
  }

  severity(caseNumber: number, severity: 'A' | 'B' | 'C'): this {
    return this.raw(actKind('severity'), SEVERITIES.indexOf(severity), caseNumber, 0, 0, 0, 0);
  }

  refuse(caseNumber: number, inSystem: number, waiting: number): this {
    return this.raw(actKind('refuse'), CHANNELS.indexOf('phone'), caseNumber, 0, 0, inSystem, waiting);
  }

  workAfter(caseNumber: number, begins: boolean, group: number, agent: number): this {
    return this.raw(actKind('after-contact work'), begins ? 1 : 0, caseNumber, group, 0, agent, 0);
  }

  /** So many hours of work, with no other contact in hand. */
  amongSeveral(caseNumber: number, hours: number, agent = 0, isWork = false, group = 0): this {
    const kind = actKind('among several');
    return this.raw(kind, isWork ? 1 : 0, caseNumber, group, 0, agent, HOURS(hours));
  }

  /** The agent who has the case wants to consult another, and nobody is free. */
  consults(caseNumber: number, step: ConsultationStep, agent = 0, group = 0): this {
    return this.raw(
      actKind('consultation'),
      CONSULTATION_STEPS.indexOf(step),
      caseNumber,
      group,
      0,
      agent,
      0,
    );
  }

  /** The customer is asked to approve access from outside, or answers. */
  approval(caseNumber: number, step: (typeof APPROVAL_STEPS)[number]): this {
    return this.raw(actKind('access approval'), APPROVAL_STEPS.indexOf(step), caseNumber, 0, 0, 0, 0);
  }

  preempt(caseNumber: number, group: number, agent: number, urgent: number): this {
    return this.raw(actKind('preempt'), 0, caseNumber, group, 0, agent, urgent);
  }

  /** `ahead`: cases that wait ahead when it is offered. Nobody has been answered yet. */
  callback(caseNumber: number, step: CallbackStep, ahead: number): this {
    return this.raw(actKind('callback'), CALLBACK_STEPS.indexOf(step), caseNumber, 0, 0, ahead, 0);
  }

  followUp(caseNumber: number, kind: 'again' | 'message', earlier: number): this {
    return this.raw(actKind('follow-up'), kind === 'message' ? 1 : 0, caseNumber, 0, 0, 0, earlier);
  }

  // ── A case, in larger steps. Streams 1 and 2: stored in Dublin, replica in Amsterdam ──

  /** Opened, stored and triaged: it joins the queue at least five minutes later. */
  intake(caseNumber: number, options: CaseOptions = {}): this {
    this.open(caseNumber, options);
    if (options.stream === 0)
      return this.store(caseNumber, 'primary', 2).move(caseNumber, 'SUBMIT', 'submitted', QUEUED);
    return this.store(caseNumber, 'primary', 0)
      .store(caseNumber, 'replica', 1, 0)
      .move(caseNumber, 'SUBMIT', 'submitted', 'open.triage')
      .move(caseNumber, 'triage', 'open.triage', QUEUED);
  }

  /** Agent 0 of Dublin takes the case. */
  dublinTakes(caseNumber: number, agent = 0, group = 0): this {
    return this.assign(caseNumber, group, agent)
      .view(caseNumber, 0, group, agent, 0)
      .move(caseNumber, 'ASSIGN', QUEUED, 'open.working');
  }

  /** Agent 2 of Redmond takes the case, on the basis of Safe Harbor. */
  redmondTakes(caseNumber: number, agent = 2, group = 1): this {
    return this.assign(caseNumber, group, agent)
      .transfer(caseNumber, 'framework', 0, 1, TINY_DATA_CENTRES + 1, 0)
      .view(caseNumber, 1, group, agent, 0)
      .move(caseNumber, 'ASSIGN', QUEUED, 'open.working');
  }

  dublinSolves(caseNumber: number, agent = 0, group = 0): this {
    return this.endView(caseNumber, 0, group, agent, 0).move(
      caseNumber,
      'handling',
      'open.working',
      'resolved',
    );
  }

  redmondSolves(caseNumber: number, agent = 2, group = 1): this {
    return this.endView(caseNumber, 1, group, agent, 0).move(
      caseNumber,
      'handling',
      'open.working',
      'resolved',
    );
  }

  close(caseNumber: number): this {
    return this.move(caseNumber, 'closing', 'resolved', 'closed');
  }

  erase(caseNumber: number): this {
    return this.delete(caseNumber, 'replica', 1)
      .delete(caseNumber, 'primary', 0)
      .move(caseNumber, 'retention', 'closed', 'erased');
  }

  // ── The verdict ──

  /** The entries as a ledger, without bytes. */
  ledger(): LedgerPrefix {
    return {
      header: {
        scenarioHash: '',
        scenarioName: this.scenario.name,
        seed: this.scenario.seed,
        replication: 0,
        engineVersion: '0',
      },
      root: new Uint8Array(32),
      entryCount: this.entries.length,
      blockCount: 1,
      damage: null,
      blockEntries: Math.max(1, this.entries.length),
      forEach: (visit: EntryVisitor) => {
        this.entries.forEach((entry, index) => visit(entryOf(entry, index)));
      },
      forEachInBlocks: (blocks: Iterable<number>, visit: EntryVisitor) => {
        for (const _ of blocks) this.entries.forEach((entry, index) => visit(entryOf(entry, index)));
      },
    };
  }

  audit(): AuditReport {
    return auditLedger(this.ledger(), this.scenario);
  }
}

export const QUEUED = 'open.waiting.queued';

/** Ids of the invariants that report a violation. */
export function violated(ledger: LedgerBuilder): readonly string[] {
  return ledger
    .audit()
    .invariants.filter(({ violations }) => violations > 0)
    .map(({ id }) => id);
}

export function resultOf(ledger: LedgerBuilder, id: string): AuditReport['invariants'][number] {
  const found = ledger.audit().invariants.find((invariant) => invariant.id === id);
  if (found === undefined) throw new Error(`no invariant ${id}`);
  return found;
}

/** A day that ends as `quietDay` does, whatever has happened before hour 8. */
export function withNightfall(ledger: LedgerBuilder): LedgerBuilder {
  return ledger.dublinCloses().dublinReopens().end();
}

/** A case that arrives at hour 1 and is solved in Dublin half an hour later. */
export function solvedInDublin(scenario?: Scenario): LedgerBuilder {
  return new LedgerBuilder(scenario).begin().at(1).intake(0).dublinTakes(0).at(1.5).dublinSolves(0);
}

/** Two premier cases, worked in Dublin and Redmond, closed and erased in time, without violations. */
export function quietDay(scenario?: Scenario): LedgerBuilder {
  return solvedInDublin(scenario)
    .at(2)
    .intake(1, { language: 1, product: 1 })
    .redmondTakes(1)
    .at(2.5)
    .close(0)
    .redmondSolves(1)
    .at(3.5)
    .close(1)
    .dublinCloses()
    .dublinReopens()
    .at(26.5)
    .erase(0)
    .at(27.5)
    .erase(1)
    .end();
}

/** The opening record of a case without anything special. */
export function openingOf() {
  return { severity: 0, language: 0, product: 0, trueLanguage: 0, trueProduct: 0, solvedAtTier: 1 };
}
