import { type NumberOf, numbered } from '#base';
import { CONSULTATION_STEPS } from '../consultation.ts';
import type { CaseNumber } from '../indices.ts';
import { BASIS_KINDS } from '../law/basis-kinds.ts';
import { CASE_STATES, TRANSITION_EVENTS } from '../lifecycle/case-words.ts';
import { CHANNELS, COPY_ROLES, ESCALATION_REASONS, SEVERITIES, WAITING_CAUSES } from '../vocabulary.ts';
import { type ActField, field, type NumberIn, optional, type RowKind, type Slot } from './act-field.ts';
import { ACCESS_PURPOSES, CALLBACK_STEPS, COMMITMENT_STEPS, EMERGENCY_STEPS } from './act-words.ts';

/** What an act tells, and in which fields. */
interface Act<Fields extends readonly ActField[] = readonly ActField[]> {
  readonly meaning: string;
  readonly fields: Fields;
}

function act<const Fields extends readonly ActField[]>(meaning: string, ...fields: Fields): Act<Fields> {
  return { meaning, fields };
}

const FLAG = { is: 'flag' } as const;
const COUNT = { is: 'count' } as const;
const CASE = { is: 'case' } as const;
const CLASSES = { is: 'item classes' } as const;
const word = <const Word extends string>(words: readonly Word[]) => ({ is: 'word', words }) as const;
const row = <Of extends RowKind>(of: Of) => ({ is: 'row', of }) as const;

const VIEW_FIELDS = [
  field('purpose', 'aux', word(ACCESS_PURPOSES), 'why it is seen'),
  field('centre', 'a', row('centre'), 'from where it is seen'),
  field('group', 'b', row('group'), 'the group of the agent'),
  field('agent', 'c', row('agent'), 'who sees it'),
  field('readFrom', 'd', row('place'), 'the place that is read'),
] as const;

/**
 * What happens in a run, as a stream of acts. **This table is the only description of their layout.** From it come the numbers of the
 * kinds, the fields of every export and of foreign logs, the sentences of stories, and the table of fields in the log's format page.
 *
 * An act is seven numbers. The ledger stores them as they are, statistics counts them, and a run creates no object for them:
 *
 *   kind  aux   case   a          b             c              d
 *   ----  ----  -----  ---------  ------------  -------------  ----------------------------------------
 *   u8    u8    u32    u16        u16           u32            u32
 *
 * Simulated time stands beside them. The order of the rows gives the kinds their numbers: append, never reorder.
 */
