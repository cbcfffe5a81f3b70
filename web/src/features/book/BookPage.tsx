import { Alert, Button, Group, SegmentedControl, Skeleton, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBook2, IconEdit, IconHistory, IconSearch, IconZoomCancel } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { ApiError, type BookEntryOut, type BookOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { languageOf } from "../../workbench/language";
import { keepsBook } from "../session/rights";
import { useMe } from "../session/session";
import { SimulatedFigures } from "../simulated/SimulatedFigures";
import classes from "./Book.module.css";
import { type EntryProps, Principle, Situation, Transition } from "./EntryCards";
import { PrintAid } from "./PrintAid";
import { useBook, useBookHits, useStanding, useStar } from "./queries";
import { type BookLanguage, marksIn, noMarks, PHASES, shownOf } from "./reading";

/** What we say in which situation. Everybody reads and searches it; sentences can be kept at hand and printed. */
export function BookPage() {
  const { t } = useTranslation("book");
  const [search] = useSearchParams();
  const asked = Number(search.get("version"));
  const book = useBook(Number.isInteger(asked) && asked > 0 ? asked : null);
  const { person } = useMe();
  const keeps = keepsBook(person.role);
  if (book.isError && book.error instanceof ApiError && book.error.status === 404) {
    return (
      <Empty
        level={1}
        icon={<IconBook2 size={52} stroke={1.3} />}
        title={t("empty.title")}
        body={t(keeps ? "empty.body_trainer" : "empty.body")}
        action={keeps && <EditButton />}
      />
    );
  }
  return (
    <div className={classes.page}>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        action={
          <Group gap="xs">
            {book.data && <PrintAid book={book.data} />}
            <Button
              component={Link}
              to="/book/history"
              variant="default"
              leftSection={<IconHistory size={18} stroke={1.6} aria-hidden />}
            >
              {t("history.open")}
            </Button>
            {keeps && <EditButton />}
          </Group>
        }
      />
      {book.isPending && <Skeleton height={320} radius="lg" />}
      {book.isError && !book.data && (
        <Failure
          problem={book.error}
          onRetry={() => {
            void book.refetch();
          }}
        />
      )}
      {book.data && <Reading key={book.data.number} book={book.data} />}
    </div>
  );
}

function EditButton() {
  const { t } = useTranslation("book");
  return (
    <Button component={Link} to="/book/edit" leftSection={<IconEdit size={18} stroke={1.6} aria-hidden />}>
      {t("edit.open")}
    </Button>
  );
}

function Reading({ book }: { book: BookOut }) {
  const { t, i18n } = useTranslation("book");
  const [language, setLanguage] = useState<BookLanguage>(languageOf(i18n.language));
  const [typed, setTyped] = useState("");
  const [kept, setKept] = useState(false);
  const [q] = useDebouncedValue(typed.trim(), 250);
  const found = useBookHits(book.newest ? q : "");
  const star = useStar();
  const standing = useStanding(book.newest).data;
  const doings = new Map(standing?.entries.map((one) => [one.entry_id, one]));
  const hits = q !== "" && book.newest ? (found.data ?? (found.isError ? [] : null)) : null;
  const shown = shownOf(book.entries, hits, kept ? book.stars : null, language);
  const elsewhere = hits?.some((hit) => hit.texts.some((text) => text.language !== language)) ?? false;
  const doingOf = (entry: BookEntryOut): EntryProps["doing"] => {
    const of = doings.get(entry.id);
    return standing && of ? { of, own: standing.own } : null;
  };
  const told = (entry: BookEntryOut): EntryProps => ({
    entry,
    doing: doingOf(entry),
    language,
    marksOf: hits ? marksIn(hits.find((hit) => hit.entry_id === entry.id), language) : noMarks,
    stars: book.newest ? book.stars : null,
    onStar: (lineId, starred) => {
      star.mutate({ lineId, starred });
    },
  });
  return (
    <>
      {!book.newest && (
        <Alert variant="light" color="gray" mb="md" title={t("earlier.title", { number: book.number })}>
          <Link to="/book">{t("earlier.newest")}</Link>
        </Alert>
      )}
      <div className={classes.bar}>
        {book.newest && (
          <TextInput
            className={classes.search}
            type="search"
            label={t("search.label")}
            placeholder={t("search.placeholder")}
            leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
            maxLength={200}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
        )}
        <SegmentedControl
          aria-label={t("language.label")}
          data={[
            { value: "he", label: t("language.he") },
            { value: "en", label: t("language.en") },
          ]}
          value={language}
          onChange={(value) => {
            setLanguage(languageOf(value));
          }}
        />
        {book.newest && (
          <Switch
            label={t("only_starred")}
            checked={kept}
            onChange={(event) => {
              setKept(event.currentTarget.checked);
            }}
          />
        )}
      </div>
      {standing && <SimulatedFigures count={standing.simulated} />}
      {hits && (
        <Text size="sm" c="dimmed" role="status" mb="sm">
          {t("search.found", { count: shown.length })}
        </Text>
      )}
      {shown.length === 0 && (
        <Empty
          icon={<IconZoomCancel size={44} stroke={1.3} />}
          title={t(kept ? "nothing.starred" : "nothing.title")}
          body={t(kept ? "nothing.starred_body" : elsewhere ? "nothing.other_language" : "nothing.body")}
        />
      )}
      <Part title={t("kind.principle")} entries={shown.filter((entry) => entry.kind === "principle")} grid>
        {(entry) => <Principle key={entry.id} {...told(entry)} />}
      </Part>
      <Part title={t("kind.situation")} entries={shown.filter((entry) => entry.kind === "situation")}>
        {(entry) => <Situation key={entry.id} {...told(entry)} />}
      </Part>
      {PHASES.map((phase) => (
        <Part
          key={phase}
          title={t("phase_of", { phase: t(`phase.${phase}`) })}
          entries={shown.filter((entry) => entry.kind === "transition" && entry.phase === phase)}
        >
          {(entry) => <Transition key={entry.id} {...told(entry)} />}
        </Part>
      ))}
    </>
  );
}

interface PartProps {
  title: string;
  entries: BookEntryOut[];
  grid?: boolean;
  children: (entry: BookEntryOut) => React.ReactNode;
}

function Part({ title, entries, grid = false, children }: PartProps) {
  if (entries.length === 0) return null;
  return (
    <section className={classes.part}>
      <h2 className={classes.heading}>{title}</h2>
      <ul className={grid ? classes.principles : classes.cards}>{entries.map(children)}</ul>
    </section>
  );
}
