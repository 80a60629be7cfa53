/**
 * How well a row is confirmed. verified: a public source that was read states it. verified-secondary: stated in part (for example the
 * number but not the day), or by a secondary source. remembered: not confirmed in a source; check it before relying on it. assumed: not
 * historical, but stated by a scenario or assumed by these tables.
 */
export const CONFIDENCES = ['verified', 'verified-secondary', 'remembered', 'assumed'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Where a row stands, and how well it is confirmed. */
export interface Reference {
  readonly source: string;
  readonly confidence: Confidence;
}

export function verified(...sources: readonly string[]): Reference {
  return { source: sources.join('; '), confidence: 'verified' };
}

/** Verified in part, or by a secondary source. */
export function inPart(...sources: readonly string[]): Reference {
  return { source: sources.join('; '), confidence: 'verified-secondary' };
}

export function remembered(source: string = SOURCES.remembered): Reference {
  return { source, confidence: 'remembered' };
}

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
  titles: 'titles of the decisions in EUR-Lex and in the Official Journal',
  decision2016: 'title of Implementing Decision (EU) 2016/2295, which lists the earlier decisions',
  hungary: 'EUR-Lex 32000D0519',
  guernsey: 'europalov.no on Decision 2003/821/EC of 21 November 2003',
  isleOfMan: 'Decision 2004/411/EC of 28 April 2004, as reprinted by proteuscyber.com',
  israel: 'Lexology on Decision 2011/61/EU of 31 January 2011',
  jersey: 'Decision 2008/393/EC; Lexology of 8 May 2008',
  japan: 'Decision (EU) 2019/419, legislation.gov.uk/eudn/2019/419',
  ukAdequacy:
    'Decision (EU) 2021/1772; Mondaq of 26 November 2025; dpocentre.com; europalov.no 2025/1225; uea.ac.uk',
  brazil: 'Decision (EU) 2026/179, europalov.no; OJ of 28 January 2026',
  epo: 'globalpolicywatch.com of 15 July 2025; epo.org',
  ukKorea: 'SI 2022/1213, legislation.gov.uk/uksi/2022/1213',
  ukTransfers: 'UK Data Protection Act 2018, Schedule 21; ICO guidance on international transfers',
  swissAnnex: 'Swiss Data Protection Ordinance, Annex 1, bj.admin.ch; steigerlegal.ch of 10 September 2022',
  swissList:
    'steigerlegal.ch of 10 September 2022; Lexology (ACC, "This Week in Privacy") after April 2017; bj.admin.ch',
  swissAct:
    'Swiss act of 1992, Art. 6, and ordinance, Art. 6, as amended on 1 January 2008 (droit-bilingue.ch)',
  swissActNew:
    'Swiss act of 2020, Art. 16 (prighter.com); legacy.dataguidance.com on its start on 1 September 2023',
  swissClauses: 'FDPIC paper of 27 August 2021 (scribd.com); Homburger and Mondaq of September 2021',
  swissPaper: 'FDPIC position paper of 8 September 2020 (textile-future.com, dataprivacy.foxrothschild.com)',
  ukClauses:
    'ico.org.uk on the IDTA and the Addendum; Taylor Wessing of 21 February 2022; privacymatters.dlapiper.com',
  ukClausesEnd: 'emwlaw.com of 23 February 2024; footanstey.com, "The 21 March 2024 deadline is looming"',
  territorialScope: 'GDPR Art. 3; EDPB Guidelines 3/2018, 1(b); Decision (EU) 2021/914, recital 7',
  ukBindingRules:
    'DPA 2018, Schedule 21, paragraph 9 (legislation.gov.uk); mofo.com of December 2020; arthurcox.com of April 2024',
  clauses2001: 'Decision 2001/497/EC, Art. 6, legislation.gov.uk/eudn/2001/497',
  clauses2010:
    'privacylaw.proskauer.com of March 2010 and Lexology on Decision 2010/87/EU; scl.org of 20 July 2010',
  clauses: 'Decision (EU) 2021/914 of 4 June 2021; lexblog.com of 29 September 2021',
  swissRecital: 'Decision 2000/518/EC, recital 7',
  bindingRules:
    'WP 74 of 3 June 2003; huntonprivacyblog.com of 21 December 2012 (WP 195); GDPR Arts 46(2)(b), 46(5) and 47',
  eeaAdaptations:
    'Prop. 56 LS (2017-2018), 19.1, and St.prp. nr. 34 (1999-2000), 3, regjeringen.no; LGBl. 2018 no. 154, gesetze.li',
  safeHarborEea:
    'regjeringen.no: Safe Harbor taken out of the EEA Agreement with effect from 12 December 2015; rett24.no',
  clausesEea: 'europalov.no on Decision (EU) 2021/914; datatilsynet.no on standard clauses',
  jointCommittee: 'EEA Joint Committee Decision 83/1999 of 25 June 1999, OJ L 296, 23.11.2000',
  hipaa: '45 CFR 160.103, 164.308(b), 164.314(a), 164.502(e), 164.504(e)',
  hipaaText: '45 CFR 164.502(e) and 164.504(e), brickergraydon.com; 164.308(b), clearwatercompliance.com',
  directiveText: 'Directive 95/46/EC, Art. 17, as reprinted by compliance-training.net and enisa.europa.eu',
  gdprText: 'GDPR Art. 28(3), as reprinted by wordscope.be; gdprhub.eu on Art. 28(3): in writing',
  iso2013: 'UKAS technical bulletin quoting the IAF resolution on ISO/IEC 27001:2013',
  iso2022: 'weaver.com and orizon.sh on the end of the ISO/IEC 27001:2013 transition; rva.nl on IAF MD 26',
} as const;
