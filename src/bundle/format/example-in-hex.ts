import { bytesOfHex, type Digest, definite, hexOf } from '#base';
import { ACT_NUMBERS, NO_CASE, NONE_16 } from '#domain';
import { contextLeaf } from '#exports';
import {
  consistencyProof,
  createLedgerWriter,
  entryBytes,
  inclusionProof,
  leafHash,
  MerkleTree,
} from '#ledger';
import { checkpointText } from '../log/checkpoint.ts';
import { verifierKeyText } from '../log/signed-note.ts';
import { TileWriter } from '../log/tiles.ts';

/** The public key of the first test of RFC 8032, 7.1. Its private key is public, too. */
export const EXAMPLE_KEY = {
  name: 'meridian/example/1/0',
  publicKey: definite(
    bytesOfHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'),
    'a key in hexadecimal',
  ),
};
/** Signature over the checkpoint of the example, by that key. A test checks it. */
export const EXAMPLE_SIGNATURE =
  'E8O3WAsiG/LgBI0d78RNZEJtzIw0mFE9Ez0CMePqBBGtSR1LFUBErTuqI38gV14nwcMRcvkXdJgsBbbIrHZlBBnzKAA=';

const HEADER = {
  scenarioHash: '0000000000000000000000000000000000000000000000000000000000000000',
  scenarioName: 'example',
  seed: '1',
  replication: 0,
  engineVersion: '1.0.0',
};
const ENTRIES = [
  { timeMs: 0, kind: ACT_NUMBERS.law, aux: 0, caseNumber: NO_CASE, a: 0, b: 0, c: 0, d: 0 },
  {
    timeMs: 4_294_967_297,
    kind: ACT_NUMBERS.open,
    aux: 0b0110,
    caseNumber: 0,
    a: 3,
    b: 0x0201,
    c: 894,
    d: 0x0001_0201,
  },
  {
    timeMs: 4_294_967_297,
    kind: ACT_NUMBERS.store,
    aux: 0,
    caseNumber: 0,
    a: 2,
    b: NONE_16,
    c: 127,
    d: 0,
  },
] as const;
const CONTEXT = ['engine 1.0.0'];

/** The parts of a small ledger and its log, as bytes: a worked example of the format. */
export function exampleParts(digest: Digest) {
  const parts: Uint8Array[] = [];
  const writer = createLedgerWriter({
    header: HEADER,
    digest,
    blockEntries: 2,
    write: (bytes) => parts.push(bytes.slice()),
  });
  for (const { a, aux, b, c, caseNumber, d, kind, timeMs } of ENTRIES)
    writer.act(timeMs, kind, aux, caseNumber, a, b, c, d);
  const { root } = writer.seal();
  const leaves = [contextLeaf(CONTEXT), ...ENTRIES.map(entryBytes)];
  const hashes = leaves.map((leaf) => leafHash(digest, leaf));
  const tiles = new Map<string, Uint8Array>();
  const log = new TileWriter(digest, (path, bytes) => tiles.set(path, bytes));
  for (const leaf of leaves) log.append(leaf);
  const logRoot = log.finish();
  const rootOf = (count: number) => {
    const tree = new MerkleTree(digest);
    for (const hash of hashes.slice(0, count)) tree.append(hash);
    return tree.root();
  };
  return {
    parts,
    root,
    hashes,
    tiles,
    logRoot,
    rootOf,
    checkpoint: checkpointText({
      origin: EXAMPLE_KEY.name,
      size: leaves.length,
      root: logRoot,
      context: CONTEXT,
    }),
    inclusion: inclusionProof(digest, hashes, 2),
    consistency: consistencyProof(digest, hashes, 3),
  };
}

/** The example as a section of FORMAT.md. */
export function exampleText(digest: Digest): string {
  const { checkpoint, consistency, hashes, inclusion, logRoot, parts, root, rootOf, tiles } =
    exampleParts(digest);
  const [header = new Uint8Array(), ...rest] = parts;
  const blocks = rest.slice(0, -1).map((bytes, i) => `Block ${i + 1}:\n\n${block(hexLines(bytes))}`);
  const trailer = definite(rest.at(-1), 'a trailer');
  const listed = (proof: readonly Uint8Array[]) => proof.map((hash) => `- \`${hexOf(hash)}\``).join('\n');
  const tileTexts = [...tiles].map(([path, bytes]) => `\`log/${path}\`:\n\n${block(hexLines(bytes))}`);
  const key = verifierKeyText(digest, EXAMPLE_KEY);
  return [
    '## 11. A worked example\n',
    'A ledger with two entries in each block and three entries, in hexadecimal. Entry 0 is a change of the law. Entry 1 opens case 0 of stream 3 at run time',
    '4,294,967,297 (channel 2 web, severity 1 B, declared language 1 and product 2, customer 894, language 1, product 2, solved at tier 1). Entry 2 stores a primary copy of all item classes at place 2, from the customer.\n',
    `Header, with its leaf hash:\n\n${block(hexLines(header))}`,
    ...blocks,
    `Trailer; the root is \`${hexOf(root)}\`:\n\n${block(hexLines(trailer))}`,
    `The log of this ledger has four leaves. The context has one line, \`${CONTEXT[0]}\` (a real one has more). Leaf hashes, from 0:\n\n${listed(hashes)}\n`,
    ...tileTexts,
    `The root is \`${hexOf(logRoot)}\`. Proof that leaf 2 (entry 1) is in it:\n\n${listed(inclusion)}\n`,
    `The root of the first three leaves is \`${hexOf(rootOf(3))}\`. Proof that the log of four leaves continues it:\n\n${listed(consistency)}\n`,
    `\`log/checkpoint\`, signed with the key \`${key}\`:\n\n${block(`${checkpoint}\n— ${EXAMPLE_KEY.name} ${EXAMPLE_SIGNATURE}`)}`,
  ].join('\n');
}

function block(text: string): string {
  return `\`\`\`\n${text}\n\`\`\`\n`;
}

const BYTES_PER_LINE = 32;

function hexLines(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE)
    lines.push(hexOf(bytes.subarray(at, at + BYTES_PER_LINE)));
  return lines.join('\n');
}
