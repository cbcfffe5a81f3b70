import { Group, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";

import look from "../../ui/Look.module.css";
import classes from "./Home.module.css";

interface PartProps {
  name: string;
  title: string;
  /** Where all of it is. */
  to: string;
  all: string;
  children: ReactNode;
}

/** One of the parts below: its heading, the way to all of it, and what there is. */
export function Part({ name, title, to, all, children }: PartProps) {
  return (
    <section aria-labelledby={`home-${name}`} className={look.card}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h4" id={`home-${name}`}>
          {title}
        </Title>
        <Link to={to} className={classes.all}>
          {all}
        </Link>
      </Group>
      {children}
    </section>
  );
}
