/** The text of a document as plain characters, and its digest. */
import { toHexString } from "lib0/buffer";
import { digest } from "lib0/hash/sha256";
import { encodeUtf8 } from "lib0/string";
import type * as Y from "yjs";

const OBJECT_REPLACEMENT = "\uFFFC";

/** The text of `content`, with U+FFFC for every embed. */
export function plainText(content: Y.Text): string {
  const operations: { insert?: unknown }[] = content.toDelta();
  return operations
    .map(({ insert }) => (typeof insert === "string" ? insert : OBJECT_REPLACEMENT))
    .join("");
}

/** Lower-hex SHA-256 of the UTF-8 of `plainText`. */
export function textDigest(content: Y.Text): string {
  return toHexString(digest(encodeUtf8(plainText(content))));
}
