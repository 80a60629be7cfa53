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
  readonly after: AfterContact | null;
  /** Whether another agent had begun it: then only the rest of the work is seen. */
  readonly isRest: boolean;
  /**
   * Whether the agent of a contact with `after` 'same tier' then left, so that the work was cut off. Otherwise the agent passed
   * the case on and took others, so the log does not show the whole work.
   */
  readonly isCut: boolean;
}

/** An agent who begins nothing else for this long has left. */
const LEAVING_MS = 2 * HOUR_MS;

/** All contacts of the stories, in the order of cases. */
export function contactsOf(stories: readonly SettledStory[]): readonly Contact[] {
  const begins = beginsOf(stories);
  return stories.flatMap((story, number) => {
    const { channel, language, product, severity, spells } = story;
    let before: AfterContact | null = null;
    return spells.flatMap((spell, k): Contact[] => {
      if (spell.state !== 'working') return [];
      const after = afterOf(story, k);
      const isRest = before === 'same tier';
      before = after;
      const isCut = after === 'same tier' && !goesOn(spell, begins);
      return [{ story: number, channel, severity, product, language, spell, after, isRest, isCut }];
    });
  });
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
