import { assert, numbered } from '#base';
import { CASE_EVENTS, CASE_STATES, CASE_TIMERS, type CaseEvent, NONE, TIERS } from '#domain';
import type { Answer } from '#engine';
import { type ActsText, moveName } from './acts-text.ts';
import { epochsOf, type Subject, situationIn } from './subject.ts';

const { submitted: SUBMITTED, 'open.working': WORKING } = numbered(CASE_STATES);

interface Places {
  readonly primary: number;
  readonly replica: number;
}

/** Open facts on which timers depend, by the timer. */
const FACT_OF_TIMER: Readonly<Record<string, string>> = {
  reply: 'reply',
  vendorReply: 'vendor',
  reopening: 'reopening',
};

interface Possible {
  readonly events: readonly number[];
  readonly timers: readonly number[];
}

/** Which moves a state offers: any of them, without looking at what else they need. */
export function offersText(
  { scenario, timeline }: Subject,
  needs: ReadonlyMap<string, string>,
  possibleIn: (state: number) => Possible,
): string {
  const consults = scenario.work.consultation !== undefined;
  const options = CASE_STATES.map((_, state) => {
    const { events, timers } = possibleIn(state);
    const moves = [
      ...events.map((event) => moveName(CASE_EVENTS[event] ?? '')),
      ...timers.map((timer) => moveName(CASE_TIMERS[timer] ?? '')),
      ...(consults && state === WORKING ? ['CONSULTATION'] : []),
      ...(consults ? ['CONSULTATION_ENDS'] : []),
    ].flatMap((name) => (needs.has(name) ? [`:: move = ${name}`] : []));
    const dated =
      timeline.length > 0 && state !== SUBMITTED ? [':: epoch < LAST_EPOCH -> move = DATED_CHANGE'] : [];
    return { state, own: moves, all: [...moves, ...dated] };
  });
  const first = options.map(({ all, own, state }) => {
    if (all.length === 0) return null;
    return own.length > 0 ? `state == ${state}` : `(state == ${state} && epoch < LAST_EPOCH)`;
  });
  const choices = options.flatMap(({ all, state }) =>
    all.length === 0 ? [] : [`:: before_state == ${state} ->\n   if\n   ${all.join('\n   ')}\n   fi`],
  );
  return [
    `(${first.filter((one) => one !== null).join(' || ')});`,
    'd_step { BEGIN_STEP() };',
    'if',
    ...choices,
    'fi',
  ].join('\n');
}

/** What each move needs, and what the world or the vendor decides before the life cycle is asked; without moves that never happen. */
export function needsOf(subject: Subject, acts: ActsText): ReadonlyMap<string, string> {
  const { timeline } = subject;
  const consults = subject.scenario.work.consultation !== undefined;
  const ends = 'if\n:: consulted == NONE -> goto nothing\n:: else\nfi;\nCONSULTATION_END();\ngoto finish';
  const all = [
    ...CASE_EVENTS.map((name) => [moveName(name), eventNeeds(subject, acts, name)] as const),
    ...CASE_TIMERS.map((name, timer) => [moveName(name), timerNeeds(subject, timer)] as const),
    ...(consults ? [['CONSULTATION', consultationNeeds(subject, acts)] as const] : []),
    ...(consults ? [['CONSULTATION_ENDS', ends] as const] : []),
    ...(timeline.length > 0 ? [['DATED_CHANGE', datedNeeds(subject)] as const] : []),
  ];
  return new Map(all.filter(([, needs]) => needs !== NEVER));
}

/** The trees that moves may go to, some of which only dated changes need. */
export function treesOf({ timeline }: Subject, needs: ReadonlyMap<string, string>): ReadonlySet<string> {
  const moving = timeline.some(({ evacuation, isReview }) => evacuation !== null || isReview);
  const changing = timeline.some(({ law }) => law !== null);
  return new Set([...needs.keys(), ...(moving ? ['RELOCATE'] : []), ...(changing ? ['BAR'] : [])]);
}

export function needsText(needs: ReadonlyMap<string, string>): string {
  return ['if', ...[...needs].map(([name, text]) => `:: move == ${name} ->\n${text}`), 'fi'].join('\n');
}

const NEVER = 'goto nothing';

