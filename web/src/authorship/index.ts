/** Who wrote what: over the text, on a card and in a legend. */
export { type Authorship, AuthorshipLayer, useAuthorship } from "./AuthorshipLayer";
export { Legend } from "./Legend";
export { authorshipShown, setAuthorshipShown } from "./shown";
