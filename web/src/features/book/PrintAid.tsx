import { Button, Checkbox, Group, Modal, Radio, ScrollArea, SegmentedControl, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { BookOut } from "../../api";
import { useTakeAway } from "../../ui/useTakeAway";
import { languageOf, useTexts } from "../../workbench/language";
import type { BookLanguage } from "./reading";

/** One page to lie beside the telephone: what one has starred, or entries that are chosen here. */
export function PrintAid({ book }: { book: BookOut }) {
  const { t } = useTranslation("book");
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconPrinter size={18} stroke={1.6} aria-hidden />} onClick={open}>
        {t("print.open")}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t("print.title")}
        size="lg"
      >
        <Choice book={book} />
      </Modal>
    </>
  );
}

function Choice({ book }: { book: BookOut }) {
  const { t, i18n } = useTranslation("book");
  const textIn = useTexts();
  const takeAway = useTakeAway();
  const [what, setWhat] = useState<"starred" | "chosen">(book.stars.length > 0 ? "starred" : "chosen");
  const [language, setLanguage] = useState<BookLanguage>(languageOf(i18n.language));
  const [chosen, setChosen] = useState<string[]>([]);
  const ready = what === "starred" ? book.stars.length > 0 : chosen.length > 0;
  const asked = new URLSearchParams([["texts", language], ...(what === "chosen" ? chosen.map((id) => ["entry", id]) : [])]);
  return (
    <Stack gap="md">
      <Text c="dimmed">{t("print.lead")}</Text>
      <Radio.Group
        label={t("print.what")}
        value={what}
        onChange={(value) => {
          setWhat(value === "starred" ? "starred" : "chosen");
        }}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="starred" disabled={book.stars.length === 0} label={t("print.starred", { count: book.stars.length })} />
          <Radio value="chosen" label={t("print.chosen")} />
        </Stack>
      </Radio.Group>
      {what === "chosen" && (
        <ScrollArea.Autosize mah={260} type="auto" offsetScrollbars viewportProps={{ tabIndex: 0 }}>
          <Checkbox.Group label={t("print.entries")} value={chosen} onChange={setChosen}>
            <Stack gap={8} mt="xs">
              {book.entries.map((entry) => (
                <Checkbox
                  key={entry.id}
                  value={entry.id}
                  label={
                    <>
                      <bdi>{textIn(entry.title)}</bdi>
                      <Text span size="sm" c="dimmed">
                        {" · "}
                        {entry.phase === null ? t(`kind.${entry.kind}`) : t(`phase.${entry.phase}`)}
                      </Text>
                    </>
                  }
                />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      )}
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t("print.language")}
          data={[
            { value: "he", label: t("language.he") },
            { value: "en", label: t("language.en") },
          ]}
          value={language}
          onChange={(value) => {
            setLanguage(languageOf(value));
          }}
        />
        {ready ? (
          <Button
            component="a"
            href={`/api/book/job-aid.pdf?${asked.toString()}`}
            download
            onClick={takeAway}
            leftSection={<IconPrinter size={18} stroke={1.6} aria-hidden />}
          >
            {t("print.take")}
          </Button>
        ) : (
          <Button disabled>{t("print.take")}</Button>
        )}
      </Group>
    </Stack>
  );
}
