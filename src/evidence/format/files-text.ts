/** Sections of FORMAT.md: the files of a bundle, the manifest, keys and notes. */
export const FILES_TEXT = `# The format of a bundle

This page is in every bundle. With it you can write a program that checks the bundle, in any language, without code from Meridian. It
describes every byte of the signed parts, and how eight invariants are judged: R1, R2, R3, R4, R7, R15, R16 and R17.

## 1. Conventions

- Numbers in binary files are unsigned and little-endian, except where a line says big-endian.
- **SHA-256** is the only hash. \`‖\` joins bytes. In JSON, hashes are lower-case hexadecimal; in notes and proofs, base64 with padding (RFC
  4648).
- **Canonical JSON** is RFC 8785: UTF-8, no white space, the keys of each object sorted by UTF-16 code units, numbers as ECMAScript prints
  them (\`1\`, \`0.25\`, \`3.4722222222222224e-7\`, \`1e+21\`). In your language, check how a floating-point number is printed.
- Run time is milliseconds since the start of the run. Epoch time is milliseconds since 1970-01-01T00:00Z. The scenario's \`startEpochMs\` is
  the epoch time of run time 0. Intervals include their beginning and exclude their end.
- An index counts from 0.

## 2. Files

| file | what it is | what covers it |
|---|---|---|
| \`manifest.json\` | every other file except the log, with length and hash | \`manifest.note\` |
| \`manifest.note\` | signed note over the hash of the manifest | its signature |
| \`ledger/ledger.bin\` | what happened: the ledger (section 4) | manifest; its own seal |
| \`scenario.json\` | the tables to which the ledger's numbers refer (section 6) | manifest; ledger header; checkpoint |
| \`tables/law.json\` | the tables of law by which the ledger is judged (section 7) | manifest; checkpoint |
| \`ledger/audit.json\` | the audit, to compare with yours (section 10) | manifest |
| \`log/checkpoint\` | signed note: size and root of the log (section 8) | its signature |
| \`log/tile/…\` | the log: every entry of the ledger is a leaf | the root in the checkpoint |
| \`FORMAT.md\` | this page | manifest |
| all others | exports and pages that follow from the files above, and \`run.json\`, \`summary.json\`, \`source/\` | manifest |

No other file may be in the folder. A bundle can leave out exports; it always has the files with a name in this table, except that bundles
made before this page existed lack \`FORMAT.md\` and \`tables/law.json\`.

## 3. Manifest, keys and notes

### manifest.json

Canonical JSON and a newline. Any other text is refused, even if it means the same.

| key | value |
|---|---|
| \`format\` | 2 |
| \`kind\` | \`meridian evidence bundle\` |
| \`scenario\` | \`name\`, and \`sha256\`: the hash of the scenario (section 6) |
| \`seed\`, \`replication\` | of the run; also in the header of the ledger |
| \`versions\` | \`engine\`, \`bundle\`: versions of the programs |
| \`ledger\` | \`root\`: Merkle root of the file (section 4); \`entries\`: how many |
| \`key\` | the key that signed manifest and checkpoint |
| \`files\` | for each file: \`path\`, \`bytes\`, \`sha256\`, and \`origin\`: \`kept\` for \`ledger/ledger.bin\`, \`scenario.json\`, \`run.json\`, \`summary.json\` and \`source/…\`; \`recomputed\` for all others, which follow from ledger and scenario. No path occurs twice |

A path consists of names joined by \`/\`. A name is not empty, \`.\` or \`..\`, and has no backslash, colon or control character.

### Keys

A key is published as \`<name>+<key id>+<base64(0x01 ‖ public key)>\`. The public key has 32 bytes (Ed25519, RFC 8032). The key id is the
first 4 bytes, in hexadecimal, of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). The name contains no blank and no plus sign; the base64 may
contain plus signs.

### Signed notes (C2SP signed-note)

A note is a text that ends in a newline, an empty line, and lines of signatures:

\`\`\`
<text>
<empty line>
— <name> <base64(key id, 4 bytes ‖ signature, 64 bytes)>
\`\`\`

The dash is U+2014. The signature is Ed25519 over the UTF-8 of the text with its last newline, without the empty line. The last empty line
of the file separates text and signatures. There are at most 64 signatures, and no control characters below
U+0020 other than newlines. Exactly one line must have the name and id of the manifest's key. Other lines (those of witnesses: C2SP
tlog-cosignature) are passed over.

The text of \`manifest.note\` is two lines: \`meridian evidence manifest\`, and the base64 of SHA-256(manifest.json).

A bundle that its own maker signs proves only that it agrees with itself. Compare the key, or an earlier checkpoint, with one that you have
from elsewhere.
`;
