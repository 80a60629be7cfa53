import { HOUR_MS, MINUTE_MS, studentQuantile, sumOf, WEEK_MS } from '#base';
import { hourOfWeek, WEEK_HOURS } from '#domain';
import type { Contact } from '../cases/contacts.ts';
import type { Measured } from '../estimates/measured.ts';
import type { Spell } from '../stories/case-story.ts';
import { absencesOf, type FoundAbsences } from './absences.ts';
import { joined, type Piece, type Span } from './pieces.ts';
import { type FoundShift, layersOf, rostersOf } from './rosters.ts';

/** Agents of one tier at one centre, found from what they did. */
export interface FoundGroup {
  readonly id: string;
  readonly centre: string;
  readonly tier: number;
  /** Agents who did anything; null if the log names none. */
  readonly agents: number | null;
  /** Languages and products of the cases that they worked; rare ones are left out. */
  readonly languages: readonly string[];
  readonly products: readonly string[];
  /** Agents present in each hour of the week from Monday, on the centre's clock: mean over the weeks. */
  readonly present: readonly Measured[];
  /** Agent hours in a week. */
  readonly perWeek: Measured;
  /** How much of their shifts its agents are away; null if the log does not show it. */
  readonly absences: FoundAbsences | null;
  /** The hours of its agents; those of head counts if the log does not show who is there. */
  readonly shifts: readonly FoundShift[];
}

/** Agents in each hour of the week, in whole numbers. */
export function headcountsOf(present: readonly Measured[]): readonly number[] {
  return present.map(({ value }) => (value < PRESENT_LEAST ? 0 : Math.max(1, Math.round(value))));
}

/** An hour in which an agent is there for less than a quarter of it, on average, has none. */
export const PRESENT_LEAST = 0.25;

/** If another agent of the tier gets the case after at least this share of contacts, agents do not all do the same work. */
const PASSED_MOST = 0.1;
/** An activity without length counts as this much presence before and after it. */
const MARGIN_MS = 5 * MINUTE_MS;

/** The centre of a spell; `desk` if the log names none. */
export function centreOf({ centre }: Pick<Spell, 'centre'>): string {
  return centre ?? 'desk';
}

/** The id of the group that worked a spell. */
export function groupIdOf(spell: Pick<Spell, 'centre' | 'tier'>): string {
  return `${centreOf(spell)}-tier-${spell.tier}`;
}

/**
 * Presence of agents by hour of the week. An agent is present from the first activity of a shift to the last. Agents who have nothing to
 * do before the first or after the last case are not seen, so shifts come out too short rather than too long.
 * `awake`: the parts of a contact during which its agent is present; null: only at its begin and end.
 */
export function findGroups(
  contacts: readonly Contact[],
  { awake, clock, fromMs, untilMs, waiting = () => [] }: PresenceOptions,
): readonly FoundGroup[] {
  const byGroup = new Map<string, Collected>();
  for (const contact of contacts) {
    const { language, product, spell } = contact;
    const centre = centreOf(spell);
    const id = `${centre} ${spell.tier}`;
    const found = byGroup.get(id) ?? collected(centre, spell.tier);
    byGroup.set(id, found);
    found.languages.set(language, (found.languages.get(language) ?? 0) + 1);
    found.contacts++;
    found.begins.push(spell.fromMs);
    if (contact.after === 'same tier') found.passedOn++;
    found.products.set(product, (found.products.get(product) ?? 0) + 1);
    // Contacts without a name are few if agents are counted at all; the others stand for them.
    if (awake !== null && spell.agent === null) continue;
    const agent = spell.agent ?? '';
    const pieces = found.byAgent.get(agent) ?? [];
    found.byAgent.set(agent, pieces);
    const endMs = spell.toMs ?? untilMs;
    if (awake !== null) pieces.push(...awake(contact, endMs));
    else {
      for (const atMs of [spell.fromMs, endMs])
        pieces.push({ fromMs: atMs - MARGIN_MS, toMs: atMs + MARGIN_MS });
    }
  }
  const span = { clock, fromMs, untilMs };
  const groups = [...byGroup].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
  return groups.map((one) => {
    const found = groupOf(one, span, awake !== null);
    // Only where any agent of the tier may take any case is one who has none, while customers wait, surely away.
    const isAlone = groups.filter(({ tier }) => tier === one.tier).length === 1;
    const isOneKind = one.languages.size === 1 && one.products.size === 1;
    // Where agents pass cases on to each other, they do different work.
    const takesAll = isAlone && isOneKind && one.passedOn < PASSED_MOST * one.contacts;
    if (awake === null || found.agents === null || !takesAll) return found;
    return { ...found, absences: absencesOf(one.byAgent, waiting(one.tier)) };
  });
}

