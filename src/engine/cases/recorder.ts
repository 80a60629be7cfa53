import { numbered } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  type ActNumber,
  type AgentIndex,
  CASE_EVENTS,
  CASE_TIMERS,
  type CaseNumber,
  type CaseStateIndex,
  type CentreIndex,
  type CopyRoleIndex,
  type CustomerNumber,
  type DataCentreIndex,
  type DurationMs,
  type EntityIndex,
  type EscalationReasonIndex,
  EXCEPTIONS,
  type GroupIndex,
  type Meter,
  NO_CASE,
  NONE_16,
  NONE_32,
  type Observer,
  type PlaceIndex,
  type PurposeIndex,
  packOpening,
  type StreamIndex,
  type TierNumber,
  TRANSITION_EVENTS,
  type WaitingCauseIndex,
  WORD_32,
  type WriteAct,
} from '#domain';
import type { Agent } from '../people/agents.ts';
import type { Clock } from '../time/clock.ts';
import type { World } from '../world/world.ts';
import type { CaseRecord } from './case-record.ts';

const {
  duty: DUTY,
  centre: CENTRE,
  'data centre': DATA_CENTRE,
  law: LAW,
  open: OPEN,
  transition: TRANSITION,
  store: STORE,
  delete: DELETE,
  transfer: TRANSFER,
  wait: WAIT,
  assign: ASSIGN,
  view: VIEW,
  'view end': VIEW_END,
  escalate: ESCALATE,
  severity: SEVERITY,
  end: END,
  outcome: OUTCOME,
  presence: PRESENCE,
  'follow-up': FOLLOW_UP,
  exception: EXCEPTION,
  disclosure: DISCLOSURE,
  'notice of disclosure': NOTICE_OF_DISCLOSURE,
  'ledger kept': LEDGER_KEPT,
  'policy refresh': POLICY_REFRESH,
} = ACT_NUMBERS;

/** The ledger's number of each event of the life cycle, then of each timer. */
const NUMBER_OF_EVENT = Uint8Array.from([...CASE_EVENTS, ...CASE_TIMERS], (name) =>
  TRANSITION_EVENTS.indexOf(name),
);
const { 'access on consent': ON_CONSENT, 'disclosure to an authority': DISCLOSED } = numbered(EXCEPTIONS);
const { support: SUPPORT } = numbered(ACCESS_PURPOSES);

/** Every copy of a case holds all item classes. */
const ALL_CLASSES = 0b1111111;

/** The part of `Policy` that the recorder needs: bases of transfers, and consents to accesses. */
interface Bases {
  basis(
    stream: StreamIndex,
    exporter: EntityIndex,
    place: PlaceIndex,
    importer: EntityIndex,
  ): { readonly kind: number; readonly instrument: number; readonly isTransfer: boolean };
  exception(stream: StreamIndex, centre: CentreIndex): number;
}

/** Who sees a case, and from which place it is read. */
export type Sight = Pick<CaseRecord, 'agent' | 'caseNumber' | 'centre' | 'group' | 'source' | 'viewedPlace'>;

