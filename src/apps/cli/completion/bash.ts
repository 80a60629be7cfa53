import { type CommandShape, type Offer, type Place, quoted, stepsOf } from './command-shapes.ts';

/** Completion script for bash (4.4 or later). */
export function bashCompletion(shapes: readonly CommandShape[]): string {
  const values = shapes.flatMap(({ options, path }) =>
    options.flatMap(({ flag, value }) =>
      value === null ? [] : [`    ${quoted(`${path} ${flag}`)}) ${offered(value)}; return ;;`],
    ),
  );
  const flags = shapes.map(
    ({ options, path }) =>
      `      ${path}) _meridian_words ${quoted(options.map(({ flag }) => flag).join(' '))} ;;`,
  );
  const rest = shapes.map(({ argument, path, subcommands }) => {
    const names = subcommands.map(({ name }) => name).join(' ');
    return `    ${path}) ${names === '' ? offered(argument) : `_meridian_words ${quoted(names)}`} ;;`;
  });
  return `# Completion of meridian for bash: source this, or put it among the completions of bash-completion.
_meridian_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$_meridian_word"); }
_meridian_folders() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$_meridian_word"); }
_meridian_files() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$_meridian_word"); }
_meridian_scenarios() {
  local file folder
  for file in scenarios/*/scenario.yaml "$_meridian_word"*/scenario.yaml; do
    folder=\${file%/scenario.yaml}
    if [[ -f $file && $folder == "$_meridian_word"* && " \${COMPREPLY[*]} " != *" $folder "* ]]; then
      COMPREPLY+=("$folder")
    fi
  done
  if ((\${#COMPREPLY[@]} == 0)); then _meridian_files; fi
}
_meridian() {
  local at=meridian i
  local _meridian_word=\${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at/\${COMP_WORDS[i]}" in
      ${stepsOf(shapes).join('|')}) at+="/\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join('\n')}
  esac
  if [[ $_meridian_word == -* ]]; then
    case "$at" in
${flags.join('\n')}
    esac
    return
  fi
  case "$at" in
${rest.join('\n')}
  esac
}
complete -F _meridian meridian
`;
}

const PLACES: Readonly<Record<Place, string>> = {
  scenario: '_meridian_scenarios',
  folder: '_meridian_folders',
  file: '_meridian_files',
  nothing: ':',
};

function offered(offer: Offer): string {
  return typeof offer === 'string' ? PLACES[offer] : `_meridian_words ${quoted(offer.join(' '))}`;
}
