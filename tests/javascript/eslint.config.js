// The scripts of the site, and the tests of those that need no browser.

import js from "@eslint/js";
import globals from "globals";

const RULES = {
  ...js.configs.recommended.rules,
  eqeqeq: "error",
  "no-implicit-globals": "error",
  "no-shadow": "error",
  "no-unused-expressions": "error",
  "no-useless-return": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
};

export default [
  { ignores: ["src/pathgen/site/assets/minisearch.js"] }, // a library, as it was published
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["src/pathgen/site/assets/*.js"], languageOptions: { globals: globals.browser }, rules: RULES },
  { files: ["src/pathgen/site/assets/sw.js"], languageOptions: { globals: globals.serviceworker } },
  {
    files: ["src/pathgen/site/assets/early.js"],
    languageOptions: { sourceType: "script", globals: { __md_get: "readonly", __md_set: "readonly" } }, // the theme's
  },
  { files: ["tests/javascript/*.js"], languageOptions: { globals: globals.node }, rules: RULES },
];
