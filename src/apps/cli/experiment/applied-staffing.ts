import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { TreeValue } from '#scenario';
import { newIssuesIn, proposalText, type ScenarioSource } from '../../shared/experiment/proposed-staff.ts';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { readText, sha256 } from '../../shared/host.ts';
import { attempt, complained, refuse } from '../../shared/problem.ts';

const MARK =
  '# Written by `meridian staff --apply`, which replaces it only while it is unchanged. SHA-256 of the rest: ';

/** Whether a proposal can be written to this file. Check this before the search, which takes long. */
export function canApply(source: ScenarioSource, path: string): void {
  if (!/\.ya?ml$/.test(path)) {
    refuse(`--apply ${path} is not a YAML file`, 'name a file that ends in .yaml');
  }
  if (existsSync(path)) {
    const text = readText(path);
    if (!text.ok) return refuse(`--apply: ${text.problem}`, 'name another file');
    if (!isOwn(text.value)) {
      refuse(
        `--apply ${path} exists, and is not a proposal as \`meridian staff --apply\` wrote it`,
        'name another file, or remove this one',
      );
    }
  }
  const issues = newIssuesIn(source, path, proposedText(source, path, {}));
  if (issues.length > 0) refuseInvalid(path, issues);
}

/** Writes the proposal atomically, as a scenario that extends the original one. */
export function applyStaffing(source: ScenarioSource, path: string, override: TreeValue): void {
  const text = proposedText(source, path, override);
  const issues = newIssuesIn(source, path, text);
  if (issues.length > 0) refuseInvalid(path, issues);
  attempt(path, 'name another file with --apply', () => {
    canApply(source, path);
    replaceFile(path, `${MARK}${digestOf(text)}\n${text}`);
  });
}

function refuseInvalid(path: string, issues: ReturnType<typeof newIssuesIn>): never {
  return complained('bad input', [
    ...issues,
    {
      message: `a scenario at ${path} that extends this one is not valid`,
      remedy: "name a file in the scenario's folder, or in a folder next to that folder",
    },
  ]);
}

function isOwn(text: string): boolean {
  const end = text.indexOf('\n');
  return text.slice(0, end) === `${MARK}${digestOf(text.slice(end + 1))}`;
}

function digestOf(text: string): string {
  return Buffer.from(sha256(Buffer.from(text, 'utf8'))).toString('hex');
}

/** A YAML file at `path` that extends the scenario and changes only its staff. */
export function proposedText(source: ScenarioSource, path: string, override: TreeValue): string {
  const file = basename(path).replace(/\.ya?ml$/, '');
  const name = file === 'scenario' ? basename(dirname(resolve(path))) : file;
  const to = relative(dirname(resolve(path)), resolve(source.input.path))
    .split(sep)
    .join('/');
  return proposalText(source, { name, base: to.startsWith('.') ? to : `./${to}` }, override);
}
