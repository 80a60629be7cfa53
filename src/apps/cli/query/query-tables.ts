import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import {
  BUNDLE,
  type Manifest,
  makeTableEvidence,
  PARQUET_TABLES,
  parquetTable,
  parseManifest,
} from '#evidence';
import type { Ledger } from '#ledger';
import { makeFolder } from '../../shared/files/make-folder.ts';
import { PlainFile } from '../../shared/files/plain-file.ts';
import { writeFilesTogether } from '../../shared/files/write-together.ts';
import { type Failure, type Problem, refuse } from '../../shared/problem.ts';
import { openBundle } from '../bundle/bundle-evidence.ts';
import { openWholeRun } from '../run/run-evidence.ts';

/** Where the tables of a run stand in a bundle and in an export. */
const FOLDER = 'parquet';
/** Bytes that are copied at once. */
const PIECE = 1 << 20;

/**
 * Puts the tables of a run folder or bundle, as Parquet, into `target`. What they are made of has the hashes of the bundle's manifest; a query
 * works on these copies, so that it sees the bytes that were checked, and can change none of the evidence. Throws what the operating system
 * refuses.
 */
export function placeTables(folder: string, target: string): Result<undefined, Problem> {
  if (!existsSync(join(folder, BUNDLE.manifest))) {
    const opened = openWholeRun(folder);
    if (!opened.ok) return opened;
    return success(writeTables(opened.value.run.scenario, opened.value.ledger, target));
  }
  const manifest = parseManifest(readFileSync(join(folder, BUNDLE.manifest), 'utf8'));
  if (manifest === null) return damaged(folder, BUNDLE.manifest);
  const paths = PARQUET_TABLES.map((table) => `${FOLDER}/${table}.parquet`);
  if (paths.every((path) => manifest.files.some((file) => file.path === path))) {
    makeFolder(join(target, FOLDER));
    const spoilt = paths.find((path) => !isCopied(folder, path, manifest, join(target, path)));
    return spoilt === undefined ? success(undefined) : damaged(folder, spoilt);
  }
  // A bundle of other formats: its ledger gives the tables.
  const spoilt = [BUNDLE.ledger, BUNDLE.scenario].find((path) => !isCopied(folder, path, manifest, null));
  if (spoilt !== undefined) return damaged(folder, spoilt);
  const opened = openBundle(folder);
  if (!opened.ok) return opened;
  return success(writeTables(opened.value.scenario, opened.value.ledger, target));
}

/** Where a table stands below the folder that `placeTables` has filled. */
export function placeOfTable(target: string, table: string): string {
  return join(target, FOLDER, `${table}.parquet`);
}

function writeTables(scenario: Scenario, ledger: Ledger, target: string): undefined {
  const evidence = makeTableEvidence(scenario, ledger);
  const tables = PARQUET_TABLES.map((table) => parquetTable(table, evidence));
  makeFolder(join(target, FOLDER));
  writeFilesTogether(tables, evidence, (path) => join(target, path));
}

/** Copies a file, unless `target` is null. False if it has not the hash that the manifest gives. */
function isCopied(folder: string, path: string, { files }: Manifest, target: string | null): boolean {
  const expected = files.find((file) => file.path === path);
  const hash = createHash('sha256');
  if (!statSync(join(folder, path)).isFile()) return false;
  const source = openSync(join(folder, path), 'r');
  const copy = target === null ? null : new PlainFile(target);
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    for (let length = 1; length > 0; ) {
      length = readSync(source, piece);
      hash.update(piece.subarray(0, length));
      copy?.write(piece.subarray(0, length));
    }
  } finally {
    closeSync(source);
    copy?.close();
  }
  return hash.digest('hex') === expected?.sha256;
}

function damaged(folder: string, path: string): Failure {
  return refuse(
    `${join(folder, path)} is not the file that the bundle was made with`,
    '`meridian verify` tells what is wrong; nothing was queried',
  );
}
