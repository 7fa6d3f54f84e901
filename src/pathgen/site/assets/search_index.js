// Finds records by words: as they are written, else by similar ones. In scripts without spaces, by pairs of letters.

import MiniSearch from "./minisearch.js";

// Accents of Latin, Greek and Cyrillic letters, the vowel signs of Arabic, and what stretches its words.
const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670]|\u0640/g;
const WORD = /[\p{L}\p{N}\p{M}]+[#+]*/gu; // C# and C++ are words
const UNSPACED = /([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+)/u;
const BOOSTS = [2, 1.4, 1, 0.4]; // for the ranks of search_records.py

/** Return the words of a text without accents and capitals. `isAsked`: as they are looked for, not kept. */
export function wordsOf(text, isAsked = false) {
  const plain = text.normalize("NFKD").replace(MARKS, "").normalize("NFKC").replace(/['’]/g, "").toLowerCase();
  return (plain.match(WORD) ?? []).flatMap((word) => split(word, isAsked));
}

/** Split what is written without spaces from the rest of a word, and into pairs of letters. */
function split(word, isAsked) {
  if (!UNSPACED.test(word)) return [word];
  return word.split(UNSPACED).filter(Boolean).flatMap((part) => {
    if (!UNSPACED.test(part)) return [part];
    const letters = [...part];
    const pairs = letters.slice(1).map((letter, number) => letters[number] + letter);
    return isAsked && pairs.length ? pairs : [...pairs, letters.at(-1)];
  });
}

/** Return a word with each two neighbouring letters swapped: the typo that counts as two. */
function swapped(word) {
  const pairs = word.length < 4 ? 0 : word.length - 1;
  return Array.from({ length: pairs }, (_, at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2));
}

const mistakes = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/**
 * Return a function that returns the records for what is asked, the best first, and whether all of its words are in
 * them: else similar words are, else some of them.
 */
export async function finder(records) {
  const index = new MiniSearch({
    fields: ["title", "words", "text"],
    tokenize: (text) => wordsOf(text),
    processTerm: (word) => word,
  });
  await index.addAllAsync(records.map((record, id) => ({ id, ...record })), { chunkSize: 50 }); // the reader types meanwhile

  const search = (words, isSimilar, combineWith) => {
    const queries = words.map((word) => ({
      combineWith: "OR",
      queries: [word, ...(isSimilar ? [{ combineWith: "OR", fuzzy: 0, prefix: false, queries: swapped(word) }] : [])],
    }));
    const found = index.search({ combineWith, queries }, {
      tokenize: (word) => [word],
      boost: { title: 4, words: 3 },
      boostDocument: (id) => BOOSTS[records[id].rank ?? 0],
      prefix: (word) => word.length > 1,
      fuzzy: isSimilar && mistakes,
    });
    return found.map(({ id }) => records[id]);
  };
  const ways = [[false, "AND"], [true, "AND"], [false, "OR"]];
  return (asked) => {
    const words = wordsOf(asked, true);
    for (const way of words.length ? ways : []) {
      const found = search(words, ...way);
      if (found.length) return { words, found, isExact: way === ways[0] };
    }
    return { words, found: [], isExact: false };
  };
}
