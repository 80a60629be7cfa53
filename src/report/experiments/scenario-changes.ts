import { raised } from '#base';
import { groupInWords, shiftInWords, spaced } from '#planning';
import { isTree, type TreeValue } from '#scenario';

type Tree = { readonly [key: string]: TreeValue };

/** The place of an entry in words: `Dublin`, `German (first line)`, `night shift`. */
type Words = readonly string[];

/** The file's own name and title are not differences in its content. */
const NAMES = new Set(['meridian', 'extends', 'name', 'title', 'description']);
/** Longer values are cut. */
const VALUE_SHOWN = 80;

/**
 * The differences between two scenarios, each as a sentence in the words of the scenario files: `Dublin, German (first line): no night
 * shift (was 4 agents, 22:00 to 06:00)`. In the order of the files. Both are as written, merged over what they extend.
 */
export function scenarioChanges(before: TreeValue, after: TreeValue): readonly string[] {
  if (!isTree(before) || !isTree(after)) return [];
  return keysOf(before, after)
    .filter((key) => !NAMES.has(key))
    .flatMap((key) => changesAt([], before[key], after[key], key, { before, after }));
}

/** The whole files, whose titles stand for ids. */
interface Whole {
  readonly before: Tree;
  readonly after: Tree;
}

/** Keys whose value is the id of an entry of a map, by which the map has titles. */
const NAMED_IN: Readonly<Record<string, string>> = { promise: 'promises', entity: 'entities' };

/** `Premier Support (premier-eea)` instead of `premier-eea`. */
function titled(key: string, value: TreeValue | undefined, whole: Tree): TreeValue | undefined {
  const collection = NAMED_IN[key];
  if (collection === undefined || typeof value !== 'string') return value;
  const { title = null } = treeOr(treeOr(whole[collection])[value]);
  return typeof title === 'string' ? `${title} (${value})` : value;
}

function changesAt(
  at: Words,
  before: TreeValue | undefined,
  after: TreeValue | undefined,
  key: string,
  whole: Whole,
): readonly string[] {
  if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return [];
  if (COLLECTIONS[key] !== undefined && (isTree(before) || isTree(after)))
    return entriesOf(at, before, after, key, whole);
  const place = [...at, spaced(key)];
  if (isTree(before) && isTree(after)) return within(place, before, after, whole);
  if (isListOfTrees(before) && isListOfTrees(after) && before.length === after.length) {
    return before.flatMap((item, i) => within([...place, itemWords(item, i)], item, after[i] as Tree, whole));
  }
  return [sentence(place, titled(key, after, whole.after), titled(key, before, whole.before))];
}

function within(at: Words, before: Tree, after: Tree, whole: Whole): readonly string[] {
  return keysOf(before, after).flatMap((key) => changesAt(at, before[key], after[key], key, whole));
}

/** Maps whose keys are names chosen by the author, and what an entry is called. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  centres: 'centre',
  groups: 'group',
  shifts: 'shift',
  segments: 'segment',
  promises: 'promise',
  placements: 'placement',
  products: 'product',
  entities: 'entity',
  dataCentres: 'data centre',
  targets: 'target',
  measures: 'measure',
};

function entriesOf(
  at: Words,
  before: TreeValue | undefined,
  after: TreeValue | undefined,
  collection: string,
  whole: Whole,
): readonly string[] {
  const [had, has] = [treeOr(before), treeOr(after)];
  return keysOf(had, has).flatMap((id): readonly string[] => {
    const [was, is] = [had[id] ?? undefined, has[id] ?? undefined];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const name = entryWords(collection, id, is ?? was);
    if (was === undefined || is === undefined) {
      const kind = COLLECTIONS[collection] ?? '';
      const what = collection === 'shifts' ? shiftInWords(id) : `${kind} ${name}`;
      const [prefix, entry] = is === undefined ? ['no', was] : ['new', is];
      const told =
        is === undefined ? ` (was ${valueText(entry, collection)})` : `: ${valueText(entry, collection)}`;
      return [raised(`${at.length === 0 ? '' : `${at.join(', ')}: `}${prefix} ${what}${told}`)];
    }
    const place = [...at, name];
    return isTree(was) && isTree(is) ? within(place, was, is, whole) : [sentence(place, is, was)];
  });
}

/** The name of an entry: its title, or its id with what distinguishes it from others. */
function entryWords(collection: string, id: string, entry: TreeValue | undefined): string {
  const { title = null } = treeOr(entry);
  if (typeof title === 'string') return title;
  if (collection === 'shifts') return shiftInWords(id);
  return collection === 'groups' ? groupInWords(id, tierOf(entry)) : raised(spaced(id));
}

function tierOf(group: TreeValue | undefined): number | null {
  const { tier } = treeOr(group);
  return typeof tier === 'number' ? tier : null;
}

/** Items of lists are named by what distinguishes them: country, channel and severity; otherwise by their number. */
function itemWords({ channel, country, severity }: Tree, index: number): string {
  const known = [country, channel, severity].flatMap((value) =>
    value === undefined || value === null ? [] : [valueText(value, '')],
  );
  return known.length === 0 ? `number ${index + 1}` : known.join(' ');
}

function sentence(words: Words, after: TreeValue | undefined, before: TreeValue | undefined): string {
  return `${raised(words.join(', '))}: ${valueText(after, '')} (was ${valueText(before, '')})`;
}

function valueText(value: TreeValue | undefined, collection: string): string {
  const text = collection === 'shifts' && isTree(value) ? shiftText(value) : plainText(value);
  return text.length > VALUE_SHOWN ? `${text.slice(0, VALUE_SHOWN)}…` : text;
}

/** `4 agents, mon-fri, 22:00 to 06:00`. */
function shiftText({ agents, days, from, to, ...rest }: Tree): string {
  const parts = [
    agents === undefined ? '' : `${plainText(agents)} ${agents === 1 ? 'agent' : 'agents'}`,
    days === undefined ? '' : plainText(days),
    from === undefined || to === undefined ? '' : `${plainText(from)} to ${plainText(to)}`,
    Object.keys(rest).length === 0 ? '' : plainText(rest),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function plainText(value: TreeValue | undefined): string {
  if (value === undefined || value === null) return 'not given';
  if (isTree(value)) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== null);
    return entries.map(([key, entry]) => `${spaced(key)} ${nestedText(entry)}`).join(', ');
  }
  if (Array.isArray(value)) return value.map(nestedText).join(', ');
  return String(value);
}

function nestedText(value: TreeValue): string {
  return isTree(value) ? `(${plainText(value)})` : plainText(value);
}

/** The keys of the first in its order, then those that only the second has. */
function keysOf(one: Tree, other: Tree): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

function treeOr(value: TreeValue | undefined): Tree {
  return isTree(value) ? value : {};
}

function isListOfTrees(value: TreeValue | undefined): value is readonly Tree[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTree);
}
