// What ESLint checks in the extension, its tests and the tools beside this file.
import js from "@eslint/js";
import jsdoc from "eslint-plugin-jsdoc";
import globals from "globals";

const SAFE_DOM = [
  ["innerHTML", "outerHTML"].map((property) => ({
    selector: `AssignmentExpression[left.property.name="${property}"]`,
    message: "Build elements, or parse with DOMParser: a page or an answer must never become markup here.",
  })),
  ['[callee.property.name="insertAdjacentHTML"]', '[callee.object.name="document"][callee.property.name=/^write/]'].map((what) => ({
    selector: `CallExpression${what}`,
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
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" }],
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
    plugins: JSDOC.plugins,
    rules: { ...RULES, ...JSDOC.rules },
  },
  {
    // Content scripts cannot be modules: each is one function on a shared namespace, declared in globals.d.ts.
    files: ["**/extension/page/**/*.js"],
    languageOptions: { sourceType: "script", globals: { cuecard: "readonly" } },
    rules: { "max-lines-per-function": "off" },
  },
  {
    // Injected as one self-contained function.
    files: ["**/extension/main-world/**/*.js"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    files: ["sidecar/**/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
    plugins: JSDOC.plugins,
    rules: { ...RULES, ...JSDOC.rules },
  },
  {
    files: ["tests/**/*.{js,mjs}"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.node, ...globals.browser } },
    rules: { ...RULES, "no-console": "off", "no-restricted-syntax": "off" },
  },
];
