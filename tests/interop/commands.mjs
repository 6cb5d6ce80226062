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
