import { ActionIcon, Tooltip } from "@mantine/core";
import { IconStar, IconStarFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { BookEntryOut, BookLineOut, BookMark, HomeBookEntry } from "../../api";
import classes from "./Book.module.css";
import { Doing } from "./Doing";
import { type BookLanguage, type MarksOf, pieces } from "./reading";

export interface EntryProps {
  entry: BookEntryOut;
  language: BookLanguage;
  marksOf: MarksOf;
  /** What stars there are; null where the version that is read is an earlier one. */
  stars: readonly string[] | null;
  onStar: (lineId: string, starred: boolean) => void;
  /** How it is doing in live calls; null while nobody knows, and in an earlier version. */
  doing: { of: HomeBookEntry; own: boolean } | null;
}

/** What we hold to. */
export function Principle({ entry, language, marksOf }: EntryProps) {
  return (
    <li className={classes.principle} id={entry.id} lang={language}>
      <h3 className={classes.name} dir="auto">
        <Marked text={entry.title[language]} marks={marksOf("title")} />
      </h3>
      <p className={classes.body} dir="auto">
        <Marked text={entry.body[language]} marks={marksOf("body")} />
      </p>
    </li>
  );
}

/** Something that customers say, and what is answered. */
export function Situation(props: EntryProps) {
  const { entry, language, marksOf, doing } = props;
  const { t } = useTranslation("book");
  const triggers = entry.triggers[language];
  return (
    <li className={classes.card} id={entry.id}>
      <Head {...props} />
      {triggers.length > 0 && (
        <Said label={t("customer_says")} speaker="customer">
          {triggers.map((line) => (
            <li key={line.id} lang={language}>
              <q dir="auto">
                <Marked text={line.say} marks={marksOf("triggers", line.id)} />
              </q>
            </li>
          ))}
        </Said>
      )}
      <Said label={t("we_answer")} speaker="agent">
        {entry.sentences[language].map((line) => (
          <Sentence key={line.id} {...props} line={line} />
        ))}
      </Said>
      {doing && <Doing doing={doing.of} own={doing.own} language={language} />}
    </li>
  );
}

/** What is said at one place of a call. */
export function Transition(props: EntryProps) {
  const { entry, language, doing } = props;
  return (
    <li className={classes.card} id={entry.id}>
      <Head {...props} />
      <ul className={classes.lines} data-speaker="agent">
        {entry.sentences[language].map((line) => (
          <Sentence key={line.id} {...props} line={line} />
        ))}
      </ul>
      {doing && <Doing doing={doing.of} own={doing.own} language={language} />}
    </li>
  );
}

function Head({ entry, language, marksOf }: EntryProps) {
  return (
    <div lang={language}>
      <h3 className={classes.name} dir="auto">
        <Marked text={entry.title[language]} marks={marksOf("title")} />
      </h3>
      {entry.body[language] && (
        <p className={classes.body} dir="auto">
          <Marked text={entry.body[language]} marks={marksOf("body")} />
        </p>
      )}
    </div>
  );
}

function Said({ label, speaker, children }: { label: string; speaker: "customer" | "agent"; children: ReactNode }) {
  return (
    <div>
      <p className={classes.label} data-speaker={speaker}>
        {label}
      </p>
      <ul className={classes.lines} data-speaker={speaker} aria-label={label}>
        {children}
      </ul>
    </div>
  );
}

function Sentence({ line, language, marksOf, stars, onStar }: EntryProps & { line: BookLineOut }) {
  const { t } = useTranslation("book");
  const starred = stars?.includes(line.id) ?? false;
  const label = t(starred ? "unstar" : "star", { say: line.say });
  return (
    <li className={classes.sentence}>
      <span dir="auto" lang={language}>
        <Marked text={line.say} marks={marksOf("sentences", line.id)} />
      </span>
      {stars && (
        <Tooltip label={t(starred ? "unstar_short" : "star_short")} openDelay={400}>
          <ActionIcon
            className={classes.star}
            variant="subtle"
            size="lg"
            color={starred ? "accent" : "gray"}
            aria-pressed={starred}
            aria-label={label}
            onClick={() => {
              onStar(line.id, !starred);
            }}
          >
            {starred ? <IconStarFilled size={18} aria-hidden /> : <IconStar size={18} stroke={1.6} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}

function Marked({ text, marks }: { text: string; marks: readonly BookMark[] }) {
  return pieces(text, marks).map((piece, place) =>
    piece.found ? <mark key={place}>{piece.text}</mark> : <span key={place}>{piece.text}</span>,
  );
}
