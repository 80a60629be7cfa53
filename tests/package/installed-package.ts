import { spawnSync } from 'node:child_process';
import { chmodSync, lchownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { newFolder } from '../apps/cli/cli.ts';
import { ROOT } from '../running.ts';

/** The user `nobody`, who owns nothing but the folder of the package. Only root may become another user. */
export const OTHER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null;

/** If npm cannot get a package, it says so within seconds. By default it tries again for many minutes. */
export const ENDS_SOON = ['--loglevel=error', '--fetch-retries=0'];

/** Where packages come from, which may be set for this user only. */
const REGISTRY = spawnSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).stdout.trim();

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The package as somebody has it: packed, and installed in an empty folder with a blank in its name. */
export class InstalledPackage {
  readonly folder = join(newFolder(), 'a folder');
  readonly tarball: string;

  constructor() {
    for (const name of ['', 'home', 'tmp']) mkdirSync(join(this.folder, name));
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', this.folder];
    const packed = spawnSync('npm', pack, { cwd: ROOT, encoding: 'utf8' });
    this.tarball = join(this.folder, packed.stdout.trim());
    writeFileSync(join(this.folder, 'package.json'), '{ "name": "elsewhere", "private": true }');
    this.giveAway();
    this.outputOf('npm', 'install', '--no-audit', '--no-fund', ...ENDS_SOON, this.tarball);
  }

  /**
   * Runs a program in the folder, as the other user if there is one, with a home of its own and nothing of this user's environment but the
   * path and where packages come from. npm looks for its global settings beside the Node that runs it, so a second Node has none of them.
   */
  ended(program: string, args: readonly string[]): Ended {
    const { NODE_EXTRA_CA_CERTS, PATH } = process.env;
    const own = { HOME: join(this.folder, 'home'), TMPDIR: join(this.folder, 'tmp'), PATH };
    const source = { npm_config_registry: REGISTRY, NODE_EXTRA_CA_CERTS };
    return spawnSync(program, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: OTHER === null ? { ...process.env } : { ...own, ...source },
      ...(OTHER ?? {}),
    });
  }

  /** What a program prints, which must end well. */
  outputOf(program: string, ...args: readonly string[]): string {
    const { status, stderr, stdout } = this.ended(program, args);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  }

  /** Gives the folder, with all that is in it, to the other user, who may also come to it. */
  giveAway(): void {
    if (OTHER === null) return;
    for (let above = dirname(this.folder); above !== '/' && above !== tmpdir(); above = dirname(above))
      chmodSync(above, 0o711);
    chmodSync(tmpdir(), tmpdir() === '/tmp' ? 0o1777 : 0o711);
    for (const name of ['', ...readdirSync(this.folder, { recursive: true, encoding: 'utf8' })])
      lchownSync(join(this.folder, name), OTHER.uid, OTHER.gid);
  }
}
