/** A text as YAML reads it back, in quotes unless it is a plain word. */
export function quoted(text: string): string {
  return /^[A-Za-z][A-Za-z_]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text).replace(
        UNPRINTABLE,
        (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
}

/** Signs that YAML or a terminal would take for more than text. */
const UNPRINTABLE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
