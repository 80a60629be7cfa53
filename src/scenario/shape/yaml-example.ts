/**
 * The text of an example, without the indentation that it has in the sources. Examples stand in the metadata of a schema beside its
 * description, as a list under `yaml`; each is written as from the top of a file.
 */
export function yaml(parts: TemplateStringsArray, ...values: readonly string[]): string {
  const text = String.raw(parts, ...values);
  const indent = /^\n( *)/.exec(text)?.[1] ?? '';
  return text.replaceAll(`\n${indent}`, '\n').trim();
}
