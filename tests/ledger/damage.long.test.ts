import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definite, utf8Of } from '#base';
import {
  LEDGER_DAMAGE_CODES,
  type LedgerDamage,
  leafHash,
  openLedger,
  openLedgerPrefix,
  openSealedLedger,
  SealBroken,
} from '#ledger';
import {
  type Act,
  concat,
  digest,
  type Part,
  partsOf,
  readActs,
  SHAPES,
  someActs,
  writeLedger,
} from './examples.ts';

/** What opening reports; reading the sealed parts must agree. */
function damageOf(bytes: Uint8Array): LedgerDamage | null {
  const opened = openLedger(bytes, digest);
  const sealed = readSealed(bytes);
  if (opened.ok && sealed !== null) expect(sealed).toEqual(readActs(opened.value));
  else expect(sealed === null, 'a reading of what is sealed').toBe(!opened.ok);
  return opened.ok ? null : opened.problem;
}

/** The entries of a ledger in one pass; null if it differs from its seal. */
function readSealed(bytes: Uint8Array): Act[] | null {
  try {
    const sealed = openSealedLedger(bytes, digest);
    return sealed === null ? null : readActs(sealed);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

/** What openLedgerPrefix reads; null if it reads nothing at all. */
function prefixOf(bytes: Uint8Array) {
  const opened = openLedgerPrefix(bytes, digest);
  return opened.ok ? { acts: readActs(opened.value), damage: opened.value.damage } : null;
}

/** What must be reported for a wrong byte in that part. */
function expectedDamage(part: Part, blockEntries: number, entryCount: number): Partial<LedgerDamage> {
  const first = (part.leaf - 1) * blockEntries;
  switch (part.name) {
    case 'magic':
      return { code: 'not-a-ledger', offset: 0, block: null, entriesReadable: 0 };
    case 'version':
      return { code: 'unsupported-version', offset: 8, block: null, entriesReadable: 0 };
    case 'length':
      return { code: 'header-damaged', offset: 12, block: null, entriesReadable: 0 };
    case 'text':
      return { code: 'header-damaged', offset: 0, block: null, entries: null, entriesReadable: 0 };
    case 'block': {
      const entries = { first, last: first + part.entries - 1 };
      return { code: 'block-damaged', offset: part.from, block: part.leaf, entries, entriesReadable: first };
    }
    case 'hash': {
      const block = part.leaf === 0 ? null : part.leaf;
      return { code: 'hash-damaged', offset: part.from, block, entries: null, entriesReadable: entryCount };
    }
    case 'trailer':
      return { code: 'trailer-damaged', offset: part.from, block: null, entriesReadable: entryCount };
  }
}

describe.each(SHAPES)('a ledger of %i entries, %i to a block', (entryCount, blockEntries) => {
  const acts = someActs(entryCount);
  const { bytes: whole } = writeLedger(acts, blockEntries);
  const parts = partsOf(whole, entryCount, blockEntries);

  it('is whole as written', () => {
    expect(damageOf(whole)).toBeNull();
  });

  it('with any bit or whole byte flipped is refused, with the part and its place', () => {
    for (const part of parts) {
      const expected = expectedDamage(part, blockEntries, entryCount);
      for (let at = part.from; at < part.to; at++) {
        for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
          const bytes = new Uint8Array(whole);
          bytes[at] = (bytes[at] ?? 0) ^ mask;
          const damage = damageOf(bytes);
          expect(damage, `byte ${at} (${part.name}) ^ ${mask}`).toMatchObject(expected);
        }
      }
    }
  });

  it('with any byte flipped still yields the entries reported as readable', () => {
    for (const part of parts) {
      for (let at = part.from; at < part.to; at++) {
        const bytes = new Uint8Array(whole);
        bytes[at] = (bytes[at] ?? 0) ^ 0x20;
        const damage = damageOf(bytes);
        const prefix = prefixOf(bytes);
        if (prefix === null) expect(damage?.entriesReadable, `byte ${at}`).toBe(0);
        else {
          expect(prefix.damage, `byte ${at}`).toEqual(damage);
          expect(prefix.acts, `byte ${at}`).toEqual(acts.slice(0, damage?.entriesReadable));
        }
      }
    }
  });

  it('cut off at any length is reported as truncated there, and its whole blocks are readable', () => {
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.subarray(0, length);
      const wholeParts = parts.filter((part) => part.name === 'hash' && part.to <= length);
      const readable = Math.min(entryCount, blockEntries * Math.max(0, wholeParts.length - 1));
      const damage = damageOf(cut);
      expect(damage, `${length} bytes`).toMatchObject({
        code: 'truncated',
        offset: length,
        entriesReadable: readable,
      });
      const prefix = prefixOf(cut);
      if (wholeParts.length === 0) expect(prefix, `${length} bytes`).toBeNull();
      else expect(prefix, `${length} bytes`).toEqual({ acts: acts.slice(0, readable), damage });
    }
  });

  it('followed by anything is refused, and readable in full', () => {
    for (const extra of [Uint8Array.of(0), whole, whole.subarray(-84), utf8Of('garbage')]) {
      const bytes = concat([whole, extra]);
      const damage = damageOf(bytes);
      expect(damage).toMatchObject({
        code: 'trailing-bytes',
        offset: whole.length,
        block: null,
        entriesReadable: entryCount,
      });
      expect(prefixOf(bytes)).toEqual({ acts, damage });
    }
  });
});

