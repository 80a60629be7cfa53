import { type Document, isCollection, isMap, isScalar, parseDocument, Scalar } from 'yaml';
import { canonicalJson, failure, type Result, success } from '#base';
import { isPlainText } from './read/plain-yaml.ts';
import type { TreeValue } from './read/source-tree.ts';

/** A value to be put at a place of the file: keys, and indices of lists. */
export interface TextEdit {
  readonly path: readonly (string | number)[];
  /** Undefined: the key is removed, and the file reformatted. */
  readonly value: TreeValue | undefined;
}

/**
 * Changes some values of a scenario file and leaves everything else as its author wrote it: comments, order and layout. A new key is added,
 * in one line, after the last entry of its map. Only if that is impossible, the file is reformatted. Fails on text that is not YAML, and if
 * there is no place for a value.
 */
export function editScenarioText(text: string, edits: readonly TextEdit[]): Result<string, string> {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) return failure(error.message);
  const splices = edits.map((edit) => spliceOf(document, text, edit));
  const wanted = parseDocument(text);
  try {
    for (const { path, value } of edits) {
      if (value === undefined) wanted.deleteIn(path);
      else wanted.setIn(path, wanted.createNode(value));
    }
  } catch {
    return failure(`there is no place for ${edits[0]?.path.join('.')}`);
  }
  if (splices.every((splice) => splice !== null)) {
    const changed = spliced(text, splices);
    const again = parseDocument(changed);
    if (again.errors.length === 0 && isSame(again, wanted)) return success(changed);
  }
  return success(wanted.toString({ lineWidth: 0 }));
}

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function spliced(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((left, right) => right.from - left.from)
    .reduce((before, { from, text: now, to }) => before.slice(0, from) + now + before.slice(to), text);
}

function isSame(left: Document, right: Document): boolean {
  return canonicalJson(left.toJS()) === canonicalJson(right.toJS());
}

/** The smallest change of the text; null if no simple one exists. */
function spliceOf(document: Document, text: string, { path, value }: TextEdit): Splice | null {
  if (value === undefined) return null;
  const node = document.getIn(path, true);
  if (isScalar(node) || (isCollection(node) && node.flow === true)) {
    const [from, to] = node.range ?? [0, 0];
    const isQuoted = isScalar(node) && node.type === Scalar.QUOTE_DOUBLE && typeof value === 'string';
    return to === 0 ? null : { from, to, text: isQuoted ? JSON.stringify(value) : inlineYaml(value) };
  }
  return node === undefined ? insertionOf(document, text, path, value) : null;
}

/** A key with its value, after the last pair of the innermost existing map. */
function insertionOf(
  document: Document,
  text: string,
  path: TextEdit['path'],
  value: TreeValue,
): Splice | null {
  let depth = path.length - 1;
  while (depth > 0 && document.getIn(path.slice(0, depth), true) === undefined) depth--;
  const parent = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
  const key = path[depth];
  if (!isMap(parent) || typeof key !== 'string') return null;
  const below = path.slice(depth + 1).reduceRight<TreeValue>((inner, name) => ({ [name]: inner }), value);
  const pair = `${inlineYaml(key)}: ${inlineYaml(below)}`;
  const [first, last] = [parent.items[0], parent.items.at(-1)];
  if (!isScalar(first?.key) || first.key.range == null || parent.range == null) return null;
  const end = (isScalar(last?.value) || isCollection(last?.value) ? last.value.range : null)?.[1];
  if (end === undefined) return null;
  if (parent.flow === true) return { from: end, to: end, text: `, ${pair}` };
  // After the line on which the last value ends, including its comment.
  const lastCharacter = text.slice(0, end).trimEnd().length;
  const newline = text.indexOf('\n', lastCharacter);
  const at = newline === -1 ? text.length : newline;
  const [start] = first.key.range;
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  return { from: at, to: at, text: `\n${indent}${pair}` };
}

/** YAML on one line, quoted where necessary. */
export function inlineYaml(value: TreeValue): string {
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, inner]) => `${inlineYaml(key)}: ${inlineYaml(inner)}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  return typeof value === 'string' && !isPlainText(value) ? quoted(value) : String(value);
}

function quoted(text: string): string {
  return /^[^'[\]{},\p{Cc}\p{Cs}]*"[^'[\]{},\p{Cc}\p{Cs}]*$/u.test(text) ? `'${text}'` : JSON.stringify(text);
}
