import { Avatar, Badge, Button, Menu, Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconKey, IconLogout } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, useLocation } from "react-router";

import { Bell } from "../features/notices/Bell";
import { type Area, areasOf } from "../features/session/rights";
import { useMe, useSignOut } from "../features/session/session";
import { PasswordDialog } from "../features/session/PasswordDialog";
import { LanguageSwitch, SchemeSwitch } from "../features/session/Switches";
import { Logo } from "../ui/Logo";
import classes from "./Shell.module.css";

export function Header() {
  const { t } = useTranslation();
  const { person, demo } = useMe();
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.brand}>
        <Logo />
        <span>{t("product")}</span>
        {demo && (
          <Badge variant="outline" size="sm" tt="none" fw={500}>
            {t("demo")}
          </Badge>
        )}
      </Link>
      <Areas areas={areasOf(person.role)} />
      <div className={classes.tools}>
        <LanguageSwitch remember />
        <SchemeSwitch remember />
        <Bell />
        <Account />
      </div>
    </header>
  );
}

/** As many as stand in one line on a narrow screen. */
const IN_A_LINE = 5;

/** The parts of the page: those of every day in a line, the others behind one button. */
function Areas({ areas }: { areas: readonly Area[] }) {
  const { t } = useTranslation();
  const here = useLocation().pathname.split("/")[1];
  const nav = useCurrentInSight(here);
  const daily = areas.length > IN_A_LINE + 1 ? areas.slice(0, IN_A_LINE) : areas;
  const further = areas.slice(daily.length);
  return (
    <nav ref={nav} className={classes.nav} aria-label={t("nav.label")}>
      {daily.map((area) => (
        <NavLink key={area} to={`/${area}`}>
          {t(`nav.${area}`)}
        </NavLink>
      ))}
      {further.length > 0 && (
        <Menu position="bottom-start" shadow="md" withinPortal={false}>
          <Menu.Target>
            <UnstyledButton className={classes.further} data-here={further.some((area) => area === here) || undefined}>
              {t("nav.further")}
              <IconChevronDown size={15} stroke={1.8} aria-hidden />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {further.map((area) => (
              <Menu.Item key={area} component={NavLink} to={`/${area}`}>
                {t(`nav.${area}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  );
}

/** On a phone the line is longer than the window: the part where one is stands in its middle. */
function useCurrentInSight(here: string | undefined) {
  const line = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = line.current?.querySelector("[aria-current]");
    if (!line.current || !current) return;
    const [around, part] = [line.current.getBoundingClientRect(), current.getBoundingClientRect()];
    line.current.scrollLeft += part.left + part.width / 2 - around.left - around.width / 2;
  }, [here]);
  return line;
}

/** Who is signed in, and the way out. */
function Account() {
  const { t } = useTranslation();
  const { person } = useMe();
  const signOut = useSignOut();
  const [opened, setOpened] = useState(false);
  const [changing, setChanging] = useState(false);
  return (
    <>
    {changing && (
      <PasswordDialog
        onClose={() => {
          setChanging(false);
        }}
      />
    )}
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={240}
      shadow="md"
      withinPortal={false}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton
          aria-label={t("account.label", { name: person.name })}
          className={classes.account}
          onClick={() => {
            setOpened((before) => !before);
          }}
        >
          <Avatar size={34} radius="xl" color="accent" variant="light">
            {/* Drawn by the style sheet: the button is called by the whole name, not by its letters. */}
            <span className={classes.initials} data-initials={initialsOf(person.name)} />
          </Avatar>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("account.label", { name: person.name })}>
        <Stack gap="sm">
          <div>
            <Text fw={600}>
              <bdi>{person.name}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              <bdi>{person.email}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              {t(`role.${person.role}`)}
            </Text>
          </div>
          <Button
            variant="default"
            leftSection={<IconKey size={16} stroke={1.6} />}
            onClick={() => {
              setOpened(false);
              setChanging(true);
            }}
          >
            {t("account.password")}
          </Button>
          <Button
            variant="light"
            leftSection={<IconLogout size={16} stroke={1.6} />}
            loading={signOut.isPending}
            onClick={() => {
              signOut.mutate();
            }}
          >
            {t("account.sign_out")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
    </>
  );
}

function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => Array.from(part)[0] ?? "")
    .join("");
}
