import { Button, Group, NativeSelect } from "@mantine/core";
import type { DocumentReview } from "../wire/review";
import { countOf, EVERYTHING, type Filter, isActive, SORTS, toggled } from "./filter";
import { type Naming, nameOf } from "./names";
import styles from "./ReviewPanel.module.css";
import { reviewTexts as texts } from "./texts";

interface Props {
  readonly review: DocumentReview;
  readonly naming: Naming;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** What the list and the text show: by origin, by state, by person. */
export function FilterChips({ review, naming, filter, onFilter }: Props) {
  const { passages } = review;
  const people = [...new Set(passages.flatMap((passage) => passage.people))];
  const offered = SORTS.filter(
    (sort) => countOf(passages, sort) > 0 || filter.sorts.includes(sort),
  );
  return (
    <Group gap={6} role="group" aria-label={texts.filters}>
      {offered.map((sort) => {
        const isOn = filter.sorts.includes(sort);
        return (
          <Button
            key={sort}
            variant={isOn ? "light" : "default"}
            size="compact-sm"
            radius="xl"
            className={styles.chip ?? ""}
            aria-pressed={isOn}
            onClick={() => onFilter(toggled(filter, sort))}
          >
            {texts.count(texts.sorts[sort], countOf(passages, sort))}
          </Button>
        );
      })}
      {people.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={texts.person}
          className={styles.person ?? ""}
          value={filter.person ?? ""}
          onChange={(event) => onFilter({ ...filter, person: event.currentTarget.value || null })}
          data={[
            { value: "", label: texts.everybody },
            ...people.map((id) => ({ value: id, label: nameOf(naming, id) })),
          ]}
        />
      )}
      {isActive(filter) && (
        <Button size="compact-sm" variant="subtle" onClick={() => onFilter(EVERYTHING)}>
          {texts.showAll}
        </Button>
      )}
    </Group>
  );
}
