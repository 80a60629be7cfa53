import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hexOf } from '#base';
import { BUNDLE, type Manifest, manifestNoteText, manifestText, signNote } from '#bundle';
import { signerOfPem } from '../../../src/apps/shared/evidence/ed25519.ts';
import { newFolder } from '../../apps/cli/cli.ts';
import type { SmallBundle } from '../../bundle/small-bundle.ts';
import { sha256 } from '../../running.ts';

/** A manifest as JSON, so that a test can write what no type allows. */
type Loose = Manifest & Record<string, unknown>;

/** Changes a copy of the bundle, and signs its manifest. Files keep their length and hash in the manifest unless they change. */
export class Forged {
  readonly folder = join(newFolder(), 'bundle');
  private manifest: Loose;
  private readonly keyFile: string;

  constructor({ folder, keyFile }: Pick<SmallBundle, 'folder' | 'keyFile'>) {
    cpSync(folder, this.folder, { recursive: true });
    this.keyFile = keyFile;
    this.manifest = JSON.parse(readFileSync(this.at(BUNDLE.manifest), 'utf8')) as Loose;
  }

  at(path: string): string {
    return join(this.folder, path);
  }

  text(path: string): string {
    return readFileSync(this.at(path), 'utf8');
  }

  /** Adds or replaces a file, and names it. */
  write(path: string, text: string, origin: 'kept' | 'recomputed' = 'kept'): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), text);
    const bytes = Buffer.from(text);
    const row = { path, bytes: bytes.length, sha256: hexOf(sha256(bytes)), origin };
    const others = this.manifest.files.filter((file) => file.path !== path);
    this.change({ files: [...others, row] });
  }

  remove(path: string): void {
    rmSync(path.startsWith(BUNDLE.source) ? this.at('source') : this.at(path), { recursive: true });
    this.change({ files: this.manifest.files.filter((file) => file.path !== path) });
  }

  change(keys: object): void {
    this.manifest = { ...this.manifest, ...keys };
  }

  renameInManifest(from: string, to: string): void {
    this.change({
      files: this.manifest.files.map((file) => (file.path === from ? { ...file, path: to } : file)),
    });
  }

  get scenario() {
    return this.manifest.scenario;
  }

  get ledger() {
    return this.manifest.ledger;
  }

  get files() {
    return this.manifest.files;
  }

  /** The folder, with its manifest signed. */
  sign(): string {
    const text = manifestText(this.manifest);
    writeFileSync(this.at(BUNDLE.manifest), text);
    const name = this.text(BUNDLE.checkpoint).split('\n')[0] ?? '';
    const signer = signerOfPem(readFileSync(this.keyFile, 'utf8'));
    writeFileSync(
      this.at(BUNDLE.manifestNote),
      signNote(sha256, manifestNoteText(sha256, text), name, signer),
    );
    return this.folder;
  }
}
