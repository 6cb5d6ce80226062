// Runs an editor for a test: reads commands from standard input, one JSON array [name, ...arguments] a line,
// and answers each with one line of JSON, {"result": ...} or {"error": "..."}.
import { createInterface } from "node:readline";

/** @param {Record<string, (...args: any[]) => unknown>} commands */
export async function serve(commands) {
  process.stdout.write('{"result":"ready"}\n');
  for await (const line of createInterface({ input: process.stdin })) {
    let answer;
    try {
      const [name, ...args] = JSON.parse(line);
      const run = commands[name];
      if (!run) throw new Error(`no command ${name}`);
      answer = { result: (await run(...args)) ?? null };
    } catch (error) {
      answer = { error: String(error?.stack ?? error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  process.exit(0);
}

/** An index of a Delta's text, moved back where it would cut a surrogate pair: no editor puts a caret there. */
export function whole(delta, index) {
  const string = delta.map(({ insert }) => (typeof insert === "string" ? insert : " ")).join("");
  const low = string.charCodeAt(index) & 0xfc00;
  const high = string.charCodeAt(index - 1) & 0xfc00;
  return low === 0xdc00 && high === 0xd800 ? index - 1 : index;
}

/** A range of a Delta's text, both ends moved as `whole` does: [start, length]. */
export function wholeRange(delta, index, length) {
  const start = whole(delta, index);
  return [start, whole(delta, index + length) - start];
}
