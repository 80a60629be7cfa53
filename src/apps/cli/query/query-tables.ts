import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserProblem } from '#base';
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
import { openBundle } from '../bundle/bundle-evidence.ts';
import { openWholeRun } from '../run/run-evidence.ts';

/** Where the tables of a run stand in a bundle and in an export. */
const FOLDER = 'parquet';
/** Bytes that are copied at once. */
const PIECE = 1 << 20;

/**
 * The tables of a run folder or bundle, as Parquet in `target`. What they are made of has the hashes of the bundle's manifest; a query works on
 * these copies, so that it sees the bytes that were checked, and can change none of the evidence. False after a complaint.
 */
export function placeTables(folder: string, target: string): boolean {
  if (!existsSync(join(folder, BUNDLE.manifest))) {
    const opened = openWholeRun(folder);
    if (opened !== null) writeTables(opened.run.scenario, opened.ledger, target);
    return opened !== null;
  }
  const manifest = parseManifest(readFileSync(join(folder, BUNDLE.manifest), 'utf8'));
  if (manifest === null) throw damaged(folder, BUNDLE.manifest);
  const paths = PARQUET_TABLES.map((table) => `${FOLDER}/${table}.parquet`);
  if (paths.every((path) => manifest.files.some((file) => file.path === path))) {
    makeFolder(join(target, FOLDER));
    for (const path of paths) copyChecked(folder, path, manifest, join(target, path));
    return true;
  }
  // A bundle of other formats: its ledger gives the tables.
  for (const path of [BUNDLE.ledger, BUNDLE.scenario]) copyChecked(folder, path, manifest, null);
  const opened = openBundle(folder);
  if (opened !== null) writeTables(opened.scenario, opened.ledger, target);
  return opened !== null;
}

/** Where a table stands below the folder that `placeTables` has filled. */
export function placeOfTable(target: string, table: string): string {
  return join(target, FOLDER, `${table}.parquet`);
}

function writeTables(scenario: Scenario, ledger: Ledger, target: string): void {
  const evidence = makeTableEvidence(scenario, ledger);
  const tables = PARQUET_TABLES.map((table) => parquetTable(table, evidence));
  makeFolder(join(target, FOLDER));
  writeFilesTogether(tables, evidence, (path) => join(target, path));
}

/** Throws a UserProblem unless the file has the hash that the manifest gives. */
function copyChecked(folder: string, path: string, { files }: Manifest, target: string | null): void {
  const expected = files.find((file) => file.path === path);
  const hash = createHash('sha256');
  if (!statSync(join(folder, path)).isFile()) throw damaged(folder, path);
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
  if (hash.digest('hex') !== expected?.sha256) throw damaged(folder, path);
}

function damaged(folder: string, path: string): UserProblem {
  return new UserProblem(
    `${join(folder, path)} is not the file that the bundle was made with`,
    '`meridian verify` tells what is wrong; nothing was queried',
  );
}
