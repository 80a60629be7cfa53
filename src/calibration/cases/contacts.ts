import { HOUR_MS } from '#base';
import type { Channel, Severity } from '#domain';
import { firstFrom } from '../estimates/sorted.ts';
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
  /** Since when the case waited for this contact after another agent passed it on, epoch ms; when it begins if it did not. */
  readonly heldFromMs: number;
  readonly after: AfterContact | null;
  /** Whether no contact of the case was finished before. */
  readonly isFirst: boolean;
  /** The tier from which an agent last passed the case on, perhaps this one; null if none did. */
  readonly cameFrom: number | null;
  /**
   * Whether the agent of a contact with `after` 'same tier' then left, so that the work was cut off. Otherwise the agent passed
   * the case on and took others: a contact of its own.
   */
  readonly isCut: boolean;
  /**
   * Whether the log shows all of the work, or its begin if it was cut off. Another agent who goes on with it does only the rest. Where a tier
   * seldom passes cases on, a contact that did so needed another agent's, so that neither counts.
   */
  readonly isWhole: boolean;
}

/** A contact of which it is not yet known how its tier works. `follows`: how the agent of the tier ended who had the case before. */
interface FoundContact extends Omit<Contact, 'isFirst' | 'cameFrom' | 'isWhole'> {
  readonly follows: 'cut' | 'pass' | null;
}

/** An agent who begins nothing else for this long has left. */
const LEAVING_MS = 2 * HOUR_MS;

/**
 * All contacts of the stories, in the order of cases. With `withAnswers`, a case that is resolved straight from a wait has a contact there that
 * takes no time: a run resolves cases by contacts only.
 */
export function contactsOf(stories: readonly SettledStory[], withAnswers = false): readonly Contact[] {
  const begins = beginsOf(stories);
  const contacts = stories.flatMap((story, number) => {
    const { channel, language, product, severity, spells } = story;
    let follows: FoundContact['follows'] = null;
    return spells.flatMap((found, k): FoundContact[] => {
      const isAnswer = withAnswers && found.state === 'resolved' && isReply(spells[k - 1]);
      if (found.state !== 'working' && !isAnswer) return [];
      const spell = isAnswer ? { ...found, toMs: found.fromMs } : found;
      const after = isAnswer ? 'resolved' : afterOf(story, k);
      const isCut = after === 'same tier' && !goesOn(spell, begins);
      // The case may have gone from queue to queue.
      const before = spells.findLastIndex(({ state }, at) => at < k && state !== 'queued');
      const isPassed = spells[before]?.state === 'working';
      const contact = {
        story: number,
        channel,
        severity,
        product,
        language,
        spell,
        heldFromMs: isPassed ? (spells[before + 1] ?? spell).fromMs : spell.fromMs,
        after,
        follows,
        isCut,
      };
      follows = after !== 'same tier' ? null : isCut ? 'cut' : 'pass';
      return [contact];
    });
  });
  const passing = passingTiers(contacts);
  let [isFirst, cameFrom]: [boolean, number | null] = [true, null];
  return contacts.map(({ follows, ...contact }, k) => {
    const { after, spell, story } = contact;
    if (contacts[k - 1]?.story !== story) [isFirst, cameFrom] = [true, null];
    const isPassing = passing.has(spell.tier);
    // An agent who has nothing to do after passing a case on looks like one who leaves.
    const isCut = contact.isCut && !isPassing;
    const isWhole = isPassing || (follows === null && (after !== 'same tier' || isCut));
    const found = { ...contact, isFirst, cameFrom, isCut, isWhole };
    isFirst &&= isCut;
    if (after === 'up' || after === 'down' || (after === 'same tier' && !isCut)) cameFrom = spell.tier;
    return found;
  });
}

function isReply(before: Spell | undefined): boolean {
  return before?.state === 'customer' || before?.state === 'vendor';
}

/** Whether another agent of the tier gets the case, as is the tier's way to work. */
export function isPassedOn({ after, isCut, isWhole }: Contact): boolean {
  return after === 'same tier' && isWhole && !isCut;
}

/** From this share on, contacts after which another agent of the tier gets the case are part of how a tier works, not mistakes. */
const PASSED_LEAST = 0.1;

/** The tiers in which cases pass from agent to agent: those where such contacts are not rare. */
function passingTiers(contacts: readonly FoundContact[]): ReadonlySet<number> {
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
  const next = own[firstFrom(own.length, (at) => own[at] ?? 0, toMs)];
  return next !== undefined && next - toMs < LEAVING_MS;
}
