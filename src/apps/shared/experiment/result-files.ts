/** The files of a result, by name: for programs, as a table, and as a page. All who make the result write the same texts. */
export function resultFiles<Name extends string>(
  name: Name,
  json: object,
  csv: string,
  html: string,
): Readonly<Record<`${Name}.${'csv' | 'html' | 'json'}`, string>> {
  const files = { [`${name}.json`]: `${JSON.stringify(json, null, 2)}\n`, [`${name}.csv`]: csv };
  return { ...files, [`${name}.html`]: html } as ReturnType<typeof resultFiles<Name>>;
}