export interface PresenceOptions extends Span {
  readonly awake: ((contact: Contact, endMs: number) => readonly Piece[]) | null;
  /** When customers of a tier waited. Left out: never. */
  readonly waiting?: (tier: number) => readonly Piece[];
}

interface Collected {
  readonly centre: string;
  readonly tier: number;
  readonly byAgent: Map<string, Piece[]>;
  /** When contacts began, epoch ms. */
  readonly begins: number[];
  /** All contacts, and those after which another agent of the tier gets the case. */
  contacts: number;
  passedOn: number;
  /** Contacts by language and by product. */
  readonly languages: Map<string, number>;
  readonly products: Map<string, number>;
}

function collected(centre: string, tier: number): Collected {
  return {
    centre,
    tier,
    byAgent: new Map(),
    begins: [],
    contacts: 0,
    passedOn: 0,
    languages: new Map(),
    products: new Map(),
  };
}

/** A skill is known if at least this share of a group's contacts needs it: less may be a mistake of the log. */
const SKILL_LEAST = 0.005;

function commonOf(counts: ReadonlyMap<string, number>): readonly string[] {
  const total = sumOf(counts.values());
  return [...counts]
    .filter(([, n]) => n >= SKILL_LEAST * total)
    .map(([name]) => name)
    .sort();
}

function groupOf(
  { begins, byAgent, centre, languages, products, tier }: Collected,
  span: Span,
  showsPresence: boolean,
): FoundGroup {
  const { clock, fromMs, untilMs } = span;
  const weekCount = Math.max(1, Math.ceil((untilMs - fromMs) / WEEK_MS));
  const hours = Array.from({ length: WEEK_HOURS }, () => new Float64Array(weekCount));
  const seen = Array.from({ length: WEEK_HOURS }, () => new Uint8Array(weekCount));
  for (let atMs = Math.ceil(fromMs / HOUR_MS) * HOUR_MS; atMs + HOUR_MS <= untilMs; atMs += HOUR_MS) {
    const row = seen[hourOfWeek(atMs, clock)];
    if (row !== undefined) row[Math.floor((atMs - fromMs) / WEEK_MS)] = 1;
  }
  const byPerson = new Map([...byAgent].map(([agent, pieces]) => [agent, joined(pieces)]));
  for (const pieces of byPerson.values()) {
    for (const shift of pieces) {
      let atMs = Math.max(shift.fromMs, fromMs);
      const endMs = Math.min(shift.toMs, untilMs);
      while (atMs < endMs) {
        const nextMs = Math.min(endMs, (Math.floor(atMs / HOUR_MS) + 1) * HOUR_MS);
        const row = hours[hourOfWeek(atMs, clock)];
        const week = Math.floor((atMs - fromMs) / WEEK_MS);
        if (row !== undefined) row[week] = (row[week] ?? 0) + (nextMs - atMs) / HOUR_MS;
        atMs = nextMs;
      }
    }
  }
  const present = hours.map((row, hour) =>
    meanOver(Array.from(row).filter((_, week) => seen[hour]?.[week] === 1)),
  );
  const sum = (part: 'value' | 'low' | 'high') => sumOf(present.map((one) => one[part]));
  const agents = byAgent.has('') ? null : byAgent.size;
  const activities = new Map([...byAgent].map(([agent, pieces]) => [agent, pieces.length]));
  const rosters = showsPresence && agents !== null ? rostersOf(byPerson, span, { begins, activities }) : null;
  return {
    absences: null,
    shifts: rosters ?? layersOf(headcountsOf(present)),
    id: groupIdOf({ centre, tier }),
    centre,
    tier,
    agents,
    languages: commonOf(languages),
    products: commonOf(products),
    present,
    perWeek: { value: sum('value'), low: sum('low'), high: sum('high'), n: weekCount },
  };
}

/** Mean over weeks with Student's interval; with one week the interval is that of a Poisson number. */
function meanOver(values: readonly number[]): Measured {
  const n = values.length;
  if (n === 0) return { value: 0, low: 0, high: 0, n };
  const value = sumOf(values) / n;
  const variance = n === 1 ? value : sumOf(values.map((one) => (one - value) ** 2)) / (n - 1);
  const half = (n === 1 ? 1.96 : studentQuantile(0.975, n - 1)) * Math.sqrt(variance / n);
  return { value, low: Math.max(0, value - half), high: value + half, n };
}
