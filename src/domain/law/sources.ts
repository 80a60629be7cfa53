/**
 * How well a row is confirmed. verified: a public source that was read states it. verified-secondary: stated in part (for
 * example the number but not the day), or by a secondary source. remembered: not confirmed in a source; check it before
 * relying on it. assumed: no history at all, but what a scenario says.
 */
export const CONFIDENCES = ['verified', 'verified-secondary', 'remembered', 'assumed'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The public sources behind the tables of this folder, as cited by their rows. */
export const SOURCES = {
  remembered: 'general knowledge; not confirmed in a source that was read',
  efta: 'EFTA, "Enlargement of the EEA", efta.int',
  treatyDatabase: 'Dutch treaty database entry 004981 (EEA Agreement: parties, entry into force, extensions)',
  definition: 'by definition',
  eftaHistory: 'lists of EFTA members by year (thegreenpapers.com, ajaxbologna.it)',
  eftaBrexit: 'EFTA, questions and answers on Brexit, as quoted by regulationtomorrow.com',
  eftaGdpr: 'EFTA news of 19 July 2018 (GDPR in force in Iceland, Liechtenstein and Norway on 20 July 2018)',
  mayotte: 'European Council Decision 2012/419/EU, OJ L 204, 31.7.2012',
  safeHarborAct: 'Publications Office metadata of 2000/520/EC; Arnold & Porter advisory of 1 November 2000',
  schrems1: 'CJEU C-362/14 Schrems, 6 October 2015, ECLI:EU:C:2015:650',
  schrems2: 'CJEU C-311/18 Facebook Ireland and Schrems, 16 July 2020',
  swissSafeHarbor: 'admin.ch release of 9 December 2008; Walder Wyss of 16 February 2009 and 11 January 2017',
  privacyShield: 'Decision (EU) 2016/1250; ialri.com reprint of the export.gov notice',
  swissPrivacyShield: 'Walder Wyss of 11 January 2017; admin.ch release of 8 September 2020',
  dpf: 'ICDR notice quoting the US Department of Commerce; OJ C/2025/6610 (T-553/23, appeal C-703/25 P)',
  dpfUk: 'SI 2023/1028, as described by mooreclear.com on 12 October 2023; ICDR notice',
  dpfSwiss: 'Walder Wyss of 14 August 2024; ICDR notice',
  tca: 'Freshfields and Mills & Reeve notes on TCA Art. FINPROV.10A (later Art. 782)',
  decision2016: 'title of Implementing Decision (EU) 2016/2295, which lists the earlier decisions',
  commissionList: 'European Commission page "Adequacy decisions"',
  hungary: 'EUR-Lex 32000D0519',
  jersey: 'Decision 2008/393/EC; Lexology of 8 May 2008',
  japan: 'Decision (EU) 2019/419, legislation.gov.uk/eudn/2019/419',
  ukAdequacy: 'Decision (EU) 2021/1772; Mondaq of 26 November 2025; dpocentre.com; europalov.no 2025/1225',
  brazil: 'Decision (EU) 2026/179, europalov.no; OJ of 28 January 2026',
  epo: 'globalpolicywatch.com of 15 July 2025; epo.org',
  ukTransfers: 'UK Data Protection Act 2018, Schedule 21; ICO guidance on international transfers',
  swissAnnex: 'Swiss Data Protection Ordinance, Annex 1, bj.admin.ch',
  clauses: 'Decision (EU) 2021/914 of 4 June 2021; lexblog.com of 29 September 2021',
  swissRecital: 'Decision 2000/518/EC, recital 7',
  jointCommittee: 'EEA Joint Committee Decision 83/1999 of 25 June 1999, OJ L 296, 23.11.2000',
  hipaa: '45 CFR 160.103, 164.308(b), 164.314(a), 164.502(e), 164.504(e)',
  iso2013: 'UKAS technical bulletin quoting the IAF resolution on ISO/IEC 27001:2013',
  iso2022: 'weaver.com and orizon.sh on the end of the ISO/IEC 27001:2013 transition',
} as const;
