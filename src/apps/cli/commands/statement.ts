import { join } from 'node:path';
import { plural } from '#base';
import {
  checkProofs,
  customerStatement,
  exampleCustomer,
  type InclusionProofs,
  MissingTile,
  parseVerifierKey,
  proveEntries,
  statementText,
} from '#evidence';
import { SealBroken } from '#ledger';
import { renderStatement } from '#report';
import { checkEd25519 } from '../../shared/evidence/ed25519.ts';
import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import { WholeFiles } from '../../shared/files/whole-files.ts';
import { reasonOf, sha256 } from '../../shared/host.ts';
import { complain, print, printText } from '../../shared/print.ts';
import { openStatementSource, type StatementSource } from '../bundle/statement-source.ts';

export interface StatementOptions {
  readonly customer: string;
  readonly out?: string;
  readonly key?: string;
  readonly json?: true;
}

/** `meridian statement`: the three promises answered for one customer, with proofs. */
export function statement(folder: string, options: StatementOptions): void {
  process.exitCode = BAD_INPUT;
  const opened = openOrComplain(folder, options.key);
  if (opened === null) return;
  const { evidence, index, log } = opened;
  try {
    const made = customerStatement(evidence, options.customer, index);
    if (made === null) {
      const example = exampleCustomer(evidence, index);
      if (example === null) return complain('the ledger has no case', 'name a run that has cases');
      const [segment, country] = example.split('/');
      return complain(
        `there is no case of ${options.customer}`,
        `name a segment (${segment}), its customers in a country (${segment}/${country}), or one customer (${example}); the channel is no part of the name`,
      );
    }
    const proofs: InclusionProofs = {
      format: 2,
      checkpoint: log.checkpoint,
      key: log.key,
      ...proveEntries(made.entries, log.rootOver, log.size),
    };
    const key = parseVerifierKey(sha256, log.key);
    const problem = key === null ? 'the key is not one' : checkProofs(proofs, key, sha256, checkEd25519);
    if (problem !== null) {
      return complain(`ledger and log of ${folder} do not fit each other: ${problem}`, VERIFY_TELLS);
    }
    const text = statementText(made.statement, proofs);
    const seal = { checkpoint: log.checkpoint, key: log.key, proofs: proofs.entries.length };
    const target = options.out ?? `${folder.replace(/\/+$/, '')}.statement`;
    const files = new WholeFiles();
    files.write(join(target, 'statement.json'), text);
    files.write(join(target, 'statement.html'), renderStatement(made.statement, seal));
    files.commit();
    process.exitCode = CLEAN;
    if (options.json === true) return printText(text);
    const { law, recipients, what, where, who } = made.statement;
    for (const sentence of law) print(sentence);
    print(`${target}: statement.html, statement.json`);
    print(
      `${plural(what.cases.length, 'case')}, ${plural(recipients.length, 'recipient')}, ${plural(where.length, 'copy', 'copies')} (${where.length - what.deletions.length} left), ` +
        `${plural(who.length, 'access', 'accesses')}, ${plural(what.transfers.length, 'transfer')}, ${what.exceptions.length} out of the ordinary; ` +
        `${plural(proofs.entries.length, 'entry', 'entries')} proved`,
    );
    if (index !== null) print(BY_INDEX);
  } catch (error) {
    if (error instanceof MissingTile)
      return complain(error.message, '`meridian verify` tells what else is wrong');
    if (error instanceof SealBroken) return complain(`the ledger of ${folder} is damaged`, VERIFY_TELLS);
    complain(reasonOf(error, options.out ?? folder), 'choose another folder with --out, or make room');
  }
}

const BY_INDEX =
  'An index of the ledger told which cases are theirs. It is no evidence: `meridian verify <bundle> --statement <file>` makes the statement again from the whole ledger.';
const VERIFY_TELLS = '`meridian verify` (of a bundle) or `meridian audit` (of a run) tells where';

/** Null after a complaint. */
function openOrComplain(folder: string, keyFile: string | undefined): StatementSource | null {
  try {
    return openStatementSource(folder, keyFile);
  } catch (error) {
    complain(reasonOf(error, folder), 'name a folder that `meridian run` or `meridian bundle` has written');
    return null;
  }
}
