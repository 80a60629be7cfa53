import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeKey } from '../../../src/apps/cli/bundle/signing-key.ts';
import { newFolder } from './cli.ts';

it('a key that another process has made meanwhile stays, and no second file is left', () => {
  const folder = newFolder();
  const path = join(folder, 'keys', 'key.pem');
  writeKey(path, 'first');
  writeKey(path, 'second');
  expect(readFileSync(path, 'utf8')).toBe('first');
  expect(readdirSync(join(folder, 'keys'))).toEqual(['key.pem']);
  rmSync(folder, { recursive: true });
});
