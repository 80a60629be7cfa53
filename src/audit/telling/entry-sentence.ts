import { formatExactDuration } from '#base';
import {
  ACT_KINDS,
  type ActField,
  type ActKind,
  type CaseNumber,
  type CentreIndex,
  type FieldNameOf,
  fieldsOfAct,
  ITEM_CLASSES,
  type ItemClassSet,
  numberIn,
  type PlaceIndex,
  type Scenario,
  WORD_32,
} from '#domain';
import type { StoryEntry } from '#ledger';
import { openRowOf } from '../facts/opened-before.ts';
import { shown } from '../facts/tally.ts';

/** The fields of one act, by name. */
interface NamedFields<Name extends string> {
  /** The field as text, with the scenario's ids; a place with its country. */
  text(name: Name): string;
  number(name: Name): number;
  /** Whether a flag is set. */
  is(name: Name): boolean;
  /** Whether the field has no value. */
  lacks(name: Name): boolean;
  readonly scenario: Scenario;
  readonly caseNumber: CaseNumber;
}

/** Describes an entry in one sentence of plain text, with the scenario's ids and country codes. */
export function entrySentence(entry: StoryEntry, scenario: Scenario): string {
  const kind = ACT_KINDS[entry.kind];
  if (kind === undefined) return `an act of unknown kind ${entry.kind}`;
  const fields = fieldsOfAct(kind);
  const fieldOf = (name: string) => fields.find((field) => field.name === name) as ActField;
  const number = (name: string) => numberIn(fieldOf(name), entry);
  const act: NamedFields<string> = {
    text: (name) => textOf(fieldOf(name), number(name), scenario),
    number,
    is: (name) => number(name) === 1,
    lacks: (name) => number(name) === fieldOf(name).none,
    scenario,
    caseNumber: entry.caseNumber,
  };
  return (SENTENCES[kind] as (act: NamedFields<string>) => string)(act);
}

/** `dublin (IE)`. Data centres come first in the list of places, then centres. */
export function placeName(scenario: Scenario, place: PlaceIndex): string {
  const found = [...scenario.dataCentres, ...scenario.centres][place];
  return found === undefined ? `place ${place}` : `${found.id} (${found.country})`;
}

export function centreName(scenario: Scenario, centre: CentreIndex): string {
  return placeName(scenario, scenario.dataCentres.length + centre);
}

function textOf({ name, type }: ActField, value: number, scenario: Scenario): string {
  const or = (text: string | undefined) => text ?? `${name} ${value}`;
  switch (type.is) {
    case 'word':
      return or(type.words[value]);
    case 'item classes':
      return ITEM_CLASSES.filter((_, i) => (value & (1 << i)) !== 0).join(', ');
    case 'row':
      break;
    default:
      return String(value);
  }
  switch (type.of) {
    case 'agent':
      return shown(value);
    case 'centre':
      return centreName(scenario, value);
    case 'place':
    case 'data centre':
      return placeName(scenario, value);
    case 'language':
      return or(scenario.languages[value]);
    case 'entity':
      return or(scenario.entities[value]?.id);
    case 'group':
      return or(scenario.groups[value]?.id);
    case 'product':
      return or(scenario.products[value]?.id);
    case 'software':
      return or(scenario.software?.[value]?.id);
    case 'stream':
      return or(scenario.streams[value]?.id);
  }
}

const agentOf = ({ text }: NamedFields<'agent' | 'group'>) => `agent ${text('agent')} of ${text('group')}`;

const tellView =
  (what: string) =>
  (act: NamedFields<FieldNameOf<'view'>>): string =>
    `${agentOf(act)} at ${act.text('centre')} ${what}, for ${act.text('purpose')}, read from ${act.text('readFrom')}`;

