import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A part of a syntax tree (ESTree), as the parser gives it. */
interface Part {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A name that a file imports or re-exports from another one. */
interface Source {
  readonly from: string;
  readonly name: string;
}

/** The statements that declare a name: several for overloads. */
interface Declared {
  readonly file: TypeFile;
  readonly name: string;
  readonly statements: Part[];
}

/** What a name stands for: a declaration, or something of a package. */
type Meaning = Declared | Source;

/** A file of declarations as `tsc` writes it. */
class TypeFile {
  readonly path: string;
  readonly text: string;
  readonly declared = new Map<string, Declared>();
  readonly imported = new Map<string, Source>();
  readonly exported = new Map<string, string | Source>();
  /** Files whose exports are all re-exported. */
  readonly wholes: string[] = [];
  private at = 0;
  private readonly comments = new Map<Part, string>();

  constructor(path: string) {
    this.path = path;
    this.text = readFileSync(path, 'utf8');
    for (const part of parseSync(path, this.text).program.body as unknown as readonly Part[]) {
      this.take(part);
      this.at = part.end;
    }
  }

  /** The comment that stands before a statement, with its line break. */
  commentOf(statement: Part): string {
    return this.comments.get(statement) ?? '';
  }

  private take(part: Part): void {
    const from = (part.source as { readonly value: string } | null | undefined)?.value ?? '';
    const specifiers = (part.specifiers ?? []) as readonly Record<'exported' | 'imported' | 'local', Part>[];
    if (part.type === 'ImportDeclaration') {
      for (const { imported, local } of specifiers)
        this.imported.set(nameOf(local), { from, name: imported === undefined ? '*' : nameOf(imported) });
    } else if (part.type === 'ExportAllDeclaration') this.wholes.push(from);
    else if (part.type === 'ExportNamedDeclaration') {
      for (const { exported, local } of specifiers)
        this.exported.set(
          nameOf(exported),
          part.source === null ? nameOf(local) : { from, name: nameOf(local) },
        );
      if (part.declaration !== null) this.declare(part.declaration as Part, part.start, true);
    } else this.declare(part, part.start, false);
  }

  private declare(statement: Part, start: number, isExported: boolean): void {
    const comment = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(this.text.slice(this.at, start));
    this.comments.set(statement, comment === null ? '' : `${comment[0].trim()}\n`);
    const declarators = (statement.declarations ?? [statement]) as readonly { readonly id: Part }[];
    for (const { id } of declarators) {
      const name = nameOf(id);
      const known = this.declared.get(name);
      if (known === undefined) this.declared.set(name, { file: this, name, statements: [statement] });
      else known.statements.push(statement);
      if (isExported) this.exported.set(name, name);
    }
  }
}

function nameOf(part: Part): string {
  return String(part.name ?? part.value);
}

/** Where a statement uses a name that is not its own. */
interface Use {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

/** The declarations of one entry in one file: those that it exports, and those on which they rest. */
export class TypeBundle {
  private readonly files = new Map<string, TypeFile>();
  private readonly names = new Map<Meaning, string>();
  private readonly taken = new Set<string>();
  private readonly packages = new Map<string, Source>();
  private readonly waiting: Declared[] = [];

  /** `entry`: its file of declarations. */
  textOf(entry: string): string {
    const exports = this.exportsOf(this.fileAt(entry)).map(([name, meaning]) => {
      const own = this.nameFor(meaning);
      const kind = 'statements' in meaning && meaning.statements.every(isType) ? 'type ' : '';
      return `${kind}${own === name ? name : `${own} as ${name}`}`;
    });
    const parts: string[] = [];
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift())
      parts.push(...this.textsOf(next));
    const imports = [...this.packages.values()].map(
      (source) => `import type { ${source.name} as ${this.names.get(source)} } from '${source.from}';`,
    );
    return [...imports, ...parts, `export { ${exports.join(', ')} };`, ''].join('\n');
  }

  private fileAt(path: string): TypeFile {
    const known = this.files.get(path) ?? new TypeFile(path);
    this.files.set(path, known);
    return known;
  }

  private exportsOf(file: TypeFile): readonly (readonly [string, Meaning])[] {
    const own = [...file.exported.keys()].map((name) => [name, this.exportOf(file, name)] as const);
    const others = file.wholes.flatMap((from) => this.exportsOf(this.fileAt(besides(file.path, from))));
    return [...own, ...others].flatMap(([name, meaning]) =>
      meaning === null ? [] : [[name, meaning] as const],
    );
  }

  private exportOf(file: TypeFile, name: string): Meaning | null {
    const exported = file.exported.get(name);
    if (typeof exported === 'string') return this.meaningOf(file, exported);
    if (exported !== undefined) return this.sourceOf(file, exported);
    for (const from of file.wholes) {
      const found = this.exportOf(this.fileAt(besides(file.path, from)), name);
      if (found !== null) return found;
    }
    return null;
  }