/** Reports what happens to the observer, in the fields of the table of acts, and to the meter. Nothing else calls the observer. */
export interface Recorder {
  /** False if there is no observer. Then no act is put together. */
  readonly recording: boolean;
  /**
   * Reports an act by its row in the table of acts. Features write their acts this way; the functions below write those of other rooms, and
   * views.
   */
  readonly act: WriteAct;
  duty(on: boolean, group: GroupIndex, shift: number, agents: number, firstAgent: AgentIndex): void;
  /** An agent goes away or comes back. */
  presence(isBack: boolean, agent: Agent, isPaid: boolean): void;
  centre(up: boolean, centre: CentreIndex): void;
  dataCentre(up: boolean, dataCentre: DataCentreIndex): void;
  law(change: number): void;
  /** From now on, the policy applies the law of that instant. */
  policyRefresh(asOfMs: number): void;
  /** From now on, the ledger is kept at this data centre. */
  ledgerKept(dataCentre: DataCentreIndex): void;
  open(record: CaseRecord, customer: CustomerNumber): void;
  transition(record: CaseRecord, event: number, before: CaseStateIndex, after: CaseStateIndex): void;
  /** Records a copy made from the place `source` (−1: from the customer), and the transfer if it is one. */
  store(record: CaseRecord, role: CopyRoleIndex, place: PlaceIndex, source: number): void;
  delete(record: CaseRecord, role: CopyRoleIndex, place: PlaceIndex): void;
  wait(record: CaseRecord, cause: WaitingCauseIndex, stage: number): void;
  assign(record: CaseRecord, rank: number, candidates: number, agent: Agent, waitMs: DurationMs): void;
  /** The agent begins to see the case. Records the transfer if it is one: to the agent's employer, if that is another company, and to that of the centre. */
  view(record: CaseRecord): void;
  viewEnd(record: CaseRecord): void;
  /** A consulted agent, or an escort, begins or stops seeing the case. */
  seenBeside(begins: boolean, sight: Sight, purpose: PurposeIndex): void;
  /** The case leaves its agent; centre, group and agent are NONE if it had none. */
  escalate(record: CaseRecord, reason: EscalationReasonIndex): void;
  severity(record: CaseRecord): void;
  /** The contact that was just assigned will find that this tier solves the case. `transfer`: by which transfer it goes there, if they are numbered, else 0. */
  outcome(record: CaseRecord, solvedAtTier: TierNumber, transfer: number): void;
  /** The case that was just opened follows an earlier one. */
  followUp(record: CaseRecord, kind: number, earlier: number): void;
  /** A company processes the case at a data centre, as the customer sends it. Records the transfer if it is one. */
  processing(record: CaseRecord, entity: EntityIndex, dataCentre: DataCentreIndex): void;
  /** Data of the case is handed over to an authority. */
  disclosure(caseNumber: CaseNumber, disclosure: number, hasBasis: boolean): void;
  noticeOfDisclosure(disclosure: number): void;
  /** The run ends before its horizon, because this many cases wait. */
  end(waiting: number): void;
}

