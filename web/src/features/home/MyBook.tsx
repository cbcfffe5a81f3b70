import { ActionIcon, Text } from "@mantine/core";
import { IconStar, IconStarFilled } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { HomeBook, HomeSentence } from "../../api";
import { useTexts } from "../../workbench/language";
import { useStar } from "../book/queries";
import classes from "./Home.module.css";
import { Part } from "./Part";

/** The sentence of this week, and those that one keeps at hand. */
export function MyBook({ book }: { book: HomeBook | null }) {
  const { t } = useTranslation("home");
  const textIn = useTexts();
  if (!book) return null;
  const { of_week: ofWeek } = book;
  const others = book.kept.filter(({ line_id }) => line_id !== ofWeek?.line_id);
  return (
    <Part name="book" title={t("book.title")} to="/book" all={t("book.all")}>
      {ofWeek && (
        <>
          <Text size="sm" c="dimmed">
            {t("book.of_week")}{" "}
            <bdi>{ofWeek.question ? t("book.for", { target: textIn(ofWeek.question) }) : textIn(ofWeek.title)}</bdi>
          </Text>
          <Sentence sentence={ofWeek} large />
        </>
      )}
      {others.length > 0 ? (
        <>
          <Text size="sm" c="dimmed" id="home-kept">
            {t("book.kept", { count: book.kept_in_all })}
          </Text>
          <ul className={classes.lines} aria-labelledby="home-kept">
            {others.map((sentence) => (
              <li key={sentence.line_id}>
                <Sentence sentence={sentence} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        book.kept_in_all === 0 && (
          <Text size="sm" c="dimmed">
            {t("book.none_kept")}
          </Text>
        )
      )}
    </Part>
  );
}

/** A sentence with its star, which stays where it is pressed until the page is opened again. */
function Sentence({ sentence, large = false }: { sentence: HomeSentence; large?: boolean }) {
  const { t } = useTranslation("home");
  const queryClient = useQueryClient();
  const star = useStar();
  const [starred, setStarred] = useState(sentence.starred);
  return (
    <div className={classes.sentence} data-large={large || undefined}>
      <span dir="auto" lang={sentence.language}>
        {sentence.say}
      </span>
      <ActionIcon
        variant="subtle"
        size="lg"
        color={starred ? "accent" : "gray"}
        aria-pressed={starred}
        aria-label={t(starred ? "book:unstar" : "book:star", { say: sentence.say })}
        onClick={() => {
          setStarred(!starred);
          star.mutate(
            { lineId: sentence.line_id, starred: !starred },
            {
              onError: () => {
                setStarred(starred);
              },
              onSuccess: () => {
                void queryClient.invalidateQueries({ queryKey: ["my-home"] });
              },
            },
          );
        }}
      >
        {starred ? <IconStarFilled size={18} aria-hidden /> : <IconStar size={18} stroke={1.6} aria-hidden />}
      </ActionIcon>
    </div>
  );
}
