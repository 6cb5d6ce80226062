import { Tooltip } from "@mantine/core";
import { texts } from "../app/texts";
import type { AuthorShare } from "../wire/types";
import styles from "./AuthorBar.module.css";
import { colourValue } from "./palette";

/** Who wrote how much of a document: a thin stacked bar, said in words too. */
export function AuthorBar({ shares }: { readonly shares: readonly AuthorShare[] }) {
  const shown = shares.filter((share) => share.share > 0);
  if (shown.length === 0) return <span className={styles.bar} data-empty />;
  const words = texts.list.shares(
    shown
      .map((share) =>
        texts.list.share(shareName(share), Math.max(1, Math.round(share.share * 100))),
      )
      .join(", "),
  );
  return (
    <Tooltip label={words} multiline maw={280}>
      <span className={styles.bar} role="img" aria-label={words}>
        {shown.map((share) => (
          <span
            key={`${share.origin}-${share.person?.id ?? ""}`}
            className={styles.part}
            data-origin={share.origin}
            style={{
              flexGrow: share.share,
              ...(share.origin === "human" && share.person !== null
                ? { backgroundColor: colourValue(share.person.colour) }
                : {}),
            }}
          />
        ))}
      </span>
    </Tooltip>
  );
}

function shareName(share: AuthorShare): string {
  if (share.origin === "adopted") return texts.list.adopted;
  if (share.origin === "other" || share.person === null) return texts.list.otherText;
  return share.person.name;
}
