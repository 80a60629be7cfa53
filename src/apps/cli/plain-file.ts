import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BundleFile, HashingSink } from '#evidence';
import { hashes } from './host.ts';

/** A file that is written piece by piece. */
export class PlainFile {
  private readonly descriptor: number;

  constructor(path: string) {
    this.descriptor = openSync(path, 'w');
  }

  readonly write = (bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.descriptor, bytes, done);
  };

  close(): void {
    closeSync(this.descriptor);
  }
}

/** Writes a file as it is made, with the folders above it; its length. */
export function writeOut(path: string, file: Pick<BundleFile, 'write'>): number {
  mkdirSync(dirname(path), { recursive: true });
  const target = new PlainFile(path);
  try {
    const sink = new HashingSink(hashes.openSha256(), target.write);
    file.write(sink);
    sink.finish();
    return sink.length;
  } finally {
    target.close();
  }
}
