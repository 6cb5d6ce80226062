/** The pictures, in a chunk of their own: it is loaded only where numbers are shown. */

import { AreaChart, BarChart, Heatmap } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { useId } from "react";
import type { Numbers } from "../wire/numbers";
import {
  colourOf,
  dayCounts,
  editBars,
  effortBars,
  type Series,
  seriesOf,
  sharePoints,
  suggestionBars,
} from "./figures";
import styles from "./Numbers.module.css";
import { PatternDefs, patternFill } from "./patterns";
import { count, numbersTexts } from "./texts";

interface Props {
  readonly numbers: Numbers;
}

const HEIGHT = 240;

export function SharesChart({ numbers }: Props) {
  const id = useId();
  const series = seriesOf(numbers);
  return (
    <>
      <Legend series={series} />
      <AreaChart
        h={HEIGHT}
        data={sharePoints(numbers)}
        dataKey="when"
        type="stacked"
        series={drawn(series)}
        withDots={false}
        curveType="linear"
        strokeWidth={1}
        valueFormatter={count}
        accessibilityLayer={false}
        areaProps={({ name }) => ({
          ...fillOf(id, series, String(name)),
          isAnimationActive: false,
        })}
        yAxisProps={{ width: 64 }}
      >
        <PatternDefs id={id} />
      </AreaChart>
    </>
  );
}

/** One bar a person in their colour; paler is what they deleted again. */
export function EffortChart({ numbers }: Props) {
  const { data, series } = effortBars(numbers);
  return (
    <BarChart
      h={barsHeight(data.length)}
      data={data}
      dataKey="who"
      type="stacked"
      orientation="vertical"
      series={series.map(({ key, label, of }) => ({ name: key, label, color: colourOf(of) }))}
      valueFormatter={count}
      accessibilityLayer={false}
      barProps={({ name }) => ({
        fillOpacity: series.find(({ key }) => key === name)?.gone ? 0.35 : 0.85,
        isAnimationActive: false,
        maxBarSize: 22,
      })}
      yAxisProps={{ width: 110 }}
      xAxisProps={{ allowDecimals: false }}
    />
  );
}

export function EditsChart({ numbers }: Props) {
  const id = useId();
  const { data, series } = editBars(numbers);
  return (
    <>
      <Legend series={series} />
      <BarChart
        h={barsHeight(data.length)}
        data={data}
        dataKey="who"
        type="stacked"
        orientation="vertical"
        series={drawn(series)}
        valueFormatter={count}
        accessibilityLayer={false}
        barProps={({ name }) => ({
          ...fillOf(id, series, String(name)),
          isAnimationActive: false,
          maxBarSize: 22,
        })}
        yAxisProps={{ width: 110 }}
        xAxisProps={{ allowDecimals: false }}
      >
        <PatternDefs id={id} />
      </BarChart>
    </>
  );
}

export function SuggestionsChart({ numbers }: Props) {
  const id = useId();
  const data = suggestionBars(numbers);
  return (
    <BarChart
      h={barsHeight(data.length)}
      data={data}
      dataKey="step"
      orientation="vertical"
      series={[{ name: "n", label: numbersTexts.suggestions.heading, color: "gray.6" }]}
      valueFormatter={count}
      accessibilityLayer={false}
      barProps={{
        fill: patternFill(id, "assistant"),
        stroke: GREY,
        maxBarSize: 22,
        isAnimationActive: false,
      }}
      yAxisProps={{ width: 110 }}
      xAxisProps={{ allowDecimals: false }}
    >
      <PatternDefs id={id} />
    </BarChart>
  );
}

/** The calendar goes back as far as there is work, but not more than a year. */
export function DaysChart({ numbers }: Props) {
  const counts = dayCounts(numbers);
  const days = Object.keys(counts);
  return (
    <Heatmap
      data={counts}
      startDate={startOf(days[0], days.at(-1))}
      endDate={days.at(-1) ?? new Date()}
      withMonthLabels
      withWeekdayLabels
      withTooltip
      rectSize={16}
      gap={3}
      getTooltipLabel={({ date, value }) => numbersTexts.activity.on(date, value)}
      colors={LEVELS}
    />
  );
}

const GREY = "light-dark(#6b6862, #a8a49c)";
const LEVELS = [25, 50, 75, 100].map(
  (strength) => `color-mix(in srgb, var(--byline-accent) ${strength}%, var(--mantine-color-body))`,
);
const DAY_MS = 24 * 60 * 60 * 1000;
const LEAST_DAYS = 84;
const MOST_DAYS = 364;

function startOf(first: string | undefined, last: string | undefined): Date {
  const end = last === undefined ? Date.now() : Date.parse(last);
  const begin = first === undefined ? end : Date.parse(first);
  const days = Math.min(MOST_DAYS, Math.max(LEAST_DAYS, (end - begin) / DAY_MS));
  return new Date(end - days * DAY_MS);
}

function barsHeight(bars: number): number {
  return 80 + 36 * bars;
}

function drawn(series: readonly Series[]) {
  return series.map((each) => ({ name: each.key, label: each.label, color: colourOf(each) }));
}

/** A person's own colour; a pattern for what is no person's. */
function fillOf(id: string, series: readonly Series[], key: string) {
  const found = series.find((each) => each.key === key);
  if (found === undefined || found.kind === "person")
    return { fill: found === undefined ? GREY : colourOf(found), fillOpacity: 0.85 };
  return { fill: patternFill(id, found.kind), fillOpacity: 1, stroke: GREY };
}

function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <ul className={styles.legend}>
      {series.map((each) => (
        <li key={each.key}>
          <Swatch of={each} />
          {each.label}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ of }: { readonly of: Series }) {
  const id = useId();
  return (
    <svg className={styles.swatch} viewBox="0 0 14 14" aria-hidden>
      <PatternDefs id={id} />
      <rect width="14" height="14" {...fillOf(id, [of], of.key)} stroke="none" />
    </svg>
  );
}