describe('an edited ledger', () => {
  const acts = someActs(11);
  const { bytes: whole, pieces } = writeLedger(acts, 4);
  const [header, block1, block2, block3, trailer] = pieces as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];

  it('that is rewritten block by block, but not sealed again, does not match its seal', () => {
    const forged = new Uint8Array(block2);
    forged[20] = 99;
    forged.set(leafHash(digest, forged.subarray(0, -32)), forged.length - 32);
    expect(damageOf(concat([header, block1, forged, block3, trailer]))).toMatchObject({
      code: 'seal-mismatch',
      offset: whole.length - 84,
      message: expect.stringContaining('under another root'),
    });
  });

  it('that lacks its last block does not match its seal', () => {
    expect(damageOf(concat([header, block1, block2, trailer]))).toMatchObject({
      code: 'seal-mismatch',
      message: expect.stringContaining('the trailer seals 11 entries in 3 blocks'),
    });
  });

  it('whose trailer gives other counts under the right root does not match its seal', () => {
    for (const at of [8, 12, 16]) {
      const forged = new Uint8Array(trailer);
      forged[at] = (forged[at] ?? 0) + 1;
      forged.set(digest(forged.subarray(0, 52)), 52);
      const damage = damageOf(concat([header, block1, block2, block3, forged]));
      expect(damage?.code, `byte ${at}`).toBe('seal-mismatch');
      expect(damage?.message, `byte ${at}`).toMatch(
        /^the trailer seals \d+ entries in \d+ blocks \(the file holds 11 in 3\)$/,
      );
    }
  });

  it('with another run’s header does not match its seal', () => {
    const text = utf8Of(new TextDecoder().decode(header.subarray(20, -32)).replace('"42"', '"43"'));
    const forged = concat([header.subarray(0, 20), text]);
    const bytes = concat([forged, leafHash(digest, forged), block1, block2, block3, trailer]);
    expect(damageOf(bytes)?.code).toBe('seal-mismatch');
  });

  it.each<[string, readonly Uint8Array[], string]>([
    ['a block missing from the middle', [header, block1, block3, trailer], 'block 2'],
    ['two blocks exchanged', [header, block2, block1, block3, trailer], 'block 1'],
    ['a block twice', [header, block1, block1, block2, block3, trailer], 'block 2'],
  ])('with %s is damaged at the block that must stand there', (_, edited, where) => {
    const damage = damageOf(concat(edited));
    expect(damage).toMatchObject({ code: 'block-damaged', message: expect.stringContaining('is numbered') });
    expect(damage?.message).toContain(where);
  });

  it('with a block after an incomplete one is damaged at the later one', () => {
    const short = writeLedger(acts.slice(0, 7), 4).pieces;
    const bytes = concat([header, block1, definite(short[2], 'a short block'), block3, trailer]);
    expect(damageOf(bytes)).toMatchObject({ code: 'block-damaged', block: 3, entriesReadable: 7 });
  });

  it('with a block that is empty, or larger than the header says, is damaged there', () => {
    const large = definite(writeLedger(acts, 5).pieces[1], 'a block of 5');
    expect(damageOf(concat([header, large, trailer]))).toMatchObject({
      code: 'block-damaged',
      block: 1,
      message: expect.stringContaining('has an impossible number of entries: 5'),
    });
    const empty = new Uint8Array(48);
    empty.set(block1.subarray(0, 8));
    empty.fill(0xff, 12, 16);
    empty.set(leafHash(digest, empty.subarray(0, 16)), 16);
    expect(damageOf(concat([header, empty, trailer]))?.message).toContain(
      'has an impossible number of entries: 0',
    );
  });

  it('with two wrong places is damaged at the first', () => {
    const bytes = new Uint8Array(whole);
    for (const at of [header.length + 30, whole.length - 90, whole.length - 3]) bytes[at] = ~(bytes[at] ?? 0);
    expect(damageOf(bytes)).toMatchObject({ code: 'block-damaged', block: 1, entriesReadable: 0 });
    expect(prefixOf(bytes)?.acts).toEqual([]);
  });

  it('with garbage in place of a torn write is damaged there, and readable before', () => {
    for (const tail of [new Uint8Array(3), new Uint8Array(15), new Uint8Array(84), new Uint8Array(4096)]) {
      const bytes = concat([header, block1, block2, tail]);
      expect(damageOf(bytes)?.offset, `${tail.length} bytes`).toBe(whole.length - 84 - block3.length);
      expect(prefixOf(bytes)?.acts).toEqual(acts.slice(0, 8));
    }
  });

  it('with a header that matches its hash but lacks required fields cannot be read', () => {
    const good = new TextDecoder().decode(header.subarray(20, -32));
    const bad = [
      'null',
      '[]',
      '7',
      '{}',
      '{',
      '',
      good.replace('"seed":"42"', '"seed":42'),
      good.replace('"entryBytes":24', '"entryBytes":32'),
      good.replace('"blockEntries":4', '"blockEntries":0'),
      good.replace('"blockEntries":4', '"blockEntries":1e9'),
      good.replace('"blockEntries":4', '"blockEntries":"4"'),
    ];
    for (const text of bad) {
      const leaf = new Uint8Array([...header.subarray(0, 20), ...utf8Of(text)]);
      const view = new DataView(leaf.buffer);
      view.setUint32(12, leaf.length - 20, true);
      view.setUint32(16, ~(leaf.length - 20), true);
      const bytes = concat([leaf, leafHash(digest, leaf), block1, block2, block3, trailer]);
      expect(damageOf(bytes), text).toMatchObject({
        code: 'header-damaged',
        message: expect.stringContaining('lacks a field'),
      });
    }
  });

  it('that is another kind of file is not a ledger', () => {
    for (const bytes of [utf8Of('{"json": true}'), utf8Of('MERIDIAM'), new Uint8Array(1000)]) {
      expect(damageOf(bytes)).toMatchObject({ code: 'not-a-ledger', offset: 0 });
    }
  });

  it('of a later version is reported as such, even if nothing else is understood', () => {
    expect(damageOf(utf8Of('MERIDIAN\u0003\0\0\0'))).toMatchObject({
      code: 'unsupported-version',
      message: 'the ledger has format version 3; this version of Meridian reads 2',
    });
  });

  it('is never taken for a whole one, whatever was cut, copied or overwritten', () => {
    const place = fc.nat(whole.length);
    const edit = fc.record({
      from: place,
      to: place,
      bytes: fc.uint8Array({ maxLength: 40 }),
      source: place,
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.boolean(), (edits, copies) => {
        let bytes = whole;
        for (const { from, to, bytes: random, source } of edits) {
          const put = copies ? whole.subarray(source, source + random.length) : random;
          bytes = concat([bytes.subarray(0, from), put, bytes.subarray(Math.max(from, to))]);
        }
        const isSame = Buffer.compare(bytes, whole) === 0;
        const damage = damageOf(bytes);
        expect(damage === null).toBe(isSame);
        if (damage === null) return;
        expect(LEDGER_DAMAGE_CODES).toContain(damage.code);
        expect(damage.offset).toBeLessThanOrEqual(bytes.length);
        expect(damage.remedy).not.toBe('');
        const prefix = prefixOf(bytes);
        expect(prefix?.acts ?? []).toEqual(acts.slice(0, damage.entriesReadable));
      }),
      { numRuns: 2000 },
    );
  });
});
