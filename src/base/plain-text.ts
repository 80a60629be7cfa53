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
