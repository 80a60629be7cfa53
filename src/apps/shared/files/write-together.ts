import { hexOf } from '#base';
import { type BundleFile, HashingSink, type TableEvidence, writeTogether } from '#exports';
import { hashes } from '../host.ts';
import { PlainFile } from './plain-file.ts';

/**
 * Writes files that follow from a ledger, reading it once for all. `placeFor` says where a file goes; its parents
 * must exist.
 */
export function writeFilesTogether(
  files: readonly BundleFile[],
  evidence: TableEvidence,
  placeFor: (path: string) => string,
) {
  const opened: { file: BundleFile; target: PlainFile; sink: HashingSink }[] = [];
  try {
    for (const file of files) {
      const target = new PlainFile(placeFor(file.path));
      opened.push({ file, target, sink: new HashingSink(hashes, target.write) });
    }
    writeTogether(opened, evidence);
    return opened.map(({ file: { path }, sink }) => {
      const sha256 = hexOf(sink.finish());
      return { path, bytes: sink.length, sha256 };
    });
  } finally {
    for (const { target } of opened) target.close();
  }
}
