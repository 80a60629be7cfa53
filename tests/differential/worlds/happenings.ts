import { type ActField, byKind, fieldsOfAct, numberIn } from '#domain';
import type { Ledger } from '#ledger';

/** What can happen in a run: each kind of act, by each word and each flag of its fields, such as `session, step: contained`. */

type Told = ActField & { readonly words: readonly string[] };

/** By number of the kind: fields that say what happens. A state of a case before or after a transition follows from the event. */
const TELLING: readonly (readonly Told[])[] = byKind((kind) =>
  fieldsOfAct(kind).flatMap((field) => {
    if (kind === 'transition' && field.name !== 'event') return [];
    if (field.type.is === 'word') return [{ ...field, words: field.type.words }];
    return field.type.is === 'flag' ? [{ ...field, words: ['no', 'yes'] }] : [];
  }),
);
const nameOf = (kind: string, field: Told, word: string) => `${kind}, ${field.name}: ${word}`;
const NAMES = byKind((kind, number) => ({
  plain: kind,
  told: (TELLING[number] ?? []).map((field) => field.words.map((word) => nameOf(kind, field, word))),
}));

/** All that a ledger can say. */
export const POSSIBLE: readonly string[] = NAMES.flatMap(({ plain, told }) =>
  told.length === 0 ? [plain] : told.flat(),
);

export function addHappenings(ledger: Ledger, to: Set<string>): void {
  ledger.forEach((entry) => {
    const { plain, told } = NAMES[entry.kind] ?? { plain: '', told: [] };
    if (told.length === 0) to.add(plain);
    TELLING[entry.kind]?.forEach((field, at) => {
      const name = told[at]?.[numberIn(field, entry)];
      if (name !== undefined) to.add(name);
    });
  });
}
