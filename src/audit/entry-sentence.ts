import { formatExactDuration } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_KINDS,
  type ActKind,
  BASIS_KINDS,
  CALLBACK_STEPS,
  CASE_STATES,
  CHANNELS,
  COMMITMENT_STEPS,
  CONSULTATION_STEPS,
  COPY_ROLES,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  ITEM_CLASSES,
  NONE_16,
  type Scenario,
  SEVERITIES,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
  WORD_32,
} from '#domain';
import { shown } from './moment.ts';
import type { StoryEntry } from './story.ts';

type Fields = Pick<StoryEntry, 'aux' | 'a' | 'b' | 'c' | 'd'>;
type Tell = (fields: Fields, scenario: Scenario) => string;

/** What an entry says, in one sentence of plain text, with the scenario's ids and country codes. */
export function entrySentence(entry: StoryEntry, scenario: Scenario): string {
  const kind = ACT_KINDS[entry.kind];
  return kind === undefined ? `an act of unknown kind ${entry.kind}` : SENTENCES[kind](entry, scenario);
}

/** `dublin (IE)`: data centres first, then centres. */
export function placeName(scenario: Scenario, place: number): string {
  const found = [...scenario.dataCentres, ...scenario.centres][place];
  return found === undefined ? `place ${place}` : `${found.id} (${found.country})`;
}

export function centreName(scenario: Scenario, centre: number): string {
  return placeName(scenario, scenario.dataCentres.length + centre);
}

const tellView =
  (what: string): Tell =>
  ({ aux, a, b, c, d }, scenario) =>
    `agent ${shown(c)} of ${groupName(scenario, b)} at ${centreName(scenario, a)} ${what}, ` +
    `for ${ACCESS_PURPOSES[aux] ?? `purpose ${aux}`}, read from ${placeName(scenario, d)}`;

