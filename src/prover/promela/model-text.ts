import { numbered, rowAt } from '#base';
import { CASE_STATES, type CaseContext, ESCALATION_REASONS, SAME_TIER, TIERS } from '#domain';
import { passesWithin } from '../judge-people.ts';
import { OPEN_BIT, PROPERTY_BITS } from '../properties.ts';
import { ActsText, MODEL_MOVES, moveName, nameOf } from './acts-text.ts';
import { INVARIANTS_TEXT } from './invariants-text.ts';
import { constantsOf, lifeCycleText, OWN_TIER } from './life-cycle-text.ts';
import { needsOf, needsText, offersText, treesOf } from './moves-text.ts';
import { type Subject, situationIn } from './subject.ts';
import { policyTables, verdictTables } from './tables-text.ts';
import { labelOf } from './trail.ts';

const STATES = numbered(CASE_STATES);

/** The model of a stream's cases. The same subject always gives the same text. */
export function modelText(subject: Subject): string {
  const acts = new ActsText(subject.decisions);
  const needs = needsOf(subject, acts);
  const { dispatch, nodes, possibleIn } = lifeCycleText(subject, acts, treesOf(subject, needs));
  return `${[
    headText(subject),
    definesText(subject),
    "/* ── What promise and law permit, by the auditor's reading ── */",
    verdictTables(subject),
    '/* ── What the vendor decides, by its policy ── */',
    policyTables(subject),
    STATE_TEXT,
    INVARIANTS_TEXT.trim(),
    environmentText(subject),
    STEP_TEXT,
    `active proctype life() {
  atomic {
    ${beginningText(subject)};
    d_step {
      ${NOTHING_YET}
      tier = 1;
      printf("~B ${labelOf(subject.conduct.name)} ${subject.stream} %d %d %d\\n", epoch, language, product)
    }
  };
end:
  do
  :: atomic {
${offersText(subject, needs, possibleIn)};
tree = move;
${needsText(needs)};
${dispatch};
${nodes};
taken:
skip;
d_step { ${acts.transition()} };
goto settled;
untaken:
if
:: move == DATED_CHANGE -> skip
:: else -> goto nothing
fi;
settled:
if
:: move == DATED_CHANGE && LAW_CHANGES && consulted != NONE && !may_join[may_join_row[(epoch * PRODUCTS + product) * TIERS + tier - 1] * GROUPS + consulted] -> CONSULTATION_END()
:: else
fi;
finish:
skip;
d_step { END_STEP() };
goto over;
nothing:
skip;
d_step { printf("~N\\n"); FORGET() };
over:
skip
     }
  od
}`,
  ].join('\n\n')}\n`;
}

const NOTHING_YET = `primary = NONE; replica = NONE; group = NONE; working_copy = NONE; viewed_place = NONE;
      consulted = NONE; consulted_place = NONE; holder = NONE; open_to = NO_AGENT;
      view_group = NONE; view_place = NONE; view_consent = NONE;
      asked_group = NONE; asked_place = NONE; asked_consent = NONE;`;

function headText({ conduct, stream, timeline }: Subject): string {
  return `/*
 * Cases of the stream ${rowAt(conduct.streams, stream).id} of the scenario ${conduct.name}, ${timeline.length + 1} epochs.
 *
 * A state of this model is what a proof knows of a case: its situation, and what its acts have shown. Each step is atomic, so SPIN stores one
 * state for each of a proof's states, and one more before the case exists.
 *
 *   spin -a MODEL && gcc -O2 -DNOREDUCE -DSAFETY -o pan pan.c && ./pan -c0 -m1000000
 *
 * JUDGED: a bit for each property that is asserted. -DJUDGED=1 asserts R1 alone.
 */
#ifndef JUDGED
#define JUDGED ${2 ** (OPEN_BIT + 1) - 1}
#endif`;
}

