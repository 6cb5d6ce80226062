/** Markdown shortcuts. They format and delete only; nothing typed is written a second time. */
import { InputRule, inputRules, undoInputRule } from "prosemirror-inputrules";
import type { Command, EditorState, Plugin, Transaction } from "prosemirror-state";
import type { LineFormat, Switch } from "../model/formats";
import { setLineFormat } from "./apply-change";
import { putDivider } from "./divider";
import { plainFormat } from "./lines";
import { claim, noteDeleted } from "./meta";
import { formatOf, schema } from "./schema";

type Change = (format: LineFormat, match: RegExpMatchArray) => LineFormat;

/** Whether anything in a range is code, where signs are only signs. */
const inCode = ({ doc }: EditorState, from: number, to: number): boolean =>
  formatOf(doc.resolve(from).parent).codeBlock !== null ||
  doc.rangeHasMark(from, to, schema.marks.code);

/** A shortcut at the start of a line: what was typed goes, the line gets a format. */
function lineRule(pattern: RegExp, change: Change): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const $start = state.doc.resolve(start);
    if (formatOf($start.parent).codeBlock !== null) return null;
    const format = formatOf($start.parent);
    const tr = state.tr.delete(start, end);
    setLineFormat(tr, $start.index(0), change(format, match));
    return noteDeleted(tr);
  });
}

/** A shortcut around words: the signs go, the words between get a format. */
function switchRule(pattern: RegExp, sign: string, name: Switch): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const words = match[1];
    if (!words) return null;
    // The last sign's last character is being typed and is not in the text yet.
    const open = start + match[0].indexOf(sign + words);
    const close = open + sign.length + words.length;
    if (inCode(state, open, close)) return null;
    const { tr } = state;
    tr.delete(close, end);
    tr.delete(open, open + sign.length);
    tr.addMark(open, open + words.length, schema.marks[name].create());
    return noteDeleted(tr).removeStoredMark(schema.marks[name]);
  });
}

const list =
  (kind: "bullet" | "ordered" | "unchecked" | "checked"): Change =>
  (format) => ({
    ...plainFormat(format),
    list: kind,
    indent: format.indent,
  });

function dividerRule(): InputRule {
  return new InputRule(/^---$/, (state, _match, start, end) => {
    const tr = state.tr.delete(start, end);
    const { parent } = tr.doc.resolve(start);
    if (formatOf(parent).codeBlock !== null || parent.content.size > 0) return null;
    return noteDeleted(putDivider(tr));
  });
}

/** Takes a shortcut back that was typed just now: the signs are there again, and mean nothing. */
export const takeRuleBack: Command = (state, dispatch) => {
  const rules = state.plugins.find(({ spec }) => spec.isInputRules);
  const done = rules?.getState(state) as { readonly transform: Transaction } | null | undefined;
  if (!done) return false;
  const claimed =
    dispatch && ((tr: Transaction) => dispatch(claim(tr, { takesBack: done.transform })));
  return undoInputRule(state, claimed);
};

/** `# `, `- `, `1. `, `[] `, `> `, ```` ``` ````, `---`, and `**`, `*`, `` ` ``, `~~` around words. */
export function inputRulesPlugin(): Plugin {
  return inputRules({
    rules: [
      lineRule(/^(#{1,3}) $/, (format, match) => ({
        ...plainFormat(format),
        header: match[1]?.length ?? 1,
      })),
      lineRule(/^\[ ?\] $/, list("unchecked")),
      lineRule(/^\[x\] $/i, list("checked")),
      lineRule(/^[-*] $/, list("bullet")),
      lineRule(/^1[.)] $/, list("ordered")),
      lineRule(/^> $/, (format) => ({ ...plainFormat(format), blockquote: true })),
      lineRule(/^```$/, (format) => ({ ...plainFormat(format), codeBlock: true })),
      dividerRule(),
      switchRule(/(?:^|[^*])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, "**", "bold"),
      switchRule(/(?:^|[^*\w])\*([^*\s](?:[^*]*[^*\s])?)\*$/, "*", "italic"),
      switchRule(/(?:^|[^_\w])_([^_\s](?:[^_]*[^_\s])?)_$/, "_", "italic"),
      switchRule(/(?:^|[^`])`([^`\s](?:[^`]*[^`\s])?)`$/, "`", "code"),
      switchRule(/(?:^|[^~])~~([^~\s](?:[^~]*[^~\s])?)~~$/, "~~", "strike"),
    ],
  });
}
