// dependency-cruiser reads .tsx as .ts with this parser (sverweij/dependency-cruiser#1081), and the
// release that does not needs Node 22; its other parser needs TypeScript 5.
const swc = require("@swc/core");
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith("x") });

/** Who may know whom in the front end (docs/architecture.md). */
const folders = "^src/(app|wire|model|sync|editor|authorship|assist|comments|history|people|ui)/";
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "model-is-pure",
      comment:
        "model/ holds values and pure functions: no DOM library, no network, no other folder",
      severity: "error",
      from: { path: "^src/model/", pathNot: "\\.test\\.ts$" },
      to: { path: folders, pathNot: "^src/model/" },
    },
    {
      name: "model-no-react",
      severity: "error",
      from: { path: "^src/model/" },
      to: { path: "node_modules/(react|@mantine|prosemirror-|yjs)" },
    },
    {
      name: "editor-write-door",
      comment:
        "law 1: only placing a suggestion and restoring a version may write through the editor",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(editor/|assist/placing|history/restore)" },
      to: { path: "^src/editor/write-door" },
    },
    {
      name: "assist-cannot-reach-the-document",
      severity: "error",
      from: { path: "^src/assist/", pathNot: "^src/assist/placing" },
      to: { path: "node_modules/(yjs|y-protocols|prosemirror-)" },
    },
    {
      name: "yjs-wire-only-in-sync",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(sync|editor)/" },
      to: { path: "node_modules/(y-protocols|y-indexeddb)" },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: "(main\\.tsx|\\.test\\.tsx?|\\.d\\.ts)$" },
      to: {},
    },
    {
      name: "not-to-test",
      severity: "error",
      from: { pathNot: "\\.test\\.tsx?$|^test/" },
      to: { path: "\\.test\\.tsx?$|^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js", ".json", ".css"] },
  },
};
