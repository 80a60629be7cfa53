/** `css-2014` for `scenarios/css-2014/scenario.yaml`, `night` for `org/night.yaml`. */
export function nameOfFile(path: string): string {
  const [file = path, folder] = path.split('/').reverse();
  const name = file.replace(/\.ya?ml$/i, '');
  return name === 'scenario' && folder !== undefined && !/^\.*$/.test(folder) ? folder : name;
}
