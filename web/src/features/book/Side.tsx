import { Skeleton, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

import type { BookEntryOut } from "../../api";
import { useProblemText } from "../../ui/problems";
import classes from "./Book.module.css";
import { Findings } from "./Findings";
import { useCheck } from "./queries";
import type { BookLanguage } from "./reading";
import { Trial } from "./Trial";
import { type TypedEntry, wishOf } from "./typed";

/** Long enough that nobody is asked about half a word. */
const PAUSE_MS = 600;

interface SideProps {
  typed: TypedEntry;
  entryId: string | null;
  entries: readonly BookEntryOut[];
  language: BookLanguage;
}

/** What the linter says of the entry as it stands in the form, and which calls would match it. */
export function Side({ typed, entryId, entries, language }: SideProps) {
  const [still] = useDebouncedValue(typed, PAUSE_MS);
  return (
    <div className={classes.side}>
      <Linter typed={still} entryId={entryId} entries={entries} />
      {typed.kind !== "principle" && <Trial typed={still} language={language} />}
    </div>
  );
}

function Linter({ typed, entryId, entries }: Omit<SideProps, "language">) {
  const { t } = useTranslation("book");
  const problemText = useProblemText();
  const check = useCheck(entryId, wishOf(typed));
  return (
    <section aria-labelledby="book-linter">
      <Title order={2} size="h5" id="book-linter" mb={4}>
        {t("lint.title")}
      </Title>
      {check.isPending && <Skeleton height={40} />}
      {check.isError && (
        <Text size="sm" role="alert">
          {problemText(check.error)}
        </Text>
      )}
      {check.data && <Findings findings={check.data} entries={entries} />}
    </section>
  );
}
