import { canonicalJson, failure, ownMember, type Result, shown, success } from '#base';
import {
  editScenarioText,
  isTree,
  loadSource,
  nodeAt,
  type Place,
  parseScenario,
  pathText,
  plainOf,
  readYaml,
  type ScenarioInput,
  type ScenarioIssue,
  type ScenarioSource,
  type SourcePath,
  type TextEdit,
  type TreeValue,
  treeOf,
} from '#scenario';
import { changedTree, stepsOf, type TreeChange } from './changed-tree.ts';

/** Values by the path of their place. `*1.1` multiplies all numbers there, null removes the key. */
export type SetValues = Readonly<Record<string, TreeValue>>;

const FACTOR = /^\*\s*(\d+(?:\.\d+)?)$/;

/** Reads `path=value`, with the value in YAML. `isList`: several values, separated by commas. */
export function readSetting(
  text: string,
  isList = false,
): Result<readonly [string, TreeValue], ScenarioIssue> {
  const match = /^((?:"[^"]*"|'[^']*'|[^="'])+)=(.*)$/s.exec(text);
  const [, path = '', written = ''] = match ?? [];
  const issue = (code: ScenarioIssue['code'], message: string, remedy: string) =>
    failure({ code, path: path.trim(), ...placeOfSetting(text), value: '', message, remedy });
  if (match === null || written.trim() === '')
    return issue('bad-path', 'this is no path with a value', 'write e.g. routing.preference=shortest');
  const items = isList ? written.split(',').map((item) => item.trim()) : [written.trim()];
  if (items.every((item) => FACTOR.test(item)))
    return success([path.trim(), isList ? items : (items[0] ?? '')] as const);
  const read = readYaml(placeOfSetting(text).file, isList ? `value: [${written}]` : `value: ${written}`);
  const node = read.ok ? nodeAt(read.value, ['value']) : undefined;
  if (!read.ok || node === undefined || read.value.entries.size > 1)
    return issue('syntax', `${shown(written)} is no value in YAML`, 'put it in quotes, as in a file');
  return success([path.trim(), plainOf(node)] as const);
}

/** Reads all of them, one value each; a later one of the same path wins. */
export function readSettings(texts: readonly string[]): Result<SetValues, readonly ScenarioIssue[]> {
  const read = texts.map((text) => readSetting(text));
  const issues = read.flatMap((one) => (one.ok ? [] : [one.problem]));
  if (issues.length > 0) return failure(issues);
  return success(Object.fromEntries(read.flatMap((one) => (one.ok ? [one.value] : []))));
}

function placeOfSetting(text: string): Place {
  return { file: `--set ${text}`, line: 1, column: 1 };
}

function writtenAs(path: string, value: TreeValue | undefined): string {
  return `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

/** The contents of a scenario file with other values. Calls `touched` with each place that a path matches. */
export function treeWith(
  tree: TreeValue,
  values: SetValues,
  touched: (place: SourcePath, path: string) => void = () => {},
): Result<TreeValue, readonly ScenarioIssue[]> {
  const issues: ScenarioIssue[] = [];
  let changed = tree;
  for (const [path, value] of Object.entries(values)) {
    const next = oneChanged(changed, path, value, (place) => touched(place, path));
    if (next.ok) changed = next.value;
    else issues.push(next.problem);
  }
  return issues.length > 0 ? failure(issues) : success(changed);
}

function oneChanged(
  tree: TreeValue,
  path: string,
  value: TreeValue,
  touched: (place: SourcePath) => void,
): Result<TreeValue, ScenarioIssue> {
  const issue = { code: 'bad-path', path, ...placeOfSetting(writtenAs(path, value)), value: '' } as const;
  const steps = stepsOf(path);
  if (steps === null)
    return failure({
      ...issue,
      message: 'this is no path',
      remedy: 'join keys by dots, with the position in a list in brackets, and keys with dots in quotes',
    });
  const [, factor] = (typeof value === 'string' ? FACTOR.exec(value) : null) ?? [];
  const how: Pick<TreeChange, 'mode' | 'value'> =
    factor === undefined ? { mode: 'set', value } : { mode: 'times', value: Number(factor) };
  const changed = changedTree(tree, { path: steps, adds: true, ...how }, touched);
  return changed.ok ? changed : failure({ ...issue, ...changed.problem });
}

/**
 * The scenario file with values written into it, after what it extends and before any check. Comments and lines stay where they are, as far as
 * possible. Issues that come from the values are at `--set path=value`.
 */
export function inputWith(
  input: ScenarioInput,
  values: SetValues,
): Result<ScenarioInput, readonly ScenarioIssue[]> {
  const source = loadSource(input);
  if (!source.ok) return source;
  const before = treeOf(source.value);
  const touched = new Map<string, string>();
  const after = treeWith(before, values, (place, path) =>
    touched.set(pathText(inSource(source.value, place)), path),
  );
  if (!after.ok) return after;
  for (const gone of [undefined, null]) {
    const edits = editsBetween(before, after.value, [], { source: source.value, file: input.path, gone });
    const text = editScenarioText(input.text, edits);
    if (!text.ok) continue;
    const changed = { ...input, text: text.value };
    const again = loadSource(changed);
    const isSame = again.ok && canonicalJson(treeOf(again.value)) === canonicalJson(after.value);
    if (isSame && again.value.issues.listed.length === source.value.issues.listed.length)
      return checkedInput(changed, values, touched);
  }
  const message = 'the values cannot be written into the file';
  const [path = ''] = Object.keys(values);
  const place = placeOfSetting(path);
  return failure([{ code: 'bad-path', path, ...place, value: '', message, remedy: 'edit the file' }]);
}

/** A place with the positions in its lists as numbers. */
function inSource({ root }: ScenarioSource, place: SourcePath): SourcePath {
  return place.map((step, i) => (nodeAt(root, place.slice(0, i))?.kind === 'list' ? Number(step) : step));
}

/** Fails with the issues that the values cause. Any other issue is reported when the scenario is read. */
function checkedInput(
  input: ScenarioInput,
  values: SetValues,
  touched: ReadonlyMap<string, string>,
): Result<ScenarioInput, readonly ScenarioIssue[]> {
  const parsed = parseScenario(input);
  if (parsed.ok) return success(input);
  const caused = parsed.problem.flatMap((issue) => {
    const own = [...touched].find(
      ([place]) =>
        issue.path === place ||
        (/^[.[]/.test(issue.path.slice(place.length)) && issue.path.startsWith(place)),
    );
    if (own === undefined) return [];
    const [, path] = own;
    return [{ ...issue, ...placeOfSetting(writtenAs(path, values[path])) }];
  });
  return caused.length === 0 ? success(input) : failure(caused);
}

interface EditedFile {
  readonly source: ScenarioSource;
  readonly file: string;
  /** How keys are removed: from the file, or by a null that removes what the file extends. */
  readonly gone: undefined | null;
}

function editsBetween(
  before: TreeValue,
  after: TreeValue,
  path: SourcePath,
  edited: EditedFile,
): readonly TextEdit[] {
  if (isTree(before) && isTree(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
      const [old, now] = [ownMember(before, key), ownMember(after, key)];
      const at = [...path, key];
      if (old !== undefined && now !== undefined) return editsBetween(old, now, at, edited);
      return [{ path: at, value: now ?? edited.gone }];
    });
  const isOwn = nodeAt(edited.source.root, path)?.place.file === edited.file;
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length && isOwn)
    return before.flatMap((old, i) => editsBetween(old, after[i] as TreeValue, [...path, i], edited));
  return canonicalJson(before) === canonicalJson(after) ? [] : [{ path, value: after }];
}
