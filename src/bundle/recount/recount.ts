import { numbered } from '#base';
import {
  ACCESS_PURPOSES,
  type ActKind,
  byKind,
  EMERGENCY_STEPS,
  EXCEPTIONS,
  kindNumbered,
  type Scenario,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { CaseActs } from './case-acts.ts';
import { ContactActs } from './contact-acts.ts';
import { type Entry, NO_AGENT, NOT_THERE, type Odd } from './counts/entry.ts';
import type { LiveCase } from './counts/live-cases.ts';
import { RunTally, type SummaryFormat } from './counts/run-tally.ts';

const { consultation: TO_BE_CONSULTED, escort: ESCORT } = numbered(ACCESS_PURPOSES);
const { opened: OPENED } = numbered(EMERGENCY_STEPS);
const {
  'access on consent': ON_CONSENT,
  'disclosure to an authority': DISCLOSED,
  'emergency access': EMERGENCY,
} = numbered(EXCEPTIONS);

type Handler = (entry: Entry) => Odd | null;

/** Counts service from the entries of a ledger, shown in order. */
export interface Recount {
  readonly visit: EntryVisitor;
  /** The counts after all entries, and the first entry that could not be counted, or null. */
  finish(): { readonly tally: RunTally; readonly odd: string | null };
}

/** `warmUpMs`: length of the beginning that figures leave out; 0 for none. */
export function openRecount(scenario: Scenario, warmUpMs: number, format: SummaryFormat = 3): Recount {
  const tally = new RunTally(scenario, warmUpMs, format);
  const handlers = handlersOf(tally);
  let odd: string | null = null;
  return {
    visit(entry) {
      const { index, kind, timeMs } = entry;
      tally.passTo(timeMs);
      const handler = handlers[kind];
      if (handler === undefined) return;
      const reason = handler(entry);
      if (reason !== null) odd ??= `entry ${index} (${kindNumbered(kind)}) cannot be counted: ${reason}`;
    },
    finish() {
      tally.finish();
      return { tally, odd };
    },
  };
}

/** By the number of the act; undefined for acts that do not concern service. */
function handlersOf(tally: RunTally): readonly (Handler | undefined)[] {
  const cases = new CaseActs(tally);
  const contacts = new ContactActs(tally);
  const ofCase =
    (count: (one: LiveCase, entry: Entry) => Odd | null): Handler =>
    (entry) => {
      const one = tally.cases.of(entry.caseNumber);
      return one === undefined ? NOT_THERE : count(one, entry);
    };
  const isConsulted = ofCase((one, entry) => contacts.isConsulted(one, entry));
  const escorts = ofCase((one, entry) => contacts.looksOn(one, entry));
  const handlers: Readonly<Partial<Record<ActKind, Handler>>> = {
    ...worldHandlers(tally),
    open: (entry) => cases.open(entry),
    'follow-up': ofCase((one, entry) => cases.followUp(one, entry)),
    transition: (entry) => cases.transition(entry),
    store: (entry) => cases.copies(entry, 1),
    delete: (entry) => cases.copies(entry, -1),
    assign: ofCase((one, entry) => contacts.assign(one, entry)),
    escalate: ofCase((one, entry) => cases.escalate(one, entry)),
    severity: ofCase((one, entry) => cases.severity(one, entry)),
    outcome: ofCase((one, entry) => contacts.outcome(one, entry)),
    preempt: ofCase((one) => contacts.preempt(one)),
    callback: ofCase((one, entry) => contacts.callback(one, entry)),
    consultation: ofCase((one, entry) => contacts.consultation(one, entry)),
    'after-contact work': (entry) => contacts.afterContact(entry),
    'among several': (entry) => contacts.amongSeveral(entry),
    view: (entry) => {
      if (entry.aux === TO_BE_CONSULTED) return isConsulted(entry);
      return entry.aux === ESCORT ? escorts(entry) : null;
    },
    'view end': (entry) =>
      entry.aux === TO_BE_CONSULTED || entry.aux === ESCORT ? contacts.lookedOn(entry) : null,
  };
  return byKind((kind) => {
    const counts = handlers[kind];
    const ofFeatures = tally.features.flatMap(({ acts: { [kind]: count } }) => count ?? []);
    if (ofFeatures.length === 0) return counts;
    const countAll = ofCase((one, entry) =>
      ofFeatures.reduce<Odd | null>((odd, count) => odd ?? count(one, entry), null),
    );
    if (counts === undefined) return countAll;
    return (entry) => (tally.cases.of(entry.caseNumber) && countAll(entry)) ?? counts(entry);
  });
}

function worldHandlers(tally: RunTally): Readonly<Partial<Record<ActKind, Handler>>> {
  const countException = (exception: number): null => {
    const { exceptions } = tally.period;
    exceptions[exception] = (exceptions[exception] as number) + 1;
    return null;
  };
  return {
    duty({ aux, c: count, d: first }) {
      tally.agents.duty(aux === 1, first, count, tally);
      return null;
    },
    centre({ aux, a: centre }) {
      tally.agents.centre(aux === 1, centre, tally);
      return null;
    },
    presence({ aux, b: isPaid, c: agent }) {
      return tally.agents.presence(aux === 1, isPaid === 1, agent, tally) ? null : NO_AGENT;
    },
    wait({ aux: cause }) {
      const { causes } = tally.period;
      if (cause >= causes.length) return 'it names no cause';
      causes[cause] = (causes[cause] as number) + 1;
      return null;
    },
    exception: () => countException(ON_CONSENT),
    disclosure: () => countException(DISCLOSED),
    'emergency access': ({ aux }) => (aux === OPENED ? countException(EMERGENCY) : null),
    end() {
      // The entry is in the last millisecond that the run covers.
      tally.endedMs = tally.nowMs + 1;
      return null;
    },
  };
}
