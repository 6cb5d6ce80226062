import { ActionIcon, Button, Title, Tooltip } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, useEffect } from "react";
import { Link } from "wouter";
import { PageSkeleton } from "../app/Skeletons";
import { texts } from "../app/texts";
import { errorText } from "../people/FormError";
import { TakeReport } from "../report/TakeReport";
import { Notice } from "../ui/Notice";
import { api } from "../wire/api";
import type { Definition, Numbers } from "../wire/numbers";
import { Figure } from "./Figure";
import { dayRows, editRows, effortRows, shareNow, shareRows, suggestionRows } from "./figures";
import styles from "./Numbers.module.css";
import { percent, numbersTexts as words } from "./texts";

const charts = () => import("./charts");
const SharesChart = lazy(() => charts().then(({ SharesChart }) => ({ default: SharesChart })));
const EffortChart = lazy(() => charts().then(({ EffortChart }) => ({ default: EffortChart })));
const DaysChart = lazy(() => charts().then(({ DaysChart }) => ({ default: DaysChart })));
const EditsChart = lazy(() => charts().then(({ EditsChart }) => ({ default: EditsChart })));
const SuggestionsChart = lazy(() =>
  charts().then(({ SuggestionsChart }) => ({ default: SuggestionsChart })),
);

/** A document in numbers, with the reports that can be taken away. */
export function NumbersPage({ documentId }: { readonly documentId: string }) {
  const about = useQuery({
    queryKey: ["document", documentId],
    queryFn: ({ signal }) => api.document(documentId, signal),
  });
  const numbers = useQuery({
    queryKey: ["numbers", documentId],
    queryFn: ({ signal }) => api.numbers(documentId, signal),
  });
  const title = about.data?.title ?? "";
  useEffect(() => {
    document.title = words.title(title);
  }, [title]);

  if (numbers.isPending) return <PageSkeleton />;
  if (numbers.data === undefined)
    return (
      <Notice heading={words.failed} text={errorText(numbers.error)}>
        <Button loading={numbers.isFetching} onClick={() => numbers.refetch()}>
          {texts.common.tryAgain}
        </Button>
        <Button component={Link} href={`/d/${documentId}`} variant="subtle">
          {words.back}
        </Button>
      </Notice>
    );
  return (
    <div className={styles.frame}>
      <header className={styles.header}>
        <Tooltip label={words.back}>
          <ActionIcon component={Link} href={`/d/${documentId}`} size={36} aria-label={words.back}>
            <IconChevronLeft size={20} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <span className={styles.title}>{title}</span>
      </header>
      <main className={styles.main} id="page">
        <Title order={1} fz={26}>
          {words.heading}
        </Title>
        {numbers.data.effort.length === 0 ? <Empty /> : <Figures numbers={numbers.data} />}
        <TakeReport documentId={documentId} />
      </main>
    </div>
  );
}

function Empty() {
  return (
    <section className={styles.section}>
      <Title order={2} fz={18}>
        {words.empty}
      </Title>
      <p className={styles.lead}>{words.emptyText}</p>
    </section>
  );
}

function Figures({ numbers }: { readonly numbers: Numbers }) {
  const { people, assistant, all } = shareNow(numbers);
  const { all: suggested } = numbers.suggestions;
  const meaning = (...keys: Definition[]) => keys.map((key) => numbers.definitions[key]);
  return (
    <>
      <Figure
        heading={words.shares.heading}
        lead={words.shares.lead(percent(people, all), percent(assistant, all))}
        chart={<SharesChart numbers={numbers} />}
        rows={shareRows(numbers)}
        definitions={meaning("shares", "moments", "units")}
      />
      <Figure
        heading={words.effort.heading}
        lead={words.effort.lead}
        chart={<EffortChart numbers={numbers} />}
        rows={effortRows(numbers)}
        definitions={meaning("active", "updates", "typed", "revised")}
      />
      <Figure
        heading={words.activity.heading}
        chart={<DaysChart numbers={numbers} />}
        rows={dayRows(numbers)}
        definitions={meaning("activity")}
      />
      <Figure
        heading={words.edits.heading}
        chart={<EditsChart numbers={numbers} />}
        rows={editRows(numbers)}
        definitions={meaning("taken_out", "units")}
        none={numbers.taken_out.length === 0 ? words.edits.none : null}
      />
      <Figure
        heading={words.suggestions.heading}
        chart={<SuggestionsChart numbers={numbers} />}
        rows={suggestionRows(numbers)}
        definitions={meaning("asked", "placed", "kept", "changed")}
        none={suggested.asked + suggested.placed === 0 ? words.suggestions.none : null}
        {...(suggested.undeclared > 0 && {
          lead: words.suggestions.undeclared(suggested.undeclared),
        })}
      />
    </>
  );
}
