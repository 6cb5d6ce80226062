/** What identifies the content of a passage, as the server computes it (crdt/SPEC.md E5). */
import { toHexString } from "lib0/buffer";
import { digest } from "lib0/hash/sha256";
import { encodeUtf8 } from "lib0/string";

/** Runs of characters that Unicode calls white space. */
const WHITE_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;

/** What a text says: NFC, runs of white space as one space, none at the ends. */
export function normalised(text: string): string {
  const spaced = text.normalize("NFC").replace(WHITE_SPACE, " ");
  return spaced.replace(/^ | $/g, "");
}

/** Lower-hex SHA-256 of what a text says. */
export function contentHash(text: string): string {
  return toHexString(digest(encodeUtf8(normalised(text))));
}
