import { canonicalJson, type Digest, hexOf, utf8Of } from '#base';
import { type LawTableName, lawTables } from '#domain';

/**
 * The law tables by which this auditor judges, by the SHA-256 of their canonical JSON. Simulator and auditor read the
 * same tables, so neither detects an error in a row. To change a row, update its hash here, and list the results that
 * change in the changelog.
 */
export const PINNED_TABLES: Readonly<Record<LawTableName, string>> = {
  adequacyDecisions: '32971ebfd1f5d14220ead5275aaaf79a95dd075bfceb5a19ade20ab0c6500474',
  adequacyScopes: 'f234f3fb68d79087bf329d3422ffadb1ff3483cea56f8cd0a6594a1ebcea0bd7',
  assumptions: '713e2f323a24d8197ecf2ec95274feebaa6734828b47395d2387cb22ee6430a9',
  bindingRules: '9accbfbb5fad1054125991104600a2870e37aeb8ea1b737a71ec6d6261cfe1cd',
  certificateEditions: '8fd608d2aa0cab52582b30c893d0d5fa4299428a15c1f06f006ba2ccc7bcc53d',
  clauseSets: '7de6e4a92a340f66331449ec645c516375e546390975a5fb9a3def706996afa6',
  establishmentRules: 'ee705a8f628dfa67467f68631a4d7c14f19a0f3a0b1b9d0b5e149064edb4f4f4',
  exportRegimes: '3b5f9549f537e33a83b97713f4809738b3188700c4f98a70108901fadd2c6fe4',
  factsAsOf: 'eff76df3232cd6176332f1f51524b9433c266424da4c0c82576729ef315c3445',
  frameworks: 'b625ca9092ce3c29176d215261bb64862ecb8c1b76a85e2a9c929b2a9fe17da8',
  legalRegimes: '9ec0e539297e429e520325cafd43a96344b121d1696643afa37b7875dee350b7',
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
