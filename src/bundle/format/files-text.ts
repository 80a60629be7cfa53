import { GZIP_ENDING } from '#exports';
import { type FileChoice, LISTED_FILES, type ListedFiles } from '../listed-files.ts';
import { BUNDLE } from '../manifest.ts';
import { MAKERS_WORD } from '../run-record.ts';

/** The closed list as a table. */
function filesTable(): string {
  const source: ListedFiles = {
    paths: [`${BUNDLE.source}…`],
    what: 'what the scenario was read from (section 2.2)',
    coveredBy: 'manifest',
    origin: 'kept',
    choice: 'always',
  };
  const rows = [...LISTED_FILES, source].map(({ choice, coveredBy, isPackable, origin, paths, what }) => {
    const names = paths.map((path) => `\`${path}\``).join(', ');
    const packed = isPackable === true ? ` (or with \`${GZIP_ENDING}\`)` : '';
    const there = paths[0] === source.paths[0] ? 'if run.json has `source`' : whenThere(choice);
    return `| ${names}${packed} | ${what} | ${there} | ${origin ?? 'not in the manifest'} | ${coveredBy} |`;
  });
  const head = [
    '| file | what it is | when it is there | origin | what covers it |',
    '|---|---|---|---|---|',
  ];
  return [...head, ...rows].join('\n');
}

function whenThere(choice: FileChoice): string {
  if (choice === 'always') return 'always';
  if (choice === 'requirements') return 'with `--against <requirements>`';
  return choice === 'figures' ? 'if the run has figures of service' : `with \`--format ${choice}\``;
}

/** Sections of FORMAT.md: the files of a bundle, the manifest, keys and notes. */
export const FILES_TEXT = `# The format of a bundle

This page is in every bundle. With it you can write a program that checks the bundle, in any language, without code from Meridian. It
describes every byte of the signed parts, and how these invariants are judged: R1, R2, R3, R4, R7, R8, R15, R16, R17, R27 and R28.

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

${filesTable()}

**This list is closed.** Files of the same choice are all there, or none of them is. A file that may be compressed has \`.gz\` after its name then,
and is not there twice. No other file may be in the folder, and no link, empty folder, pipe or device: a link leads to bytes that nothing
here covers. Upper and lower case are different names.

Nothing in a bundle is there because its maker says so: names and versions are compared with the ledger, and what the ledger cannot show is
named in section 2.1. Section 2.3 says which part needs Meridian to be made again. If a bundle has a file that is not listed, or lacks one, refuse it, and ask its maker for the bundle that the program
wrote.

### 2.1 run.json

JSON as ECMAScript's \`JSON.stringify(value, null, 2)\` writes it, and a newline. Its keys are \`seed\`, \`replication\`, \`breach\`, \`engine\`, \`preference\`
(null, or \`file\` and \`sha256\`), \`versions\` (\`engine\` and \`timeZones\`), \`root\`, \`source\` if there are files below \`source/\`,
\`events\` if the scenario has dated events: what each did, by segment and channel; and \`set\` if \`--set\` has written values into the file that \`source\`
names: them, by path. \`seed\`,
\`replication\` and \`root\` are those of the ledger. Its \`engineVersion\` is \`versions.engine\`, followed by \`+preference.\` and \`preference.sha256\` if
\`preference\` is not null. Nothing in the ledger shows the others: ${MAKERS_WORD.map((key) => `\`${key}\``).join(', ')} are the word of the maker.

### 2.2 source/

