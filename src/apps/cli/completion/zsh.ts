import { type CommandShape, type Offer, type Place, quoted, stepsOf } from './command-shapes.ts';

export function zshCompletion(shapes: readonly CommandShape[]): string {
  const values = shapes.flatMap(({ options, path }) =>
    options.flatMap(({ flag, value }) =>
      value === null ? [] : [`    ${quoted(`${path} ${flag}`)}) ${offered(value)}; return ;;`],
    ),
  );
  const flags = shapes.map(
    ({ options, path }) =>
      `      ${path}) offers=(${options.map(({ description, flag }) => described(flag, description)).join(' ')}) ;;`,
  );
  const rest = shapes.map(({ argument, path, subcommands }) => {
    if (subcommands.length === 0) return `    ${path}) ${offered(argument)} ;;`;
    const all = subcommands.map(({ description, name }) => described(name, description)).join(' ');
    return `    ${path}) offers=(${all}); _describe command offers ;;`;
  });
  return `#compdef meridian
# Completion of meridian for zsh: put it into a folder of $fpath as _meridian, or source it after compinit.
_meridian_scenarios() {
  local -a folders
  folders=(scenarios/*/scenario.yaml(N:h) \${PREFIX}*/scenario.yaml(N:h))
  compadd -f -- \${(u)\${(M)folders:#\${PREFIX}*}}
  _files
}
_meridian() {
  local at=meridian step
  local -a offers
  for step in "\${(@)words[2,CURRENT-1]}"; do
    case "$at/$step" in
      ${stepsOf(shapes).join('|')}) at="$at/$step" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${values.join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    case "$at" in
${flags.join('\n')}
    esac
    _describe -o option offers
    return
  fi
  case "$at" in
${rest.join('\n')}
  esac
}
if [[ \${funcstack[1]} == _meridian ]]; then _meridian "$@"; else compdef _meridian meridian; fi
`;
}

function described(word: string, description: string): string {
  return quoted(`${word.replaceAll(':', '\\:')}:${description}`);
}

const PLACES: Readonly<Record<Place, string>> = {
  scenario: '_meridian_scenarios',
  folder: '_files -/',
  file: '_files',
  nothing: ':',
};

function offered(offer: Offer): string {
  return typeof offer === 'string' ? PLACES[offer] : `compadd -- ${offer.map(quoted).join(' ')}`;
}
