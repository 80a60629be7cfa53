import { type Digest, failure, type Result, success } from '#base';
import { sameBytes } from '#ledger';
import { parseWitnessKey, type WitnessKey } from './cosignature.ts';
import { parseVerifierKey, type VerifierKey } from './signed-note.ts';

/**
 * Which logs and witnesses a reader trusts, and how many of the witnesses must have cosigned (C2SP, tlog-policy):
 *
 *   log <key> [<url>]
 *   witness <name> <key> [<url>]
 *   group <name> <number, any or all> <name of a witness or an earlier group> …
 *   quorum <name, or none>
 */
export interface Policy {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly PolicyWitness[];
  /** Which witnesses' cosignatures suffice. */
  readonly quorum: Quorum;
  readonly quorumName: string;
}

export interface PolicyWitness {
  /** Its name in the policy. */
  readonly name: string;
  readonly key: WitnessKey;
  /** Where it can be asked; null if the policy does not say. */
  readonly url: string | null;
}

/** `witness`: that one must have cosigned. `group`: at least `least` of its members. `none`: nobody must. */
export type Quorum =
  | { readonly kind: 'none' }
  | { readonly kind: 'witness'; readonly name: string }
  | { readonly kind: 'group'; readonly least: number; readonly members: readonly Quorum[] };

export interface PolicyIssue {
  readonly code: PolicyIssueCode;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The value as written; empty if something is missing. */
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
}

type PolicyIssueCode =
  | 'policy-character'
  | 'policy-line'
  | 'policy-key'
  | 'policy-name'
  | 'policy-threshold'
  | 'policy-depth'
  | 'policy-quorum';

interface Word {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const NONE = 'none';
/** What may not be in a policy: control characters other than tab and newline. */
const CONTROL = /[^\P{Cc}\t\n\x80-\x9f]/u;
/** How deep groups may be nested. A quorum is decided by recursion. */
const DEPTH_MAX = 100;
/** Longest value that a message shows. */
const SHOWN_MAX = 80;

/** Reads a policy. All issues at once, in the order of the lines. */
export function parsePolicy(text: string, digest: Digest): Result<Policy, readonly PolicyIssue[]> {
  const reader = new PolicyReader(digest);
  for (const [i, line] of text.split('\n').entries()) reader.read(line, i + 1);
  return reader.finish();
}

class PolicyReader {
  private readonly digest: Digest;
  private readonly issues: PolicyIssue[] = [];
  private readonly logs: VerifierKey[] = [];
  private readonly witnesses: PolicyWitness[] = [];
  private readonly named = new Map<string, Quorum>();
  private readonly placeOf = new Map<string, number>();
  /** How deep each group is nested: 1 if all of its members are witnesses. */
  private readonly depthOf = new Map<string, number>();
  /** Names that are members of a group, and where. */
  private readonly members = new Map<string, number>();
  private quorum: { readonly value: Quorum; readonly name: string; readonly line: number } | null = null;
  private lines = 0;
  /** Whether there is a quorum line, right or wrong. */
  private hasQuorumLine = false;

  constructor(digest: Digest) {
    this.digest = digest;
  }

