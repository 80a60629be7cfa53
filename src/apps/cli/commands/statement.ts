import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plural } from '#base';
import {
  BUNDLE,
  customerStatement,
  type Evidence,
  exampleCustomer,
  type InclusionProofs,
  leafOfEntry,
  MissingTile,
  proveEntries,
  statementText,
} from '#evidence';
import { renderStatement } from '#report';
import { evidenceOfBundle } from '../bundle-evidence.ts';
import { BAD_INPUT, CLEAN } from '../exit-codes.ts';
import { reasonOf } from '../host.ts';
import { complain, print, printText } from '../print.ts';
import { evidenceOfRun } from '../run-evidence.ts';
import { makeLog, openLog, type SignedLog } from '../signed-log.ts';
import { openSigningKey } from '../signing-key.ts';
import { WholeFiles } from '../whole-files.ts';

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
  const { evidence, log } = opened;
  try {
    const made = customerStatement(evidence, options.customer);
    if (made === null) {
      const example = exampleCustomer(evidence);
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
  } catch (error) {
    if (error instanceof MissingTile)
      return complain(error.message, '`meridian verify` tells what else is wrong');
    complain(reasonOf(error, options.out ?? folder), 'choose another folder with --out, or make room');
  } finally {
    log.close();
  }
}

/** The log of a run is made in a temporary folder, for which there may be no room. */
function openOrComplain(folder: string, keyFile: string | undefined): ReturnType<typeof open> {
  try {
    return open(folder, keyFile);
  } catch (error) {
    complain(
      reasonOf(error, `the log of ${folder}`),
      `make room in ${tmpdir()} (TMPDIR names another folder)`,
    );
    return null;
  }
}

/** A bundle has its log and checkpoint already; for a run they are made, and signed with the user's key. */
function open(
  folder: string,
  keyFile: string | undefined,
): { readonly evidence: Evidence; readonly log: SignedLog } | null {
  if (existsSync(join(folder, BUNDLE.manifest))) {
    const bundle = evidenceOfBundle(folder);
    if (bundle === null) return null;
    const { evidence, manifest } = bundle;
    return { evidence, log: openLog(folder, manifest.key, leafOfEntry(evidence.ledger.entryCount)) };
  }
  const run = evidenceOfRun(folder);
  if (run === null) return null;
  const signer = openSigningKey(keyFile);
  return signer === null ? null : { evidence: run.evidence, log: makeLog(run.evidence, signer) };
}
