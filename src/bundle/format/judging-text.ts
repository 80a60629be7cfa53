/** The parts of SCENARIO-JSON.md about calendars; a test compares them. */
const WEEKS_TEXT = `A week looks like this:

\`\`\`json
{ "timeZone": "Europe/Dublin",
  "days":   [ [[32400000, 61200000]], [] ],
  "week":   [0, 0, 0, 0, 0, 1, 1],
  "except": { "2014-12-25": 1 } }
\`\`\`

\`days\` has the kinds of days. \`week\` gives the kind of each day of the week, Monday first; \`except\` gives the kind of single dates. Times
are wall times in milliseconds since midnight, on the clock of the time zone in \`clocks\`. A clock is a list of times \`fromMs\` (run time)
with the offset \`offsetMs\` that holds from each on; the first offset also holds before.

- For **windows** (\`centres[].open\`, \`groups[].shifts[].duty\`, \`targets[].hours\`), a kind lists those that begin on such a day: \`[from,
  to]\`. The second time may be on a later day.
- For **rates** (\`streams[].rate\`), a kind is \`{fromMs, perMs}\`; its first time is 0.

To write them out from 0 to \`calendarsEndMs\`:

- **Windows**: go through the local days from two days before the day of the start to the day of \`calendarsEndMs − 1\`. Turn both times of
  each window into instants. A wall time that the clock skips moves forward by the length of the gap; a wall time that occurs twice means
  its first occurrence. Keep windows \`{fromMs, toMs}\` that are not empty, end after 0 and begin before \`calendarsEndMs\`.
- **Rates**: at every instant from 0 to \`calendarsEndMs\` the rate is that of its wall time. Write a piece \`{fromMs: […], perMs: […]}\`
  wherever the rate changes.
`;

