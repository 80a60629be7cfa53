import { describe, expect, it } from 'vitest';
import { type Column, type Indexed, type NumberOf, numbered, rowAt } from '#base';

type CatIndex = NumberOf<'a cat'>;
type DogIndex = NumberOf<'a dog'>;

const cats: Indexed<CatIndex, string> = ['Tom', 'Minka'];
const rivals: Column<CatIndex, DogIndex> = Int32Array.from([1, 0]);
const cat: CatIndex = 1;
const dog: DogIndex = 1;

// The compiler checks these: an expectation that does not fail is an error of its own.
describe('a number of one kind', () => {
  it('is read from a list by its own kind of index only', () => {
    expect(cats[cat]).toBe('Minka');
    // @ts-expect-error a dog where a cat is wanted
    expect(cats[dog]).toBe('Minka');
    // @ts-expect-error a dog where a cat is wanted
    expect(rowAt(cats, dog)).toBe('Minka');
  });

  it('keeps its kind in a column', () => {
    const rival: DogIndex = rowAt(rivals, cat);
    expect(rival).toBe(0);
    // @ts-expect-error the column holds dogs
    const wrong: CatIndex = rowAt(rivals, cat);
    expect(wrong).toBe(0);
    // @ts-expect-error a cat is not a dog
    rivals[cat] = cat;
  });

  it('is not taken for another kind by a function, a field or a comparison', () => {
    const nameOf = (index: CatIndex) => cats[index];
    const owner: { cat: CatIndex } = { cat };
    // @ts-expect-error a dog where a cat is wanted
    expect(nameOf(dog)).toBe('Minka');
    // @ts-expect-error a dog where a cat is wanted
    owner.cat = dog;
    // @ts-expect-error never equal by their meaning
    expect(cat === dog).toBe(true);
  });

  it('comes with its kind from the methods of a list', () => {
    const found: CatIndex = cats.findIndex((name) => name === 'Minka');
    expect(found).toBe(1);
    for (const [index, name] of cats.entries()) expect(rowAt(cats, index)).toBe(name);
    // @ts-expect-error the list is of cats
    const wrong: readonly DogIndex[] = cats.map((_, index) => index);
    expect(wrong).toEqual([0, 1]);
  });

  it('is a word of its list where words are numbered', () => {
    const { meow } = numbered(['purr', 'meow']);
    const sound: NumberOf<'purr' | 'meow'> = meow;
    // @ts-expect-error a word of another list
    const wrong: NumberOf<'bark'> = meow;
    expect([sound, wrong]).toEqual([1, 1]);
  });
});

describe('rowAt', () => {
  it('stops the program where there is no such row', () => {
    expect(() => rowAt(cats, 2)).toThrow('a list of 2 rows has no row 2');
  });
});
