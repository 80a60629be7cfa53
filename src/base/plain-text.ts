/**
 * Makes text from an author or a user safe to show on one line: white space becomes a blank. Whatever could steer a terminal, break a line
 * or turn the direction of writing becomes U+FFFD (control characters, line and paragraph separators, bidirectional controls, lone
 * surrogates).
 */
export function neutralise(text: string): string {
  return text.replace(/[\t\n\r]+/g, ' ').replace(UNSAFE, '\ufffd');
}

const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Matches nearly all texts: ASCII with nothing to escape. */
const PLAIN = /^[ !#-%(-;=?-~]*$/;

/** Neutralises and escapes the text for an element or a quoted attribute of HTML or XML 1.0. */
export function escapeMarkup(text: string): string {
  if (PLAIN.test(text)) return text;
  return neutralise(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const LONGEST = 60;

/**
 * A value as it appears in a message: on one line, shortened, and without anything that could control a terminal or turn the direction of
 * the text. (Renderers also escape for their own medium.)
 */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
}

/** The text with its unprintable characters written as escapes. `escaped` writes one, from its hexadecimal digits. */
export function visible(text: string, escaped = (digits: string) => `\\u{${digits}}`): string {
  return text.replace(UNPRINTABLE, (character) => escaped((character.codePointAt(0) ?? 0).toString(16)));
}

/**
 * Control characters (C0, DEL, C1), line and paragraph separators, the marks, overrides and isolates of bidirectional
 * text, the byte-order mark, and lone surrogates.
 */
const FORBIDDEN =
  '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff';
const UNPRINTABLE = new RegExp(`[${FORBIDDEN}]`, 'gu');

/** The first forbidden character of a title, or null. */
export function unprintableIn(text: string): string | null {
  return text.match(UNPRINTABLE)?.[0] ?? null;
}
