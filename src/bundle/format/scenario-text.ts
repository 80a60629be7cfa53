/** Sections of FORMAT.md: scenario and law. */

/** The parts of SCENARIO-JSON.md about calendars; a test compares them. */
export const WEEKS_TEXT = `A week looks like this:

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

Canonical JSON and a newline. The nine invariants need these keys; the others describe demand, people and routing.

| key | value |
|---|---|
| \`startEpochMs\`, \`horizonMs\` | epoch time of the start; run time of the end |
| \`dataCentres\`, \`centres\` | places: \`id\`, \`country\` (ISO 3166-1 alpha-2), \`entity\` (index) |
| \`entities\` | companies: \`id\`, \`country\`, \`kind\` (\`vendor\`, \`affiliate\`, \`subcontractor\`), \`role\` (\`controller\`; left out: processor), \`instruments\`, \`certificates\`; what is said of it: \`adequacy\`, \`gdpr\` |
| \`promises\` | \`id\`, \`zones[item class][dimension]\`: a zone; \`storedFirst\`: a zone, may be left out; \`certified\`: a standard, may be left out; \`breakGlass\`: may be left out |
| \`placements\` | \`primary\`, \`replica\`: data centres |
| \`segments\` | \`id\`, \`promise\`, \`placement\` (indices), \`role\` (\`processor\`; left out: controller) |
| \`streams\` | \`segment\` (index), \`country\` of the customers. Each case belongs to a stream |
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

| table | rows that the nine invariants read |
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
| \`factsAsOf\` | one row, \`knownAtMs\`: the day of the tables |
`;
