import { canonicalJson, type Digest, hexOf, utf8Of } from '#base';
import { type LawTableName, lawTables } from '#domain';

/**
 * The law tables by which this auditor judges, by the SHA-256 of their canonical JSON. Simulator and auditor read the
 * same tables, so neither detects an error in a row. To change a row, update its hash here, and list the results that
 * change in the changelog.
 */
export const PINNED_TABLES: Readonly<Record<LawTableName, string>> = {
  adequacyDecisions: '25b7e9942a91c99fc666f6c27e3232933203d83c7f707f88da70b52c1ad88d7d',
  adequacyScopes: 'eb15f4c379acdf47e2b377b73a206e2c62d1b92cb9ad04e8a401a24c48bbbfef',
  assumptions: 'b96168bea84e1b5f742dcf327a10b60fdb010cdf45b12bc6d70919b150b0e602',
  bindingRules: '9accbfbb5fad1054125991104600a2870e37aeb8ea1b737a71ec6d6261cfe1cd',
  certificateEditions: '8fd608d2aa0cab52582b30c893d0d5fa4299428a15c1f06f006ba2ccc7bcc53d',
  clauseSets: '57f8f759ce9a21f3712b1355a60f58178fe1745d9248c0cdf002d52267ee205b',
  establishmentRules: 'ee705a8f628dfa67467f68631a4d7c14f19a0f3a0b1b9d0b5e149064edb4f4f4',
  exportRegimes: '3b5f9549f537e33a83b97713f4809738b3188700c4f98a70108901fadd2c6fe4',
  factsAsOf: 'eff76df3232cd6176332f1f51524b9433c266424da4c0c82576729ef315c3445',
  frameworks: 'b625ca9092ce3c29176d215261bb64862ecb8c1b76a85e2a9c929b2a9fe17da8',
  legalRegimes: '2143d64ea3f27800d27da686e25ebec49160930c2a3f07489c3ff456a566349f',
  sameEntityRules: '328c198a1b003201c0b2204dd653983f95bc9781d1443e12a0107ffb2cfabecd',
  transferAssessments: 'd54fbf8f99f8652cdf21a00079f49d75e96520f6cb25733975b4da9ee340da3f',
  zoneCompositions: '7f90e9a142ec464ae3b7367a91c813abc66b234c25195c1c86cebc8ca72386b8',
  zoneMemberships: '057e0bab8930db81aee03b3a755ca1fea1894e063bd3334ea6236f118242f514',
};

/** Names of the tables that differ from the pinned ones. */
export function changedTables(digest: Digest): readonly string[] {
  const tables = lawTables();
  return Object.keys(PINNED_TABLES).filter(
    (name) =>
      hexOf(digest(utf8Of(canonicalJson(tables[name as LawTableName])))) !==
      PINNED_TABLES[name as LawTableName],
  );
}
