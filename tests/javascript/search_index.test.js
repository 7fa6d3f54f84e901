// What the search finds, whatever of it a reader remembers or mistypes, in scripts with spaces and without.

import assert from "node:assert/strict";
import { test } from "node:test";

import { finder, wordsOf } from "../../src/pathgen/site/assets/search_index.js";

const RECORDS = [
  { title: "Generative adversarial network", words: "gan" },
  { title: "Long short-term memory", words: "lstm", text: "Keeps what a list forgets." },
  { title: "Theano", text: "Por Jürgen, en español: introducción." },
  { title: "Backpropagation" },
  { title: "C# in depth" },
  { title: "C++ primer" },
  { title: "深度学习入门" },
  { title: "ディープラーニング入門" },
  { title: "การเรียนรู้เชิงลึก" },
  { title: "التعلّم العميق" },
  { title: "About backpropagation", rank: 3 },
];
const find = await finder(RECORDS);
const first = (asked) => find(asked).found[0]?.title;

for (const [asked, title] of Object.entries({
  gan: "Generative adversarial network",
  GANs: undefined,
  "adversarial gen": "Generative adversarial network",
  "short term": "Long short-term memory",
  jurgen: "Theano",
  Español: "Theano",
  introduccion: "Theano",
  backpropagation: "Backpropagation",
  "c#": "C# in depth",
  "C++": "C++ primer",
  学习: "深度学习入门",
  习入: "深度学习入门",
  门: "深度学习入门",
  ラーニング: "ディープラーニング入門",
  เรียน: "การเรียนรู้เชิงลึก",
  التعلم: "التعلّم العميق",
})) {
  test(`${asked} is found as it is written`, () => {
    assert.equal(find(asked).isExact ? first(asked) : undefined, title);
  });
}

for (const [asked, title] of Object.entries({
  ltsm: "Long short-term memory",
  theno: "Theano",
  backpropogation: "Backpropagation",
  GANs: "Generative adversarial network",
  "how does the theano work": "Theano",
})) {
  test(`${asked} is found as something similar, and that is said`, () => {
    assert.deepEqual([first(asked), find(asked).isExact], [title, false]);
  });
}

test("nothing asked for finds nothing, and so do words that are nowhere", () => {
  for (const asked of ["", "  ", "?!", "xyzzyx"]) assert.deepEqual(find(asked).found, [], asked);
});

test("letters in another order are no typo where the script has no spaces", () => {
  assert.deepEqual(find("习学").found, []);
});

test("words are without accents and capitals", () => {
  assert.deepEqual(wordsOf("L’Été: naïve C++, word2vec!"), ["lete", "naive", "c++", "word2vec"]);
});
