import { closeSync, openSync, writeSync } from 'node:fs';

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
