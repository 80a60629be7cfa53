const PALETTES = /:root\{([^}]*)\}\s*@media \(prefers-color-scheme:dark\)\{:root\{([^}]*)\}\}/;

/**
 * Changes a stylesheet whose colours follow the system so that they follow `color-scheme`, which lets readers choose:
 * each colour with two values becomes `light-dark()`. Throws if it does not find the two palettes.
 */
export function choosable(stylesheet: string): string {
  const [whole, light, dark] = PALETTES.exec(stylesheet) ?? [];
  if (whole === undefined || light === undefined || dark === undefined)
    throw new Error('the stylesheet has no palette for light with one for dark behind it');
  const ofDark = new Map(declarationsOf(dark));
  const both = declarationsOf(light).map(([name, value]) => {
    const other = ofDark.get(name);
    ofDark.delete(name);
    return `${name}:${other === undefined || other === value ? value : `light-dark(${value},${other})`}`;
  });
  if (ofDark.size > 0) throw new Error(`only dark has ${[...ofDark.keys()].join(', ')}`);
  return stylesheet.replace(whole, `:root{${both.join(';')}}`);
}

function declarationsOf(block: string): readonly (readonly [name: string, value: string])[] {
  return [...block.matchAll(/([\w-]+):([^;]+)/g)].map(([, name = '', value = '']) => [name, value.trim()]);
}