The files that the scenario was read from, with their paths in the folder of scenarios. \`source\` in run.json names the scenario itself; each
other file is named by \`extends\`, \`trace\` or \`backlog\` in one that is there, by its path from the folder of that file. If \`extends\` names no
file that ends in \`.yaml\` or \`.yml\`, it names \`scenario.yaml\` in that folder. No other file is there, and none is missing. Reading them
gives scenario.json, except for \`horizonMs\` and \`warmUp\`.

### 2.3 requirements/

\`requirements/requirements.yaml\` is what somebody requires, as it was given. \`requirements/evaluation.json\` has a row for each requirement, in that order: \`id\`,
\`says\`, \`subject\`, \`asked\`, \`unless\`, \`segments\` (whose customers ask it, by id or title; null: all), \`outcome\` (\`met\`, \`broken\`, \`open\` or \`cannot be told\`), \`chances\`,
\`count\`, \`first\` (null, or \`case\` and \`time\`). \`requirements/evaluation.csv\` has the same rows: its columns \`id\`, \`requirement\` (\`says\`), \`outcome\`, \`chances\`
and \`count\` are equal.

\`meridian verify\` makes the three files again from ledger, scenario, \`summary.json\` and \`requirements.yaml\`. This page says how to make the answers to the subjects below,
from what their rows ask; that a row asks what \`requirements.yaml\` says, and all other answers, are the word of the maker for a program that is written from it alone.

Each \`store\` is an act of storing in the country of its place, each \`view\` an act of seeing in the country of its centre. Acts of cases whose stream is of no segment of the row do not count.

| subject | acts that count | what must be inside |
|---|---|---|
| \`storage\` | storing, in roles other than \`backup\`, \`cache\` and \`working copy\` | the country |
| \`storedFirst\` | of those, the one that is the first of all that its case stores | the country |
| \`workingCopy\` | storing, as \`cache\` or \`working copy\` | the country |
| \`processing\` | all | the country |
| \`access\` | seeing | the country |
| \`initiated\` | the first act of seeing of each case | the country |
| \`residence\` | seeing | the \`residence\` of the group, or else the country of its centre |
| \`citizenship\` | seeing | each country of \`citizenship\` of the group, or else of its employer (or else of the company of its centre); unknown if neither has it |

\`asked\` lists zones, countries, and \`not\` with one of these. A country is inside, at the time of the act, if it is in one of the former (or there are none) and in
none of the latter. An act that is not inside is excused by \`unless\` if the first of these that is true of it is listed: \`consent\`: an \`exception\` of the case
names its centre at the same time; \`emergency\`: an \`emergency access\` (\`opened\`) of the case to its centre was not later (of several such entries, the first in the ledger decides);
\`escort\`: its purpose is \`support\`, and a view of the case as \`escort\` begins at the same time; \`approval\`: the promise has \`approval\`, some item class may not be
seen or processed there by the promise, and an \`access approval\` of the case was \`given\` not later.

\`count\` is the number of acts that are neither inside nor excused, and \`chances\` that of all acts. If the count is above 0, the row is \`broken\`, and \`first\` has the earliest time of
such acts and a case with one at that time. Otherwise \`first\` is null; if something of an act is unknown, or \`segments\` names one that does not exist, it \`cannot be told\`, with no chances; with no act it is \`open\`;
or else \`met\`.

A \`rule\` that all customers ask, of an invariant that section 9 describes, has its counts by the law as known then: \`broken\` with violations; or else \`open\` if an act is undecided or nothing was checked (then no chances); or else
\`met\`. \`erasure\` that all customers ask is \`broken\` with no chances if \`retention.eraseAfterMs\` and \`eraseGraceMs\` are together longer than asked; or else it is the rule R15.

### 2.4 Formats 2 and 3

Bundles with \`format\` 2 in the manifest have the same files. They can also lack \`FORMAT.md\`, \`tables/law.json\`, and any export, and have other
keys in run.json and in the manifest, such as \`versions\` (\`engine\`, as in the ledger, and \`bundle\`, which nothing shows). So they cannot show that
nothing was left out or added there.

Format 3 differs from this one in columns of tables only. Columns of \`csv/\`, \`gdpr/\`, \`ledger/violations.csv\` and \`ledger/violations.ndjson\` have other names.
In \`parquet/\`, durations are whole milliseconds (\`duration_ms\`), and \`cases\` has no columns on the wait for the first answer. So do the tables of format 2.

## 3. Manifest, keys and notes

### manifest.json

Canonical JSON and a newline. Any other text is refused, even if it means the same, and so is any other key.

| key | value |
|---|---|
| \`format\` | 4 |
| \`kind\` | \`meridian evidence bundle\` |
| \`scenario\` | \`name\`, as in the header of the ledger, and \`sha256\`: the hash of the scenario (section 6) |
| \`seed\`, \`replication\` | of the run; also in the header of the ledger |
| \`ledger\` | \`root\`: Merkle root of the file (section 4); \`entries\`: how many |
| \`key\` | the key that signed manifest and checkpoint |
| \`files\` | for each file: \`path\`, \`bytes\`, \`sha256\`, and \`origin\`: \`kept\` or \`recomputed\`, as in section 2. Recomputed files follow from ledger and scenario. No path occurs twice |

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
