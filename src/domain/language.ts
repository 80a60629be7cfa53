import { match } from '@formatjs/intl-localematcher';

/**
 * Whether an agent who speaks one language serves a customer who writes another (BCP 47, CLDR distances): a `de` agent serves `de-AT`, and
 * a `pt-BR` agent serves `pt-PT`. Nobody is served in another script, or by an accident of the matcher's default.
 */
export function servesLanguage(spoken: string, wanted: string): boolean {
  if (spoken === wanted) return true;
  const pair = `${spoken} ${wanted}`;
  let serves = known.get(pair);
  if (serves === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    serves = scriptOf(spoken) === scriptOf(wanted) && match([wanted], [spoken], 'und') === spoken;
    known.set(pair, serves);
  }
  return serves;
}

/** Pairs of languages matched before: every replication asks for those of its scenario, and matching is slow. */
const known = new Map<string, boolean>();
const MOST_KNOWN = 10_000;

/** The canonical form of a language tag, or null if the text is not one. */
export function canonicalLanguage(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

function scriptOf(tag: string): string | undefined {
  return new Intl.Locale(tag).maximize().script;
}
