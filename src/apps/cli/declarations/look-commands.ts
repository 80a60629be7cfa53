import type { ProgramCommand } from '../options/program-command.ts';

/** Commands that show what is in a run, or give it to other tools. */
export function addLookCommands(program: ProgramCommand): void {
  program
    .command('runs')
    .examples('runs')
    .summary('list kept runs')
    .description('list kept runs: when and how each was made, missed targets, promises kept')
    .argument('[folder]', 'folder of the runs; default: runs')
    .option(
      '--prune',
      'list earlier results, made with other options, and their size; the latest of each name stay',
    )
    .option('--yes', 'with --prune: delete them')
    .withJson()
    .does(async () => (await import('../commands/runs.ts')).runs);

  addTraceCommand(program);

  program
    .command('explain')
    .examples('explain runs/german-night 42')
    .description('explain every routing decision about one case')
    .ofRun()
    .argument('<case>', 'case number')
    .option('--preference <module>', 'the module that chose in the run, if one did: it is executed again')
    .withJson()
    .does(async () => (await import('../commands/explain.ts')).explain);

  program
    .command('query')
    .examples('query runs/german-night "SELECT country, count(*) FROM accesses GROUP BY country"')
    .summary('query runs in SQL')
    .description(
      'query runs in SQL; tables: entries, cases, accesses, copies, transfers, waits, shifts, intervals',
    )
    .argument('<run>', 'run folder, or evidence bundle')
    .argument(
      '<sql...>',
      'e.g. "SELECT country, count(*) FROM accesses GROUP BY country"; name further runs before it, and the column run tells them apart',
    )
    .option('--csv <file>', 'write the answer as CSV; - writes to stdout')
    .option('--parquet <file>', 'write the answer as Parquet, with the types that DuckDB gives it')
    .option(
      '--out <file>',
      'write the answer to a file that ends in .csv, .json or .parquet; - writes CSV to stdout',
    )
    .option('--anew', 'recreate the tables, even if an earlier query has kept them')
    .withJson()
    .does(async () => (await import('../commands/query.ts')).query);

  program
    .command('export')
    .examples('export runs/german-night --format ocel --format cloudevents')
    .description('export a run in formats that other tools read')
    .ofRun()
    .withSeveral('--format <name>', 'a format that `meridian reference formats` lists')
    .option('--out <folder>', 'where to put the files (default: <run>.export)')
    .withJson()
    .does(async () => (await import('../commands/export.ts')).exportRun);

  addOpenCasesCommand(program);
  addMcpCommand(program);
}

function addMcpCommand(program: ProgramCommand): void {
  program
    .command('mcp')
    .heedsSignals()
    .summary('answer an assistant that speaks MCP')
    .description(
      'answer an assistant on standard input and output, by the Model Context Protocol: it validates, runs, compares and audits by these commands',
    )
    .examples('mcp --root scenarios')
    .option('--root <folder>', 'the folder that it may read', '.')
    .option('--write', 'it may also write there')
    .option('--longest <duration>', 'how long a command may take', '55 s')
    .does(async () => (await import('../commands/mcp.ts')).mcpOf(program));
}

function addTraceCommand(program: ProgramCommand): void {
  program
    .command('trace')
    .examples('trace runs/german-night 42')
    .description("tell one case's whole story: where its data was, who saw it, why")
    .ofRun()
    .argument('<case>', 'case number')
    .withAfter()
    .withJson()
    .does(async () => (await import('../commands/trace.ts')).trace);
}

function addOpenCasesCommand(program: ProgramCommand): void {
  program
    .command('open-cases')
    .examples('open-cases runs/german-night --at "6 h" --out runs/open.csv')
    .summary('list the cases that are open at an instant')
    .description(
      'the cases that are open at an instant of a run or a case log, as a file from which `run --backlog` starts',
    )
    .ofRun()
    .withAfter()
    .option(
      '--at <duration>',
      'the instant: time since the start of a run (default: its end), or of a case log, e.g. 2014-11-19T09:00:00Z',
    )
    .option('--scenario <file>', 'for a case log: the scenario that is to start from it')
    .option('--out <file>', 'where to write the CSV file (default: stdout)')
    .does(async () => (await import('../commands/open-cases.ts')).openCases);
}
