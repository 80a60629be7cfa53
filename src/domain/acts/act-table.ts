import { type NumberOf, numbered } from '#base';
import type { CaseNumber } from '../indices.ts';
import { BASIS_KINDS } from '../law/basis-kinds.ts';
import { CASE_STATES, TRANSITION_EVENTS } from '../lifecycle/case-words.ts';
import { CHANNELS, COPY_ROLES, ESCALATION_REASONS, SEVERITIES, WAITING_CAUSES } from '../vocabulary.ts';
import { type ActField, field, type NumberIn, optional, type RowKind, type Slot } from './act-field.ts';
import {
  ACCESS_PURPOSES,
  APPROVAL_STEPS,
  CALLBACK_STEPS,
  COMMITMENT_STEPS,
  CONSULTATION_STEPS,
  EMERGENCY_STEPS,
  PLAIN_STEPS,
  SESSION_STEPS,
} from './act-words.ts';

/** A kind of act: its meaning and its fields. */
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
  field('purpose', 'aux', word(ACCESS_PURPOSES), 'purpose of the access'),
  field('centre', 'a', row('centre'), 'centre where the agent works'),
  field('group', 'b', row('group'), "the agent's group"),
  field('agent', 'c', row('agent'), 'agent who views the case'),
  field('readFrom', 'd', row('place'), 'place of the copy that is read'),
] as const;

/**
 * Everything that happens in a run is an act. **Only this table describes the layout of acts.** The numbers of the kinds, the fields of all
 * exports and of foreign logs, the sentences of stories, and the table of fields in LOG-FORMAT.md are generated from it.
 *
 * An act is seven numbers. The ledger stores them unchanged, statistics counts them, and a run creates no object for them:
 *
 *   kind  aux   case   a          b             c              d
 *   ----  ----  -----  ---------  ------------  -------------  ----------------------------------------
 *   u8    u8    u32    u16        u16           u32            u32
 *
 * Simulated time comes with them. A kind's number is its place in the table, so append new kinds and never reorder.
 */
