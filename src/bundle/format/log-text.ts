/** Section of FORMAT.md: the log, its tiles, checkpoint and proofs. */
export const LOG_TEXT = `## 8. The log

The log is a Merkle tree of its own, with the hashes of section 4 and **one leaf per entry**, so that a single entry can be proved. Its root
is not that of the file.

- **Leaf 0** is the context: what the numbers of the entries mean. **Leaf n + 1** is the 24 bytes of entry n.
- The context is lines, each with a newline: \`engine <engineVersion>\`; then a line \`law/<table> <base64>\` for each table of law.json, in the
  order of the lines' characters; then a line \`scenario/<key> <base64>\` for each key of the scenario in format 2, except \`horizonMs\` and
  \`warmUp\`, in the same order. The base64 is that of SHA-256 of the canonical JSON of the table, or of the value of the key.

### log/checkpoint (C2SP tlog-checkpoint)

A signed note. Its text is: the origin; the number of leaves, decimal; the base64 of the root; then the lines of the context. The origin is
\`meridian/<scenario name>/<seed>/<replication>\`, each part with \`encodeURIComponent\` (RFC 3986 percent-encoding of the UTF-8, except
letters, digits and \`-_.!~*'()\`).

### log/tile (C2SP tlog-tiles)

A tile has up to 256 hashes of 32 bytes. Tile N of level 0 has the leaf hashes from 256 N on. Tile N of level L has the roots of the full
tiles from 256 N on of level L − 1. A tile with W < 256 hashes is a file of its own. There are no empty tiles.

\`\`\`
log/tile/0/003           tile 3 of level 0, full
log/tile/0/x001/x234/067 tile 1,234,067: groups of three digits, x before all but the last
log/tile/1/000.p/3       the three roots of level 0 so far
log/tile/entries/003     the leaves themselves, each after its length (2 bytes, big-endian)
\`\`\`

### Proofs (RFC 9162, 2.1.3 and 2.1.4)

A proof lists hashes, lowest first.

**Inclusion** of leaf \`i\` with hash \`h\` in a tree of \`n\` leaves with a root: set fn = i, sn = n − 1, r = h. For each hash p of the proof:
fail if sn = 0. If fn is odd or fn = sn, r = node(p, r), and then, while fn is even and not 0, halve fn and sn. Otherwise r = node(r, p).
Halve fn and sn. At the end sn must be 0 and r the root.

**Consistency** of a tree of \`m\` leaves with root A and one of \`n\` ≥ m leaves with root B: if m = n, the proof is empty and A = B.
Otherwise, if m is a power of two, put A before the proof. Set fn = m − 1, sn = n − 1; while fn is odd, halve both. Set a = b = the first
hash. For each further hash p: fail if sn = 0. If fn is odd or fn = sn: a = node(p, a), b = node(p, b), and then, while fn is even and not
0, halve both. Otherwise b = node(b, p). Halve both. At the end sn = 0, a = A and b = B.

A statement for a customer has \`proofs\`: \`format\` 2; \`checkpoint\`, the text of a signed note; \`key\`; \`context\`, the proof of leaf 0; and
\`entries\`, each with \`index\` (the leaf is index + 1), \`entry\` (24 bytes) and \`path\` (the proof). Bytes are base64.

A single proof (C2SP tlog-proof) is text: the line \`c2sp.org/tlog-proof@v1\`; \`extra \` and the bytes of the leaf in base64; \`index \` and the number
of the leaf in decimal, without zeros in front; the hashes of the proof, one a line in base64; an empty line; and the checkpoint with all its
signatures.
`;
