// Lets the scripts of this folder import the packages of web/: `node --import ./web-modules.mjs SCRIPT`.
import { register } from "node:module";

const web = new URL("../../web/package.json", import.meta.url).href;
const here = new URL("./", import.meta.url).href;
const hook = `
export function resolve(specifier, context, next) {
  const bare = !/^(\\.|\\/|node:|file:|data:)/.test(specifier);
  const ours = context.parentURL?.startsWith(${JSON.stringify(here)});
  return next(specifier, bare && ours ? { ...context, parentURL: ${JSON.stringify(web)} } : context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
