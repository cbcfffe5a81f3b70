import { ActionIcon, Button, Group, Popover, Text, TextInput } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useProblemText } from "../../ui/problems";
import { useForgetSearch, useSavedSearches, useSaveSearch } from "./queries";
import classes from "./Search.module.css";
import { asksAnything, type Wish } from "./wish";

const LONGEST_NAME = 80;

interface SavedSearchesProps {
  wish: Wish;
  onOpen: (wish: Wish) => void;
}

/** The person's own searches, by name, and a place to keep the present one. */
export function SavedSearches({ wish, onOpen }: SavedSearchesProps) {
  const { t } = useTranslation("search");
  const problemText = useProblemText();
  const saved = useSavedSearches();
  const forget = useForgetSearch();
  return (
    <section aria-label={t("saved.label")} className={classes.chips}>
      {saved.isError && (
        <Text size="sm" role="alert">
          {problemText(saved.error)}
        </Text>
      )}
      {saved.data?.map((search) => (
        <Group key={search.id} gap={2} wrap="nowrap">
          <Button
            size="compact-md"
            variant="subtle"
            leftSection={<IconBookmark size={16} stroke={1.7} />}
            onClick={() => {
              onOpen(search.asked);
            }}
          >
            <bdi>{search.name}</bdi>
          </Button>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t("saved.forget", { name: search.name })}
            onClick={() => {
              forget.mutate(search.id);
            }}
          >
            <IconTrash size={15} stroke={1.7} />
          </ActionIcon>
        </Group>
      ))}
      {asksAnything(wish) && <Keep wish={wish} />}
    </section>
  );
}

function Keep({ wish }: { wish: Wish }) {
  const { t } = useTranslation("search");
  const problemText = useProblemText();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const save = useSaveSearch();
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={280} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-md"
          variant="default"
          onClick={() => {
            setOpen(!open);
          }}
        >
          {t("saved.keep")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("saved.keep")}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(
              { name, asked: wish },
              {
                onSuccess: () => {
                  setOpen(false);
                  setName("");
                },
              },
            );
          }}
        >
          <TextInput
            label={t("saved.name")}
            description={t("saved.hint")}
            maxLength={LONGEST_NAME}
            value={name}
            error={save.isError ? problemText(save.error) : undefined}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
          <Button type="submit" mt="sm" size="compact-md" disabled={name.trim() === ""} loading={save.isPending}>
            {t("common:save")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