  read(text: string, line: number): void {
    if (text !== '') this.lines = line;
    if (/^[ \t]*quorum/.test(text)) this.hasQuorumLine = true;
    const control = CONTROL.exec(text);
    if (control !== null) {
      const value = `U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      const word = { text: value, line, column: control.index + 1 };
      const remedy =
        value === 'U+000D'
          ? 'save the file with line ends of one newline (LF)'
          : 'remove it; only tabs and newlines are allowed';
      return this.report('policy-character', word, 'a policy may not contain this control character', remedy);
    }
    const words = [...text.matchAll(/[^ \t]+/g)].map((match) => ({
      text: match[0],
      line,
      column: match.index + 1,
    }));
    const [keyword, ...rest] = words;
    if (keyword === undefined || keyword.text.startsWith('#')) return;
    if (keyword.text === 'log') this.readLog(keyword, rest);
    else if (keyword.text === 'witness') this.readWitness(keyword, rest);
    else if (keyword.text === 'group') this.readGroup(keyword, rest);
    else if (keyword.text === 'quorum') this.readQuorum(keyword, rest);
    else {
      const message = 'no line of a policy begins with this word';
      this.report('policy-line', keyword, message, 'begin it with log, witness, group, quorum or #');
    }
  }

  finish(): Result<Policy, readonly PolicyIssue[]> {
    const { issues, logs, quorum, witnesses } = this;
    if (!this.hasQuorumLine) {
      const end = { text: '', line: Math.max(1, this.lines), column: 1 };
      const message = 'the policy has no quorum line';
      this.report('policy-quorum', end, message, 'add "quorum <name>" as the last line');
    }
    if (issues.length > 0 || quorum === null) return failure(issues);
    return success({ logs, witnesses, quorum: quorum.value, quorumName: quorum.name });
  }

  private readLog(keyword: Word, [key, url, ...more]: readonly Word[]): void {
    if (!this.hasWords(keyword, [key], more, 'log <key> [<url>]') || key === undefined) return;
    const parsed = parseVerifierKey(this.digest, key.text);
    if (parsed === null) {
      const message = 'this is not the key of a log';
      return this.report('policy-key', key, message, 'write <name>+<id>+<base64> of an Ed25519 key (type 1)');
    }
    if (this.logs.some(({ publicKey }) => sameBytes(publicKey, parsed.publicKey)))
      return this.report('policy-key', key, 'a line above has the same public key', 'name each log once');
    if (url !== undefined && this.urlOf(url) === null) return;
    this.logs.push(parsed);
  }

  private readWitness(keyword: Word, [name, key, url, ...more]: readonly Word[]): void {
    if (!this.hasWords(keyword, [name, key], more, 'witness <name> <key> [<url>]')) return;
    if (name === undefined || key === undefined) return;
    const parsed = parseWitnessKey(this.digest, key.text);
    const twin =
      parsed !== null && this.witnesses.find((one) => sameBytes(one.key.publicKey, parsed.publicKey));
    if (parsed === null) {
      const message = 'this is not the key of a witness';
      const remedy = 'write <name>+<id>+<base64> of a key for cosignatures (type 4 or 6)';
      this.report('policy-key', key, message, remedy);
    } else if (twin) {
      const message = `witness ${twin.name} has the same public key`;
      this.report('policy-key', key, message, 'name each witness once');
    }
    const place = url === undefined ? null : this.urlOf(url);
    if (!this.defines(name, { kind: 'witness', name: name.text }) || parsed === null || twin) return;
    this.witnesses.push({ name: name.text, key: parsed, url: place });
  }

  private readGroup(keyword: Word, [name, least, ...members]: readonly Word[]): void {
    const form = 'group <name> <number, any or all> <member> …';
    if (!this.hasWords(keyword, [name, least, members[0]], [], form)) return;
    if (name === undefined || least === undefined) return;
    const found = members.map((member) => this.memberOf(member));
    const count = least.text === 'any' ? 1 : least.text === 'all' ? members.length : Number(least.text);
    const isCount = /^(?:any|all|[1-9]\d*)$/.test(least.text) && count <= members.length;
    if (!isCount) {
      const message = `this is not a number from 1 to ${members.length}, the number of members`;
      this.report('policy-threshold', least, message, 'write any, all or such a number');
    }
    const depth = 1 + members.reduce((most, { text }) => Math.max(most, this.depthOf.get(text) ?? 0), 0);
    this.depthOf.set(name.text, depth);
    if (depth === DEPTH_MAX + 1) {
      const message = `groups are nested more than ${DEPTH_MAX} deep`;
      this.report('policy-depth', name, message, 'name their witnesses in fewer groups');
    }
    this.defines(name, { kind: 'group', least: count, members: found.filter((one) => one !== null) });
  }

  private memberOf(member: Word): Quorum | null {
    const found = this.named.get(member.text);
    const line = this.members.get(member.text);
    if (found === undefined) {
      const message =
        member.text === NONE ? 'none cannot be a member of a group' : 'no line above defines this name';
      this.report('policy-name', member, message, 'name a witness or a group of an earlier line');
      return null;
    }
    if (line !== undefined) {
      const message = `it is already a member of a group in line ${line}`;
      this.report('policy-name', member, message, 'let each witness and each group be a member once');
    }
    this.members.set(member.text, line ?? member.line);
    return found;
  }

  private readQuorum(keyword: Word, [name, ...more]: readonly Word[]): void {
    if (this.quorum !== null) {
      const message = `line ${this.quorum.line} already defines the quorum`;
      return this.report('policy-quorum', keyword, message, 'leave one quorum line');
    }
    if (!this.hasWords(keyword, [name], more, 'quorum <name>') || name === undefined) return;
    const value = name.text === NONE ? ({ kind: 'none' } as const) : this.named.get(name.text);
    if (value === undefined) {
      const message = 'no line above defines this name';
      const remedy = 'name a witness or a group of an earlier line, or none';
      return this.report('policy-quorum', name, message, remedy);
    }
    this.quorum = { value, name: name.text, line: name.line };
  }

  /** Whether the line has all the words that it needs, and no more. */
  private hasWords(
    keyword: Word,
    needed: readonly (Word | undefined)[],
    more: readonly Word[],
    form: string,
  ): boolean {
    const stray = more[0];
    if (stray !== undefined) {
      this.report('policy-line', stray, 'the line has too many words', `write: ${form}`);
      return false;
    }
    if (!needed.includes(undefined)) return true;
    const code = keyword.text === 'quorum' ? 'policy-quorum' : 'policy-line';
    this.report(code, keyword, 'the line has too few words', `write: ${form}`);
    return false;
  }

  private defines(name: Word, value: Quorum): boolean {
    const line = this.placeOf.get(name.text);
    if (name.text === NONE)
      this.report('policy-name', name, 'none has a meaning of its own', 'choose another name');
    else if (line !== undefined)
      this.report('policy-name', name, `line ${line} already defines this name`, 'choose another name');
    else {
      this.placeOf.set(name.text, name.line);
      this.named.set(name.text, value);
      return true;
    }
    return false;
  }

  private urlOf(word: Word): string | null {
    if (/^https?:\/\/[^/\s]+/.test(word.text)) return word.text;
    const message = 'this is not the URL of a service';
    this.report('policy-line', word, message, 'write e.g. https://witness.example/');
    return null;
  }

  private report(code: PolicyIssueCode, { column, line, text }: Word, message: string, remedy: string): void {
    const value = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
    this.issues.push({ code, line, column, value, message, remedy });
  }
}

/** Whether the witnesses who have cosigned, by their names in the policy, suffice. */
export function isReached(quorum: Quorum, cosigned: ReadonlySet<string>): boolean {
  if (quorum.kind === 'none') return true;
  if (quorum.kind === 'witness') return cosigned.has(quorum.name);
  return quorum.members.filter((member) => isReached(member, cosigned)).length >= quorum.least;
}
