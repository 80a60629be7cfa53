import { type BundleFile, DutyTally, type TableEvidence } from '#exports';
import { answerSheet, type WorkbookInput } from './answer-sheet.ts';
import { CaseSheet, dutySheet } from './case-sheet.ts';
import { GroupTally } from './group-sheet.ts';
import { centreSheet, costSheets, productSheets, serviceSheet } from './service-sheets.ts';
import { workbookFile } from './workbook.ts';

/** A run as a workbook for planners: its answer first, then what it is made of. Cases and waits come from the ledger. Throws where the summary is damaged. */
export function runWorkbook(input: WorkbookInput, evidence: TableEvidence): BundleFile {
  const { scenario, summary } = input;
  const known = [
    answerSheet(input),
    serviceSheet(summary),
    ...productSheets(summary, scenario),
    centreSheet(summary),
    ...costSheets(summary),
  ];
  return {
    path: `${scenario.name}.xlsx`,
    open: (sink) => {
      const cases = new CaseSheet('cases', evidence);
      const waits = new CaseSheet('waits', evidence);
      const groups = new GroupTally(scenario, summary);
      const duty = new DutyTally(evidence);
      return {
        entry: (entry) => duty.entry(entry),
        endEntries: () => duty.endEntries(),
        oneCase: (history) => {
          cases.add(history);
          waits.add(history);
          groups.add(history);
          duty.add(history);
        },
        end: () => {
          const duties = [dutySheet('shifts', duty), dutySheet('intervals', duty)];
          sink.bytes(workbookFile([...known, groups.sheet(), ...duties, cases.sheet(), waits.sheet()]));
        },
      };
    },
  };
}
