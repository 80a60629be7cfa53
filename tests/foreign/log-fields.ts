import { byKind } from '#domain';
import { ENTRY_FIELDS, eventType } from '#exports';

/** The fields of every event as a Markdown table. LOG-FORMAT.md contains it, and a test compares it. */
export function renderLogFields(): string {
  const rows = byKind((kind, i) => {
    const type = `\`${eventType(i)}\``;
    const fields = ENTRY_FIELDS[kind];
    if (fields.length === 0) return [`| ${type} | | | |`];
    return fields.map(
      ({ codec, meaning, name }, k) =>
        `| ${k === 0 ? type : ''} | \`${name}\` | ${codec.values} | ${meaning} |`,
    );
  }).flat();
  return ['| type | field | value | meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}
