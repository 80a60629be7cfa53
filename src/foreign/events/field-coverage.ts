import { numbered } from '#base';
import {
  ACT_NUMBERS,
  type ActKind,
  actKind,
  byKind,
  CASE_STATES,
  type CaseState,
  ESCALATION_REASONS,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
} from '#domain';
import { ENTRY_FIELDS } from '#exports';
import type { LogEvent } from './log-event.ts';

const { transition: TRANSITION, escalate: ESCALATE, wait: WAIT } = ACT_NUMBERS;
const { uptime: UPTIME } = numbered(ESCALATION_REASONS);
const { 'centre down': CAUSED_BY_CENTRE, 'data centre down': CAUSED_BY_DATA_CENTRE } =
  numbered(WAITING_CAUSES);
const stateOf = (name: CaseState) => CASE_STATES.indexOf(name);
const QUEUED = stateOf('open.waiting.queued');
/** States in which an agent holds the case. */
const WITH_AGENT = [stateOf('open.working'), stateOf('open.paused')];
const { CENTRE_DOWN, severityRaise: RAISE } = numbered(TRANSITION_EVENTS);

/** What a log contains: how many events of each kind, how many of them lack each field, and the first line that lacks it. */
export class FieldCoverage {
  private readonly events = new Float64Array(byKind(() => 0));
  private readonly lacking = byKind((kind) => new Float64Array(ENTRY_FIELDS[kind].length));
  private readonly firstLines = byKind((kind) => new Float64Array(ENTRY_FIELDS[kind].length));

  /** Some customer raises the severity of a case. */
  raisesSeverity = false;
  /** Some case leaves its agent and waits again. */
  passesOn = false;
  /** Kinds of places that the log names as down, as the cause of a wait, a transition or an escalation. */
  readonly outages = new Set<'centre' | 'data centre'>();

  /** Counts an event. */
  tells({ a, aux, b, kind }: LogEvent): void {
    if (kind === TRANSITION) {
      if (aux === CENTRE_DOWN) this.outages.add('centre');
      if (b === QUEUED && aux === RAISE) this.raisesSeverity = true;
      if (b === QUEUED && WITH_AGENT.includes(a)) this.passesOn = true;
    } else if (kind === WAIT) {
      if (aux === CAUSED_BY_CENTRE) this.outages.add('centre');
      else if (aux === CAUSED_BY_DATA_CENTRE) this.outages.add('data centre');
    } else if (kind === ESCALATE && aux === UPTIME) this.outages.add('centre');
    this.events[kind] = (this.events[kind] as number) + 1;
  }

  /** Notes that an event lacks the field with that index. */
  lacks(kind: number, field: number, line: number): void {
    const lacking = this.lacking[kind] as Float64Array;
    if (lacking[field] === 0) (this.firstLines[kind] as Float64Array)[field] = line;
    lacking[field] = (lacking[field] as number) + 1;
  }

  countOf(kind: ActKind): number {
    return this.events[actKind(kind)] ?? 0;
  }

  /** How many events of the kind lack the field. */
  lackingIn(kind: ActKind, field: string): number {
    return this.lacking[actKind(kind)]?.[fieldOf(kind, field)] ?? 0;
  }

  /** First line with an event of the kind that lacks the field; 0 if none does. */
  firstLacking(kind: ActKind, field: string): number {
    return this.firstLines[actKind(kind)]?.[fieldOf(kind, field)] ?? 0;
  }
}

function fieldOf(kind: ActKind, name: string): number {
  return ENTRY_FIELDS[kind].findIndex((field) => field.name === name);
}
