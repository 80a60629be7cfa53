import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A part of a syntax tree (ESTree), as the parser gives it. */
interface Part {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Folders whose functions have descriptions and meanings among their parameters. Bundles contain the meanings of acts. */
const DESCRIBED = ['src/scenario/shape'];
const DESCRIBED_IN_BUNDLES = ['src/domain/acts'];
/** Folders whose sources call methods of zod's schemas. */
const WITH_SCHEMAS = ['src/scenario', 'src/caselog'];
const DESCRIPTIONS = ['description', 'meaning'];

/** Modules that write JSON Schema, word problems (`read-shape.ts` has its own words), or follow cycles. */
const UNUSED_OF_ZOD =
  /\/zod\/v4\/(?:core\/(?:to-json-schema|json-schema-processors|memoizer)|locales\/en)\.js$/;
/** Modules that write YAML, make plain values, or read YAML 1.1 and explicit tags. */
const UNUSED_OF_YAML =
  /\/yaml\/browser\/dist\/(?:visit|stringify\/\w+|doc\/(?:anchors|applyReviver|createNode)|nodes\/(?:addPairToJSMap|toJS)|schema\/(?:json\/\w+|yaml-1\.1\/(?!merge)\w+))\.js$/;
const WORDS_OF_ZOD = /\/zod\/v4\/locales\/en\.js$/;
const ZOD_SCHEMAS = /\/zod\/v4\/classic\/schemas\.js$/;
/** Methods of schemas that zod itself calls. */
const OF_ZOD = ['check', 'clone', 'description', '_def'];
const YAML_NODES = /\/yaml\/browser\/dist\/(?:nodes\/\w+|doc\/Document)\.js$/;
/** Methods of nodes that change or write them. */
const UNUSED_OF_NODES = /^(?:to(?:JS|JSON|String)|create(?:Alias|Node|Pair)|\w+In)$/;
const MATCHER_OF_LANGUAGES = /\/@formatjs\/intl-localematcher\/index\.js$/;
/** Tables for extensions of language tags, which do not count when languages are compared, and for tags that are not canonical, which no scenario has. */
const UNUSED_TABLES = ['canonicalAliases', 'subdivisionAlias', 'extensionAlias'];

/**
 * Leaves out of the library what its users never reach, a fifth of what a page loads: descriptions and examples of the keys of a scenario, and
 * how zod writes JSON Schema. Editors, types and reference are made from the sources. The auditor and pages edit no files, so how YAML is written
 * is left out, too, and subtags that do not count when languages are compared. `isForBrowsers`: a page verifies no bundles either, so the meanings of
 * acts, which bundles hold, are left out as well.
 */
export function withoutUnusedParts(isForBrowsers: boolean) {
  const folders = isForBrowsers ? [...DESCRIBED, ...DESCRIBED_IN_BUNDLES] : DESCRIBED;
  const describing = new Map(
    folders.flatMap((folder) =>
      filesIn(folder).map((path) => [basename(path), describingIn(partsOf(path))] as const),
    ),
  );
  const called = calledMethods();
  return {
    name: 'without unused parts',
    load: { filter: { id: [UNUSED_OF_ZOD, UNUSED_OF_YAML] }, handler: withoutBodies },
    transform: {
      filter: { id: [ZOD_SCHEMAS, YAML_NODES, MATCHER_OF_LANGUAGES, ...folders.map(filesOf)] },
      handler: (code: string, id: string) => {
        if (ZOD_SCHEMAS.test(id)) return withoutMethods(code, id, called);
        if (YAML_NODES.test(id)) return withoutWriting(code, id);
        if (MATCHER_OF_LANGUAGES.test(id)) return withoutTables(code, id);
        return withoutTexts(code, id, describing);
      },
    },
  };
}

/**
 * Leaves out of a page that edits scenarios what it never reaches either: subtags that do not count when languages are compared, the words of
 * zod for problems, and methods of its schemas that nobody calls.
 */
export function withoutUnusedMethods() {
  const called = calledMethods();
  return {
    name: 'without unused methods',
    load: { filter: { id: WORDS_OF_ZOD }, handler: withoutBodies },
    transform: {
      filter: { id: [ZOD_SCHEMAS, MATCHER_OF_LANGUAGES] },
      handler: (code: string, id: string) =>
        ZOD_SCHEMAS.test(id) ? withoutMethods(code, id, called) : withoutTables(code, id),
    },
  };
}

/** Names of methods of schemas that are called. */
function calledMethods(): ReadonlySet<string> {
  const sources = WITH_SCHEMAS.flatMap(filesIn);
  return new Set([...sources.flatMap((path) => calledIn(partsOf(path))), ...OF_ZOD]);
}

/** Paths of files that are in the folder, and not below it. */
function filesOf(folder: string): RegExp {
  return new RegExp(`/${folder}/[^/]+$`);
}

function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

function partsOf(path: string, code = readFileSync(path, 'utf8')): readonly Part[] {
  const { errors, program } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  return program.body as unknown as readonly Part[];
}

/** Calls `visit` for a part and all that it contains. */
function walk(part: unknown, visit: (part: Part) => void): void {
  if (typeof part !== 'object' || part === null) return;
  if ('type' in part) visit(part as Part);
  for (const value of Object.values(part)) if (typeof value === 'object') walk(value, visit);
}

function nameOf(part: unknown): string {
  const { name, value } = (part ?? {}) as { readonly name?: unknown; readonly value?: unknown };
  return String(name ?? value);
}

/** Names of methods that are called. */
function calledIn(body: readonly Part[]): readonly string[] {
  const names: string[] = [];
  walk(body, ({ callee, type }) => {
    if (type === 'CallExpression' && (callee as Part).type === 'MemberExpression')
      names.push(nameOf((callee as Part).property));
  });
  return names;
}

/** Functions that take a description, by their names, and which of their parameters it is. */
type Describing = ReadonlyMap<string, number>;

function describingIn(body: readonly Part[]): Describing {
  const found = new Map<string, number>();
  walk(body, (part) => {
    const made = (part.type === 'VariableDeclarator' ? part.init : part) as Part | null;
    if (made?.type !== 'FunctionDeclaration' && made?.type !== 'ArrowFunctionExpression') return;
    const at = (made.params as readonly Part[]).findIndex((one) => DESCRIPTIONS.includes(nameOf(one)));
    if (at >= 0 && part.id != null) found.set(nameOf(part.id), at);
  });
  return found;
}

/** These functions by their names in a file: its own, and those that it imports from its neighbours. */
function namesIn(
  body: readonly Part[],
  file: string,
  describing: ReadonlyMap<string, Describing>,
): Describing {
  const names = new Map(describing.get(file));
  for (const { source, specifiers, type } of body) {
    if (type !== 'ImportDeclaration') continue;
    const exported = describing.get(basename(nameOf(source)));
    for (const { imported, local } of specifiers as readonly Part[]) {
      const at = exported?.get(nameOf(imported));
      if (at !== undefined) names.set(nameOf(local), at);
    }
  }
  return names;
}

function withoutTexts(code: string, path: string, describing: ReadonlyMap<string, Describing>): string {
  const body = partsOf(path, code);
  const names = namesIn(body, basename(path), describing);
  const cuts: Cut[] = [];
  walk(body, (part) => {
    if (part.type === 'CallExpression') {
      const at = names.get(nameOf(part.callee));
      const text = at === undefined ? undefined : (part.arguments as readonly Part[])[at];
      if (isText(text)) cuts.push(cutOf(text as Part, "''"));
    }
    const { key, tag, value } = part as { readonly key?: Part; readonly tag?: Part; readonly value?: Part };
    // A scenario may have a key of this name, too, whose value is no text but a schema.
    if (part.type === 'Property' && key?.name === 'description' && isText(value))
      cuts.push(cutOf(value as Part, "''"));
    // What editors are told of a single value.
    if (part.type === 'Property' && key?.name === 'json' && value?.type === 'ObjectExpression')
      cuts.push(cutOf(value, '{}'));
    if (part.type === 'TaggedTemplateExpression' && tag?.name === 'yaml') cuts.push(cutOf(part, '[]'));
  });
  return withCuts(code, cuts);
}

function isText(part: Part | undefined): boolean {
  return part?.type === 'TemplateLiteral' || (part?.type === 'Literal' && typeof part.value === 'string');
}

function cutOf({ end, start }: Part, text: string): Cut {
  return { from: start, to: end, text };
}

/** Cuts are made from the end of the file. A cut within another one is left out. */
function withCuts(code: string, cuts: readonly Cut[]): string {
  return cuts
    .filter((one) => !cuts.some((other) => other !== one && other.from <= one.from && one.to <= other.to))
    .sort((one, other) => other.from - one.from)
    .reduce((left, { from, text, to }) => left.slice(0, from) + text + left.slice(to), code);
}

/** Schemas of zod without methods that nobody calls. They never generate code: `src/scenario/without-generated-code.ts` forbids it. */
function withoutMethods(code: string, path: string, called: ReadonlySet<string>): string {
  const cuts: Cut[] = [];
  walk(partsOf(path, code), (part) => {
    if (part.type !== 'CallExpression' || nameOf((part.callee as Part).property) !== '$constructor') return;
    const [, , methods] = part.arguments as readonly Part[];
    const tables = methods?.type === 'CallExpression' ? (methods.arguments as readonly Part[]) : [methods];
    for (const method of tables.flatMap((table) => (table?.properties ?? []) as readonly Part[])) {
      const isMethod = method.kind !== 'init' || (method.value as Part).type === 'FunctionExpression';
      if (!isMethod || called.has(nameOf(method.key))) continue;
      const comma = /^\s*,/.exec(code.slice(method.end))?.[0] ?? '';
      cuts.push({ from: method.start, to: method.end + comma.length, text: '' });
    }
  });
  return withCuts(code, cuts).replaceAll('$ZodObjectJIT', '$ZodObject');
}

function withoutWriting(code: string, path: string): string {
  const cuts: Cut[] = [];
  walk(partsOf(path, code), (part) => {
    if (part.type === 'MethodDefinition' && UNUSED_OF_NODES.test(nameOf(part.key)))
      cuts.push(cutOf(part, ''));
  });
  return withCuts(code, cuts);
}

function withoutTables(code: string, path: string): string {
  const cuts: Cut[] = [];
  walk(partsOf(path, code), (part) => {
    const table = (part.init ?? part.value) as Part | undefined;
    if (table?.type === 'ObjectExpression' && UNUSED_TABLES.includes(nameOf(part.id ?? part.key)))
      cuts.push(cutOf(table, '{}'));
  });
  if (cuts.length !== UNUSED_TABLES.length) throw new Error(`${path} has no longer these tables`);
  return withCuts(code, cuts);
}

/** A module with the same names, whose functions do nothing. */
function withoutBodies(path: string): string {
  const names = partsOf(path).flatMap(({ declaration, specifiers, type }) => {
    if (type === 'ExportDefaultDeclaration') return ['default'];
    if (type !== 'ExportNamedDeclaration') return [];
    const { declarations = [], id } = (declaration ?? {}) as {
      readonly declarations?: readonly Part[];
      readonly id?: Part;
    };
    return [
      ...(id == null ? [] : [id]),
      ...declarations.map((one) => one.id),
      ...(specifiers as readonly Part[]).map(({ exported }) => exported),
    ].map(nameOf);
  });
  return `const nothing = () => undefined; export { ${names.map((name) => `nothing as ${name}`).join(', ')} };`;
}
