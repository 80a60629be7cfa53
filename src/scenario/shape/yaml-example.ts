/**
 * Examples, without the indentation that they have in the sources. They stand in the metadata of a schema beside its description, under
 * `yaml`. Each is written as from the top of a file; a line `---` divides them.
 */
export function yaml(parts: TemplateStringsArray, ...values: readonly string[]): readonly string[] {
  const text = String.raw(parts, ...values);
  const indent = /^\n( *)/.exec(text)?.[1] ?? '';
  return text.replaceAll(`\n${indent}`, '\n').trim().split('\n---\n');
}
