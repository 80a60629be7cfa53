import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All temporary files of the tests, and of the programs that they start, are in one folder, which is deleted at the end. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-tests-'));
  process.env.TMPDIR = folder;
  // A program that was killed may still be writing.
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