const SENTENCES: { readonly [Kind in ActKind]: (act: NamedFields<FieldNameOf<Kind>>) => string } = {
  duty: ({ is, number, text }) =>
    number('agents') === 1
      ? `agent ${number('firstAgent')} of ${text('group')} ${is('begins') ? 'begins' : 'ends'} duty`
      : `${text('agents')} agents of ${text('group')} (from number ${number('firstAgent')}) ${is('begins') ? 'begin' : 'end'} duty`,
  centre: ({ is, text }) => `centre ${text('centre')} ${is('isUp') ? 'is up again' : 'goes down'}`,
  'data centre': ({ is, text }) =>
    `data centre ${text('dataCentre')} ${is('isUp') ? 'is up again' : 'goes down'}`,
  law: () => 'a zone changes, a basis begins or ends, or data goes to another company',
  open: ({ caseNumber, number, scenario, text }) => {
    const declared = `${text('declaredLanguage')} for ${text('declaredProduct')}`;
    const truth = `${text('language')} for ${text('product')}`;
    const stated = declared === truth ? declared : `${declared} (actually ${truth})`;
    const before = openRowOf(scenario, caseNumber);
    const since =
      before === undefined
        ? ''
        : `open for ${formatExactDuration(-before.openedMs)} before the run as ${before.id}, ${before.state} at its start; `;
    return (
      `${since}opened by ${text('channel')}, severity ${text('severity')}, ${stated}, tier ${text('solvedAtTier')} solves it; ` +
      `customer ${text('customer')} of ${text('stream')} in ${scenario.streams[number('stream')]?.country ?? '?'}`
    );
  },
  transition: ({ text }) => `${text('before')} → ${text('after')} (${text('event')})`,
  store: ({ lacks, number, text }) => {
    const from = lacks('copiedFrom') ? 'from the customer' : `copied from ${text('copiedFrom')}`;
    return `${text('role')} stored at ${text('place')}, ${from}${classesText(number('itemClasses'), text('itemClasses'))}`;
  },
  delete: ({ number, text }) =>
    `${text('role')} deleted at ${text('place')}${classesText(number('itemClasses'), text('itemClasses'))}`,
  transfer: ({ lacks, number, scenario, text }) => {
    const exporter = lacks('exporter') ? 'the customer' : text('exporter');
    const instrument = scenario.entities[number('importer')]?.instruments[number('instrument')]?.instrument;
    const basis = `${text('basis')}${instrument === undefined ? '' : ` ${instrument}`}`;
    return `made available by ${exporter} to ${text('importer')} at ${text('place')}, basis: ${basis}`;
  },
  wait: ({ text }) =>
    `waits at tier ${text('tier')}, stage ${text('stage')}, severity ${text('severity')}: ${text('cause')}`,
  assign: ({ number, text }) => {
    const groups = number('groupsWithFree');
    const wait = formatExactDuration(number('waitMs'));
    return `assigned to agent ${text('agent')} of ${text('group')} after ${wait}; ${groups} ${groups === 1 ? 'group' : 'groups'} had a free agent`;
  },
  view: tellView('starts viewing it'),
  'view end': tellView('stops viewing it'),
  escalate: ({ lacks, text }) =>
    `escalated for ${text('reason')}${lacks('centre') ? '' : `, leaves ${text('centre')}`}, goes to tier ${text('tier')}`,
  severity: ({ text }) => `the customer changes the severity to ${text('severity')}`,
  end: ({ text }) => `the run ends before its horizon because ${text('waiting')} cases wait`,
  outcome: ({ text }) => {
    const who =
      text('solvedAtTier') === '0'
        ? 'others of its tier must have it'
        : `tier ${text('solvedAtTier')} solves it`;
    return `the contact will find that ${who}`;
  },
  presence: (act) =>
    `${agentOf(act)} ${act.is('isBack') ? 'is back' : 'goes away'}${act.is('isPaid') ? ' (paid: shrinkage)' : ''}`,
  refuse: ({ text }) =>
    `refused: ${text('inSystem')} cases by ${text('channel')} are in the system, ${text('waiting')} of them wait`,
  'follow-up': ({ is, text }) =>
    is('isMessage')
      ? `a message left by the customer of case ${text('earlierCase')}`
      : `the customer of case ${text('earlierCase')} got no answer and tries again`,
  'after-contact work': (act) => `${agentOf(act)} ${act.is('begins') ? 'begins' : 'ends'} after-contact work`,
  preempt: (act) => `${agentOf(act)} interrupts it for case ${act.text('forCase')}, which is more urgent`,
  callback: ({ number, text }) => {
    const step = text('step');
    if (step !== 'declined' && step !== 'accepted') return `the customer is called: ${step}`;
    const last = formatExactDuration(number('lastWaitMs'));
    return `the customer is offered a callback (${text('ahead')} ahead in the queue; the last answered case waited ${last}): ${step}`;
  },
  exception: ({ number, text }) =>
    `agent ${text('agent')} at ${text('centre')} is to see it outside the promise, under consent ${number('consent') + 1} of its customers`,
  disclosure: ({ is, number, scenario }) => {
    const disclosure = scenario.disclosures?.[number('disclosure')];
    const basis = is('hasBasis') ? `basis: ${disclosure?.basis ?? '?'}` : 'no basis';
    return `disclosed to ${disclosure?.authority ?? `authority ${number('disclosure')}`}, ${basis}`;
  },
  'notice of disclosure': ({ number, scenario }) => {
    const authority = scenario.disclosures?.[number('disclosure')]?.authority;
    return `the customers are notified of the disclosure to ${authority ?? `authority ${number('disclosure')}`}`;
  },
  'serve out': () => 'its queue closes for the day and is served out',
  overtime: (act) => `${agentOf(act)} ${act.is('stays') ? 'stays to serve out the queue' : 'goes home'}`,
  'emergency access': ({ number, text }) => {
    const which = `emergency ${text('emergency')}`;
    const agent = `agent ${text('agent')}`;
    const window = formatExactDuration(number('windowMs'));
    switch (text('step')) {
      case 'approved':
        return `${which}: ${agent} approves access for ${window}`;
      case 'opened':
        return `${which}: opened to ${agent} at ${text('centre')} for ${window}`;
      case 'told':
        return `the customer is notified of ${which}`;
      case 'reviewed':
        return `${which} is reviewed by ${agent}`;
      default:
        return `${which}, ${text('step')}`;
    }
  },
  'policy refresh': ({ number }) => {
    const asOf = formatExactDuration(number('asOfLow') + number('asOfHigh') * WORD_32);
    return `access rules are recomputed under the law as of ${asOf} after the start`;
  },
  'ledger kept': ({ text }) => `the ledger is now kept at ${text('dataCentre')}`,
  consultation: (act) =>
    `${agentOf(act)} wants to consult another agent, but none is free: ${act.text('step')}`,
  'among several': (act) => {
    const work = act.is('isAfterContact') ? 'after-contact work' : 'work';
    const mayTakeLonger = !act.is('isAfterContact') && lengthensContacts(act.scenario);
    const longer = mayTakeLonger ? ' or lengthened by a second agent' : '';
    return `${agentOf(act)} starts ${formatExactDuration(act.number('workMs'))} of ${work} on it, if not slowed by other cases${longer}`;
  },
  commitment: ({ lacks, number, scenario, text }) => {
    if (text('step') !== 'joins') return 'open to all eligible groups';
    const expects = scenario.routing.commitment?.by === 'minimum expected delay';
    const delay = expects ? `, expected delay ${formatExactDuration(number('expectedDelayMs'))}` : '';
    const whose = lacks('group') ? text('centre') : text('group');
    return `joins the queue of ${whose}, ${text('ahead')} ahead${delay}`;
  },
  'plain items': ({ text }) =>
    `items that the customer was to encrypt (${text('itemClasses')}): ${text('step')}`,
  session: ({ lacks, number, text }) => {
    const where = lacks('dataCentre') ? '' : ` at ${text('dataCentre')}`;
    const work = lacks('workMs')
      ? ''
      : `; people need ${formatExactDuration(number('workMs'))} for such a case`;
    return `software ${text('software')}: ${text('step')}${where}${work}`;
  },
  'software containment': ({ is, text }) =>
    `software ${text('software')} contains ${is('isUsual') ? 'its usual share again' : 'another share than usual'}`,
  'incident link': ({ caseNumber, number, scenario, text }) => {
    const title = scenario.incidents?.[number('incident')]?.title ?? `incident ${text('incident')}`;
    return number('parentCase') === caseNumber
      ? `case ${caseNumber} is the first that is linked to the incident (${title}): the parent, which waits until the cause is mended`
      : `case ${caseNumber} is linked to the incident (${title}), and waits for its parent, case ${text('parentCase')}`;
  },
  'access approval': ({ text }) => `approval by the customer of access from outside: ${text('step')}`,
  'subcontractor needed': (act) =>
    `${agentOf(act)}, who works for a subcontractor, is to get it, because nobody else can: ${act.text('cause')}`,
};

/** Empty for a copy that holds every item class. */
function classesText(classes: ItemClassSet, names: string): string {
  if (classes === (1 << ITEM_CLASSES.length) - 1) return '';
  return `: ${names === '' ? 'nothing' : names}`;
}

function lengthensContacts({ work }: Scenario): boolean {
  return work.consultation?.some((rule) => rule?.lengthens !== undefined) === true;
}
