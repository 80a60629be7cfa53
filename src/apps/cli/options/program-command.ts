import { Command, Option } from 'commander';
import type { Ended } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';

/** A command gets its arguments, its options and a context, in this order. */
type Work = (...given: never[]) => Ended | Promise<Ended>;

/** Runs the command of this process. */
export type Call = (work: (context: CommandContext) => ReturnType<Work>) => Promise<void>;

/** A command with methods for options that several commands share. Each such option is declared only here. */
export class ProgramCommand extends Command {
  /** Its examples. */
  calls: readonly string[] = [];
  private readonly call: Call;
  private isHeeding = false;

  constructor(name: string | undefined, call: Call) {
    super(name);
    this.call = call;
  }

  override createCommand(name?: string): ProgramCommand {
    return new ProgramCommand(name, this.call);
  }

  /** Sets the action. It is loaded when called, so that `--help` starts at once. */
  does(load: () => Promise<Work>): this {
    return this.action(async (...given: unknown[]) => {
      const work = (await load()) as (...all: unknown[]) => ReturnType<Work>;
      // Commander passes the command itself as the last argument.
      await this.call((context) => {
        context.begin(this.isHeeding);
        return work(...given.slice(0, -1), context);
      });
    });
  }

  /** For commands that use `context.signal`: from their beginning on, a signal asks them to end. */
  heedsSignals(): this {
    this.isHeeding = true;
    return this;
  }

  /** Adds calls to the end of its help, which run as they are. */
  examples(...calls: readonly string[]): this {
    this.calls = calls.map((call) => `meridian ${call}`);
    const heading = calls.length === 1 ? 'Example:' : 'Examples:';
    return this.addHelpText('after', ['', heading, ...this.calls.map((call) => `  ${call}`)].join('\n'));
  }

  ofScenario(): this {
    return this.argument(
      '<scenario>',
      'scenario file, folder that holds scenario.yaml, or - for standard input',
    );
  }

  ofRun(): this {
    return this.argument('<run>', 'run folder');
  }

  withJson(): this {
    return this.option('--json', 'print the result as JSON');
  }

  withSeed(whose = "the scenario's"): this {
    return this.option('--seed <text>', `seed (default: ${whose})`);
  }

  /** For every command whose scenario may have other values than its file. */
  withSet(
    text = 'another value in the file, e.g. "centres.dublin.groups.first-line.shifts.day.agents=7"; *1.1 multiplies',
  ): this {
    return this.withSeveral('--set <path=value>', text, 'none');
  }

  withUntil(text = 'end each run early, e.g. "2 days"'): this {
    return this.option('--until <duration>', text);
  }

  withAfter(): this {
    return this.option('--after <folder>', 'the run that this one continues, if it was made with --from');
  }

  withBacklog(): this {
    return this.option(
      '--backlog <file>',
      "the cases that are open at the start: a CSV file, or the folder of a case log (default: the scenario's)",
    ).option('--at <instant>', "with a case log: when its cases are open (default: the scenario's start)");
  }

  withResults(): this {
    return this.option('--out <folder>', 'folder of the results');
  }

  withLevel(text = 'confidence of the intervals'): this {
    return this.option('--level <share>', text, '95%');
  }

  withMeasures(): this {
    return this.option(
      '--measures <names>',
      'only these, separated by commas, e.g. "service level/germany/phone@mon-fri 18:00-08:00" or "speed of answer/centre:dublin"',
    );
  }

  withRelevance(): this {
    return this.option(
      '--relevant <sizes>',
      'the smallest change that matters: of shares in points, of other figures in percent, e.g. "2 points, 10 %"',
      '1 point, 5 %',
    );
  }

  /** `otherwise`: text about what applies if no goal is given. */
  withGoals(otherwise = ''): this {
    const text = 'e.g. "service level>=80%" or "speed of answer/premier/phone@22:00-06:00<=30 s"';
    return this.withSeveral('--goal <bound>', text, 'none', otherwise);
  }

  /** `until`: text about what is known once the precision is reached. */
  withPrecision(until: string, level?: string): this {
    return this.option('--precision <share>', until)
      .option('--maximum <number>', 'maximum number of replications with --precision (default: 1000)')
      .withLevel(level);
  }

  /** For jobs that run unattended. */
  withChecks(): this {
    return this.option(
      '--fail-on <names>',
      'also exit with 1 on: targets (one is missed), targets:unsure (or in doubt), promises:unsure (acts that are not judged); several with commas between',
    )
      .option(
        '--junit <file>',
        'write a test report: a case for each target and each invariant; - writes to stdout',
      )
      .option('--github', 'annotate the job of GitHub Actions, and write the answer to its summary');
  }

  withWarmUp(): this {
    return this.option(
      '--warm-up <duration>',
      "what measures leave out at the beginning: a duration, auto, or none (default: the scenario's)",
    );
  }

  /** For every command whose work is split among threads or machines and kept for the next call. */
  withWorkers(resume = 'resume with replications that an earlier call has kept'): this {
    return this.heedsSignals()
      .option('--resume', resume)
      .option('--quiet', 'print nothing but errors')
      .withThreads()
      .option(
        '--executor <address>',
        'workers at a broker make the replications: redis://host:port, rediss://host:port, or env',
      )
      .withTenant();
  }

  /** What most experiments have at the end. */
  withExtentAndResults(resume?: string): this {
    return this.withUntil().withResults().withWorkers(resume).withWarmUp().withJson();
  }

  withThreads(): this {
    return this.option('--threads <number>', 'worker threads (default: one for each core)');
  }

  withTenant(): this {
    return this.option('--tenant <name>', 'owner of the experiments, if several share a broker');
  }

  withBroker(): this {
    const text = 'broker: redis://host:port, rediss://host:port, or env (MERIDIAN_REDIS_URL)';
    return this.requiredOption('--redis <address>', text).withTenant();
  }

  withSeveral(flags: string, text: string, shown?: string, otherwise = ''): this {
    const option = new Option(flags, `${text}; may be given several times${otherwise}`)
      .argParser<readonly string[]>((value, all) => [...all, value])
      .default([] as readonly string[], shown);
    return this.addOption(option);
  }
}
