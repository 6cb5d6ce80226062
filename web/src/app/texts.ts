/**
 * Every text people read in the application, in one catalogue.
 *
 * English is the first language; another one is another object of type `Texts`.
 */

import { plural } from "./plural";
import { deskTexts } from "./texts-desk";

const english = {
  product: "Byline",

  common: {
    cancel: "Cancel",
    close: "Close",
    save: "Save",
    undo: "Undo",
    tryAgain: "Try again",
    loading: "Loading…",
    you: "you",
    goToDocuments: "Go to your documents",
    reload: "Reload the page",
    skipToPage: "Skip to the page",
  },

  roles: {
    coordinator: "Coordinator",
    writer: "Writer",
    reviewer: "Reviewer",
    reader: "Reader",
  },

  roleHints: {
    coordinator: "Writes, shares, renames and deletes",
    writer: "Writes and asks for suggestions",
    reviewer: "Reads, comments, and checks who wrote what",
    reader: "Reads",
  },

  list: {
    heading: "Documents",
    newDocument: "New document",
    search: "Search titles and people",
    emptyHeading: "No documents yet",
    emptyText: "A document here is for writing together. It remembers who wrote every word.",
    noMatch: (query: string) => `Nothing matches “${query}”.`,
    clearSearch: "Clear the search",
    untitled: "Untitled",
    lastWrittenBy: (name: string) => `${name} wrote last`,
    notWrittenYet: "Nobody has written here yet",
    rename: "Rename",
    delete: "Delete",
    actions: (title: string) => `Actions for ${title}`,
    renameHeading: "Rename the document",
    renameField: "Title",
    deleted: (title: string) => `“${title}” was deleted.`,
    restored: (title: string) => `“${title}” is back.`,
    shares: (parts: string) => `Written by: ${parts}`,
    share: (name: string, percent: number) => `${name} ${percent} %`,
    adopted: "Adopted suggestions",
    otherText: "Pasted, imported or unknown",
    failed: "The list of documents could not be loaded",
    failedText: "Your documents are safe on the server.",
  },

  arrive: {
    heading: "What should others call you?",
    lead: "Your name is shown beside the words you write.",
    name: "Your name",
    start: "Start writing",
    haveAccount: "I have an account",
  },

  account: {
    signIn: "Sign in",
    signInHeading: "Sign in to Byline",
    createHeading: "Create an account",
    create: "Create account",
    login: "Name or e-mail",
    password: "Password",
    passwordHint: "At least 10 characters. A sentence works well.",
    displayName: "Name others see",
    noAccount: "No account yet? Create one",
    hasAccount: "Have an account? Sign in",
    signOut: "Sign out",
    signOutHeading: "Not everything is saved",
    signOutUnsaved: (changes: number, drafts: number) => {
      const parts = [
        ...(changes > 0 ? [plural(changes, "change", "changes")] : []),
        ...(drafts > 0 ? [plural(drafts, "version put aside", "versions put aside")] : []),
      ];
      return `Only this device has ${parts.join(" and ")}. Signing out removes what this device keeps.`;
    },
    stay: "Stay signed in",
    signOutAnyway: "Sign out and lose them",
    profile: "Your name and colour",
    profileHeading: "Your name and colour",
    consent: "My words may be sent to a language model",
    consentHint: "In every document. If not, they are left out of what is sent, whoever asks.",
    colour: "Colour of your words",
    signedInAs: (name: string) => `Signed in as ${name}`,
    pickName: "Continue as a guest",
    saved: "Saved. Others see it at once.",
    nameEmpty: "Please enter a name.",
  },

  join: {
    heading: (title: string) => `You are invited to “${title}”`,
    as: (role: string) => `You join as: ${role}`,
    join: "Open the document",
    failed: "This invitation no longer works. Ask the person who sent it for a new one.",
  },

  page: {
    title: "Title",
    titleHint: "Untitled",
    outline: "Outline",
    showOutline: "Show the outline",
    hideOutline: "Hide the outline",
    outlineEmpty: "Headings appear here.",
    documents: "All documents",
    share: "Share",
    more: "More",
    numbers: "Numbers and report",
    people: "People here",
    jumpTo: (name: string) => `Go to where ${name} is`,
    hereIdle: (name: string) => `${name} is here, without a caret in the text`,
    morePeople: (n: number) => `and ${n} more`,
    readOnly: "You can read this document. Ask a coordinator if you need to write.",
    theme: "Appearance",
    themeLight: "Light",
    themeDark: "Dark",
    themeAuto: "As the system",
    toSans: "Page in sans serif",
    toSerif: "Page in serif",
    shortcuts: "Keyboard shortcuts",
    panelToLeft: "Panel on the left",
    panelToRight: "Panel on the right",
    panel: "Side panel",
    showPanel: "Show the side panel",
    hidePanel: "Hide the side panel",
    resizePanel: "Width of the side panel",
    raisePanel: "Raise the panel",
    lowerPanel: "Lower the panel",
    suggestTab: "Suggest",
    commentsTab: "Comments",
    unread: (n: number) => `, ${n} unread`,
    authorsTab: "Authors",
    tabs: "Parts of the panel",
    skeleton: "The document is being loaded",
    authorship: "Authorship",
    history: "History",
    titleFailed: "The title was not changed. Please try again.",
  },

  status: {
    connecting: "Connecting…",
    loading: "Loading…",
    saved: "Saved",
    saving: "Saving…",
    offline: (n: number) =>
      n === 0
        ? "Offline, nothing unsaved"
        : `Offline, ${plural(n, "change", "changes")} kept on this device`,
    offlineNotKept: (n: number) =>
      `Offline, ${plural(n, "change", "changes")} unsaved: keep this page open`,
    refused: (message: string) => `Not saved: ${message}`,
    signedOut: "You are signed out",
    signedOutUnsaved: (n: number) =>
      `Signed out, ${plural(n, "change", "changes")} kept on this device`,
    gone: "This document is gone",
  },

  trouble: {
    goneHeading: "This document cannot be opened",
    goneText:
      "It was deleted, or you were not given access to it. If a coordinator deleted it, they can bring it back for 30 days.",
    revokedHeading: "You no longer have access",
    signedOutHeading: "You are signed out",
    signedOutText: "Changes that were not saved yet are kept on this device. Sign in to go on.",
    offlineHeading: "The document cannot be loaded",
    unreachableHeading: "The server cannot be reached",
    waiting: "Nothing is lost. The page goes on as soon as the server answers.",
    offlineText:
      "The server cannot be reached and this device has no copy yet. Nothing is lost; the page tries again by itself.",
    crashHeading: "Something went wrong on this page",
    crashText: "Your words up to the last “Saved” are on the server. Reload to go on.",
    draftHeading: "Some changes could not be saved",
    draftText: (reason: string) =>
      `${reason} Your version is kept here so that you can copy what you need from it.`,
    draftShow: "Show it",
    draftCopy: "Copy the text",
    draftCopied: "Copied.",
    draftCopyFailed:
      "This browser does not let the page copy. Select the text and copy it by hand.",
    draftDiscard: "Discard it",
    network: "The server cannot be reached. Check the connection and try again.",
    notFoundHeading: "There is nothing at this address",
  },

  share: {
    heading: "Share",
    people: "People with access",
    role: (name: string) => `Role of ${name}`,
    remove: (name: string) => `Remove ${name}`,
    you: "(you)",
    linkHeading: "Invite with a link",
    linkLead: "Whoever has the link may join with this role until it expires.",
    linkRole: "Role",
    linkExpiry: "Expires",
    create: "Create link",
    copy: "Copy link",
    copied: "Link copied.",
    copyFailed: "The link could not be copied. It is selected; copy it by hand.",
    link: "Invitation link",
    pending: "Open invitations",
    pendingItem: (role: string, when: string) => `${role}, expires ${when}`,
    noExpiry: "does not expire",
    revoke: "Revoke",
    revoked: "The link no longer works.",
    onlyOnce: "The link is shown only now. Copy it before you close this.",
    openLink: "Address of this document",
    openNote: "This server is open: anybody who can reach it can open this document and write.",
    mayNotManage: "Only a coordinator can change who has access.",
    failed: "The people of this document could not be loaded.",
    expiries: { day: "In a day", week: "In a week", month: "In 30 days" },
  },

  shortcuts: {
    heading: "Keyboard shortcuts",
    groups: { write: "Write", suggest: "Suggestions", see: "See" },
    items: {
      bold: "Bold, italic, underline",
      link: "Link",
      headings: "Heading 1 to 3",
      lists: "Numbered, bullet, check list",
      indent: "Indent, outdent a list",
      moveLine: "Move a line up, down",
      undo: "Undo, redo",
      markdown: "Markdown at the start of a line",
      ask: "Ask about the selection",
      comment: "Comment on the selection",
      stop: "Stop the suggestions, cancel placing",
      place: "While placing: move, then place",
      authorship: "Show who wrote what",
      nextAuthor: "Next, previous change of author, while shown",
      history: "History, back to the page",
      shortcuts: "This list",
      toolbar: "Go to the toolbar",
      panel: "Go to the panel, back to the page",
    },
  },

  assist: {
    heading: "Suggest",
    lead: "Select text, or put the caret in a paragraph. Suggestions appear here and stay here until you place one.",
    noPassage:
      "There is no text at the caret yet. Write a sentence first, then ask for other ways to say it.",
    scopeGroup: "Ask about",
    scopes: {
      selection: "Selection",
      paragraph: "Paragraph",
      section: "Section",
      document: "Document",
    },
    about: {
      selection: (words: number) => `About ${plural(words, "word", "words")} you selected`,
      paragraph: (words: number) =>
        `About the paragraph at the caret, ${plural(words, "word", "words")}`,
      section: (words: number) =>
        `About the section at the caret, ${plural(words, "word", "words")}`,
      document: (words: number) => `About the whole document, ${plural(words, "word", "words")}`,
    },
    whatIsSent: "What will be sent",
    whatWasSent: "What was sent",
    sentTo: (model: string) => `Goes to: ${model}`,
    sentPassage: "The text you ask about",
    sentBefore: "Text before it, so that it fits",
    sentAfter: "Text after it",
    sentInstruction: "Your instruction",
    sentTurnedDown: "Turned down before",
    sentNothing: "nothing",
    recipes: {
      rephrase: "Rephrase",
      shorten: "Shorten",
      plain: "Plain",
      formal: "Formal",
      friendlier: "Friendlier",
      custom: "Own instruction",
      challenge: "Challenge it",
      missing: "What is missing",
      explain: "Explain",
      continue: "Continue",
      summarise: "Summarise",
    },
    recipeGroup: "Ask for",
    remarkGroup: "Ask about it",
    instruction: "Ask for something else",
    ask: "Ask",
    askAgain: "Ask again",
    noneOfThese: "None of these",
    tooLong: (max: number) =>
      `This passage is too long to ask about. Select less than ${max} characters.`,
    disabled: "The assistant is switched off on this server.",
    readOnly: "You can read this document but not ask for suggestions in it.",
    offline: "Suggestions need the server. They come back when you are connected.",
    states: {
      asking: "Asking",
      writing: "Writing",
      ready: "Ready",
      stopped: "Stopped",
      failed: "Failed",
    },
    card: (number: number | null, label: string) =>
      number === null ? label : `Suggestion S${number}, ${label}`,
    number: (n: number) => `S${n}`,
    words: (n: number) => plural(n, "word", "words"),
    place: "Place…",
    placePart: "Place the selected part…",
    edit: "Edit",
    editCard: (card: string) => `Edit ${card}`,
    editing: (card: string) => `Text of ${card}`,
    editHint: "Words you change or add count as yours, the others as the suggestion’s.",
    edited: "Edited",
    editDone: "Edited. Words you changed or added count as yours.",
    done: "Done",
    reset: "Reset",
    resetDone: "The suggestion is as it came.",
    stop: "Stop",
    stopAll: "Stop all",
    dismiss: "Dismiss",
    dismissAll: "Dismiss these",
    drag: (name: string) => `Drag ${name} into the text`,
    dragHint: "Drag into the text",
    added: "added",
    removed: "removed",
    rules: (n: number) => plural(n, "rule applied", "rules applied"),
    search: "Search your requests",
    noMatch: (wanted: string) => `Nothing you asked has “${wanted}” in it.`,
    showEarlier: (n: number) => `Show earlier requests (${n})`,
    askedBy: (name: string) => `Asked by ${name}`,
    sharedBy: (name: string) => `Shared by ${name}`,
    sharedByYou: "Shared with the team",
    like: "Good",
    dislike: "Not good",
    liked: (n: number) => (n === 0 ? "" : `${n} of the team like it`),
    pin: "Pin",
    unpin: "Unpin",
    share: "Share with team",
    unshare: "Stop sharing",
    shared: "Shared with the team",
    unshared: "Not shared any more",
    markFailed: "That could not be saved. Try again when you are connected.",
    ownRecipe: "A recipe of the team",
    round: (n: number, of: number) => `${n} of ${of}`,
    roundBefore: "Earlier answers",
    roundAfter: "Later answers",
    model: "Model",
    modelFirst: "The first that answers",
    leftOut: (n: number) =>
      `${plural(n, "stretch", "stretches")} left out, shown as […]: their writers do not want their words sent to a model.`,
    usedUp: (used: number, limit: number) => `${used} of ${limit} requests used today`,
    settings: "Brief, recipes and rules",
    reason: "Why you place it, in a line",
    reasonHint: "The coordinator asks for a reason before a suggestion is placed.",
    secondPerson: "Somebody else reviews what you place from here.",
    reasonFailed: "The reason for this placing could not be saved.",
    teammate: {
      ask: "Ask a teammate",
      nobody: "Nobody else is in this document yet. Share it first.",
      asked: (name: string) => `${name} was asked`,
      waiting: "Waiting",
      takeBack: "Take back",
      heading: "Asked of you",
      wants: (name: string) => `${name} would like your wording of this`,
      answer: "Your wording",
      send: "Send",
      decline: "Decline",
      sent: "Your wording was sent.",
      name: "A teammate’s wording",
      failed: "The question could not be sent.",
    },
    took: (seconds: string) => `${seconds} s`,
    tokens: (n: number) => plural(n, "token", "tokens"),
    costUnder: (dollars: string) => `under ${dollars}`,
    same: "The same as the passage.",
    unreachable: "The suggestions could not be fetched. The document is untouched.",
    cut: "The answer broke off before it was complete. The document is untouched.",
    ready: (n: number) => `${plural(n, "suggestion", "suggestions")} ready`,
    placing: {
      bar: "Placing",
      pointer: "Click the spot, or the passage to replace it.",
      touch: "Tap the spot, or the passage to replace it.",
      keys: "Arrow keys move, Enter places, Esc cancels.",
      onPassage: "Replaces the passage",
      onSelection: "Replaces the selection",
      between: (before: string, after: string) =>
        before === "" && after === ""
          ? "In an empty line"
          : before === ""
            ? `At the start of “${after}”`
            : after === ""
              ? `At the end of “${before}”`
              : `Between “${before}” and “${after}”`,
      cancel: "Cancel",
      cancelled: "Placing cancelled. The document is untouched.",
      started: (number: number | null) =>
        `Placing ${number === null ? "the suggestion" : `suggestion S${number}`}. Arrow keys move the mark, Enter places, Escape cancels.`,
      placed: (words: number, number: number | null) =>
        number === null
          ? `Placed ${plural(words, "word", "words")}`
          : `Placed ${plural(words, "word", "words")} from suggestion S${number}`,
      notThere: "Nothing was placed: you may not write in this document.",
    },
  },
  desk: deskTexts,
} as const;

type Loose<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : { readonly [K in keyof T]: Loose<T[K]> };

/** The shape a translation fills in. */
export type Texts = Loose<typeof english>;

export const texts: Texts = english;
