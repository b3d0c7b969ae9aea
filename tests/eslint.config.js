// What ESLint checks in the extension, its tests and the tools beside this file.
import js from "@eslint/js";
import jsdoc from "eslint-plugin-jsdoc";
import globals from "globals";

const SAFE_DOM = [
  ["innerHTML", "outerHTML"].map((property) => ({
    selector: `AssignmentExpression[left.property.name="${property}"]`,
    message: "Build elements, or parse with DOMParser: a page or an answer must never become markup here.",
  })),
  ["insertAdjacentHTML", "write", "writeln"].map((method) => ({
    selector: `CallExpression[callee.property.name="${method}"][callee.object.name!="writer"]`,
    message: "Build elements instead of writing markup.",
  })),
].flat();

const RULES = {
  ...js.configs.recommended.rules,
  curly: ["error", "multi-line"],
  eqeqeq: ["error", "smart"],
  "func-style": ["error", "declaration", { allowArrowFunctions: true }],
  "max-depth": ["error", 4],
  "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
  "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true, IIFEs: false }],
  "no-console": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-restricted-syntax": ["error", ...SAFE_DOM],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none" }],
};

const JSDOC = {
  plugins: { jsdoc },
  rules: {
    "jsdoc/require-jsdoc": ["error", { publicOnly: true, require: { FunctionDeclaration: true } }],
    "jsdoc/check-param-names": "error",
    "jsdoc/check-tag-names": ["error", { definedTags: ["ts-expect-error"] }],
  },
};

export default [
  { ignores: ["**/node_modules/", "**/build/", "**/output/", "**/vendor/"] },
  {
    files: ["**/extension/**/*.js"],
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: "module",
      globals: { ...globals.browser, ...globals.webextensions },
    },
    rules: RULES,
    ...JSDOC,
  },
  {
    // Content scripts cannot be modules: each is one function on a shared namespace, declared in globals.d.ts.
    files: ["**/extension/page/**/*.js"],
    languageOptions: { sourceType: "script", globals: { cuecard: "readonly" } },
  },
  {
    files: ["sidecar/**/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
    rules: RULES,
    ...JSDOC,
  },
  {
    files: ["tests/**/*.{js,mjs}"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.node, ...globals.browser } },
    rules: { ...RULES, "no-console": "off", "no-restricted-syntax": "off" },
  },
];
