import { HOUR_MS } from '#base';
import type { Channel, Severity } from '#domain';
import type { Spell } from '../stories/case-story.ts';
import type { SettledStory } from '../stories/settled.ts';

/** What came after a contact: the case went up or down a tier, to another agent of the tier, waited, or was resolved; null: unseen. */
export type AfterContact = 'up' | 'down' | 'same tier' | 'customer' | 'vendor' | 'resolved';

/** Time during which one agent worked a case. */
export interface Contact {
  readonly story: number;
  readonly channel: Channel;
  readonly severity: Severity;
  readonly product: string;
  readonly language: string;
  readonly spell: Spell;
  /** When the next contact of the case begins, epoch ms; null if none does. */
  readonly nextFromMs: number | null;
  readonly after: AfterContact | null;
  /** Whether the contact takes over from another agent of the tier, who left in the middle of it or passed the case on; null: from nobody. */
  readonly follows: 'cut' | 'pass' | null;
  /**
   * Whether the agent of a contact with `after` 'same tier' then left, so that the work was cut off. Otherwise the agent passed
   * the case on and took others: a contact of its own.
   */
  readonly isCut: boolean;
}

/**
 * Until when a contact's group has the case, where agents have several in hand: also while it waits for the next agent of the group. Null
 * if that is unseen.
 */
export function heldUntil({ after, isCut, nextFromMs, spell }: Contact): number | null {
  return after === 'same tier' && !isCut ? nextFromMs : spell.toMs;
}

/** An agent who begins nothing else for this long has left. */
const LEAVING_MS = 2 * HOUR_MS;

/** All contacts of the stories, in the order of cases. */
export function contactsOf(stories: readonly SettledStory[]): readonly Contact[] {
  const begins = beginsOf(stories);
  const contacts = stories.flatMap((story, number) => {
    const { channel, language, product, severity, spells } = story;
    let follows: Contact['follows'] = null;
    return spells.flatMap((spell, k): Contact[] => {
      if (spell.state !== 'working') return [];
      const after = afterOf(story, k);
      const isCut = after === 'same tier' && !goesOn(spell, begins);
      const nextFromMs = spells.slice(k + 1).find(({ state }) => state === 'working')?.fromMs ?? null;
      const contact = {
        story: number,
        channel,
        severity,
        product,
        language,
        spell,
        nextFromMs,
        after,
        follows,
        isCut,
      };
      follows = after !== 'same tier' ? null : isCut ? 'cut' : 'pass';
      return [contact];
    });
  });
  // Who has nothing to do after passing a case on looks like one who leaves.
  const passing = passingTiers(contacts);
  return contacts.map((contact) => {
    if (!passing.has(contact.spell.tier)) return contact;
    return { ...contact, follows: contact.follows === null ? null : 'pass', isCut: false };
  });
}

/** From this share on, contacts after which another agent of the tier gets the case are part of how a tier works, not mistakes. */
const PASSED_LEAST = 0.1;

/** The tiers in which cases pass from agent to agent: those where such contacts are not rare. */
export function passingTiers(contacts: readonly Contact[]): ReadonlySet<number> {
  const found = [1, 2, 3].filter((tier) => {
    const ended = contacts.filter(
      ({ after, isCut, spell }) => spell.tier === tier && after !== null && !isCut,
    );
    const passed = ended.filter(({ after }) => after === 'same tier');
    return passed.length > 0 && passed.length >= PASSED_LEAST * ended.length;
  });
  return new Set(found);
}

function afterOf({ ending, spells }: SettledStory, k: number): AfterContact | null {
  const [spell, next] = [spells[k], spells[k + 1]];
  if (spell === undefined) return null;
  if (next === undefined) return ending === 'closed' ? 'resolved' : null;
  if (next.tier > spell.tier) return 'up';
  if (next.tier < spell.tier) return 'down';
  return next.state === 'queued' || next.state === 'working' ? 'same tier' : next.state;
}

/** When each agent begins contacts, sorted. */
function beginsOf(stories: readonly SettledStory[]): ReadonlyMap<string, Float64Array> {
  const begins = new Map<string, number[]>();
  for (const { spells } of stories) {
    for (const { agent, fromMs, state } of spells) {
      if (state !== 'working' || agent === null) continue;
      const own = begins.get(agent) ?? [];
      begins.set(agent, own);
      own.push(fromMs);
    }
  }
  return new Map([...begins].map(([agent, times]) => [agent, Float64Array.from(times).sort()]));
}

function goesOn({ agent, toMs }: Spell, begins: ReadonlyMap<string, Float64Array>): boolean {
  const own = agent === null ? undefined : begins.get(agent);
  if (own === undefined || toMs === null) return false;
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((own[middle] ?? 0) < toMs) low = middle + 1;
    else high = middle;
  }
  const next = own[low];
  return next !== undefined && next - toMs < LEAVING_MS;
}
