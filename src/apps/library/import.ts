import { failure, type Result, success } from '#base';
import {
  closeImport,
  type ImportReport,
  type LoggedCase,
  type LogProblem,
  LogSample,
  loggedCases,
  type PresetName,
  presetMapping,
  problemOfLog,
  proposeMapping as propose,
  RowImporter,
  readMapping,
} from '#caselog';
import { type ImportIssue, issueOfLog, issueOfMapping } from '../shared/import/import-issues.ts';
import {
  LOG_READERS,
  type LogBytes,
  type LogFormat,
  readCsv,
  STANDARD_MAPPINGS,
} from '../shared/import/read-log.ts';
import { RefusedRequest, refuse, refusedIn } from '../shared/problem.ts';
import { ABORTED } from './arguments.ts';

/** Bytes of a log, not compressed: all at once, or a stream of pieces of any size, such as `createReadStream('tickets.csv')`. */
export type LogInput = Uint8Array | AsyncIterable<Uint8Array>;

/** How to import a log. */
export interface ImportOptions {
  /** Left out: `csv`, the separator of which is found out. */
  readonly format?: LogFormat;
  /** Name of the log, for reports and sources of figures. Left out: `log`. */
  readonly name?: string;
  /** Whether to go on without the rows that cannot be read; the report counts them. Left out: false, and the import fails. */
  readonly skipRefused?: boolean;
  /** Once it is aborted, the rest of a stream is not read, and the import fails. */
  readonly signal?: AbortSignal;
}

/** A case log, and how it was read. */
export interface ImportedLog {
  /** Cases in the order of their first events; times in milliseconds since 1970, UTC. */
  readonly cases: readonly LoggedCase[];
  /** Rows read and refused, zones, gaps, columns that were not used: what `meridian import` writes as `import.json`. */
  readonly report: ImportReport;
}

/**
 * Reads a log of another system: rows of CSV that are events or cases, XES, or OCEL 2.0. `mapping` says what its columns mean: the text of a
 * mapping file (`src/caselog/MAPPING.md` has its keys; JSON is YAML, too), for instance one that `proposeMapping` has made. Left out: the
 * standard names, for XES and OCEL. Fails with everything that is wrong with the mapping, or with the log: the first 200 rows that cannot
 * be read, each with column, value and remedy.
 *
 * @example
 * const imported = await importLog(readFileSync('tickets.csv'), readFileSync('mapping.yaml', 'utf8'));
 * if (imported.ok) console.log(imported.value.report.rows, imported.value.cases.length);
 * else for (const { column, message, row } of imported.problem) console.error(row, column, message);
 */
export async function importLog(
  log: LogInput,
  mapping: string | null,
  { format = 'csv', name = 'log', signal, skipRefused = false }: ImportOptions = {},
): Promise<Result<ImportedLog, readonly ImportIssue[]>> {
  const text = mapping ?? STANDARD_MAPPINGS[format];
  if (text === undefined) return ofLog([NO_MAPPING]);
  const read = readMapping('mapping', text);
  if (!read.ok) return failure(read.problem.map(issueOfMapping));
  const importer = new RowImporter(read.value);
  const found = await LOG_READERS[format](bytesOf(log, signal), read.value, importer).catch(refusedIn);
  if (found instanceof RefusedRequest) return ofLog([problemOfLog(found.message, 'name another log')]);
  importer.end();
  if (importer.stopped !== null) return ofLog([importer.stopped]);
  const { log: cases, report } = closeImport(importer, { name, read: found, mapping: read.value });
  if (report.rows.refused > 0 && (!skipRefused || report.events === 0)) return ofLog(refusedRows(report));
  return success({
    cases: loggedCases(cases),
    report,
  });
}

/**
 * Proposes a mapping for a log in CSV, from the names and the values of its first 20,000 rows, and the words of all rows, with the reason for each line. `preset`: the
 * columns that one system exports, instead of a guess. What was not understood is in the text, so read it before you import. Fails if no
 * column looks like the id of a case or like times, and once the signal is aborted.
 *
 * @example
 * const mapping = await proposeMapping(readFileSync('tickets.csv'));
 * if (mapping.ok) console.log(mapping.value);
 */
export async function proposeMapping(
  log: LogInput,
  preset?: PresetName,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Result<string, readonly ImportIssue[]>> {
  const sample = new LogSample();
  const read = await readCsv(bytesOf(log, signal), { separator: null, encoding: null }, sample).catch(
    refusedIn,
  );
  if (read instanceof RefusedRequest) return ofLog([problemOfLog(read.message, 'name another log')]);
  if (sample.stopped !== null) return ofLog([sample.stopped]);
  const made = preset === undefined ? propose(sample) : presetMapping(preset, sample.columns);
  return made.ok ? made : ofLog([made.problem]);
}

const NO_MAPPING = problemOfLog(
  'nothing says what the columns of the log mean',
  'give the text of a mapping; proposeMapping makes one',
);

/** The text of a long log does not fit into one string. */
const PIECE_BYTES = 1 << 18;

/** A stream may fail; what the library does with its pieces must not. */
export function bytesOf(log: LogInput, signal?: AbortSignal): LogBytes {
  return {
    async read(take) {
      if (log instanceof Uint8Array) {
        for (let at = 0; at < log.length && take(log.subarray(at, at + PIECE_BYTES)); at += PIECE_BYTES);
        return;
      }
      const pieces = log[Symbol.asyncIterator]();
      for (;;) {
        const next = await pieceOf(pieces);
        if (signal?.aborted === true) {
          await pieces.return?.();
          return refuse(ABORTED, 'read the log again');
        }
        if (next instanceof Error) return refuse(`the log cannot be read: ${next.message}`, 'name a log');
        if (next.done === true) return;
        if (!(next.value instanceof Uint8Array))
          return refuse('a piece of the log is no Uint8Array', 'open the stream without an encoding');
        if (take(next.value)) continue;
        await pieces.return?.();
        return;
      }
    },
  };
}

async function pieceOf(pieces: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array> | Error> {
  try {
    return await pieces.next();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function refusedRows({ refused, rows }: ImportReport): readonly LogProblem[] {
  const more = rows.refused - refused.length;
  if (more === 0) return refused;
  const rest = `${more.toLocaleString('en-GB')} more rows were refused`;
  return [...refused, problemOfLog(rest, 'correct the log or the mapping, or skip these rows: skipRefused')];
}

function ofLog(problems: readonly LogProblem[]) {
  return failure(problems.map(issueOfLog));
}