export const SCENARIO_TEXT = `## 6. scenario.json

Canonical JSON and a newline. The invariants of section 9 need these keys; the others describe demand, people and routing.

| key | value |
|---|---|
| \`startEpochMs\`, \`horizonMs\` | epoch time of the start; run time of the end |
| \`dataCentres\`, \`centres\` | places: \`id\`, \`country\` (ISO 3166-1 alpha-2), \`entity\` (index); of centres: \`access\` (\`remote view\` or \`local system\`) |
| \`languages\` | language tags |
| \`groups\` | \`centre\` (index), \`tier\`, \`channels\`, \`languages\` (indices), \`speed[product]\`, \`shifts\` with the number of \`agents\`; \`residence\` (country) and \`employer\` (index of a company) may be left out |
| \`entities\` | companies: \`id\`, \`country\`, \`kind\` (\`vendor\`, \`affiliate\`, \`subcontractor\`), \`role\` (\`controller\`; left out: processor), \`instruments\`, \`certificates\`; what is said of it: \`adequacy\`, \`gdpr\`; \`rank\` of a subcontractor may be left out |
| \`promises\` | \`id\`, \`zones[item class][dimension]\`: a zone; \`storedFirst\`: a zone, may be left out; \`certified\`: a standard, may be left out; \`breakGlass\`: may be left out; \`escortedBy\`: a zone, may be left out; \`escortedPart\`, may be left out; \`approval\`: may be left out; \`certifiedSupport\`: a standard, may be left out; \`subcontractorsOnly\`: \`when required\`, may be left out |
| \`software\` | may be left out: \`id\`, \`model\` (may be left out): \`entity\`, \`dataCentre\` (indices) |
| \`placements\` | \`primary\`, \`replica\`: data centres |
| \`segments\` | \`id\`, \`promise\`, \`placement\` (indices), \`role\` (\`processor\`; left out: controller), \`agreements\`: lists of \`{fromEpochMs, toEpochMs or null}\` by kind, may be left out; \`encryption\`: may be left out: \`fromEpochMs\`, \`toEpochMs\` (null: never), \`plain\` (\`told\` or \`sent back\`); \`consents\`: may be left out |
| \`streams\` | \`segment\` (index), \`country\` of the customers, \`channel\`. Each case belongs to a stream |
| \`retention\` | \`eraseAfterMs\`, \`eraseGraceMs\`, \`workingCopyMs\`; \`basisEnd\`: \`graceMs\`, may be left out |
| \`holds\` | legal holds, may be left out: \`segment\`, \`fromMs\`, \`toMs\` (run time), \`by\` |
| \`law\` | may be left out: \`bases\`, a list of \`{basis, fromEpochMs, toEpochMs or null}\`: dates that this scenario sets itself |

**The hash of a scenario** is SHA-256 of its canonical JSON, without the newline, *in format 2*. If \`format\` is 2, that is the text of the
file. If it is 3, some calendars are kept as weeks. To get format 2, write every week out, remove \`calendarsEndMs\`, and set \`format\` to 2.
The hash is in the ledger's header and in the manifest.

${WEEKS_TEXT}
## 7. tables/law.json

Canonical JSON and a newline: an object with a list of rows for each table. Each table also has a line in the checkpoint (section 8), so the
law cannot be exchanged without another signature. \`null\` in a beginning (\`validFromMs\`, \`fromMs\`, \`knownFromMs\`, \`usableForNewFromMs\`)
means from the beginning of time, and in an end (\`validToMs\`, \`toMs\`, \`usableForNewToMs\`) never. Times are epoch times.

| table | rows that the invariants of section 9 read |
|---|---|
| \`zoneMemberships\` | \`country\` is in \`zone\` at times t with \`fromMs\` ≤ t < \`toMs\` |
| \`zoneCompositions\` | \`zone\` contains a country that is in \`some\` or \`every\` (\`of\`) of its \`parts\`. The zone \`ANY\` has no row: it contains every country |
| \`exportRegimes\` | the free-flow \`zone\` of each \`regime\`, in the order in which regimes are tried |
| \`establishmentRules\` | a \`regime\` also protects what a company in \`zone\` does at times t with \`fromMs\` ≤ t < \`toMs\`; if \`isSettled\` is false, that is legally open |
| \`sameEntityRules\` | since \`fromMs\`, under \`regime\`, data that stays within one company is no transfer |
| \`transferAssessments\` | since \`requiredFromMs\`, under \`regime\`, an assessment must be on record |
| \`adequacyDecisions\`, \`frameworks\`, \`clauseSets\`, \`bindingRules\` | dated facts on which a transfer can rely; see R7 |
| \`adequacyScopes\` | which companies a \`scope\` \`covers\`: \`all\`; those of which the scenario says so (\`as said\`); or \`none\` |
| \`certificateEditions\` | editions of standards, each with \`validToMs\` |
| \`legalRegimes\` | what the law of the countries in a \`zone\` asks for at times t with \`validFromMs\` ≤ t < \`validToMs\`: an \`agreement\` of a \`kind\`, may be left out |
| \`factsAsOf\` | one row, \`knownAtMs\`: the day of the tables |
`;

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

