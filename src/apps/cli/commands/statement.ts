import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOfBase64, definite, plural } from '#base';
import {
  checkProofs,
  type InclusionProofs,
  leafOfEntry,
  MissingTile,
  parseCheckpoint,
  parseVerifierKey,
  proveEntries,
  statementText,
  textOfNote,
  tlogProofText,
} from '#bundle';
import { contextLeaf } from '#exports';
import { SealBroken } from '#ledger';
import { renderStatement, statementAnswer } from '#report';
import { customerStatement, exampleCustomer, IndexBroken } from '#statements';
import { checkEd25519 } from '../../shared/evidence/ed25519.ts';
import { wholly } from '../../shared/files/whole-files.ts';
import { sha256 } from '../../shared/host.ts';
import { print, printText } from '../../shared/print.ts';
import { refusalOf, refuse } from '../../shared/problem.ts';
import { openStatementSource, refuseDamaged, type StatementSource } from '../bundle/statement-source.ts';

export interface StatementOptions {
  readonly customer: string;
  readonly out?: string;
  readonly key?: string;
  readonly json?: true;
}

/** `meridian statement`: answers the three promises for one customer, with proofs. */
export function statement(folder: string, options: StatementOptions): void {
  const opened = openStatementSource(folder, options.key);
  try {
    return statementFrom(opened, folder, options);
  } catch (error) {
    if (error instanceof MissingTile) {
      return refuse(error.message, '`meridian verify` shows what else is wrong');
    }
    if (error instanceof SealBroken) {
      refuseDamaged(folder);
      return refuse(`the ledger of ${folder} is damaged`, VERIFY_TELLS);
    }
    if (error instanceof IndexBroken)
      return refuse(
        `the index of cases in ${folder} is damaged: ${error.message}`,
        'delete it: a statement then reads the whole ledger',
      );
    throw refusalOf(error, options.out ?? folder, 'choose another folder with --out, or make room');
  }
}

function statementFrom(
  { evidence, index, log }: StatementSource,
  folder: string,
  options: StatementOptions,
): void {
  const made = customerStatement(evidence, options.customer, index);
  if (made === null) {
    const example = exampleCustomer(evidence, index);
    if (example === null) return refuse('the ledger has no case', 'name a run that has cases');
    const [segment, country] = example.split('/');
    return refuse(
      `there is no case of ${options.customer}`,
      `name a segment (${segment}), its customers in a country (${segment}/${country}), or one customer (${example}); the channel is not part of the name`,
    );
  }
  const proofs: InclusionProofs = {
    format: 2,
    checkpoint: log.checkpoint,
    key: log.key,
    ...proveEntries(made.entries, log.rootOver, log.size),
  };
  const key = parseVerifierKey(sha256, log.key);
  const problem = key === null ? 'its key is not valid' : checkProofs(proofs, key, sha256, checkEd25519);
  if (problem !== null) {
    return refuse(`ledger and log of ${folder} do not match: ${problem}`, VERIFY_TELLS);
  }
  const text = statementText(made.statement, proofs);
  const target = options.out ?? `${folder.replace(/\/+$/, '')}.statement`;
  const proved = proofs.entries.length;
  const seal = { checkpoint: log.checkpoint, key: log.key, proofs: proved };
  const carried = proved > PROOFS_MAX ? [] : proofsToCarry(proofs, made.entries);
  wholly((files) => {
    files.write(join(target, 'statement.json'), text);
    files.write(join(target, 'statement.html'), renderStatement(made.statement, seal));
    for (const { name, proof } of carried) files.write(join(target, PROOFS, name), proof);
  });
  removeOthers(join(target, PROOFS), new Set(carried.map(({ name }) => name)));
  if (options.json === true) printText(text);
  else {
    tell(made.statement, target, proved);
    tellOfProofs(target, carried.length, proved);
    if (index !== null) print(BY_INDEX);
  }
}

/** Folder of the proofs in that of a statement. */
const PROOFS = 'proofs';
/** A proof is a file of some KB, most of it the checkpoint. Statements about more entries hold their proofs only in statement.json. */
const PROOFS_MAX = 2000;
const PROOF_FILE = /^(?:meaning|case-\d+-entry-\d+)\.tlog-proof$/;

/** A proof for each entry, and one for what the entries mean (leaf 0). */
function proofsToCarry(
  { checkpoint, context, entries }: InclusionProofs,
  stories: readonly { readonly index: number; readonly caseNumber: number }[],
): readonly { readonly name: string; readonly proof: string }[] {
  const caseOf = new Map(stories.map(({ caseNumber, index }) => [index, caseNumber]));
  const bytes = (text: string) => definite(bytesOfBase64(text), 'base64');
  const meaning = parseCheckpoint(textOfNote(checkpoint) ?? '')?.context ?? [];
  const first = { index: 0, leaf: contextLeaf(meaning), path: context.map(bytes), checkpoint };
  return [
    { name: 'meaning.tlog-proof', proof: tlogProofText(first) },
    ...entries.map(({ entry, index, path }) => ({
      name: `case-${caseOf.get(index)}-entry-${index}.tlog-proof`,
      proof: tlogProofText({
        index: leafOfEntry(index),
        leaf: bytes(entry),
        path: path.map(bytes),
        checkpoint,
      }),
    })),
  ];
}

/** Removes proofs of an earlier statement in this folder. Files that this command does not write stay. */
function removeOthers(folder: string, own: ReadonlySet<string>): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (PROOF_FILE.test(name) && !own.has(name)) rmSync(join(folder, name));
}

function tellOfProofs(target: string, carried: number, proved: number): void {
  print(
    carried > 0
      ? `${join(target, PROOFS)}: ${plural(carried, 'proof')} to carry, one for each entry and one for what the entries mean`
      : `No single proofs: ${proved} entries are more than ${PROOFS_MAX}. statement.json holds their proofs; name one customer to get a file for each entry.`,
  );
}

function tell(made: Statement, target: string, proved: number): void {
  for (const sentence of made.law) print(sentence);
  for (const sentence of statementAnswer(made)) print(sentence);
  print(`${target}: statement.html, statement.json; ${plural(proved, 'entry', 'entries')} proved`);
}

type Statement = NonNullable<ReturnType<typeof customerStatement>>['statement'];

const BY_INDEX =
  'An index of the ledger gave their cases. It is not evidence: `meridian verify <bundle> --statement <file>` recomputes the statement from the whole ledger.';
const VERIFY_TELLS = '`meridian verify` (of a bundle) or `meridian audit` (of a run) shows where';
