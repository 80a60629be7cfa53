import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { figureNames, STAFF_FIGURES } from '#experiment';
import { SUBJECT_NAMES, scenarioJsonSchema } from '#scenario';
import { TypeBundle } from './bundle-types.ts';
import { typesOfSchema } from './type-of-schema.ts';

/** Where `tsc` has written the declarations of all sources. */
const ALL = join('dist', 'types');
const ENTRIES = {
  index: 'index',
  auditor: 'apps/library/auditor',
  preference: 'apps/library/preference',
  studio: 'apps/library/studio',
};

/** Makes rooms (`#audit`) paths to their doors, and names of sources those of declarations. */
function withPaths(text: string, path: string): string {
  const toRoot = relative(dirname(path), ALL).split(sep).join('/') || '.';
  return text
    .replace(
      /(['"])#([a-z]+)\1/g,
      (_, quote: string, room: string) => `${quote}./${toRoot}/${room}/index.js${quote}`,
    )
    .replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2');
}

/** Puts the keys of the schema and the names of figures in place of the types that stand for them in the sources. */
function withWritten(text: string): string {
  const figures = [...figureNames('EUR'), ...STAFF_FIGURES].map((name) => `'${name}'`).join(' | ');
  const name = `type FigureName = ${figures};\nexport type MeasureName = FigureName | \`\${FigureName}\${'/' | '@'}\${string}\``;
  return text
    .replace(/export interface ScenarioInput \{[^}]*\}/, () =>
      typesOfSchema(scenarioJsonSchema(), 'ScenarioInput'),
    )
    .replace('export type MeasureName = string', name);
}

/** Puts the names of subjects in place of their schemas, so that no type depends on those. What is asked of a subject has the type `unknown`. */
function withSubjects(text: string): string {
  const names = SUBJECT_NAMES.map((name) => `'${name}'`).join(' | ');
  return text
    .replace('export type SubjectName = keyof typeof SUBJECTS;', `export type SubjectName = ${names};`)
    .replace(
      /export type Asked<Name extends SubjectName> = [^;]*;/,
      'export type Asked<_Name extends SubjectName> = unknown;',
    );
}

const WRITTEN: Readonly<Record<string, (text: string) => string>> = {
  'scenario-input.d.ts': withWritten,
  'requirement-file.d.ts': withSubjects,
};

for (const file of readdirSync(ALL, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts')) continue;
  const path = join(ALL, file);
  const text = withPaths(readFileSync(path, 'utf8'), path);
  writeFileSync(path, WRITTEN[basename(file)]?.(text) ?? text);
}
for (const [name, path] of Object.entries(ENTRIES))
  writeFileSync(join('dist', 'library', `${name}.d.ts`), new TypeBundle().textOf(join(ALL, `${path}.d.ts`)));
rmSync(ALL, { recursive: true });
