import { listInWords } from '#base';
import { EXPORT_FORMATS } from '#bundle';
import { print, printJson } from '../../shared/print.ts';
import { WORKBOOK } from './export.ts';

/** `meridian reference formats`: what `meridian export` and `meridian bundle` write. */
export function formats({ json }: { json?: true }): void {
  const rows = [
    ...EXPORT_FORMATS.map(({ isDefault, name, paths, title }) => ({ name, title, paths, isDefault })),
    { ...WORKBOOK, isDefault: false },
  ];
  if (json === true) return printJson(rows);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, paths, title } of rows) {
    print(`${name.padEnd(width)}  ${title}`);
    print(`${' '.repeat(width)}  ${paths.join(', ')}`);
  }
  const usual = rows.filter(({ isDefault }) => isDefault).map(({ name }) => name);
  print('');
  print(
    `A bundle has ${listInWords(usual)} if none is named, and never ${WORKBOOK.name}. An export has what is named.`,
  );
}
