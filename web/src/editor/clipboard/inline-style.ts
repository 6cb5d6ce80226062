/** Which inline formats an element of foreign HTML stands for. */
import type { Switch, TextFormat } from "../../model/formats";
import { SWITCHES } from "../../model/formats";
import { safeUrl } from "../../model/url";

const TAGS: Readonly<Record<string, Switch>> = {
  B: "bold",
  STRONG: "bold",
  I: "italic",
  EM: "italic",
  CITE: "italic",
  VAR: "italic",
  U: "underline",
  INS: "underline",
  S: "strike",
  STRIKE: "strike",
  DEL: "strike",
  CODE: "code",
  KBD: "code",
  SAMP: "code",
  TT: "code",
};

/** What a style says: on, off, or nothing. */
type Said = Partial<Record<Switch, boolean>>;

function weight(value: string): boolean | null {
  if (value === "") return null;
  if (value === "normal" || value === "lighter") return false;
  if (value.startsWith("bold")) return true;
  return Number(value) >= 600;
}

function saidByStyle(style: CSSStyleDeclaration): Said {
  const said: Said = {};
  const bold = weight(style.fontWeight);
  if (bold !== null) said.bold = bold;
  if (style.fontStyle) said.italic = /italic|oblique/.test(style.fontStyle);
  const decoration = `${style.textDecoration} ${style.textDecorationLine}`;
  if (/underline/.test(decoration)) said.underline = true;
  if (/line-through/.test(decoration)) said.strike = true;
  return said;
}

/** The format inside `element`, given the one around it. */
export function formatInside(element: HTMLElement, around: TextFormat): TextFormat {
  const on = new Set(around.switches);
  const byTag = TAGS[element.tagName];
  if (byTag) on.add(byTag);
  const said = saidByStyle(element.style);
  const link = element.tagName === "A" ? safeUrl(element.getAttribute("href")) : around.link;
  // Links are underlined by many editors; here they look like links anyway.
  if (link) delete said.underline;
  for (const name of SWITCHES) {
    if (said[name] === true) on.add(name);
    else if (said[name] === false) on.delete(name);
  }
  return { switches: SWITCHES.filter((name) => on.has(name)), link, extra: null };
}