function eventNeeds(subject: Subject, acts: ActsText, name: CaseEvent['type']): string {
  switch (name) {
    case 'SUBMIT':
    case 'PLACE':
      return placeNeeds(subject, name);
    case 'ASSIGN':
      return assignNeeds(subject, acts);
    case 'RESUME':
      return 'READ();\nif\n:: read_from == NONE || group == NONE || must_leave[(epoch * PRODUCTS + product) * GROUPS + group] -> goto nothing\n:: else\nfi';
    case 'BAR':
      return 'if\n:: group != NONE && is_barred[(epoch * PRODUCTS + product) * GROUPS + group] -> skip\n:: else -> goto nothing\nfi';
    case 'RELOCATE':
      return movesNeeds(subject, (situation) => {
        return subject.decisions
          .events(situation, 'RELOCATE')
          .map(({ decided, value }) => ({ decided, value: value === null ? null : placesIn(value.event) }));
      });
    case 'PREEMPT':
      return `${constantNeeds(subject, name)};\nif\n:: rests = 0\n:: rests = 1\nfi`;
    default:
      return constantNeeds(subject, name);
  }
}

/** Events that depend on the tier and on whether the case was answered, at most. */
function constantNeeds(subject: Subject, name: CaseEvent['type']): string {
  const possible = TIERS.flatMap((tier) =>
    [0, 1].flatMap((answered) => {
      const answers = subject.decisions.events(situationIn(subject, { tier, answered }), name);
      return answers.every(({ value }) => value !== null)
        ? [`(tier == ${tier} && answered == ${answered})`]
        : [];
    }),
  );
  if (possible.length === 2 * TIERS.length) return 'skip';
  if (possible.length === 0) return 'goto nothing';
  return `if\n:: ${possible.join(' || ')} -> skip\n:: else -> goto nothing\nfi`;
}

function placesIn(event: CaseEvent): Places {
  assert('primary' in event, 'the event names places');
  return { primary: event.primary, replica: event.replica };
}

function placeNeeds(subject: Subject, name: 'SUBMIT' | 'PLACE'): string {
  const refusals = new Set<number>();
  const texts = epochsOf(subject).map((epoch) => {
    const answers = subject.decisions.events(situationIn(subject, { epoch }), name);
    for (const { value } of answers)
      if (value !== null && 'refused' in value.event) refusals.add(value.event.refused);
    const places = answers.map(({ decided, value }) => ({
      decided,
      value: value === null ? null : placesIn(value.event),
    }));
    return placesText(places, 0, 'nothing');
  });
  const refused = refusals.has(1) ? 'if\n:: refused = 0\n:: refused = 1\nfi;\n' : '';
  return `${refused}${byEpoch(texts)}`;
}

function assignNeeds({ scenario }: Subject, acts: ActsText): string {
  const options = scenario.groups.map((_, group) => `:: may_take[x + ${group}] != 0 -> new_group = ${group}`);
  return [
    'READ();',
    'if\n:: read_from == NONE -> goto nothing\n:: else\nfi;',
    'x = may_take_row[((((epoch * LANGUAGES + language) * PRODUCTS + product) * TIERS + tier - 1) * 2 + stage) * 2 + answered] * GROUPS;',
    ['if', ...options, ':: else -> goto nothing', 'fi;'].join('\n'),
    'd_step {',
    'if\n:: may_take[x + new_group] == 2 -> EMERGENCY(new_group, (2 * new_group))\n:: else\nfi;',
    acts.assign('new_group'),
    '}',
  ].join('\n');
}

function consultationNeeds({ scenario }: Subject, acts: ActsText): string {
  const options = scenario.groups.map((_, group) => `:: may_join[x + ${group}] != 0 -> consulted = ${group}`);
  return [
    'if\n:: consulted != NONE -> goto nothing\n:: else\nfi;',
    'READ();',
    'if\n:: read_from == NONE -> goto nothing\n:: else\nfi;',
    'x = may_join_row[(epoch * PRODUCTS + product) * TIERS + tier - 1] * GROUPS;',
    ['if', ...options, ':: else -> goto nothing', 'fi;'].join('\n'),
    `d_step {\nconsulted_place = read_from;\n${acts.view(true, 'consulted', 'consulted_place')}\n};`,
    'goto finish',
  ].join('\n');
}