function definesText(subject: Subject): string {
  const { conduct, scenario, stream, timeline, verdicts } = subject;
  const { tables } = rowAt(verdicts, 0);
  const { primary, replica } = tables.stream(stream);
  const asked = [...new Set([...primary, ...replica])];
  const laws = timeline.flatMap(({ law }, before) => (law === null ? [] : [`epoch == ${before + 1}`]));
  const ends = timeline.flatMap(({ endsInstant }, before) => (endsInstant ? [`epoch == ${before + 1}`] : []));
  const consents = scenario.segments[scenario.streams[stream]?.segment ?? -1]?.consents ?? [];
  const define = (name: string, value: number | string) => `#define ${name} ${value}`;
  return [
    ...[...PROPERTY_BITS, 'R7.open'].map((id, bit) => define(nameOf(id), bit)),
    ...MODEL_MOVES.map((name, number) => define(moveName2(name), number)),
    ...ESCALATION_REASONS.map((name, number) => define(`BY_${nameOf(name)}`, number)),
    define('QUEUED', STATES['open.waiting.queued']),
    define('AT_WORK', STATES['open.working']),
    define('PAUSED', STATES['open.paused']),
    define('CLOSED', STATES.closed),
    define('ERASED', STATES.erased),
    define('REFUSED', STATES.refused),
    define('DATA_CENTRES', scenario.dataCentres.length),
    define('CENTRES', scenario.centres.length),
    define('PLACES', scenario.dataCentres.length + scenario.centres.length),
    define('ENTITIES', scenario.entities.length),
    define('GROUPS', scenario.groups.length),
    define('LANGUAGES', scenario.languages.length),
    define('PRODUCTS', scenario.products.length),
    define('TIERS', TIERS.length),
    define('PASSES_WITHIN', passesWithin(scenario.work) ? 'true' : 'false'),
    define('CONSENTS', consents.length),
    define('LAST_EPOCH', timeline.length),
    define('ROLES', 3),
    define('PRIMARY', 0),
    define('REPLICA', 1),
    define('WORKING', 2),
    define('NONE', 255),
    define('NO_AGENT', 32767),
    define('UP', 1),
    define('DOWN', 2),
    define('YES', 1),
    define('NO', 2),
    define('PLACE_OF(g)', '(DATA_CENTRES + centre_of[g])'),
    define('ALL_UP', `(${asked.map((place) => `up[${place}] == UP`).join(' && ') || 'true'})`),
    define('LAW_CHANGES', `(${laws.join(' || ') || 'false'})`),
    define('ENDS_INSTANT', `(${ends.join(' || ') || 'false'})`),
    ...constantsOf(subject).map(([name, value]) => define(name, value)),
    `/* groups: ${conduct.groups.map(({ id }, group) => `${group} ${id}`).join(', ')} */`,
  ].join('\n');
}

function moveName2(name: string): string {
  return name.startsWith('a ') ? nameOf(name.slice(2)) : moveName(name);
}

const STATE_TEXT = `/* ── A case: its situation, and what its acts have shown ── */
byte epoch, state, language, product, tier, stage, answered;
byte primary, replica, group, working_copy, viewed_place, consulted, consulted_place;
int live[ROLES];      /* places with a copy, by role, as bits */
int restored[ROLES];  /* copies that were stored after the case had been erased */
bit was_stored;
byte holder;
byte view_group, view_place, view_consent, view_emergency;
byte asked_group, asked_place, asked_consent;
short open_to;

/* ── Within a step; 0 between steps ── */
byte move, tree, back, refused, rests, read_from, new_primary, new_replica, new_group;
byte up[DATA_CENTRES];
byte true_language, true_product, solved_at, reply, vendor, reopening, called_back, calls_left, linked;
byte before_state, before_group, before_language, before_product, before_tier;
byte recorded_state, last_holder, relied_on, has_reason, stated, stated_group, stated_tier;
byte was_transfer, was_emergency, was_from, was_to, was_place;
int x, y, z, w, broken;`;

/** What the world may do, and the facts of a case that a step may find out. */
function environmentText(subject: Subject): string {
  const { decisions, languages, products } = subject;
  const values = (read: (context: CaseContext) => number) => decisions.values(situationIn(subject, {}), read);
  const isOpen = (read: (context: CaseContext) => number, domain: readonly number[]) =>
    domain.length > 1 && values(read).length === domain.length;
  const ways = (read: (context: CaseContext) => number) =>
    values(read).map((delayMs) => (delayMs === Number.POSITIVE_INFINITY ? 'NO' : 'YES'));
  const finds = Object.entries({
    true_language: isOpen((c) => c.trueLanguage, languages) ? languages : ['language'],
    true_product: isOpen((c) => c.trueProduct, products) ? products : ['product'],
    solved_at: values((c) => (c.solvedAtTier === SAME_TIER ? OWN_TIER : c.solvedAtTier)),
    reply: ways((c) => c.replyMs),
    vendor: ways((c) => c.vendorMs),
    reopening: ways((c) => c.reopeningMs),
    called_back: values((c) => c.calledBack).map((one) => (one === 1 ? 'YES' : 'NO')),
    calls_left: values((c) => c.callsLeft).map((left) => left + 1),
    linked: values((c) => c.linked).map((one) => (one === 1 ? 'YES' : 'NO')),
  }).map(([fact, values]) => findText(fact, fact.startsWith('true') ? 'NONE' : '0', values));
  return `/* ── The world, and what a step finds out ── */
${ASK_TEXT}

${finds.join('\n\n')}

/* The vendor records a transfer if the movement is one by its policy. */
inline CARRY(from, place) {
  w = (epoch * (ENTITIES + 1) + from) * PLACES + place;
  if
  :: is_transfer[w] -> TRANSFER(basis_kind[w], from, entity[place], place, basis_instrument[w], basis_valid[w])
  :: else
  fi
}

/* The vendor names the consent on which an access relies. */
inline RELY(g, who) {
  w = epoch * CENTRES + centre_of[g];
  if
  :: consent_named[w] != NONE -> ON_CONSENT(consent_named[w], g, who)
  :: else
  fi
}

inline CONSULTATION_END() {
  if
  :: consulted != NONE ->
     d_step {
       ${new ActsText(decisions).viewEnd(true, 'consulted', 'consulted_place')};
       consulted = NONE; consulted_place = NONE
     }
  :: else
  fi
}`;
}

