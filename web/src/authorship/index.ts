/** Who wrote what: over the text, on a card and in a legend. */
export { AuthorshipLayer } from "./AuthorshipLayer";
export { FilterBar } from "./FilterBar";
export { Legend } from "./Legend";
export { authorshipShown, setAuthorshipShown } from "./shown";
export { type Authorship, useAuthorship, useShownPresence } from "./use-authorship";
