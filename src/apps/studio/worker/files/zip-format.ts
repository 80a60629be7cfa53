/** Records of a ZIP archive (APPNOTE.TXT 6.3): how each begins, and its bytes before the name. */
export const LOCAL = { signature: 0x04034b50, size: 30 } as const;
export const CENTRAL = { signature: 0x02014b50, size: 46 } as const;
export const END = { signature: 0x06054b50, size: 22 } as const;