export const ACTS = {
  duty: act(
    'Agents of a shift go on or off duty.',
    field('begins', 'aux', FLAG, 'true if their duty begins, false if it ends'),
    field('group', 'a', row('group'), "the agents' group"),
    field('shift', 'b', COUNT, 'index of the shift in the group'),
    field('agents', 'c', COUNT, 'number of agents'),
    field('firstAgent', 'd', row('agent'), 'first of these agents; the others have the next numbers'),
  ),
  centre: act(
    'A service centre goes down or comes up.',
    field('isUp', 'aux', FLAG, 'true if it comes up, false if it goes down'),
    field('centre', 'a', row('centre'), 'the centre'),
  ),
  'data centre': act(
    'A data centre goes down or comes up.',
    field('isUp', 'aux', FLAG, 'true if it comes up, false if it goes down'),
    field('dataCentre', 'a', row('data centre'), 'the data centre'),
  ),
  law: act(
    'The law changes: the countries of a zone, or which bases are valid.',
    field('change', 'a', COUNT, 'number of the change'),
  ),
  open: act(
    'A case is opened.',
    field('channel', 'aux', word(CHANNELS), "the customer's channel", { bits: 2 }),
    field('severity', 'aux', word(SEVERITIES), 'severity of the case', { shift: 2 }),
    field('stream', 'a', row('stream'), 'the arrival stream'),
    field('declaredLanguage', 'b', row('language'), 'language that the customer states', { bits: 8 }),
    field('declaredProduct', 'b', row('product'), 'product that the customer states', { shift: 8 }),
    field('customer', 'c', { is: 'customer' }, 'the customer'),
    field('language', 'd', row('language'), 'language that the case really needs', { bits: 8 }),
    field('product', 'd', row('product'), 'product that the case is really about', { shift: 8, bits: 8 }),
    field('solvedAtTier', 'd', COUNT, 'tier that solves the case', { shift: 16 }),
  ),
  transition: act(
    'The life cycle of a case makes a transition.',
    field('event', 'aux', word(TRANSITION_EVENTS), 'event or timer that causes it'),
    field('before', 'a', word(CASE_STATES), 'state before'),
    field('after', 'b', word(CASE_STATES), 'state after'),
  ),
  store: act(
    'A copy is stored.',
    field('role', 'aux', word(COPY_ROLES), 'purpose of the copy'),
    field('place', 'a', row('place'), 'place where it is stored'),
    optional(
      field('copiedFrom', 'b', row('place'), 'place from which it is copied; none: from the customer'),
    ),
    field('itemClasses', 'c', CLASSES, 'classes of items that it holds'),
  ),
  delete: act(
    'A copy is deleted.',
    field('role', 'aux', word(COPY_ROLES), 'purpose of the copy'),
    field('place', 'a', row('place'), 'place where it was stored'),
    field('itemClasses', 'c', CLASSES, 'classes of items that are deleted'),
  ),
  transfer: act(
    'Data is made available to an entity.',
    field('basis', 'aux', word(BASIS_KINDS), 'legal basis'),
    optional(field('exporter', 'a', row('entity'), 'entity that makes it available; none: the customer')),
    field('importer', 'b', row('entity'), 'entity that receives it'),
    field('place', 'c', row('place'), 'place where it is stored, or centre where it is viewed'),
    optional(field('instrument', 'd', COUNT, "index of the instrument in the importer's list")),
  ),
  wait: act(
    'A case waits.',
    field('cause', 'aux', word(WAITING_CAUSES), 'why it waits'),
    field('tier', 'a', COUNT, 'tier for which it waits'),
    field('stage', 'b', COUNT, '0 until it is offered beyond its own region, then 1'),
    field('severity', 'c', word(SEVERITIES), 'severity of the case'),
  ),
  assign: act(
    'A case is assigned to an agent.',
    field(
      'preferenceRank',
      'aux',
      COUNT,
      'place of the group in the order of choice, from 0; 0 if there is no order',
    ),
    field('group', 'a', row('group'), "the agent's group"),
    field('groupsWithFree', 'b', COUNT, 'number of groups that had a free agent'),
    field('agent', 'c', row('agent'), 'agent who gets the case'),
    field('waitMs', 'd', COUNT, 'how long the case waited, ms, at most 2^32 − 2'),
  ),
  view: act('An agent starts to view a case.', ...VIEW_FIELDS),
  'view end': act('An agent stops viewing a case.', ...VIEW_FIELDS),
  escalate: act(
    'A case is handed over: it leaves a centre, tier or skill.',
    field('reason', 'aux', word(ESCALATION_REASONS), 'why it is handed over'),
    optional(field('centre', 'a', row('centre'), 'centre that it leaves')),
    optional(field('group', 'b', row('group'), 'group that it leaves')),
    field('agent', 'c', row('agent'), 'agent whom it leaves'),
    field('tier', 'd', COUNT, 'tier that it needs now'),
  ),
  severity: act(
    'The customer changes the severity.',
    field('severity', 'aux', word(SEVERITIES), 'the new severity'),
  ),
  end: act(
    'The run ends before its horizon, because the queues grow without bound. It is the last act.',
    field('waiting', 'd', COUNT, 'number of waiting cases'),
  ),
  outcome: act(
    'The contact that was just assigned will find that another tier solves the case. If that tier is lower, the case goes back.',
    field('solvedAtTier', 'aux', COUNT, 'tier that solves the case; 0: others of its own tier'),
    optional(
      field(
        'transfer',
        'c',
        COUNT,
        "place of the transfer in the scenario's list of its tier, from 1; none: the tier says which it is",
      ),
      0,
    ),
  ),
  presence: act(
    'A single agent leaves or comes back.',
    field('isBack', 'aux', FLAG, 'true if the agent comes back, false if the agent leaves'),
    field('group', 'a', row('group'), "the agent's group"),
    optional(
      field('isPaid', 'b', FLAG, "true if it is part of the group's shrinkage; none: an absence, unpaid"),
      0,
    ),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  refuse: act(
    'A case is refused because the lines of its channel are full.',
    field('channel', 'aux', word(CHANNELS), 'the channel'),
    field('inSystem', 'c', COUNT, 'number of cases of the channel that wait or are worked on'),
    field('waiting', 'd', COUNT, 'how many of these wait'),
  ),
  'follow-up': act(
    'The case that was just opened follows up an earlier case of the same customer.',
    field('isMessage', 'aux', FLAG, 'true if the customer left a message, false if the customer came again'),
    field('earlierCase', 'd', CASE, 'the earlier case'),
  ),
  'after-contact work': act(
    'An agent starts or ends the work that remains after a contact. The start names the case; so does the end if agents can work on several cases at once.',
    field('begins', 'aux', FLAG, 'true if the work starts, false if it ends'),
    field('group', 'a', row('group'), "the agent's group"),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  preempt: act(
    'An agent interrupts a case to take one of a higher severity at once.',
    field('group', 'a', row('group'), "the agent's group"),
    field('agent', 'c', row('agent'), 'the agent'),
    field('forCase', 'd', CASE, 'case that the agent takes'),
  ),
  callback: act(
    'A customer is offered a callback, or is called back.',
    field('step', 'aux', word(CALLBACK_STEPS), 'result of the offer or call'),
    field('ahead', 'c', COUNT, 'with an offer: number of cases of the channel that wait ahead of it'),
    field('lastWaitMs', 'd', COUNT, 'with an offer: wait of the customer who was answered last, ms'),
  ),
  exception: act(
    'The view that follows immediately is outside the promise and relies on a consent.',
    field('centre', 'a', row('centre'), 'centre where the agent works'),
    field('consent', 'b', COUNT, "index of the consent in the segment's list"),
    field('agent', 'c', row('agent'), 'agent who will view the case'),
  ),
  disclosure: act(
    'Data of a case is disclosed to an authority.',
    field('hasBasis', 'aux', FLAG, 'true if a legal basis is recorded'),
    field('disclosure', 'a', COUNT, 'index of the disclosure in the scenario'),
  ),
  'notice of disclosure': act(
    'The customers are notified of a disclosure.',
    field('disclosure', 'a', COUNT, 'index of the disclosure in the scenario'),
  ),
  'serve out': act(
    'The queue of a waiting case closes for the day. Agents who can take the case stay until it is served.',
  ),
  overtime: act(
    'An agent whose duty has ended stays to serve such cases, or goes home.',
    field('stays', 'aux', FLAG, 'true if the agent stays, false if the agent goes home'),
    field('group', 'a', row('group'), "the agent's group"),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  'emergency access': act(
    'A case is opened outside its promise for a limited time. After the opening, the acts no longer name the case, because it may be erased before the review.',
    field('step', 'aux', word(EMERGENCY_STEPS), 'step of the procedure'),
    optional(field('centre', 'a', row('centre'), 'centre where the agent works')),
    field('emergency', 'b', COUNT, 'number of the emergency'),
    field('agent', 'c', row('agent'), 'agent who approves, views or reviews'),
    field('windowMs', 'd', COUNT, 'how long the case is open, ms'),
  ),
  'policy refresh': act(
    'The vendor recomputes its rules after a change of promises or law. They follow the law of the instant low + high · 2^32, ms since the start.',
    field('asOfLow', 'c', COUNT, 'low word of the instant, ms'),
    field('asOfHigh', 'd', COUNT, 'high word of the instant'),
  ),
  'ledger kept': act(
    'From now on the ledger is kept at this data centre, and no longer at the previous one.',
    field('dataCentre', 'a', row('data centre'), 'the data centre'),
  ),
  consultation: act(
    'An agent needs to consult another about the case, and nobody is free. The consultation itself is a view with that purpose.',
    field('step', 'aux', word(CONSULTATION_STEPS), 'what the agent does'),
    field('group', 'a', row('group'), "the agent's group"),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  'among several': act(
    'Work starts whose speed depends on how many cases its agent works on.',
    field('isAfterContact', 'aux', FLAG, 'true if it is work that remains after a contact'),
    field('group', 'a', row('group'), "the agent's group"),
    field('agent', 'c', row('agent'), 'the agent'),
    field(
      'workMs',
      'd',
      COUNT,
      'how long it takes if the agent does nothing else and no second agent lengthens it, ms, at most 2^32 − 2',
    ),
  ),
  commitment: act(
    'A waiting case joins the queue of one centre or group, or becomes open to all.',
    field('step', 'aux', word(COMMITMENT_STEPS), 'which of the two happens'),
    optional(field('centre', 'a', row('centre'), 'centre whose queue it joins; none: open to all')),
    optional(
      field('group', 'b', row('group'), 'group whose queue it joins; none: the queue of the whole centre'),
    ),
    field('ahead', 'c', COUNT, 'number of cases of its tier that already wait in that queue'),
    field(
      'expectedDelayMs',
      'd',
      COUNT,
      'expected delay in that queue, ms, at most 4294967294 (rule `minimum expected delay`)',
    ),
  ),
  'subcontractor needed': act(
    'An agent of a subcontractor is given the case, because nobody else can take it. The assignment follows immediately.',
    field('cause', 'aux', word(WAITING_CAUSES), 'why nobody of the vendor or an affiliate can take it'),
    field('group', 'a', row('group'), "the agent's group"),
    field('agent', 'c', row('agent'), 'the agent'),
  ),
  'plain items': act(
    'Items that the customer was to encrypt have come in plain; then, what becomes of them.',
    field('step', 'aux', word(PLAIN_STEPS), 'what happens'),
    field('itemClasses', 'c', CLASSES, 'classes of the items'),
  ),
  'access approval': act(
    'The customer is asked whether somebody outside of the promise may see the case, or answers. An answer holds for as long as the case exists.',
    field('step', 'aux', word(APPROVAL_STEPS), 'what happens'),
  ),
  session: act(
    'A case that software may have goes to it, or to people. What it contains is stored as resolved. A session at a data centre processes the case there: no person sees it.',
    field('step', 'aux', word(SESSION_STEPS), 'what happens'),
    field('software', 'a', row('software'), 'the software'),
    optional(
      field('dataCentre', 'b', row('data centre'), 'where the model runs; none: where the case is stored'),
    ),
    optional(
      field(
        'workMs',
        'c',
        COUNT,
        'at the end of a session: work of the first contact with people at speed 1, had there been no session, ms',
      ),
    ),
  ),
  'software containment': act(
    'Software begins to contain another share of its sessions than usual, or does so no longer.',
    field('isUsual', 'aux', FLAG, 'true if it contains the usual share from now on'),
    field('software', 'a', row('software'), 'the software'),
  ),
  'incident link': act(
    'An agent has linked the case to an incident. It waits until the cause is mended, and is then resolved after its parent, the first case that was linked.',
    field('incident', 'a', COUNT, 'index of the incident in the scenario'),
    field('workMs', 'c', COUNT, 'how long the contact would have taken that linked it, ms, at most 2^32 − 2'),
    field('parentCase', 'd', CASE, 'the parent; itself for the first'),
  ),
} as const satisfies Readonly<Record<string, Act>>;

export type ActKind = keyof typeof ACTS;
/** The number of a kind, or of any of several kinds. */
export type ActNumber<Kind extends ActKind = ActKind> = NumberOf<Kind>;

type FieldOf<Kind extends ActKind, In extends Slot> = Extract<
  (typeof ACTS)[Kind]['fields'][number],
  { readonly slot: In }
>;
/** What each number of an act of a kind stands for: `ActOf<'view'>['a']` is a CentreIndex. A number without a field is `unknown`. */
export type ActOf<Kind extends ActKind> = {
  readonly [In in Slot]: [FieldOf<Kind, In>] extends [never] ? unknown : NumberIn<FieldOf<Kind, In>['type']>;
};

/** What can be written into a number of an act of a kind: 0 if it has no field. */
type Put<Kind extends ActKind, In extends Slot> = unknown extends ActOf<Kind>[In] ? 0 : ActOf<Kind>[In];
/** Writes an act. The kind decides what each number must stand for. */
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

/** The number of each kind, for comparisons in hot code. */
export const ACT_NUMBERS = numbered(ACT_KINDS);

/** What is made for each kind, by its number. */
export function byKind<Made>(make: (kind: ActKind, number: number) => Made): readonly Made[] {
  return ACT_KINDS.map(make);
}

/** The kind with that number; undefined for a kind of a later version. */
export function kindNumbered(number: number): ActKind | undefined {
  return ACT_KINDS[number];
}

/** Kinds whose acts concern no case. Of the others, some acts do and some do not. */
export const KINDS_OF_NO_CASE: readonly ActKind[] = [
  'duty',
  'centre',
  'data centre',
  'law',
  'end',
  'presence',
  'notice of disclosure',
  'overtime',
  'policy refresh',
  'ledger kept',
  'software containment',
];

/** Whether an act of the kind with that number opens a case. */
export function opensCase(number: number): boolean {
  return number === ACT_NUMBERS.open;
}

/** Whether an act of the kind with that number says that agents of a shift come on duty, or go. */
export function changesDuty(number: number): boolean {
  return number === ACT_NUMBERS.duty;
}

/** The number of a kind that is a variable. */
export function actKind<Kind extends ActKind>(kind: Kind): ActNumber<Kind> {
  return ACT_NUMBERS[kind];
}

/** What an act of the kind says, as a sentence. */
export function meaningOfAct(kind: ActKind): string {
  return ACTS[kind].meaning;
}

/** The fields of the acts of a kind, in the order of the table. */
export function fieldsOfAct(kind: ActKind): readonly ActField[] {
  return ACTS[kind].fields;
}