  /** Null for a name of the language. */
  meaningOf(file: TypeFile, name: string): Meaning | null {
    const imported = file.imported.get(name);
    return imported === undefined ? (file.declared.get(name) ?? null) : this.sourceOf(file, imported);
  }

  sourceOf(file: TypeFile, source: Source): Meaning | null {
    if (source.from.startsWith('.'))
      return this.exportOf(this.fileAt(besides(file.path, source.from)), source.name);
    const key = `${source.from} ${source.name}`;
    const known = this.packages.get(key) ?? source;
    this.packages.set(key, known);
    return known;
  }

  private nameFor(meaning: Meaning): string {
    const known = this.names.get(meaning);
    if (known !== undefined) return known;
    let name = meaning.name;
    for (let n = 2; this.taken.has(name) || isGlobal(name); n++) name = `${meaning.name}${n}`;
    this.taken.add(name);
    this.names.set(meaning, name);
    if ('statements' in meaning) this.waiting.push(meaning);
    return name;
  }

  private textsOf({ file, name, statements }: Declared): readonly string[] {
    const own = this.names.get(file.declared.get(name) as Declared) ?? name;
    return statements.map((statement) => {
      const declarators = (statement.declarations ?? [statement]) as readonly Part[];
      const part = declarators.find(({ id }) => nameOf(id as Part) === name) ?? statement;
      const { start } = part.id as Part;
      const edits = [{ start, end: start + name.length, text: own }];
      for (const { meaning, ...place } of usesIn(part, file, this))
        edits.push({ ...place, text: this.nameFor(meaning) });
      const text = edits
        .toSorted((one, other) => other.start - one.start)
        .reduce((all, edit) => spliced(all, edit, part.start), file.text.slice(part.start, part.end));
      const plain = text.replace(/^declare /, '').replace(/;$/, '');
      const kind = part === statement ? '' : 'const ';
      const isBlock = /^(interface|(abstract )?class) /.test(plain);
      const comment = file.commentOf(statement);
      return `${comment}${isType(statement) ? '' : 'declare '}${kind}${plain}${isBlock ? '' : ';'}`;
    });
  }
}

function spliced(text: string, edit: { start: number; end: number; text: string }, from: number): string {
  return text.slice(0, edit.start - from) + edit.text + text.slice(edit.end - from);
}

function isType({ type }: Part): boolean {
  return type === 'TSInterfaceDeclaration' || type === 'TSTypeAliasDeclaration';
}

/** Types of the language that no declaration may hide. */
const UTILITIES =
  /^(Record|Readonly\w*|Partial|Required|Pick|Omit|Extract|Exclude|NonNullable|ReturnType|Parameters|Awaited)$/;

function isGlobal(name: string): boolean {
  return name in globalThis || UTILITIES.test(name);
}

function besides(path: string, from: string): string {
  return join(dirname(path), from.replace(/\.js$/, '.d.ts'));
}

function leftmost(part: Part): Part {
  if (part.type === 'TSQualifiedName') return leftmost(part.left as Part);
  return part.type === 'MemberExpression' ? leftmost(part.object as Part) : part;
}

/** Every use of a name from outside of the statement. */
function usesIn(statement: Part, file: TypeFile, bundle: TypeBundle): readonly Use[] {
  const uses: Use[] = [];
  const inner = new Set<string>();
  const take = (start: number, end: number, meaning: Meaning | null) => {
    if (meaning !== null) uses.push({ start, end, meaning });
  };
  const use = (part: unknown) => {
    const first = part === null ? null : leftmost(part as Part);
    if (first?.type !== 'Identifier' || inner.has(nameOf(first))) return;
    take(first.start, first.start + nameOf(first).length, bundle.meaningOf(file, nameOf(first)));
  };
  const walk = (part: Part): void => {
    const { type } = part;
    if (type === 'TSTypeParameter') inner.add(nameOf(part.name as Part));
    else if (type === 'TSMappedType') inner.add(nameOf(part.key as Part));
    else if (type === 'TSTypeReference') use(part.typeName);
    else if (type === 'TSTypeQuery') use(part.exprName);
    else if (type === 'TSInterfaceHeritage' || type === 'TSClassImplements') use(part.expression);
    else if (type === 'ClassDeclaration') use(part.superClass);
    else if (type === 'TSImportType' && part.qualifier !== null) {
      const first = leftmost(part.qualifier as Part);
      const source = { from: nameOf(part.source as Part), name: nameOf(first) };
      take(part.start, first.end, bundle.sourceOf(file, source));
    }
    if (part.computed === true && 'key' in part) use(part.key);
    for (const value of Object.values(part))
      for (const below of Array.isArray(value) ? value : [value])
        if (typeof below === 'object' && below !== null && 'type' in below) walk(below as Part);
  };
  walk(statement);
  return uses;
}