const ASK_TEXT = `inline ASK(place) {
  if
  :: up[place] != 0 -> skip
  :: else ->
     if
     :: up[place] = UP
     :: up[place] = DOWN
     fi
  fi
}

/* The place from which the case is read. */
inline READ() {
  read_from = NONE;
  if
  :: primary == NONE -> skip
  :: else ->
     ASK(primary);
     if
     :: up[primary] == UP -> read_from = primary
     :: else ->
        if
        :: replica == NONE -> skip
        :: else ->
           ASK(replica);
           if
           :: up[replica] == UP -> read_from = replica
           :: else
           fi
        fi
     fi
  fi
}`;

function findText(fact: string, unknown: string, values: readonly (number | string)[]): string {
  const options = [...new Set(values)].map((value) => `     :: ${fact} = ${value}`).join('\n');
  return `inline FIND_${fact.toUpperCase()}() {
  if
  :: ${fact} != ${unknown} -> skip
  :: else ->
     if
${options}
     fi
  fi
}`;
}

const STEP_TEXT = `inline BEGIN_STEP() {
  before_state = state; before_group = group;
  before_language = language; before_product = product; before_tier = tier;
  recorded_state = state; last_holder = NONE; relied_on = NONE;
  true_language = NONE; true_product = NONE
}

inline FORGET() {
  move = 0; tree = 0; back = 0; refused = 0; rests = 0; read_from = 0; new_primary = 0; new_replica = 0; new_group = 0;
  true_language = 0; true_product = 0; solved_at = 0; reply = 0; vendor = 0; reopening = 0;
  called_back = 0; calls_left = 0; linked = 0;
  before_state = 0; before_group = 0; before_language = 0; before_product = 0; before_tier = 0;
  recorded_state = 0; last_holder = 0; relied_on = 0; has_reason = 0; stated = 0; stated_group = 0; stated_tier = 0;
  was_transfer = 0; was_emergency = 0; was_from = 0; was_to = 0; was_place = 0;
  x = 0;
  do
  :: x < DATA_CENTRES -> up[x] = 0; x = x + 1
  :: else -> break
  od;
  x = 0; y = 0; z = 0; w = 0; broken = 0
}

inline END_STEP() {
  if
  :: state == CLOSED || state == ERASED || state == REFUSED ->
     language = 0; product = 0; tier = 1; stage = 0; answered = 1
  :: else
  fi;
  if :: state == AT_WORK -> skip :: else -> viewed_place = NONE fi;
  JUDGE_REASON();
  if :: recorded_state == AT_WORK || recorded_state == PAUSED -> skip :: else -> open_to = NO_AGENT fi;
  if :: move == DATED_CHANGE && ENDS_INSTANT -> JUDGE_CHANGE() :: else fi;
  JUDGE_REST();
  x = 0;
  do
  :: x < DATA_CENTRES -> printf("~U %d %d\\n", x, up[x]); x = x + 1
  :: else -> break
  od;
  printf("~S %d %d %d %d %d %d %d %d", move, epoch, state, language, product, tier, stage, answered);
  printf(" %d %d %d %d %d %d %d", primary, replica, group, working_copy, viewed_place, consulted, consulted_place);
  printf(" %d %d %d\\n", live[PRIMARY], live[REPLICA], live[WORKING]);
${[...PROPERTY_BITS.keys(), OPEN_BIT].map((bit) => `  assert(!((broken & JUDGED) & ${2 ** bit}));`).join('\n')}
  FORGET()
}`;

function beginningText({ moves, stream }: Subject): string {
  const options = moves
    .beginnings(stream)
    .map(
      ({ epoch, language, product }) => `:: epoch = ${epoch}; language = ${language}; product = ${product}`,
    );
  return `if\n    ${options.join('\n    ')}\n    fi`;
}