function timerNeeds(subject: Subject, timer: number): string {
  const name = CASE_TIMERS[timer] ?? '';
  const { delay } = subject.decisions.lifecycle.timers[timer] ?? {};
  const event = { type: name };
  let isOpen = false;
  const due = [0, 1].flatMap((answered) =>
    [0, 1].flatMap((stage) => {
      const delays = subject.decisions.values(situationIn(subject, { answered, stage }), (context) =>
        typeof delay === 'function' ? delay({ context, event }) : (delay as number),
      );
      const finite = delays.filter((delayMs) => delayMs !== Number.POSITIVE_INFINITY);
      if (finite.length > 0 && finite.length < delays.length) isOpen = true;
      return finite.length > 0 ? [`(answered == ${answered} && stage == ${stage})`] : [];
    }),
  );
  const held = name === 'retention' ? 'if\n:: erases[epoch] -> skip\n:: else -> goto nothing\nfi' : 'skip';
  if (due.length === 0) return 'goto nothing';
  if (isOpen) {
    const fact = FACT_OF_TIMER[name];
    assert(fact !== undefined, `whether ${name} is due is an open fact`);
    return `FIND_${fact.toUpperCase()}();\nif\n:: ${fact} == YES -> skip\n:: else -> goto nothing\nfi;\n${held}`;
  }
  if (due.length === 4) return held;
  return `if\n:: ${due.join(' || ')} -> skip\n:: else -> goto nothing\nfi;\n${held}`;
}

/** The next step of the timeline: a change of the law, an evacuation, a review, or nothing that concerns a case. */
function datedNeeds(subject: Subject): string {
  const { decisions, timeline } = subject;
  const steps = timeline.map((step, before) => {
    const epoch = before + 1;
    if (step.law !== null) {
      return [
        `printf("~A law ${step.law}\\n");`,
        'if',
        ':: (state == AT_WORK || state == PAUSED) && group != NONE && must_leave[(epoch * PRODUCTS + product) * GROUPS + group] -> tree = BAR',
        ':: else -> goto settled',
        'fi',
      ].join('\n');
    }
    if (step.evacuation === null && !step.isReview) return 'goto settled';
    return `${movesNeeds(subject, (situation) => decisions.moved(situation, step), [epoch], 'settled')};\ntree = RELOCATE`;
  });
  const options = steps.map((text, before) => `:: epoch == ${before + 1} ->\n${text}`);
  return ['epoch = epoch + 1;', 'if', ...options, ':: else -> goto settled', 'fi'].join('\n');
}

/** Where copies move, for every place that they may have. */
function movesNeeds(
  subject: Subject,
  ask: (situation: ReturnType<typeof situationIn>) => readonly Answer<Places | null>[],
  epochs: readonly number[] = epochsOf(subject),
  otherwise = 'nothing',
): string {
  const places = [NONE, ...subject.scenario.dataCentres.keys()];
  const wheres = new Map<string, string[]>();
  for (const epoch of epochs) {
    for (const primary of places) {
      for (const replica of places) {
        if (replica !== NONE && replica === primary) continue;
        const answers = ask(situationIn(subject, { epoch, primary, replica }));
        if (answers.every(({ value }) => value === null)) continue;
        const text = placesText(answers, 0, otherwise);
        const where = `(epoch == ${epoch} && primary == ${numberOf(primary)} && replica == ${numberOf(replica)})`;
        wheres.set(text, [...(wheres.get(text) ?? []), where]);
      }
    }
  }
  const options = [...wheres].map(([text, where]) => `:: ${where.join(' || ')} ->\n${text}`);
  return options.length === 0
    ? `goto ${otherwise}`
    : ['if', ...options, `:: else -> goto ${otherwise}`, 'fi'].join('\n');
}

/** A decision over the data centres that are asked for, in the order in which they are. */
function placesText(answers: readonly Answer<Places | null>[], depth: number, otherwise: string): string {
  const asked = answers[0]?.decided[depth];
  if (asked === undefined) {
    const value = answers[0]?.value ?? null;
    if (value === null) return `goto ${otherwise}`;
    return `new_primary = ${numberOf(value.primary)}; new_replica = ${numberOf(value.replica)}`;
  }
  const [place] = asked;
  const [up, down] = [true, false].map((isUp) =>
    placesText(
      answers.filter(({ decided }) => decided[depth]?.[1] === isUp),
      depth + 1,
      otherwise,
    ),
  );
  return `ASK(${place});\nif\n:: up[${place}] == UP ->\n${up}\n:: else ->\n${down}\nfi`;
}

function byEpoch(texts: readonly string[]): string {
  if (new Set(texts).size === 1) return texts[0] ?? 'skip';
  return ['if', ...texts.map((text, epoch) => `:: epoch == ${epoch} ->\n${text}`), 'fi'].join('\n');
}

function numberOf(place: number): string {
  return place === NONE ? 'NONE' : String(place);
}
