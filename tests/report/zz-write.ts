import { readFileSync, writeFileSync } from 'node:fs';
import { renderReport } from '#report';
const d = process.argv[2];
const j = (n: string) => JSON.parse(readFileSync(`${d}/${n}.json`, 'utf8'));
const audit = j('audit');
writeFileSync('/tmp/report.html', renderReport({ summary: j('summary'), audit, scenario: j('scenario'), ledgerRoot: audit.root }));
