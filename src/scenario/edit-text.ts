import { isScalar, parseDocument, stringify } from 'yaml';
import { failure, type Result, success } from '#base';
import type { TreeValue } from './scenario-tree.ts';

/** A value that is to stand at a place of the file: keys, and indices of lists. */
export interface TextEdit {
  readonly path: readonly (string | number)[];
  readonly value: TreeValue;
}

/**
 * A scenario file with some values changed, and everything else as its author wrote it: comments, order and layout. Only where a
 * place does not exist yet is the file laid out anew around it. Fails on text that is no YAML.
 */
export function editScenarioText(text: string, edits: readonly TextEdit[]): Result<string, string> {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) return failure(error.message);
  const replaced: { from: number; to: number; text: string }[] = [];
  const missing: TextEdit[] = [];
  for (const edit of edits) {
    const node = document.getIn(edit.path, true);
    const range = isScalar(node) ? node.range : null;
    if (range === null || range === undefined || typeof edit.value === 'object') missing.push(edit);
    else replaced.push({ from: range[0], to: range[1], text: scalarText(edit.value) });
  }
  replaced.sort((left, right) => right.from - left.from);
  const changed = replaced.reduce(
    (before, { from, text: now, to }) => before.slice(0, from) + now + before.slice(to),
    text,
  );
  if (missing.length === 0) return success(changed);
  const wider = parseDocument(changed);
  try {
    for (const { path, value } of missing) wider.setIn(path, wider.createNode(value));
  } catch {
    return failure(`there is no place for ${missing[0]?.path.join('.')}`);
  }
  return success(wider.toString({ lineWidth: 0 }));
}

/** In one line, quoted where it has to be. */
function scalarText(value: TreeValue): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
