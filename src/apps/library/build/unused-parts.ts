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

const SHAPE = 'src/scenario/shape';
/** Modules of zod that only write JSON Schema. */
const JSON_SCHEMA = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/;

/**
 * Leaves out of the library for browsers what it never reads, a tenth of what a page loads: the descriptions and examples of the keys of a scenario,
 * and how zod writes JSON Schema from them. Editors, types and reference are made in Node.
 */
export function withoutDescriptions() {
  const describing = new Map(
    readdirSync(SHAPE)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [name, describingIn(partsOf(join(SHAPE, name)))]),
  );
  return {
    name: 'without descriptions',
    load: (id: string) => (JSON_SCHEMA.test(id) ? withoutBodies(id) : null),
    transform: (code: string, id: string) =>
      id.includes(`/${SHAPE}/`) ? withoutTexts(code, basename(id), describing) : null,
  };
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

/** Names of functions whose first parameter is a description. */
function describingIn(body: readonly Part[]): ReadonlySet<string> {
  const found = new Set<string>();
  walk(body, (part) => {
    const made = (part.type === 'VariableDeclarator' ? part.init : part) as Part | null;
    if (made?.type !== 'FunctionDeclaration' && made?.type !== 'ArrowFunctionExpression') return;
    const [first] = made.params as readonly Part[];
    if (first?.name === 'description' && part.id != null) found.add(String((part.id as Part).name));
  });
  return found;
}

/** The names of these functions in a file: its own, and those that it imports from its neighbours. */
function namesIn(
  body: readonly Part[],
  file: string,
  describing: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const names = new Set(describing.get(file));
  for (const { source, specifiers, type } of body) {
    if (type !== 'ImportDeclaration') continue;
    const exported = describing.get(basename(String((source as Part).value)));
    for (const { imported, local } of specifiers as readonly Part[])
      if (exported?.has(String((imported as Part | undefined)?.name)))
        names.add(String((local as Part).name));
  }
  return names;
}

function withoutTexts(
  code: string,
  file: string,
  describing: ReadonlyMap<string, ReadonlySet<string>>,
): string {
  const body = partsOf(file, code);
  const names = namesIn(body, file, describing);
  const cuts: Cut[] = [];
  const cut = ({ end, start }: Part, text: string) => cuts.push({ from: start, to: end, text });
  walk(body, (part) => {
    if (part.type === 'CallExpression' && names.has(String((part.callee as Part).name))) {
      const [first] = part.arguments as readonly Part[];
      if (isText(first)) cut(first as Part, "''");
    }
    const { key, tag, value } = part as { readonly key?: Part; readonly tag?: Part; readonly value?: Part };
    // A scenario may have a key of this name, too, whose value is no text but a schema.
    if (part.type === 'Property' && key?.name === 'description' && isText(value)) cut(value as Part, "''");
    if (part.type === 'TaggedTemplateExpression' && tag?.name === 'yaml') cut(part, '[]');
  });
  // Cuts are made from the end of the file. A cut within another one is left out.
  return cuts
    .filter((one) => !cuts.some((other) => other !== one && other.from <= one.from && one.to <= other.to))
    .sort((one, other) => other.from - one.from)
    .reduce((left, { from, text, to }) => left.slice(0, from) + text + left.slice(to), code);
}

function isText(part: Part | undefined): boolean {
  return part?.type === 'TemplateLiteral' || (part?.type === 'Literal' && typeof part.value === 'string');
}

/** A module with the same names, whose functions do nothing. */
function withoutBodies(path: string): string {
  const names = partsOf(path).flatMap(({ declaration, specifiers, type }) => {
    if (type !== 'ExportNamedDeclaration') return [];
    const { declarations = [], id } = (declaration ?? {}) as {
      readonly declarations?: readonly Part[];
      readonly id?: Part;
    };
    return [
      ...(id == null ? [] : [id]),
      ...declarations.map((one) => one.id as Part),
      ...(specifiers as readonly Part[]).map(({ exported }) => exported as Part),
    ];
  });
  return names.map(({ name }) => `export const ${name} = () => undefined;`).join('\n');
}
