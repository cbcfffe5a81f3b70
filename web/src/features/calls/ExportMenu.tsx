import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useTakeAway } from "../../ui/useTakeAway";
import { addressOf, type CallListing } from "./filters";

const KINDS = ["xlsx", "csv", "answers.csv", "jsonl"] as const;

/** The evaluations of the calls that the list shows, as a file. */
export function ExportMenu({ listing }: { listing: CallListing }) {
  const { t, i18n } = useTranslation("calls");
  const takeAway = useTakeAway();
  const address = addressOf({ ...listing, order: null });
  address.set("texts", i18n.language.startsWith("he") ? "he" : "en");
  return (
    <Menu position="bottom-end" shadow="sm" transitionProps={{ duration: 0 }} withinPortal={false} hideDetached={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} stroke={1.7} />}>
          {t("export.title")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("export.what")}</Menu.Label>
        {KINDS.map((kind) => (
          <Menu.Item
            key={kind}
            component="a"
            download
            href={`/api/evaluations.${kind}?${address.toString()}`}
            onClick={takeAway}
          >
            {t(`export.kind.${kind === "answers.csv" ? "answers" : kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
