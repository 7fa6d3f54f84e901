export default {
  extends: "stylelint-config-recommended",
  rules: {
    "no-descending-specificity": null, // the rules are in the order of the page's parts
    "selector-max-id": 1,
    "selector-class-pattern": [
      "^(?:(?:pg|md)-[a-z0-9]+(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?|[a-z]+(-[a-z]+)*)$",
      { message: "write a class as pg-block__element--modifier" },
    ],
  },
};
