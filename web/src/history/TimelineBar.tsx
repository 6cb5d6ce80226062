import {
  ActionIcon,
  NumberInput,
  RangeSlider,
  SegmentedControl,
  Slider,
  Switch,
  Tooltip,
} from "@mantine/core";
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Looks } from "../authorship/looks";
import { colourValue } from "../ui/palette";
import type { DocumentHistory } from "../wire/history";
import styles from "./TimelineBar.module.css";
import { historyTexts as texts } from "./texts";
import { SPEEDS, type Speed } from "./use-playing";

const { bar } = texts;

interface Props {
  readonly told: DocumentHistory;
  readonly looks: Looks;
  readonly at: number;
  readonly since: number | null;
  readonly onAt: (at: number) => void;
  readonly onRange: (since: number, at: number) => void;
  readonly playing: boolean;
  readonly onPlaying: (playing: boolean) => void;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
  readonly authors: boolean;
  readonly onAuthors: (shown: boolean) => void;
}

/** The timeline under the page: who was at work when, and which moment is shown. */
export function TimelineBar(props: Props) {
  const { told, at, since } = props;
  return (
    <section className={styles.bar} aria-label={bar.label}>
      <div className={styles.track}>
        <Activity told={told} looks={props.looks} />
        {since === null ? (
          <Slider
            className={styles.slider}
            min={1}
            max={Math.max(told.seq, 2)}
            value={at}
            onChange={props.onAt}
            label={null}
            thumbLabel={bar.slider}
            size={4}
            thumbSize={16}
          />
        ) : (
          <RangeSlider
            className={styles.slider}
            min={0}
            max={Math.max(told.seq, 2)}
            minRange={1}
            value={[since, at]}
            onChange={([from, to]) => props.onRange(from, to)}
            label={null}
            thumbFromLabel={bar.from}
            thumbToLabel={bar.to}
            size={4}
            thumbSize={16}
          />
        )}
      </div>
      <div className={styles.controls}>
        {since === null && <Steps {...props} />}
        <Entries {...props} />
        {since === null && <Speeds {...props} />}
        {since === null && (
          <Switch
            className={styles.authors}
            size="xs"
            label={bar.authors}
            checked={props.authors}
            onChange={(event) => props.onAuthors(event.currentTarget.checked)}
          />
        )}
      </div>
    </section>
  );
}

function Speeds({ speed, onSpeed }: Props) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={bar.speed}
      value={String(speed)}
      onChange={(value) => onSpeed(Number(value) as Speed)}
      data={SPEEDS.map((each) => ({ value: String(each), label: bar.speeds[each] ?? "" }))}
    />
  );
}

function Steps({ told, at, onAt, playing, onPlaying }: Props) {
  return (
    <div className={styles.steps}>
      <Step label={bar.first} icon={IconPlayerSkipBack} to={1} at={at} onAt={onAt} />
      <Step label={bar.previous} icon={IconPlayerTrackPrev} to={at - 1} at={at} onAt={onAt} />
      <Tooltip label={playing ? bar.pause : bar.play}>
        <ActionIcon
          size={36}
          variant="light"
          aria-label={playing ? bar.pause : bar.play}
          onClick={() => onPlaying(!playing)}
        >
          {playing ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
        </ActionIcon>
      </Tooltip>
      <Step
        label={bar.next}
        icon={IconPlayerTrackNext}
        to={at + 1}
        at={at}
        onAt={onAt}
        last={told.seq}
      />
      <Step label={bar.last} icon={IconPlayerSkipForward} to={told.seq} at={at} onAt={onAt} />
    </div>
  );
}

interface StepProps {
  readonly label: string;
  readonly icon: ComponentType<{ size: number; stroke: number }>;
  readonly to: number;
  readonly at: number;
  readonly onAt: (at: number) => void;
  readonly last?: number;
}

function Step({ label, icon: Icon, to, at, onAt, last = to }: StepProps) {
  const isThere = to < 1 || to > last || to === at;
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={36}
        aria-label={label}
        aria-disabled={isThere}
        data-disabled={isThere}
        onClick={() => !isThere && onAt(to)}
      >
        <Icon size={17} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Number fields, for whoever knows where to go. */
function Entries({ told, at, since, onAt, onRange }: Props) {
  return (
    <div className={styles.entries}>
      {since !== null && (
        <NumberInput
          aria-label={bar.from}
          {...FIELD}
          min={0}
          max={at - 1}
          value={since}
          onChange={(value) => typeof value === "number" && onRange(value, at)}
        />
      )}
      {since !== null && <span aria-hidden>–</span>}
      <NumberInput
        aria-label={since === null ? bar.entry : bar.to}
        {...FIELD}
        min={since === null ? 1 : since + 1}
        max={told.seq}
        value={at}
        onChange={(value) => {
          if (typeof value !== "number") return;
          if (since === null) onAt(value);
          else onRange(since, value);
        }}
      />
      <span className={styles.of}>{bar.of(told.seq)}</span>
    </div>
  );
}

const FIELD = {
  size: "xs",
  w: 92,
  clampBehavior: "strict",
  allowDecimal: false,
  allowNegative: false,
  thousandSeparator: ",",
} as const;

/** How much of each stretch is whose, from left to right: the sessions say it in words. */
function Activity({ told, looks }: Pick<Props, "told" | "looks">) {
  return (
    <div className={styles.activity} aria-hidden>
      {told.activity.map(({ seq, people }) => (
        <span key={seq} className={styles.stretch}>
          {Object.entries(people).map(([id, count]) => {
            const person = told.people[id];
            const isPerson = person !== undefined && person.kind !== "system";
            return (
              <span
                key={id}
                style={{
                  flexGrow: count,
                  ...(isPerson && { backgroundColor: colourValue(looks.of(person).colour) }),
                }}
              />
            );
          })}
        </span>
      ))}
    </div>
  );
}
