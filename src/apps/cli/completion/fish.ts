import { type CommandShape, type Offer, stepsOf } from './command-shapes.ts';

/** Completion script for fish (3.1 or later). */
export function fishCompletion(shapes: readonly CommandShape[]): string {
  const lines = shapes.flatMap(({ argument, options, path, subcommands }) => {
    const when = `complete -c meridian -n ${fishQuoted(`test (__meridian_at) = ${path}`)}`;
    return [
      ...subcommands.map(
        ({ description, name }) => `${when} -a ${fishQuoted(name)} -d ${fishQuoted(description)}`,
      ),
      ...options.map(({ description, flag, value }) => {
        const long = `${when} -l ${flag.replace(/^--/, '')} -d ${fishQuoted(description)}`;
        return value === null ? long : `${long} ${offered(value, '-x')}`.trimEnd();
      }),
      ...(subcommands.length > 0 || argument === 'nothing' ? [] : [`${when} ${offered(argument, '')}`]),
    ];
  });
  return `# Completion of meridian for fish: put it into ~/.config/fish/completions/meridian.fish, or source it.
function __meridian_at
    set -l at meridian
    for word in (commandline -opc)[2..]
        switch "$at/$word"
            case ${stepsOf(shapes).join(' ')}
                set at "$at/$word"
        end
    end
    echo $at
end
function __meridian_scenarios
    set -l word (commandline -ct)
    set -l found
    for file in scenarios/*/scenario.yaml $word*/scenario.yaml
        set -l folder (string replace -r '/scenario.yaml$' '' -- $file)
        if string match -q -- "$word*" $folder; and not contains -- $folder $found
            set -a found $folder
        end
    end
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path $word
    end
end
complete -c meridian -f
${lines.join('\n')}
`;
}

/** `exclusive`: what says that nothing but the offer can stand there. */
function offered(offer: Offer, exclusive: string): string {
  if (offer === 'nothing') return exclusive;
  if (offer === 'file') return exclusive === '' ? '-F' : '-r -F';
  const offers =
    typeof offer === 'string'
      ? { scenario: "'(__meridian_scenarios)'", folder: "'(__fish_complete_directories)'" }[offer]
      : fishQuoted(offer.join(' '));
  return `${exclusive} -a ${offers}`.trimStart();
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
