import { ActionIcon, Button, Group, Popover, Text } from "@mantine/core";
import { IconBell, IconCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { LineOut } from "../../api";
import { formatDateTime, formatNumber } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { KindIcon } from "./KindIcon";
import classes from "./Notices.module.css";
import { useBell, useRead } from "./queries";
import { useSentence } from "./words";

const MOST_SHOWN = 99;

/** What one has not looked at. It never opens by itself, takes no focus and makes no sound. */
export function Bell() {
  const { t, i18n } = useTranslation("notices");
  const [open, setOpen] = useState(false);
  const bell = useBell();
  const unread = bell.data?.unread ?? 0;
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <Popover
        opened={open}
        onChange={setOpen}
        position="bottom-end"
        width="min(24rem, calc(100vw - 32px))"
        shadow="md"
        withinPortal={false}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            c="var(--mantine-color-text)"
            className={classes.bell}
            aria-label={t("bell.label", { count: unread })}
            onClick={() => {
              setOpen(!open);
            }}
          >
            <IconBell size={20} stroke={1.6} />
            {unread > 0 && (
              <span className={classes.count} aria-hidden>
                {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : formatNumber(unread, i18n.language)}
              </span>
            )}
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("title")} p={0}>
          <Lines lines={bell.data?.lines ?? []} onLeave={close} />
          <Group justify="space-between" gap="xs" className={classes.foot}>
            <Button component={Link} to="/notices" variant="subtle" size="compact-md" onClick={close}>
              {t("bell.all")}
            </Button>
            <Button
              component={Link}
              to="/notices/choices"
              variant="subtle"
              color="gray"
              size="compact-md"
              onClick={close}
            >
              {t("bell.choices")}
            </Button>
          </Group>
        </Popover.Dropdown>
      </Popover>
      <Announced unread={unread} known={bell.data !== undefined} />
    </>
  );
}

function Lines({ lines, onLeave }: { lines: LineOut[]; onLeave: () => void }) {
  const { t } = useTranslation("notices");
  if (lines.length === 0) {
    return (
      <Text c="dimmed" ta="center" p="lg">
        {t("bell.nothing")}
      </Text>
    );
  }
  return (
    <ul className={classes.lines}>
      {lines.map((line) => (
        <Line key={line.newest.id} line={line} onLeave={onLeave} />
      ))}
    </ul>
  );
}

function Line({ line, onLeave }: { line: LineOut; onLeave: () => void }) {
  const { t, i18n } = useTranslation("notices");
  const sentence = useSentence();
  const read = useRead();
  const { newest, count } = line;
  const said = sentence(newest, count);
  const mark = () => {
    read.mutate(count > 1 ? { through: newest.id, kind: newest.kind } : { ids: [newest.id] });
  };
  // One notice leads to what it is about; many of them to the page where each stands.
  const page = count > 1 ? "notices?unread=1" : (newest.page ?? "notices");
  return (
    <li className={classes.line}>
      <KindIcon kind={newest.kind} />
      <div className={classes.said}>
        <Link
          to={`/${page}`}
          onClick={() => {
            if (count === 1) mark();
            onLeave();
          }}
        >
          {said}
        </Link>
        <Text size="sm" c="dimmed">
          <time dateTime={newest.told_at}>{formatDateTime(newest.told_at, i18n.language)}</time>
        </Text>
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={`${t("read")}: ${said}`} title={t("read")} onClick={mark}>
        <IconCheck size={17} stroke={1.8} />
      </ActionIcon>
    </li>
  );
}

/** Says how much is new to those who hear the page, once it is more than it was. */
function Announced({ unread, known }: { unread: number; known: boolean }) {
  const { t } = useTranslation("notices");
  const before = useRef<number | null>(null);
  const [more, setMore] = useState(0);
  useEffect(() => {
    if (!known) return;
    if (before.current !== null && unread > before.current) setMore(unread - before.current);
    before.current = unread;
  }, [unread, known]);
  return (
    <span role="status" aria-live="polite" className={look.unseen}>
      {more > 0 && t("bell.new", { count: more })}
    </span>
  );
}
