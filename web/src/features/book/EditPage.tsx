import { Button, Group, Menu, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBook2, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";

import { ApiError, type BookDraftOut, type BookEntryOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { isolated } from "../../ui/format";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { useProblemText } from "../../ui/problems";
import { useTexts } from "../../workbench/language";
import { keepsBook } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Book.module.css";
import { EntryEditor } from "./EntryEditor";
import { PublishBook } from "./PublishBook";
import { useDraft, useDraftChanges } from "./queries";

const KINDS = ["principle", "situation", "transition"] as const;

/** Where trainers write the book: a draft that nobody else sees, with the linter and the test on history beside it. */
export function EditPage() {
  const { person } = useMe();
  return keepsBook(person.role) ? <Desk /> : <NotFound />;
}

function Desk() {
  const { t } = useTranslation("book");
  const draft = useDraft();
  const none = draft.isError && draft.error instanceof ApiError && draft.error.status === 404;
  return (
    <>
      <BackLink to="/book">{t("edit.back")}</BackLink>
      {draft.isPending && <Skeleton height={320} radius="lg" />}
      {none && <Begin />}
      {draft.isError && !none && !draft.data && (
        <Failure
          problem={draft.error}
          onRetry={() => {
            void draft.refetch();
          }}
        />
      )}
      {draft.data && !none && <Draft draft={draft.data} />}
    </>
  );
}

function Begin() {
  const { t } = useTranslation("book");
  const problemText = useProblemText();
  const { begin } = useDraftChanges();
  return (
    <>
      <Empty
        level={1}
        icon={<IconBook2 size={52} stroke={1.3} />}
        title={t("edit.none.title")}
        body={t("edit.none.body")}
        action={
          <Button
            loading={begin.isPending}
            onClick={() => {
              begin.mutate();
            }}
          >
            {t("edit.none.begin")}
          </Button>
        }
      />
      {begin.isError && (
        <Text role="alert" ta="center">
          {problemText(begin.error)}
        </Text>
      )}
    </>
  );
}

function Draft({ draft }: { draft: BookDraftOut }) {
  const { t } = useTranslation("book");
  const [search, setSearch] = useSearchParams();
  const chosen = draft.entries.find((entry) => entry.id === search.get("entry")) ?? null;
  const kind = KINDS.find((one) => one === search.get("new")) ?? null;
  const open = (entryId: string | null) => {
    setSearch(entryId === null ? {} : { entry: entryId }, { replace: true });
  };
  return (
    <>
      <PageHead
        title={t("edit.title", { number: draft.number })}
        lead={draft.begun_by === null ? t("edit.lead") : t("edit.lead_by", { name: isolated(draft.begun_by) })}
        action={
          <Group gap="xs">
            <Discard draft={draft} />
            <PublishBook draft={draft} />
          </Group>
        }
      />
      <div className={classes.desk}>
        <Entries draft={draft} here={chosen?.id ?? null} />
        {chosen === null && kind === null ? (
          <Text c="dimmed" p="md">
            {t("edit.choose")}
          </Text>
        ) : (
          <EntryEditor key={chosen?.id ?? `new-${kind ?? ""}`} draft={draft} entry={chosen} kind={kind ?? "situation"} onKept={open} />
        )}
      </div>
    </>
  );
}

function Entries({ draft, here }: { draft: BookDraftOut; here: string | null }) {
  const { t } = useTranslation("book");
  return (
    <nav aria-label={t("edit.entries")}>
      <Menu position="bottom-start" shadow="md" withinPortal={false}>
        <Menu.Target>
          <Button variant="light" fullWidth mb="md" leftSection={<IconPlus size={18} stroke={1.7} aria-hidden />}>
            {t("edit.add")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((kind) => (
            <Menu.Item key={kind} component={Link} to={`/book/edit?new=${kind}`}>
              {t(`add.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {KINDS.map((kind) => {
        const entries = draft.entries.filter((entry) => entry.kind === kind);
        return entries.length > 0 && <Kind key={kind} title={t(`kind.${kind}`)} entries={entries} draft={draft} here={here} />;
      })}
    </nav>
  );
}

interface KindProps {
  title: string;
  entries: BookEntryOut[];
  draft: BookDraftOut;
  here: string | null;
}

function Kind({ title, entries, draft, here }: KindProps) {
  const { t } = useTranslation("book");
  const textIn = useTexts();
  const changed = new Map(draft.changes.map((change) => [change.entry_id, change.change]));
  return (
    <>
      <h2 className={classes.heading}>{title}</h2>
      <ul className={classes.list}>
        {entries.map((entry) => {
          const findings = draft.findings.filter((finding) => finding.entry_id === entry.id).length;
          const change = changed.get(entry.id);
          return (
            <li key={entry.id}>
              <Link to={`/book/edit?entry=${entry.id}`} replace aria-current={entry.id === here ? "page" : undefined}>
                <bdi>{textIn(entry.title) || t("edit.untitled")}</bdi>
                <Text span size="xs" c="dimmed">
                  {change !== undefined && t(`change.${change}`)}
                  {change !== undefined && findings > 0 && " · "}
                  {findings > 0 && t("edit.findings", { count: findings })}
                </Text>
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Discard({ draft }: { draft: BookDraftOut }) {
  const { t } = useTranslation("book");
  const problemText = useProblemText();
  const { discard } = useDraftChanges();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        onClick={() => {
          setAsking(true);
        }}
      >
        {t("discard.open")}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={t("discard.title")}
        centered
      >
        <Stack gap="md">
          <Text>{t("discard.body", { count: draft.changes.length })}</Text>
          {discard.isError && <Text role="alert">{problemText(discard.error)}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button
              loading={discard.isPending}
              onClick={() => {
                discard.mutate(draft.version, {
                  onSuccess: () => {
                    close();
                    notifications.show({ message: t("discard.done") });
                    void navigate("/book");
                  },
                });
              }}
            >
              {t("discard.yes")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