/** Section of FORMAT.md: how invariants are judged. Their statements come from the auditor's table. */
export const AUDIT_TEXT = `## 9. How the invariants are judged

Read the entries once, in order. Each invariant counts **checks**, **violations** and **undecided** acts, and keeps its first violation: case,
time, and the index of the last entry read. Every entry is one that can be (section 5.1). A ledger can still lie, and its acts can come in
any order; the rules below say what follows.

### 9.1 Time and law

\`now\` is a run time and begins at 0. The law is first that of epoch time \`startEpochMs\`. **Law instants** are the different run times
greater than 0 and less than \`horizonMs\` of:

- \`fromMs\` and \`toMs\` of \`zoneMemberships\` and \`establishmentRules\`; \`fromMs\` of \`sameEntityRules\`; \`requiredFromMs\` of
  \`transferAssessments\`;
- \`validFromMs\`, \`validToMs\`, \`struckDown.atMs\`, \`reliableToMs\`, and each \`knownFromMs\` and \`validToMs\` in \`versions\`, of the dated facts:
  \`frameworks\`, \`clauseSets\`, their \`forRegimes\`, \`adequacyDecisions\`, \`bindingRules\`, \`certificateEditions\` (the first four after the
  changes of 9.6); \`operationalFromMs\` of \`frameworks\`; \`unlimitedFromMs\` of \`adequacyDecisions\`;
- of \`entities\`: \`fromEpochMs\` and \`toEpochMs\` of \`certificates\`, \`adequacy\` and \`gdpr\`; \`announcedEpochMs\`, \`flowDown.fromEpochMs\` and \`flowDown.toEpochMs\` of
  \`subcontract\`; \`fromEpochMs\`, \`toEpochMs\`, \`assessedEpochMs\` and each value of \`approvedEpochMs\` of \`instruments\`;
- of \`segments\`: \`fromEpochMs\`, \`givenEpochMs\` and \`toEpochMs\` of \`consents\`; \`fromEpochMs\` and \`toEpochMs\` of each list of \`agreements\`; if
  a segment has \`agreements\`: \`validFromMs\` and \`validToMs\` of those \`legalRegimes\` that have an \`agreement\`.

**The clock moves to t** before the first entry, whatever its time, and before each entry whose time t is greater than \`now\`:

1. The instant ends.
2. For each law instant c ≤ t that has not come yet, in order: \`now\` = c; the law is that of \`startEpochMs\` + c; if \`startEpochMs\` + c is
   \`fromMs\` or \`toMs\` of \`zoneMemberships\`, zones count as changed; if it is \`validFromMs\` or \`validToMs\` of \`certificateEditions\`, or
   \`fromEpochMs\` or \`toEpochMs\` of \`certificates\`, certificates count as changed; R8 judges what must be gone before c, and looks at the
   law (9.7); if c < t, the instant ends.
3. Deadlines before t are judged: first those of R8, then those of R15 in the order in which they were set, then those of R15 that were put off, then those of
   R16.
4. \`now\` = t.

**When an instant ends**, R28 judges what came plain in it (9.8). If zones count as changed, R1 then judges all copies again, and after
that R4 all open views (9.4). If certificates count as changed but zones do not, R1 judges those copies again for which the promise has \`certified\` (9.3). Then both count as unchanged. An entry whose time is less than \`now\` is judged at \`now\`. After the last entry, the clock moves to \`horizonMs\`; but if the
ledger has an act \`end\`, only the instant ends.

### 9.2 World and cases

- \`data centre\`: data centre \`a\` is up if \`aux\` is 1, and otherwise down. All are up at first.
- \`open\`: creates case \`case\` of stream \`a\` in state \`submitted\`, unless the case is live. The count of cases
  is the largest number opened, plus 1.
- Any other act names a live case, or is passed over; R17 judges some stores of cases that are not live. \`duty\`, \`centre\`, \`law\`,
  \`presence\`, \`overtime\`, \`after-contact work\`, \`ledger kept\`, \`policy refresh\`, \`notice of disclosure\` and \`end\` are about the world,
  whatever case they name.
- \`transition\`: the state becomes \`after\`. If \`after\` is neither \`open.working\` nor \`open.paused\`, emergency access ends (openTo = none). A
  \`RELOCATE\` that keeps the state does nothing else. Otherwise:
  - If \`after\` is \`closed\`, or is \`erased\` and the state before was not \`closed\` (the state that you know, not the field \`before\`), the case
    is **closed**: R15 sets a deadline.
  - If \`after\` is \`erased\`: if the case has no ordinary copy, R15 judges the **erasure**; if it has no copy at all, it is dropped.
  - If \`after\` is \`refused\` and it has no copy at all, it is dropped.
- \`store\`: a copy with role \`aux\`, place \`a\` and item classes \`c\`. Only the low 3 bits of the role and the low 7 bits of the classes count.
  R28, R2, R17, R1, R3 and R7 judge it before it is there. The case is **erased** if its state is \`erased\`, or if it has had a copy and has no
  ordinary one now. A copy that is stored then is a *resurrected* copy; any other is *ordinary*. A case may have the same copy several
  times.
- \`delete\`: removes one copy with the same role, place and classes: the first such ordinary one, or else a resurrected one. If there is
  none, the act is passed over. The last ordinary copy takes the position of the removed one. If the state is \`erased\` after that and no
  ordinary copy is left, R15 judges the erasure; if no copy at all is left, the case is dropped.
- \`exception\`: the next view (of any case) relies on a consent if it is of this case.
- \`emergency access\` with step \`opened\`, if the promise has \`breakGlass\`: openTo = agent \`c\`.
- \`view\`: ends the open view of the same sort, if there is one, and opens another: centre \`a\`, agent \`c\`, and the item classes of the copies
  of the case at place \`d\`, resurrected ones included. It is **by exception** if it relies on a consent, or if openTo is its agent. A view
  for \`consultation\` is a view of a second sort: a case has at most one of each. It is by exception if it relies on a consent, or if the
  view of the first sort is open then and its agent was openTo when it began. A view for \`escort\` is of a third sort: it is by exception if it
  relies on a consent.
- \`access approval\`: the case's approval is its step.
- \`session\`: ends the session of the case, if there is one. With step \`begins\` and a \`dataCentre\`, it begins one at the data centre of the
  \`model\` of software \`a\`: R4 judges it, then R7 (with the \`entity\` of the model in place of the company of the place).
- \`view end\`: ends the view of its sort.
- A dropped case is no longer live. Its open views end. Its number may be opened again.

### 9.3 What a promise allows

The case's promise is that of its stream's segment. The **dimension** of a copy: \`backup\` for backups; \`workingCopy\` for caches and working
copies; \`storage\` for all other roles. A place **is allowed** for item classes in a dimension if it exists and, for each of the classes, its
country is in the zone \`zones[class][dimension]\` at \`startEpochMs\` + the last law instant (at first, \`startEpochMs\`). If the dimension is
\`storage\` or \`backup\` and the promise has \`certified\`, the place's company must also have a certificate whose \`edition\` begins with that
text, whose \`services\` (may be left out: all) contain \`storage\`, with \`fromEpochMs\` ≤ that time < \`toEpochMs\`, and that time < \`validToMs\` of the edition (of an edition that is not in the table:
never). A copy without item classes is allowed wherever the place exists.

### 9.4 R1, R2, R3, R4

- **R1, at a store**: one check. A violation if the place is not allowed; or else if the copy is from the customer (\`copiedFrom\` is none),
  the promise has \`storedFirst\`, and the country of the place is not in that zone.
- **R1, after a change of zones**: a check for each copy of each live case, resurrected ones included; **after a change of certificates
  only**: of those in the dimension \`storage\` or \`backup\` whose promise has \`certified\`; a violation for each that is not allowed. Cases in the order of their numbers; ordinary copies before resurrected ones.
- **R2, at a store that is not from the customer**: one check. A violation if the copy has a class that no copy of the case at the place
  \`copiedFrom\` has (resurrected ones included).
- **R3, at a store** of a replica or backup; of a primary that is copied from a place; or of a primary from the customer while a data centre
  of the placement (\`primary\` and \`replica\`) is down: one check. A violation if the place is not allowed.
- **R4, at a view that is not by exception**: one check. A violation if the centre is not allowed for the classes seen in dimension
  \`access\`, or in \`processing\`, unless the view is of the first sort and the case is **let in**: the promise has \`escortedBy\` or
  \`approval\` or both. With \`escortedBy\`, the case has a view of the third sort, and the country of that view's centre is in that zone. With
  \`approval\`, the case's approval is \`given\`. A view of no class counts as a view of all.
- **R4, when the escort's view ends**, if there is one: one check. A violation if a view of the first sort is open, is not by exception, its
  centre is not allowed, and the case, now without that view, is not let in.
- **R4, when a session begins**: one check. A violation if its data centre is not allowed for all classes in the dimension \`processing\`.
- **R4, after a change of zones**: first the same for each session, cases in the order of their numbers. Then a check for each open view that is not by exception; a violation for each that is not allowed. Cases in
  the order of their numbers; the consulted agent's view comes second, the escort's third.

### 9.5 R15, R16, R17

- **R15, at a closing**: a case that is closed at t gets the deadline t + \`eraseAfterMs\` + \`eraseGraceMs\`, with a new running number of
  closings.
- **R15, when a deadline has passed**: it counts only if the case is live, its erasure has not been judged, its state is \`closed\` or
  \`erased\`, and the number is that of its last closing. Begin with x = t + \`eraseAfterMs\`. While the segment has a hold with \`fromMs\` ≤ x <
  \`toMs\`, set x to its \`toMs\` (of several, to that of the first in the list). If x + \`eraseGraceMs\` is after the deadline, the deadline is
  **put off** until then. Otherwise: one check; its erasure has been judged; a violation, at the time of the deadline, if it has an ordinary
  copy.
- Deadlines that were put off and are before t (9.1) are judged in the order of their list, by the same rule.
- **R15, at an erasure**: nothing if its erasure has been judged. Otherwise one check; if the case still has resurrected copies, its erasure
  has been judged; a violation if a hold of its segment is in force at \`now\`.
- **R16**: when the act \`view end\` of a view of the first sort is read, each ordinary working copy of the case (role \`working copy\`,
  any place) gets the deadline \`now\` + \`workingCopyMs\`, unless case and place have one. A view of the first sort at a centre removes the
  deadline of the case and that centre's place. Deleting a working copy is one check, and removes the deadline of case and place. A deadline
  that passes: one check, and a violation at the time of the deadline.
- **R17, at a store**: one check; a violation if the case is erased. For a case that is not live: one check and a violation if its number is
  less than the count of cases; otherwise nothing.

### 9.6 R7

**The laws over data** of a stream, exported by a company or by the customer: first the first regime of \`exportRegimes\` whose zone contains
the country of the stream's customers. Then, for each row of \`establishmentRules\` in force whose zone contains the country of the exporting
company, its regime, unless it is there already; it is *settled* or not as the row says. All others are settled. A place **needs a basis**
under those laws whose zone does not contain the country of the place (a place that does not exist is in no zone). Zones are taken at the
last law instant, as in 9.3.

**At a transfer** (exporter \`a\`, or the customer if none; importer \`b\`; place \`c\`; basis \`aux\`; instrument \`d\`): if no law needs a basis,
nothing. Otherwise one check. The judgement is *valid*, *open* (one undecided act) or *invalid* (a violation). Remember the transfer, its
case and its entry, also if nothing is needed.

1. Importer = exporter, but the basis is not \`same-entity\`; or the other way round: invalid.
2. Judge under each law that needs a basis. The result is the worst: invalid before open before valid.
3. Under one law, if importer = exporter: *within a company*. Otherwise, under the first law, *the recorded basis*, and under each further
   law *the best of what the importer has*. If the law is not settled and this is not valid, the result is open.

*Within a company*: valid if \`sameEntityRules\` has a row of the regime with \`fromMs\` ≤ time. Otherwise take *the best of what the importer
has*, with the customer as a controller and as the exporter: valid if that is valid, and otherwise open.

*The recorded basis*: \`adequacy\`: judge *adequacy*. For other words: instrument number \`d\` of the importer; invalid if there is none, or its
\`kind\` is not the word of the basis; otherwise judge it. *The best of what the importer has*: the best of adequacy and of its instruments
(valid before open before invalid).

*Adequacy* of the country of the place, for the importer: the best of the rows of \`adequacyDecisions\` with \`fromZone\` = regime, the country
in \`toCountries\`, and in force; invalid if there is none. One row, at time x:

- \`covers\` of its \`scope\` in \`adequacyScopes\` is \`none\`: invalid. (Tables without the column \`covers\`: \`none\` for the scope \`an
  international organisation\`, otherwise \`all\`.)
- It is \`as said\`, and the row has no \`unlimitedFromMs\` ≤ x: take the first entry of the importer's \`adequacy\` with this \`decision\`,
  \`fromEpochMs\` ≤ x, and x < \`toEpochMs\` (null: never). No entry: open. \`isCovered\` is false: invalid.
- Otherwise, and if that does not decide: open if the row has \`pendingIn\` and this zone contains the country of the customers or of the
  exporting company; else valid.

**A dated fact is in force** at time x, as known at time k (\`then\`: k = x): not if x < \`validFromMs\`, or k < the first \`knownFromMs\` of
\`versions\` (without versions: \`validFromMs\`). Not if it has \`struckDown\` with \`atMs\` ≤ k and either \`exTunc\` or x ≥ \`atMs\`. Not if it has
\`reliableToMs\` ≤ k and x ≥ \`reliableToMs\`. Otherwise, with versions known at k (\`knownFromMs\` ≤ k): if x < \`validToMs\` of the last of them.
Otherwise: if it has \`struckDown\` or \`reliableToMs\`, or x < \`validToMs\`.

**An instrument** of the importer, for a country under a regime, at time x (the last law instant):

- Invalid if x < \`fromEpochMs\`, or \`toEpochMs\` ≤ x (null: never).
- \`framework\`: valid if \`frameworks\` has the row with that id, with \`fromZone\` = regime and the country in \`toCountries\`, x ≥
  \`operationalFromMs\` (if left out, \`validFromMs\`), and in force. Otherwise invalid.
- \`standard-clauses\`: the row of \`clauseSets\` with that id, and its entry of \`forRegimes\` for the regime. Invalid if one is missing, the
  entry is not in force, or \`fromEpochMs\` is not in \`usableForNewFromMs\` … \`usableForNewToMs\` of the entry; or if the set has \`addendumTo\`,
  and the importer *holds* no such instrument. Then the worst of roles, importer and assessment. **Roles**: sender C or P by the customer's role if
  the customer exports or the instrument is \`signedFor\` \`customers\`, and otherwise by the exporter's; receiver by the importer's; as in
  \`C2P\`. Valid if in \`roles\` of the set. Otherwise invalid, unless they are P2P, a company exports, and the set has C2P: then open if the
  exporter's country is in the zone of the regime; otherwise valid if \`hasSubprocessorClause\` and the exporter holds this instrument, else
  invalid. **Importer**: valid unless the entry has \`isForImportersOutsideGdpr\`. If it has, take the first entry of the importer's \`gdpr\`
  with \`fromEpochMs\` ≤ x and x < \`toEpochMs\` (null: never): open if it \`applies\`, otherwise valid. No entry: open if the importer is a
  controller, or if its country is in the zone of a settled row of \`establishmentRules\` of the regime EEA in force; otherwise valid.
  **Assessment**: valid if these roles are in \`conditionalAssessmentRoles\`, or x < \`assessmentRequiredFromMs\` of the entry (null:
  never required); else open if the instrument has no \`assessedEpochMs\`; else valid if that is ≤ x, otherwise invalid.
- \`binding-rules\`: invalid if importer or exporting company is a subcontractor; if it \`covers\` another role than the importer's; or if no
  row of \`bindingRules\` of the regime with the importer's role in \`holders\` is in force. With \`approvedEpochMs[regime]\`: missing: open;
  before the smallest \`validFromMs\` of those rows, or after x: invalid. Then the worst of: open if \`covers\` is missing; and the assessment
  as above, required since \`requiredFromMs\` of the regime in \`transferAssessments\` (no row: always).
- A company *holds* an instrument if one of its instruments has that id, \`fromEpochMs\` ≤ x, and x < \`toEpochMs\`.

**Dates that a scenario sets** (\`law.bases\`): the row of \`frameworks\`, \`clauseSets\` or \`adequacyDecisions\` with that id has \`fromEpochMs\`
and \`toEpochMs\` (null: never) instead of \`validFromMs\` and \`validToMs\`, no \`operationalFromMs\`, \`pendingIn\`, \`reliableToMs\` or \`struckDown\`, and one
version, known from the beginning of time, with the same end. In a clause set that is so dated, each entry of \`forRegimes\` gets the same
dates, and can be signed at any time.

**At a store, and at a view** (of either sort), before it is there: the exporter is the company of the place copied or read from
(\`copiedFrom\`, \`readFrom\`), or the customer if none. If the place (of a view: that of its centre) exists and needs a basis, the entry just
before must be a transfer of the same case. If it is not: one check and one violation. If it is, but has another place, an importer that is
not the company of the place, or another exporter: one violation, and no check.

**At a view by people of another company**: if the entry just before is a transfer of the same case, and the view's group has an \`employer\` that is not the
company of its centre, the entry before that transfer must be one of the same case to the employer, with the same exporter and the place of the view.
If it is not: one check and one violation.

**As known today**: if a row of \`frameworks\` or \`adequacyDecisions\`, or an entry of \`forRegimes\` of \`clauseSets\`, has \`struckDown\`,
\`reliableToMs\` or \`versions\`, is not \`assumed\` (\`confidence\`), and is valid at some time of the run (\`validFromMs\` < end, \`validToMs\` >
start), R7 and R8 are judged a second time, with k = \`knownAtMs\` of \`factsAsOf\`. The results are in \`invariantsNow\`.

### 9.7 R8

Only if \`retention\` has \`basisEnd\`. Data of a stream **may be kept** at a place if each possible exporter may send it there: the companies of the
data centres of the placement (\`primary\` and \`replica\`) and, if the place is a data centre, the customer. An exporter that is the company of
the place may. Any other may if, under each settled law that needs a basis (9.6), *the best of what the importer has* is not invalid; the
importer is the company of the place.

- Before the first entry, note for each stream and place whether data may be kept.
- **At a law instant c**, for each stream and place: if data may be kept, nothing must be gone from there. If it may not be kept, and could
  until then, its copies **must be gone** at c + \`graceMs\` of \`basisEnd\`.
- **When copies must be gone before t** (9.1), the earliest first: for each live case of a stream that has a place from which its copies must be
  gone at that time, in the order of their numbers, one check for each ordinary copy, wherever it is; a violation, at that time, if it is at
  such a place. After that, nothing must be gone at that time. The law known then comes before that known today.

### 9.8 R28

- **\`plain items\` with step \`came plain\`**: an *arrival* of the case, without an answer yet. Its rule is \`plain\` of \`encryption\` of the case's
  segment if \`fromEpochMs\` ≤ x and x < \`toEpochMs\` (null: never) at x = \`startEpochMs\` + \`now\`; otherwise it has none. If the rule is \`sent back\`, the
  case is **awaited**.
- **\`customer told\` and \`sent back\`**: the answer to the first arrival of the case in this instant; a later answer replaces an earlier one. Without
  an arrival, nothing.
- **\`came encrypted\`**, and dropping the case: it is no longer awaited.
- **When an instant ends**: one check for each arrival in it, in their order; a violation unless the answer is \`customer told\` under the rule
  \`told\`, or \`sent back\` under the rule \`sent back\`.
- **At a store** of an awaited case: one check and one violation.

### 9.9 R27

Only if a promise has \`subcontractorsOnly\`. Some scenarios have further rules on who takes a case, which this page does not describe. Leave R27 to
the audit if a group has \`concurrency\` or \`takesOnlyWhile\`, \`work\` has \`transfer\`, \`routing\` has \`preemption\`, the scenario has a \`backlog\` or
any \`evacuations\`, or \`languages\` has others than these, of which nobody who speaks one serves another: \`ar bg de el en es et fi fr he hi hr hu
id it ja ko lt lv nl pl pt ro ru sl sr sv th tr uk vi zh\`.

**Agents** are off duty at first. They are *present* while on duty (\`duty\`, agents \`d\` to \`d\` + \`c\` − 1) and not away (\`presence\`), neither
paid (\`b\` = 1) nor unpaid (\`b\` = 0); the two reasons may overlap. They are *free* while
present without a case, after-contact work (\`after-contact work\`) or a view of the second or third sort: the act \`view\` or \`view end\` of its agent
begins or ends it. Remember since when each has been free. A group is *staffed* while its centre is up (\`centre\`; up at first) and one of its agents present.

- \`assign\`: agent \`c\` has the case, in place of any other case, and is its last agent. The case is *assigned*.
- A transition from \`open.working\` to \`open.paused\`: the case is assigned. After this, and after one from \`open.paused\` to \`open.working\` if the
  case is assigned, its last agent has it, in place of any other.
- A transition from \`open.paused\` to any state but \`open.working\`, and \`view end\` of the first sort: if the case is assigned and its last agent has it, the agent
  has no case. It is no longer assigned.

**A case** needs tier 1 and the declared language and product at first. A transition by \`handling\` from \`open.working\` or \`open.paused\` to
\`open.waiting.queued\` makes the language the one that the case really needs or, if it is that one already, the product. After \`escalate\`, the tier is \`d\`
from the next transition on. A \`RELOCATE\` that keeps the state is no transition here.

**The others** are the groups of which neither the company of the centre nor the \`employer\` (left out: that company) is of kind \`subcontractor\`. One
of them is *able* if it has the tier, the channel of the stream and the language, and its \`speed\` for the product is above 0. An able one is
*permitted* if, at x = the last law instant:

- the centre is allowed (9.3) for all item classes in \`access\` and \`processing\`, or one of the \`consents\` has the country of the centre in its
  \`zone\`, what is not allowed among its \`dimensions\`, and \`givenEpochMs\` ≤ x, \`fromEpochMs\` ≤ x and x < \`toEpochMs\`;
- if \`access\` of the centre is \`local system\`, it is allowed for all item classes in \`workingCopy\`;
- data of the stream may be kept at the centre (9.7); and each company of a data centre of the placement, and that of the centre if its \`access\` is \`local
  system\`, may send it to the \`employer\` there, if that is not the company of the centre;
- \`residence\` (left out: the country of the centre) is in the zone \`personnel\` of each item class;
- for each \`agreement\` of \`legalRegimes\` in force whose zone contains the country of the customers, if the segment's \`agreements\` have its kind, one of
  that list has \`fromEpochMs\` ≤ x and x < \`toEpochMs\` (null: never);
- if the promise has \`certifiedSupport\`, the company of the centre and the employer each have a certificate as in 9.3, for the service \`support\`, whose
  \`products\` (may be left out: all) contain the product.

**At an \`assign\`** to a group \`a\` that is not one of the others and has agent \`c\`, of a case whose promise has \`subcontractorsOnly\`: one check. A
violation if an agent of a permitted group has been free since before \`now\` and its centre is up and had no act \`centre\` at \`now\`. Otherwise, a
violation unless the last \`subcontractor needed\` after the \`assign\` before (of any case) names this case and agent, and as its cause the first of these that holds:

1. \`no agent free\`: a permitted group is staffed.
2. \`residency leaves no eligible centre\`: an able group is staffed, or some are able and none is permitted.
3. \`centre down\`: an agent of a permitted group is present.
4. \`nobody with the skill on duty\`: an agent of any group (of a subcontractor, too) is present at the centre of a permitted one.
5. \`centre closed\`: a group is permitted.
6. \`no expertise\`: one of the others has the tier, the channel and the language.
7. \`no language match\`.

**At a \`view\` for \`consultation\`** by a group \`b\` that is not one of the others and has agent \`c\`, of a case whose promise has
\`subcontractorsOnly\`, if \`work.consultation\` has a rule for the case's tier (a list by tier, from tier 1; null: none): one check. A violation if one of the
others has the \`tier\` of the rule, a \`speed\` above 0 for its \`product\` (left out: that of the case), may see the case as in the list above for permitted
groups, and has an agent who has been free since before \`now\`, at a centre that is up and had no act \`centre\` at \`now\`.

## 10. ledger/audit.json

JSON with line breaks; not canonical. \`invariants\` has a row for each invariant: \`id\`, \`checks\`, \`violations\`, \`undecided\` (reasons, each with
\`count\`), and \`counterexample\` (null, or \`caseNumber\`, \`entry\`, \`timeMs\` of the first violation). \`invariantsNow\` has rows as the law is
known today. \`entries\` and \`cases\` are counts, and \`root\` is that of the ledger. \`verdict\` is \`clean\`, \`undecided\`, \`violations\` or
\`damaged\`.
`;