export function createRecorder(
  observer: Observer | null,
  meter: Meter,
  clock: Clock,
  world: World,
  policy: Bases,
): Recorder {
  const recording = observer !== null;
  const { placeEntity } = world;
  const { groups } = world.scenario;
  const dataCentres = world.scenario.dataCentres.length;
  const hasConsents = world.scenario.segments.some(({ consents }) => consents !== undefined);

  const act = ((
    kind: ActNumber,
    aux: number,
    caseNumber: CaseNumber,
    a: number,
    b: number,
    c: number,
    d: number,
  ) => {
    if (observer !== null) observer.act(clock.nowMs, kind, aux, caseNumber, a, b, c, d);
  }) as WriteAct;

  function transfer(
    record: Pick<CaseRecord, 'caseNumber' | 'source'>,
    exporter: EntityIndex,
    place: PlaceIndex,
    importer = placeEntity[place] as EntityIndex,
  ): void {
    const basis = policy.basis(record.source.index, exporter, place, importer);
    if (!basis.isTransfer) return;
    const from = exporter === -1 ? NONE_16 : exporter;
    const instrument = basis.instrument === -1 ? NONE_32 : basis.instrument;
    act(TRANSFER, basis.kind, record.caseNumber, from, importer, place, instrument);
  }

  function recordStore(record: CaseRecord, role: CopyRoleIndex, place: PlaceIndex, source: number): void {
    transfer(record, source === -1 ? -1 : (placeEntity[source] as EntityIndex), place);
    act(STORE, role, record.caseNumber, place, source === -1 ? NONE_16 : source, ALL_CLASSES, 0);
  }

  function recordDelete({ caseNumber }: CaseRecord, role: CopyRoleIndex, place: PlaceIndex): void {
    act(DELETE, role, caseNumber, place, 0, ALL_CLASSES, 0);
  }

  function recordException({ agent, caseNumber, centre, source }: Sight): void {
    const consent = policy.exception(source.index, centre);
    if (consent < 0) return;
    meter.exceptional(ON_CONSENT);
    act(EXCEPTION, 0, caseNumber, centre, consent, agent, 0);
  }

  function recordView(sight: Sight, purpose: PurposeIndex): void {
    const { agent, caseNumber, centre, group, viewedPlace } = sight;
    const [exporter, place] = [placeEntity[viewedPlace] as EntityIndex, dataCentres + centre];
    const employer = groups[group]?.employer;
    if (employer !== undefined && employer !== placeEntity[place]) transfer(sight, exporter, place, employer);
    transfer(sight, exporter, place);
    act(VIEW, purpose, caseNumber, centre, group, agent, viewedPlace);
  }

  function recordViewEnd(
    { agent, caseNumber, centre, group, viewedPlace }: Sight,
    purpose: PurposeIndex,
  ): void {
    act(VIEW_END, purpose, caseNumber, centre, group, agent, viewedPlace);
  }

  return {
    recording,
    act,
    duty: (on, group, shift, agents, firstAgent) =>
      act(DUTY, on ? 1 : 0, NO_CASE, group, shift, agents, firstAgent),
    presence: (isBack, { group, index }, isPaid) =>
      act(PRESENCE, isBack ? 1 : 0, NO_CASE, group.index, isPaid ? 1 : 0, index, 0),
    centre: (up, centre) => act(CENTRE, up ? 1 : 0, NO_CASE, centre, 0, 0, 0),
    dataCentre: (up, dataCentre) => act(DATA_CENTRE, up ? 1 : 0, NO_CASE, dataCentre, 0, 0, 0),
    law: (change) => act(LAW, 0, NO_CASE, change, 0, 0, 0),
    policyRefresh: (asOfMs) =>
      act(POLICY_REFRESH, 0, NO_CASE, 0, 0, asOfMs % WORD_32, Math.floor(asOfMs / WORD_32)),
    ledgerKept: (dataCentre) => act(LEDGER_KEPT, 0, NO_CASE, dataCentre, 0, 0, 0),
    open(record, customer) {
      if (!recording) return;
      const { aux, b, d } = packOpening(record);
      act(OPEN, aux, record.caseNumber, record.source.index, b, customer, d);
    },
    transition(record, event, before, after) {
      if (!recording) return;
      act(TRANSITION, NUMBER_OF_EVENT[event] as number, record.caseNumber, before, after, 0, 0);
    },
    store(record, role, place, source) {
      record.source.copiesAt(role, place).change(clock.nowMs, 1);
      if (recording) recordStore(record, role, place, source);
    },
    delete(record, role, place) {
      record.source.copiesAt(role, place).change(clock.nowMs, -1);
      if (recording) recordDelete(record, role, place);
    },
    wait(record, cause, stage) {
      meter.waitingCause(cause);
      if (!recording) return;
      const { caseNumber, severity, tier } = record;
      act(WAIT, cause, caseNumber, tier, stage, severity, 0);
    },
    assign(record, rank, candidates, agent, waitMs) {
      if (!recording) return;
      const shown = Math.min(waitMs, NONE_32 - 1);
      act(ASSIGN, rank, record.caseNumber, agent.group.index, candidates, agent.index, shown);
    },
    view: hasConsents
      ? (record) => {
          recordException(record);
          if (recording) recordView(record, SUPPORT);
        }
      : (record) => {
          if (recording) recordView(record, SUPPORT);
        },
    viewEnd(record) {
      if (recording) recordViewEnd(record, SUPPORT);
    },
    seenBeside(begins, sight, purpose) {
      if (begins && hasConsents) recordException(sight);
      if (!recording) return;
      if (begins) recordView(sight, purpose);
      else recordViewEnd(sight, purpose);
    },
    escalate(record, reason) {
      if (!recording) return;
      const { agent, caseNumber, centre, group, tier } = record;
      const byGroup = group === -1 ? NONE_16 : group;
      const byAgent = agent === -1 ? NONE_32 : agent;
      act(ESCALATE, reason, caseNumber, centre === -1 ? NONE_16 : centre, byGroup, byAgent, tier);
    },
    severity(record) {
      if (recording) act(SEVERITY, record.severity, record.caseNumber, 0, 0, 0, 0);
    },
    outcome(record, solvedAtTier, transfer) {
      if (recording) act(OUTCOME, solvedAtTier, record.caseNumber, 0, 0, transfer, 0);
    },
    followUp({ caseNumber }, kind, earlier) {
      if (recording) act(FOLLOW_UP, kind, caseNumber, 0, 0, 0, earlier);
    },
    processing(record, entity, dataCentre) {
      if (recording) transfer(record, -1, dataCentre, entity);
    },
    disclosure(caseNumber, disclosure, hasBasis) {
      meter.exceptional(DISCLOSED);
      act(DISCLOSURE, hasBasis ? 1 : 0, caseNumber, disclosure, 0, 0, 0);
    },
    noticeOfDisclosure(disclosure) {
      act(NOTICE_OF_DISCLOSURE, 0, NO_CASE, disclosure, 0, 0, 0);
    },
    end: (waiting) => act(END, 0, NO_CASE, 0, 0, 0, waiting),
  };
}