const SENTENCES: Readonly<Record<ActKind, Tell>> = {
  duty: ({ aux, a, c, d }, scenario) =>
    `${c} agents of ${groupName(scenario, a)} (from number ${d}) ${aux === 1 ? 'begin' : 'end'} duty`,
  centre: ({ aux, a }, scenario) =>
    `centre ${centreName(scenario, a)} ${aux === 1 ? 'is up again' : 'goes down'}`,
  'data centre': ({ aux, a }, scenario) =>
    `data centre ${placeName(scenario, a)} ${aux === 1 ? 'is up again' : 'goes down'}`,
  law: () => 'a zone or the force of a basis changes',
  open: ({ aux, a, b, c, d }, scenario) => {
    const stream = scenario.streams[a];
    const severity = SEVERITIES[aux >>> 2] ?? aux >>> 2;
    const declared = kindOfCase(scenario, b & 0xff, b >>> 8);
    const truth = kindOfCase(scenario, d & 0xff, (d >>> 8) & 0xff);
    const told = declared === truth ? declared : `${declared} (in truth ${truth})`;
    return (
      `opened by ${CHANNELS[aux & 3] ?? `channel ${aux & 3}`}, severity ${severity}, ${told}, ` +
      `tier ${d >>> 16} solves it; customer ${c} of ${stream?.id ?? `stream ${a}`} in ${stream?.country ?? '?'}`
    );
  },
  transition: ({ aux, a, b }) =>
    `${stateName(a)} → ${stateName(b)} (${TRANSITION_EVENTS[aux] ?? `event ${aux}`})`,
  store: ({ aux, a, b, c }, scenario) =>
    `${COPY_ROLES[aux] ?? `copy of role ${aux}`} stored at ${placeName(scenario, a)}, ` +
    `${b === NONE_16 ? 'from the customer' : `copied from ${placeName(scenario, b)}`}${classesText(c)}`,
  delete: ({ aux, a, c }, scenario) =>
    `${COPY_ROLES[aux] ?? `copy of role ${aux}`} deleted at ${placeName(scenario, a)}${classesText(c)}`,
  transfer: ({ aux, a, b, c, d }, scenario) => {
    const exporter = a === NONE_16 ? 'the customer' : entityName(scenario, a);
    const instrument = scenario.entities[b]?.instruments[d]?.instrument;
    const basis = `${BASIS_KINDS[aux] ?? `basis ${aux}`}${instrument === undefined ? '' : ` ${instrument}`}`;
    const importer = entityName(scenario, b);
    return `made available by ${exporter} to ${importer} at ${placeName(scenario, c)}, basis: ${basis}`;
  },
  wait: ({ aux, a, b, c }) => {
    const cause = WAITING_CAUSES[aux] ?? `cause ${aux}`;
    return `waits at tier ${a}, stage ${b}, severity ${SEVERITIES[c] ?? c}: ${cause}`;
  },
  assign: ({ a, b, c, d }, scenario) =>
    `assigned to agent ${shown(c)} of ${groupName(scenario, a)} after ${formatExactDuration(d)}; ` +
    `${b} ${b === 1 ? 'group' : 'groups'} had somebody free`,
  view: tellView('begins to see it'),
  'view end': tellView('ceases to see it'),
  escalate: ({ aux, a, d }, scenario) =>
    `escalated for ${ESCALATION_REASONS[aux] ?? `reason ${aux}`}` +
    `${a === NONE_16 ? '' : `, leaves ${centreName(scenario, a)}`}, to be had by tier ${d}`,
  end: ({ d }) => `the run is ended before its horizon: ${d} cases wait`,
  presence: ({ aux, a, c }, scenario) =>
    `agent ${c} of ${groupName(scenario, a)} ${aux === 1 ? 'is back' : 'goes away'}`,
  'after-contact work': ({ aux, a, c }, scenario) =>
    `agent ${c} of ${groupName(scenario, a)} ${aux === 1 ? 'begins' : 'is done with'} after-contact work`,
  'among several': ({ a, aux, c, d }, scenario) =>
    `agent ${c} of ${groupName(scenario, a)} has it in hand: ${formatExactDuration(d)} of ${aux === 1 ? 'after-contact work' : 'work'}, if nothing else is`,
  'serve out': () => 'its line closes for the day, and is served out',
  overtime: ({ aux, a, c }, scenario) =>
    `agent ${c} of ${groupName(scenario, a)} ${aux === 1 ? 'stays to serve the line out' : 'goes home'}`,
  consultation: ({ aux, a, c }, scenario) =>
    `agent ${c} of ${groupName(scenario, a)} would consult another, and nobody is free: ${CONSULTATION_STEPS[aux] ?? `step ${aux}`}`,
  commitment: ({ a, aux, b, c, d }, scenario) => {
    if (COMMITMENT_STEPS[aux] !== 'joins') return 'it is open to all who may take it';
    const delay =
      scenario.routing.commitment?.by === 'minimum expected delay'
        ? `, expected delay ${formatExactDuration(d)}`
        : '';
    return `joins the line of ${b === NONE_16 ? centreName(scenario, a) : groupName(scenario, b)}, ${c} before it${delay}`;
  },
  preempt: ({ a, c, d }, scenario) =>
    `agent ${c} of ${groupName(scenario, a)} lets go of it, to take case ${d}, which is more urgent`,
  outcome: ({ aux }) => `the contact will find that tier ${aux} solves it`,
  'follow-up': ({ aux, d }) =>
    aux === 1
      ? `the message that case ${d} left`
      : `the customer of case ${d}, who got no answer, comes again`,
  callback: ({ aux, c, d }) =>
    aux < 2
      ? `the customer is offered a callback (${c} wait before, the last answered had waited ${formatExactDuration(d)}): ${CALLBACK_STEPS[aux]}`
      : `the customer is called: ${CALLBACK_STEPS[aux] ?? `step ${aux}`}`,
  disclosure: ({ a, aux }, scenario) =>
    `handed over to ${scenario.disclosures?.[a]?.authority ?? `authority ${a}`}, ` +
    (aux === 1 ? `basis: ${scenario.disclosures?.[a]?.basis ?? '?'}` : 'no basis'),
  'notice of disclosure': ({ a }, scenario) =>
    `the customers are told what ${scenario.disclosures?.[a]?.authority ?? `authority ${a}`} was given`,
  exception: ({ a, b, c }, scenario) =>
    `agent ${shown(c)} at ${centreName(scenario, a)} is to see it outside of what was promised, on consent ${b + 1} of its customers`,
  'ledger kept': ({ a }, scenario) => `the ledger is kept at ${placeName(scenario, a)} from now on`,
  'policy refresh': ({ c, d }) =>
    `it is worked out anew who may do what, by the law of ${formatExactDuration(c + d * WORD_32)} after the start`,
  'emergency access': ({ a, aux, b, c, d }, scenario) => {
    switch (EMERGENCY_STEPS[aux]) {
      case 'approved':
        return `emergency ${b}: agent ${shown(c)} approves that it is opened for ${formatExactDuration(d)}`;
      case 'opened':
        return `emergency ${b}: opened to agent ${shown(c)} at ${centreName(scenario, a)} for ${formatExactDuration(d)}`;
      case 'told':
        return `the customer of emergency ${b} is told of it`;
      case 'reviewed':
        return `emergency ${b} is reviewed by agent ${shown(c)}`;
      default:
        return `emergency ${b}, step ${aux}`;
    }
  },
  refuse: ({ aux, c, d }) =>
    `refused: ${c} cases by ${CHANNELS[aux] ?? `channel ${aux}`} are in the system, ${d} of them wait`,
  severity: ({ aux }) => `the customer changes the severity to ${SEVERITIES[aux] ?? aux}`,
};

function stateName(state: number): string {
  return CASE_STATES[state] ?? `state ${state}`;
}

function groupName(scenario: Scenario, group: number): string {
  return scenario.groups[group]?.id ?? `group ${group}`;
}

function entityName(scenario: Scenario, entity: number): string {
  return scenario.entities[entity]?.id ?? `entity ${entity}`;
}

function kindOfCase(scenario: Scenario, language: number, product: number): string {
  const name = scenario.products[product]?.id ?? `product ${product}`;
  return `${scenario.languages[language] ?? `language ${language}`} for ${name}`;
}

/** Nothing is said of a copy that holds everything. */
function classesText(classes: number): string {
  if (classes === (1 << ITEM_CLASSES.length) - 1) return '';
  const names = ITEM_CLASSES.filter((_, i) => (classes & (1 << i)) !== 0);
  return `: ${names.length === 0 ? 'nothing' : names.join(', ')}`;
}
