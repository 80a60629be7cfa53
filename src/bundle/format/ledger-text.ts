import { KINDS_OF_NO_CASE } from '#domain';

/** Section of FORMAT.md: the bytes of the ledger. */
export const LEDGER_TEXT = `## 4. ledger/ledger.bin

\`\`\`
file     header │ block 1 │ block 2 │ … │ block n │ trailer

header   offset  bytes
         0       8      "MERIDIAN"
         8       4      version: 2
         12      4      L, the length of the text, at most 1,048,576
         16      4      the complement of L (all 32 bits inverted)
         20      L      canonical JSON
         20+L    32     leaf hash 0, over bytes 0 to 20+L−1

block i  0       4      "BLCK"
         4       4      i, from 1
         8       4      k, the number of entries, at least 1
         12      4      the complement of k
         16      24k    entries
         16+24k  32     leaf hash i, over bytes 0 to 16+24k−1 of the block

trailer  0       8      "MERISEAL"
         8       8      number of entries
         16      4      n, the number of blocks
         20      32     Merkle root over the leaf hashes 0 to n
         52      32     SHA-256 of bytes 0 to 51 of the trailer
\`\`\`

- **Leaf hash** = SHA-256(0x00 ‖ bytes). **Node hash** = SHA-256(0x01 ‖ left ‖ right). The tree is that of RFC 6962: the left half has the
  largest power of two below the number of leaves. No leaf is doubled. The root of a tree of one leaf is the leaf hash; of an empty tree,
  SHA-256 of no bytes.
- Every block except the last has \`blockEntries\` entries. A ledger may have no blocks. Nothing follows the trailer.
- The JSON of the header has \`scenarioHash\` (section 6), \`scenarioName\`, \`seed\` (text), \`replication\`, \`engineVersion\`, \`entryBytes\` (24)
  and \`blockEntries\` (1 to 65,536). A ledger that continues another also has \`continues\`: the \`root\` and number of \`entries\` of that
  one, and \`untilMs\`, the time at which it ends. Such a ledger cannot be judged alone, and no bundle holds one: refuse it. Ignore further keys. The manifest must agree on root, entries, scenario hash, seed and replication.

## 5. Entries

An entry has 24 bytes: six words of 32 bits.

\`\`\`
word     bits 0–15                    bits 16–23          bits 24–31
w0       time, low 32 bits (all of the word)
w1       time, high 16 bits           kind                aux
w2       case (all of the word)
w3       a (bits 0–15)                b (bits 16–31)
w4       c (all of the word)
w5       d (all of the word)
\`\`\`

Time is run time, 48 bits. Case is the number of the case; 4294967295 means that the act concerns no case. The kind decides what \`aux\` (8
bits), \`a\`, \`b\` (16 bits each), \`c\` and \`d\` (32 bits each) mean. A number without a field is 0. Indices refer to the lists of scenario.json.
A *place* is a data centre, or the local system of a service centre: with D data centres, place p is data centre p if p < D, and otherwise
centre p − D. Agents are numbered through all groups in order, and in each group through its shifts in order.

Kinds that are not in this table come from a later version. They have no meaning for the invariants of section 9.

### 5.1 What an entry can be

The maker of a bundle can seal anything. Before you judge, read the entries in order, and refuse the ledger at the first entry that no run
of the scenario can have. Do not count up to a number that an entry holds, neither in time nor in memory. An entry cannot be if

- its time is less than that of the entry before, or greater than \`horizonMs\`;
- it is an \`open\` of no case, or of a case that is neither the next number (from 0) nor one that was opened before; or another act of a case
  that was not opened before. This also holds for the fields whose value is a case;
- it names a case, and is a ${KINDS_OF_NO_CASE.slice(0, -1)
  .map((kind) => `\`${kind}\``)
  .join(', ')} or \`${KINDS_OF_NO_CASE.at(-1)}\`;
- a field whose value is 1 or 0, a word, item classes, or the index of something in the scenario has a number that stands for nothing, and
  that is not its "none";
- it is a \`duty\` of more agents than there are from \`firstAgent\` on. If it is of no agents, \`firstAgent\` can be the number of all agents;
- it is an \`open\` or \`outcome\` whose \`solvedAtTier\` is greater than 3;
- a number without a field is not 0.

Of a kind that is not in the table, only time and case are looked at.
`;
