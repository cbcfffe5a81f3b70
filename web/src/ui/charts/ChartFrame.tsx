import { Button, Menu, Text, Title } from "@mantine/core";
import { IconDownload, IconTable } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "./charts.module.css";

interface ChartFrameProps {
  title: string;
  note?: string;
  table: ReactNode;
  /** Where the table lies as a file, without its ending's kind: it becomes "…csv" and "…xlsx". */
  fileAt: (kind: "csv" | "xlsx") => string;
  controls?: ReactNode;
  children: ReactNode;
}

/** A chart with its title; its table stands behind a button, and both can be taken away as a file. */
export function ChartFrame({ title, note, table, fileAt, controls, children }: ChartFrameProps) {
  const { t } = useTranslation("charts");
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  return (
    <section className={classes.frame} aria-labelledby={heading}>
      <div className={classes.head}>
        <div className={classes.titles}>
          <Title order={2} size="h4" id={heading}>
            {title}
          </Title>
          {note !== undefined && (
            <Text size="sm" c="dimmed">
              {note}
            </Text>
          )}
        </div>
        <div className={classes.tools}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconTable size={16} stroke={1.7} />}
            aria-pressed={asTable}
            aria-label={t("table_of", { title })}
            onClick={() => {
              setAsTable(!asTable);
            }}
          >
            {t(asTable ? "drawing" : "table")}
          </Button>
          <Menu position="bottom-end" shadow="sm" transitionProps={{ duration: 0 }} withinPortal={false} hideDetached={false}>
            <Menu.Target>
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconDownload size={16} stroke={1.7} />}
                aria-label={t("take_away", { title })}
              >
                {t("file")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(["xlsx", "csv"] as const).map((kind) => (
                <Menu.Item key={kind} component="a" download href={fileAt(kind)}>
                  {t(`kind.${kind}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      {controls}
      {asTable ? (
        // A wide table is scrolled within its frame, by keyboard as well.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} role="region" aria-label={t("scroll", { title })} tabIndex={0}>
          {table}
        </div>
      ) : (
        children
      )}
    </section>
  );
}