export const ACTS = {
  duty: act(
    'Work windows of agents begin or end.',
    field('begins', 'aux', FLAG, 'true where they begin'),
    field('group', 'a', row('group'), 'the group of the agents'),
    field('shift', 'b', COUNT, 'index of the shift in the group'),
    field('agents', 'c', COUNT, 'how many agents'),
    field('firstAgent', 'd', row('agent'), 'the first of them; the others follow'),
  ),
  centre: act(
    'A service centre goes down or comes up.',
    field('isUp', 'aux', FLAG, 'true where it comes up'),
    field('centre', 'a', row('centre'), 'the centre'),
  ),
  'data centre': act(
    'A data centre goes down or comes up.',
    field('isUp', 'aux', FLAG, 'true where it comes up'),
    field('dataCentre', 'a', row('data centre'), 'the data centre'),
  ),
  law: act(
    'The countries of a zone, or the force of a basis, change now.',
    field('change', 'a', COUNT, 'running number of the change'),
  ),
  open: act(
    'A case is opened.',
    field('channel', 'aux', word(CHANNELS), 'how the customer comes', { bits: 2 }),
    field('severity', 'aux', word(SEVERITIES), 'how severe it is', { shift: 2 }),
    field('stream', 'a', row('stream'), 'the arrival stream'),
    field('declaredLanguage', 'b', row('language'), 'the language that the customer states', { bits: 8 }),
    field('declaredProduct', 'b', row('product'), 'the product that the customer states', { shift: 8 }),
    field('customer', 'c', { is: 'customer' }, 'the customer'),
    field('language', 'd', row('language'), 'the language that it needs', { bits: 8 }),
    field('product', 'd', row('product'), 'the product that it is about', { shift: 8, bits: 8 }),
    field('solvedAtTier', 'd', COUNT, 'the tier that solves it', { shift: 16 }),
  ),
  transition: act(
    'The life cycle of a case takes a step.',
    field('event', 'aux', word(TRANSITION_EVENTS), 'what it reacts to'),
    field('before', 'a', word(CASE_STATES), 'state before'),
    field('after', 'b', word(CASE_STATES), 'state after'),
  ),
  store: act(
    'A copy is stored.',
    field('role', 'aux', word(COPY_ROLES), 'what the copy is for'),
    field('place', 'a', row('place'), 'where it is stored'),
    optional(field('copiedFrom', 'b', row('place'), 'where it was copied from; none: from the customer')),
    field('itemClasses', 'c', CLASSES, 'what it holds'),
  ),
  delete: act(
    'A copy is deleted.',
    field('role', 'aux', word(COPY_ROLES), 'what the copy was for'),
    field('place', 'a', row('place'), 'where it was stored'),
    field('itemClasses', 'c', CLASSES, 'what is deleted of it'),
  ),
  transfer: act(
    'Data is made available to an entity.',
    field('basis', 'aux', word(BASIS_KINDS), 'on what basis'),
    optional(field('exporter', 'a', row('entity'), 'who makes it available; none: the customer')),
    field('importer', 'b', row('entity'), 'who receives it'),
    field('place', 'c', row('place'), 'where it is stored, or the centre from which it is seen'),
    optional(field('instrument', 'd', COUNT, "index of the instrument in the importer's list")),
  ),
  wait: act(
    'A case waits.',
    field('cause', 'aux', word(WAITING_CAUSES), 'why'),
    field('tier', 'a', COUNT, 'the tier that it waits for'),
    field('stage', 'b', COUNT, 'the routing stage that it has reached'),
    field('severity', 'c', word(SEVERITIES), 'how severe it is'),
  ),
  assign: act(
    'A case is assigned to an agent.',
    field('preferenceRank', 'aux', COUNT, 'which preference decided'),
    field('group', 'a', row('group'), 'the group of the agent'),
    field('groupsWithFree', 'b', COUNT, 'how many groups had somebody free'),
    field('agent', 'c', row('agent'), 'who gets it'),
    field('waitMs', 'd', COUNT, 'how long it waited, ms, at most 2^32 − 2'),
  ),
  view: act('An agent begins to see a case.', ...VIEW_FIELDS),
  'view end': act('An agent ceases to see a case.', ...VIEW_FIELDS),
  escalate: act(
    'A case leaves a centre, tier or skill.',
    field('reason', 'aux', word(ESCALATION_REASONS), 'why'),
    optional(field('centre', 'a', row('centre'), 'the centre that it leaves')),
    optional(field('group', 'b', row('group'), 'the group that it leaves')),
    field('agent', 'c', row('agent'), 'the agent whom it leaves'),
    field('tier', 'd', COUNT, 'the tier that is to have it now'),
  ),
  severity: act(
    'The customer changes the severity.',
    field('severity', 'aux', word(SEVERITIES), 'how severe it is from now on'),
  ),
  end: act(
    'The run ends before its horizon, because the queues grow without bound. Nothing follows.',
    field('waiting', 'd', COUNT, 'how many cases wait'),
  ),
  outcome: act(
    'The contact that was just assigned will find that another tier solves the case. A lower one: the case goes back.',
    field('solvedAtTier', 'aux', COUNT, 'the tier that solves it'),
  ),
  presence: act(
    'A single agent goes away or comes back.',
    field('isBack', 'aux', FLAG, 'true where the agent comes back'),
    field('group', 'a', row('group'), 'the group of the agent'),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  refuse: act(
    'A case is refused because the lines of its channel are full.',
    field('channel', 'aux', word(CHANNELS), 'the channel'),
    field('inSystem', 'c', COUNT, 'cases of the channel that wait or are in hand'),
    field('waiting', 'd', COUNT, 'those of them that wait'),
  ),
  'follow-up': act(
    'A case that has just been opened follows an earlier one of the same customer.',
    field(
      'isMessage',
      'aux',
      FLAG,
      'true where the customer left a message, false where the customer comes again',
    ),
    field('earlierCase', 'd', CASE, 'the earlier case'),
  ),
  'after-contact work': act(
    'An agent begins or ends the work that a contact has left. The case is named where the work begins, and, where agents have several cases in hand, where it ends.',
    field('begins', 'aux', FLAG, 'true where it begins'),
    field('group', 'a', row('group'), 'the group of the agent'),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  preempt: act(
    'An agent lets go of a case to take one of a higher severity at once.',
    field('group', 'a', row('group'), 'the group of the agent'),
    field('agent', 'c', row('agent'), 'the agent'),
    field('forCase', 'd', CASE, 'the case that is taken'),
  ),
  callback: act(
    'A customer is offered a callback, or is called back.',
    field('step', 'aux', word(CALLBACK_STEPS), 'what becomes of it'),
    field('ahead', 'c', COUNT, 'where it is offered: cases of the channel that wait before it'),
    field('lastWaitMs', 'd', COUNT, 'where it is offered: wait of the customer who was answered last, ms'),
  ),
  exception: act(
    'The access that follows at once is outside of the promise, and relies on a consent.',
    field('centre', 'a', row('centre'), 'from where it is seen'),
    field('consent', 'b', COUNT, 'index of the consent in the list of the segment'),
    field('agent', 'c', row('agent'), 'who is to see it'),
  ),
  disclosure: act(
    'Data of a case is handed over to an authority.',
    field('hasBasis', 'aux', FLAG, 'true where a basis is recorded'),
    field('disclosure', 'a', COUNT, 'index of the disclosure in the scenario'),
  ),
  'notice of disclosure': act(
    'The customers are told of a disclosure.',
    field('disclosure', 'a', COUNT, 'index of the disclosure in the scenario'),
  ),
  'serve out': act(
    'The queue of a waiting case closes for the day. Those who could take it stay until it is served.',
  ),
  overtime: act(
    'An agent whose duty is over stays to serve such cases, or goes home.',
    field('stays', 'aux', FLAG, 'true where the agent stays'),
    field('group', 'a', row('group'), 'the group of the agent'),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  'emergency access': act(
    'A case is opened outside of its promise for a time. Once it is open the case is not named any more: it may be erased before it is reviewed.',
    field('step', 'aux', word(EMERGENCY_STEPS), 'how far it is'),
    optional(field('centre', 'a', row('centre'), 'from where it is seen')),
    field('emergency', 'b', COUNT, 'number of the emergency'),
    field('agent', 'c', row('agent'), 'who approves, sees or reviews it'),
    field('windowMs', 'd', COUNT, 'how long it is open, ms'),
  ),
  'policy refresh': act(
    'The rules on who may do what are computed again, because promises or law have changed: by the law of the instant low + high · 2^32, ms since the start.',
    field('asOfLow', 'c', COUNT, 'the low word of the instant, ms'),
    field('asOfHigh', 'd', COUNT, 'its high word'),
  ),
  'ledger kept': act(
    'The ledger is kept at a data centre from now on, and no longer where it was.',
    field('dataCentre', 'a', row('data centre'), 'the data centre'),
  ),
  consultation: act(
    'An agent is to consult another about the case in hand, and nobody is free. An agent who is consulted sees the case, which is a view for that purpose.',
    field('step', 'aux', word(CONSULTATION_STEPS), 'what the agent does'),
    field('group', 'a', row('group'), 'the group of the agent'),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  'among several': act(
    'Work begins whose speed depends on how much else its agent has in hand.',
    field('isAfterContact', 'aux', FLAG, 'true where it is work that a contact has left'),
    field('group', 'a', row('group'), 'the group of the agent'),
    field('agent', 'c', row('agent'), 'the agent'),
    field('workMs', 'd', COUNT, 'how long it takes with nothing else in hand, ms, at most 2^32 − 2'),
  ),
  commitment: act(
    'A waiting case joins the queue of one centre or group, or is open to all.',
    field('step', 'aux', word(COMMITMENT_STEPS), 'which of the two'),
    optional(field('centre', 'a', row('centre'), 'the centre; none: open to all')),
    optional(field('group', 'b', row('group'), 'the group; none: the whole centre')),
    field('ahead', 'c', COUNT, 'cases of its tier that wait in that queue already'),
    field(
      'expectedDelayMs',
      'd',
      COUNT,
      'the delay to expect there, ms: of the rule `minimum expected delay`',
    ),
  ),
} as const satisfies Readonly<Record<string, Act>>;

export type ActKind = keyof typeof ACTS;
/** The number of a kind, or of any of several kinds. */
export type ActNumber<Kind extends ActKind = ActKind> = NumberOf<Kind>;

type FieldOf<Kind extends ActKind, In extends Slot> = Extract<
  (typeof ACTS)[Kind]['fields'][number],
  { readonly slot: In }
>;
/** What each number of an act of a kind stands for: `ActOf<'view'>['a']` is a CentreIndex. What the table does not name is unknown. */
export type ActOf<Kind extends ActKind> = {
  readonly [In in Slot]: [FieldOf<Kind, In>] extends [never] ? unknown : NumberIn<FieldOf<Kind, In>['type']>;
};

/** What may be written into a number of an act of a kind: 0 where the table does not name it. */
type Put<Kind extends ActKind, In extends Slot> = unknown extends ActOf<Kind>[In] ? 0 : ActOf<Kind>[In];
/** Writes an act. The kind decides what each number has to stand for. */
export type WriteAct = <Kind extends ActKind>(
  kind: ActNumber<Kind>,
  aux: Put<Kind, 'aux'>,
  caseNumber: CaseNumber,
  a: Put<Kind, 'a'>,
  b: Put<Kind, 'b'>,
  c: Put<Kind, 'c'>,
  d: Put<Kind, 'd'>,
) => void;

/** Names of the fields of acts of a kind. */
export type FieldNameOf<Kind extends ActKind> = (typeof ACTS)[Kind]['fields'][number]['name'];

/** The kinds by number. */
export const ACT_KINDS = Object.keys(ACTS) as readonly ActKind[];

/** The number of each kind, for comparing with numbers in hot code. */
export const ACT_NUMBERS = numbered(ACT_KINDS);

/** The number of a kind that is not known before. */
export function actKind<Kind extends ActKind>(kind: Kind): ActNumber<Kind> {
  return ACT_NUMBERS[kind];
}

/** The fields of the acts of a kind, in the order of the table. */
export function fieldsOfAct(kind: ActKind): readonly ActField[] {
  return ACTS[kind].fields;
}
