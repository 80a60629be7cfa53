import { formatCount, plural } from '#base';
import { CHANNELS, type Channel, SEVERITIES, type Severity } from '#domain';
import { idOf } from '#scenario';
import type { CaseStory } from './case-story.ts';

/** A story in which every attribute that a scenario needs has a value. `segment` and `product` are ids. */
export interface SettledStory extends Omit<CaseStory, keyof Defaults>, Defaults {}

/** Whether a log shows waits for the first contact: where every case begins with that contact, it cannot. */
export function showsFirstWaits(stories: readonly Pick<CaseStory, 'spells'>[]): boolean {
  return stories.some(({ spells }) => spells[0]?.state === 'queued');
}

/** What stands where a log says nothing. */
export interface Defaults {
  readonly segment: string;
  readonly country: string;
  readonly language: string;
  readonly product: string;
  readonly severity: Severity;
  readonly channel: Channel;
}

const ATTRIBUTES = ['segment', 'country', 'language', 'product', 'severity', 'channel'] as const;

/** Kinds of a mix beyond these are put together as `other`: a scenario has at most 255 products. */
const PRODUCTS_MOST = 20;
const OTHER = 'other';

/** Fills what a log leaves out, and says for how many cases it did. */
export function settle(
  stories: readonly CaseStory[],
  defaults: Defaults,
): { readonly stories: readonly SettledStory[]; readonly assumptions: readonly string[] } {
  const missing = new Map<keyof Defaults, number>();
  const given = <Field extends keyof Defaults>(story: CaseStory, field: Field): string => {
    const value = story[field];
    if (value === null) missing.set(field, (missing.get(field) ?? 0) + 1);
    return value ?? defaults[field];
  };
  const products = commonOf(stories, defaults.product);
  const ids = new Map<string, string>();
  const id = (text: string, otherwise: string) => {
    const found = ids.get(text) ?? idOf(text, otherwise);
    ids.set(text, found);
    return found;
  };
  const settled = stories.map((story): SettledStory => {
    const product = id(given(story, 'product'), defaults.product);
    const [severity, channel] = [given(story, 'severity'), given(story, 'channel')];
    return {
      ...story,
      segment: id(given(story, 'segment'), defaults.segment),
      country: given(story, 'country'),
      language: given(story, 'language'),
      product: products.has(product) ? product : OTHER,
      severity: SEVERITIES.find((one) => one === severity) ?? defaults.severity,
      channel: CHANNELS.find((one) => one === channel) ?? defaults.channel,
    };
  });
  const assumptions = ATTRIBUTES.flatMap((field) => {
    const lacking = missing.get(field);
    if (lacking === undefined) return [];
    const cases = `${plural(lacking, 'case')} of ${formatCount(stories.length)}`;
    return [`The log names no ${field} for ${cases}; they are taken to have ${defaults[field]}.`];
  });
  return { stories: settled, assumptions };
}

function commonOf(stories: readonly CaseStory[], otherwise: string): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { product } of stories) {
    const id = product === null ? otherwise : idOf(product, otherwise);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return new Set(sorted.slice(0, PRODUCTS_MOST).map(([id]) => id));
}
