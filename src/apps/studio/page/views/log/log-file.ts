/** Whether a file is a log of another system, by its name. Bundles and ledgers are not. */
export function isLog(path: string): boolean {
  return /\.(csv|tsv|txt|xes|jsonocel|json|xls[xmb]?|xlt[xm]?|ods)(\.(gz|br))?$/i.test(path);
}
