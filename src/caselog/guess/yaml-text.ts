import { visible } from '#base';

/** A text as YAML reads it back, in quotes unless it is a plain word. Signs that steer YAML or a terminal are escaped. */
export function quoted(text: string): string {
  return /^[A-Za-z][A-Za-z_]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : visible(JSON.stringify(text), (digits) => `\\u${digits.padStart(4, '0')}`);
}
