import { Button, Collapse, Group, Skeleton, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { BookVersionOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { formatDate, isolated } from "../../ui/format";
import { PageHead } from "../../ui/PageHead";
import classes from "./Book.module.css";
import { Changes } from "./Changes";
import { useBookChanges, useBookVersions } from "./queries";

/** Every version that was published, and what became new in it. None of them ever changes. */
export function HistoryPage() {
  const { t } = useTranslation("book");
  const versions = useBookVersions();
  return (
    <div className={classes.page}>
      <BackLink to="/book">{t("edit.back")}</BackLink>
      <PageHead title={t("history.title")} lead={t("history.lead")} />
      {versions.isPending && <Skeleton height={200} radius="lg" />}
      {versions.isError && !versions.data && (
        <Failure
          problem={versions.error}
          onRetry={() => {
            void versions.refetch();
          }}
        />
      )}
      <ul className={classes.versions}>
        {(versions.data ?? []).map((version, place) => (
          <Version key={version.number} version={version} newest={place === 0} />
        ))}
      </ul>
    </div>
  );
}

function Version({ version, newest }: { version: BookVersionOut; newest: boolean }) {
  const { t, i18n } = useTranslation("book");
  const [opened, { toggle }] = useDisclosure(false);
  const first = version.number === 1;
  return (
    <li className={classes.card}>
      <Group justify="space-between" gap="sm">
        <div>
          <Title order={2} size="h4">
            {t("history.version", { number: version.number })}
          </Title>
          <Text size="sm" c="dimmed">
            {formatDate(version.published_at, i18n.language)}
            {" · "}
            {version.published_by === null
              ? t("history.shipped")
              : t("history.by", { name: isolated(version.published_by) })}
          </Text>
        </div>
        <Group gap="xs">
          <Button component={Link} variant="default" to={newest ? "/book" : `/book?version=${version.number}`}>
            {t("history.read")}
          </Button>
          {!first && (
            <Button variant="light" aria-expanded={opened} onClick={toggle}>
              {t(opened ? "history.hide" : "history.show")}
            </Button>
          )}
        </Group>
      </Group>
      {version.note !== null && (
        <p className={classes.body} dir="auto">
          {version.note}
        </p>
      )}
      <Text size="sm">
        {first
          ? t("history.entries", { count: version.entries })
          : t("history.counts", { added: version.added, changed: version.changed, removed: version.removed })}
      </Text>
      <Collapse expanded={opened}>{opened && <ChangesOf number={version.number} />}</Collapse>
    </li>
  );
}

function ChangesOf({ number }: { number: number }) {
  const changes = useBookChanges(number);
  if (changes.isPending) return <Skeleton height={80} />;
  if (changes.isError) return <Failure problem={changes.error} />;
  return <Changes changes={changes.data.changes} />;
}
