import { basename } from 'node:path';
import { shown } from '#base';
import {
  caseTables,
  closeImport,
  type ImportReport,
  importLines,
  type LogProblem,
  LogSample,
  type Mapping,
  type PresetName,
  presetMapping,
  proposeMapping,
  RowImporter,
  readMapping,
} from '#caselog';
import { writeParquetTable } from '#exports';
import { STANDARD } from '../../shared/files/standard-input.ts';
import { type FileContent, writeAll } from '../../shared/files/whole-files.ts';
import { readText as readWhole, versions } from '../../shared/host.ts';
import { formatOf, STANDARD_MAPPINGS } from '../../shared/import/read-log.ts';
import { print, printJson, printText } from '../../shared/print.ts';
import { complained, orRefuse, refuse } from '../../shared/problem.ts';
import { complaintOf, problemsOf, readLog, readSample } from '../import/read-log.ts';

export interface ImportOptions {
  readonly map?: string;
  readonly preset?: PresetName;
  readonly guess?: true;
  readonly sheet?: string;
  readonly timeZone?: string;
  readonly timeFormat?: string;
  readonly skipRefused?: true;
  readonly out?: string;
  readonly json?: true;
}

/** `meridian import`: turns a log of another system into a case log. */
export async function importLog(path: string, options: ImportOptions): Promise<void> {
  const file = path === STANDARD ? STDIN_FILE : basename(path);
  const text = await mappingText(path, options);
  if (options.guess === true) return printText(text.text);
  const mapping = mappingOf(text, options);
  const importer = new RowImporter(mapping, formatOf(path) === 'xlsx' ? 'sheet' : 'text');
  const read = await readLog(path, mapping, importer);
  importer.end();
  const { sheet } = read;
  const name = sheet === null ? file : `${file}, sheet '${shown(sheet.name)}'`;
  if (importer.stopped !== null) return problemsOf(name, [importer.stopped]);
  const { log, report } = closeImport(importer, {
    ...read,
    name: file,
    mapping,
  });
  if (options.json === true) printJson(report);
  else for (const line of importLines(report)) print(line);
  if (report.rows.refused > 0 && (options.skipRefused !== true || report.events === 0)) {
    return refused(name, report);
  }
  const beside = path === STANDARD ? file : path;
  const out = options.out ?? `${beside.replace(/\.(?:gz|br)$/, '').replace(/\.[a-z]{1,5}$/i, '')}.case-log`;
  const tables = caseTables(log).map(({ columns, path: name, rows }): [string, FileContent] => [
    name,
    (sink) => writeParquetTable({ columns, rows }, sink, { createdBy: `meridian ${versions.engine}` }),
  ]);
  const written = writeAll(out, {
    ...Object.fromEntries(tables),
    'import.json': `${JSON.stringify(report, null, 2)}\n`,
  });
  if (options.json !== true) print(`Written: ${written.join(', ')}`);
}

/** The name of standard input in messages and reports: rows in CSV. */
const STDIN_FILE = 'stdin.csv';

interface MappingText {
  readonly file: string;
  readonly text: string;
}

/** The mapping file that the user names, or a mapping proposed for the columns of the log. */
async function mappingText(path: string, options: ImportOptions): Promise<MappingText> {
  const { guess, map, preset, sheet } = options;
  if (sheet !== undefined && formatOf(path) !== 'xlsx') {
    return refuse('--sheet is for workbooks, and the log is none by its name', 'leave it out');
  }
  if (map !== undefined && (preset !== undefined || guess === true)) {
    return refuse(
      '--map, --preset and --guess exclude one another',
      'use one; --preset with --guess prints the preset',
    );
  }
  if (map !== undefined) {
    return { file: map, text: orRefuse(readWhole(map), 'name a mapping file with --map') };
  }
  const format = formatOf(path);
  const standard = format === 'xlsx' ? undefined : STANDARD_MAPPINGS[format];
  if (standard !== undefined) {
    if (preset === undefined) return { file: `mapping of ${format.toUpperCase()}`, text: standard };
    return refuse(`the preset ${preset} is for CSV and XLSX`, 'leave --preset out, or name such a log');
  }
  if (preset === undefined && guess !== true) {
    const remedy = 'name a mapping file with --map, or a system with --preset; --guess proposes a mapping';
    return refuse('nothing says what the columns of the log mean', remedy);
  }
  const sample = new LogSample();
  await readSample(path, options.sheet ?? null, sample);
  if (sample.stopped !== null) return problemsOf(basename(path), [sample.stopped]);
  const made = preset === undefined ? proposeMapping(sample) : presetMapping(preset, sample.columns);
  if (!made.ok) return problemsOf(basename(path), [made.problem]);
  const named = sheet === undefined ? '' : `sheet: ${JSON.stringify(sheet)}\n`;
  return { file: `preset ${preset ?? 'guess'}`, text: `${made.value}${named}` };
}

/** The mapping of a file, with what the options add to it. */
function mappingOf({ file, text }: MappingText, { sheet, timeFormat, timeZone }: ImportOptions): Mapping {
  const parsed = orRefuse(readMapping(file, text));
  const read = sheet === undefined ? parsed : { ...parsed, sheet };
  const added = [
    ...(timeZone === undefined ? [] : [`timeZone: ${JSON.stringify(timeZone)}`]),
    ...(timeFormat === undefined ? [] : [`timeFormat: ${JSON.stringify(timeFormat)}`]),
  ];
  if (added.length === 0) return read;
  // Checked like the keys of a file.
  const given = readMapping(
    'options',
    ['meridian-mapping: 1', 'columns: {case: a, time: b}', ...added].join('\n'),
  );
  if (!given.ok) {
    const complaints = given.problem.map(({ message, remedy, value }) => ({
      message: `${message} (${value})`,
      remedy,
    }));
    return complained('bad input', complaints);
  }
  return {
    ...read,
    timeZone: given.value.timeZone ?? read.timeZone,
    timeFormat: given.value.timeFormat ?? read.timeFormat,
  };
}

/** Refuses a log of which rows are refused, and lists them. */
function refused(log: string, { events, refused: listed, rows }: ImportReport): never {
  const problems = groupsOf(listed).map(([first, count]) => complaintOf(log, first, count));
  const more = rows.refused - listed.length;
  const message =
    more === 0
      ? `${log}: nothing was written, because rows were refused`
      : `${log}: ${more.toLocaleString('en-GB')} more rows were refused, and nothing was written`;
  const remedy =
    events === 0
      ? 'correct the log or the mapping: no row could be read'
      : 'correct the log or the mapping, or leave these rows out with --skip-refused';
  return complained('bad input', [...problems, { message, remedy }]);
}

function groupsOf(listed: readonly LogProblem[]): readonly (readonly [LogProblem, number])[] {
  const groups = new Map<string, [LogProblem, number]>();
  for (const one of listed) {
    const key = JSON.stringify([one.column, one.value, one.problem]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one, 1]);
    else group[1]++;
  }
  return [...groups.values()];
}
