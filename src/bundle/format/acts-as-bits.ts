import { type ActField, byKind, type FieldType, fieldsOfAct, ITEM_CLASSES, meaningOfAct } from '#domain';

/** The acts of the ledger as Markdown tables: the number of each kind, the bits of each field, and the number of each word. */
export function actsAsBits(): string {
  const rows = byKind((kind, number) => {
    const act = `| ${number} | \`${kind}\` | ${meaningOfAct(kind).replace(/\.$/, '')}`;
    const fields = fieldsOfAct(kind);
    if (fields.length === 0) return [`${act} | | | |`];
    return fields.map(
      (field, k) =>
        `${k === 0 ? act : '| | | '} | \`${bitsOf(field)}\` | \`${field.name}\` | ${meaningOf(field)} |`,
    );
  }).flat();
  const head = ['| number | kind | meaning | bits | field | value |', '|---|---|---|---|---|---|'];
  const classes = ITEM_CLASSES.map((name, bit) => `${bit} ${name}`).join(', ');
  return [
    ...head,
    ...rows,
    '',
    `**Item classes** are a set of bits, from the lowest: ${classes}.`,
    '',
    `**Words**, by number:`,
    '',
    ...wordLists().map(([names, words]) => `- ${names}: ${words}`),
    '',
  ].join('\n');
}

/** The bits of a field, for example `aux 2–7`; only the name of the number if the field fills it. */
function bitsOf({ bits, shift, slot }: ActField): string {
  const isWhole = shift === 0 && bits === WIDTHS[slot];
  return isWhole ? slot : `${slot} ${shift}–${shift + bits - 1}`;
}

const WIDTHS: Readonly<Record<ActField['slot'], number>> = { aux: 8, a: 16, b: 16, c: 32, d: 32 };

function meaningOf({ meaning, none, type }: ActField): string {
  const optional = none === null ? '' : `; ${none}: none`;
  return `${KINDS_OF_VALUE[type.is](type)}: ${meaning}${optional}`;
}

const KINDS_OF_VALUE: Readonly<Record<FieldType['is'], (type: FieldType) => string>> = {
  flag: () => '1 or 0',
  count: () => 'number',
  customer: () => 'number',
  case: () => 'case',
  'item classes': () => 'item classes',
  word: () => 'word',
  row: (type) => (type.is === 'row' ? type.of : ''),
};

/** Each list of words once, with the fields that use it. */
function wordLists(): readonly (readonly [string, string])[] {
  const names = new Map<string, string[]>();
  for (const kind of byKind((one) => one)) {
    for (const { name, type } of fieldsOfAct(kind)) {
      if (type.is !== 'word') continue;
      const words = type.words.map((word, number) => `${number} ${word}`).join(', ');
      names.set(words, [...(names.get(words) ?? []), `\`${kind}\` \`${name}\``]);
    }
  }
  return [...names].map(([words, fields]) => [fields.join(', '), words]);
}
