/** Texts about taking a report away. */
import type { ReportFormat } from "../wire/numbers";

export const reportTexts = {
  heading: "Take a report",
  lead: "Contributors with their roles, passages with their origin, suggestions with model and instruction, reviews, what cannot be known, sentences for disclosure, and the proof. That you looked at it or took it is entered in the history of the document.",
  formats: {
    html: { name: "Web page (HTML)", text: "One file to read, offline too, and to print." },
    pdf: { name: "PDF", text: "For print and for the files, with the signed data attached." },
    json: { name: "JSON, signed", text: "For programs; byline verify checks its signature." },
    prov: { name: "W3C PROV-JSON", text: "Provenance for archives and other tools." },
    bundle: {
      name: "Verifiable bundle",
      text: "The whole history; byline verify checks every character of it, offline.",
    },
  } satisfies Record<ReportFormat, { readonly name: string; readonly text: string }>,
  preview: "Preview",
  previewOf: "Preview of the report",
  save: "Save",
  saveOf: (name: string) => `Save as ${name}`,
  saved: (file: string) => `${file} was saved.`,
};
