import { describe, expect, it } from "vitest";
import { lineAttributes, lineFormat, textAttributes, textFormat } from "../../src/model/formats";
import { safeUrl, urlFromInput } from "../../src/model/url";

describe("safeUrl", () => {
  it.each([
    "https://example.org/a?b#c",
    "http://example.org",
    "HTTPS://EXAMPLE.ORG",
    "mailto:a@example.org",
    "tel:+421900000000",
    "#section",
    "/d/other",
  ])("allows %s", (url) => {
    expect(safeUrl(url)).toBe(url);
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " java\nscript:alert(1)",
    "java\u0000script:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "//example.org",
    "/\\example.org",
    "relative",
    "",
    `https://e.org/${"x".repeat(3000)}`,
    null,
    { toString: () => "https://example.org" },
  ])("refuses %j", (url) => {
    expect(safeUrl(url)).toBeNull();
  });
});

describe("urlFromInput", () => {
  it.each([
    ["example.org", "https://example.org"],
    ["example.org/path", "https://example.org/path"],
    ["ada@example.org", "mailto:ada@example.org"],
    [" https://example.org ", "https://example.org"],
    ["#here", "#here"],
    ["javascript:alert(1)", null],
    ["just words", null],
    ["", null],
  ])("reads %j as %j", (input, url) => {
    expect(urlFromInput(input)).toBe(url);
  });
});

describe("line formats", () => {
  it.each([
    [{ header: 2 }],
    [{ list: "checked", indent: 3 }],
    [{ blockquote: true, align: "center", direction: "rtl" }],
    [{ "code-block": "plain" }],
    [{ table: "row-1", custom: 7 }],
    [{}],
  ])("%j is read and written back", (attributes) => {
    expect(lineAttributes(lineFormat(attributes))).toEqual(attributes);
  });

  it.each([
    [{ header: 0 }],
    [{ header: "2" }],
    [{ list: "dotted" }],
    [{ indent: 9 }],
    [{ indent: 1.5 }],
    [{ blockquote: "yes" }],
    [{ "code-block": false }],
    [{ align: "left" }],
    [{ bold: true }],
    [{ custom: { deep: 1 } }],
  ])("%j is no line format", (attributes) => {
    expect(lineAttributes(lineFormat(attributes))).toEqual({});
  });
});

describe("text formats", () => {
  it.each([
    [{ bold: true, code: true }],
    [{ link: "https://example.org" }],
    [{ color: "red", script: "super" }],
  ])("%j is read and written back", (attributes) => {
    expect(textAttributes(textFormat(attributes))).toEqual(attributes);
  });

  it.each([[{ link: "javascript:x" }], [{ header: 1 }], [{ bold: false }], [{ x: [1] }]])(
    "%j is no text format",
    (attributes) => {
      expect(textAttributes(textFormat(attributes))).toEqual({});
    },
  );
});
