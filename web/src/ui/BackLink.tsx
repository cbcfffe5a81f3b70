import { Anchor } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { Link } from "react-router";

import classes from "./BackLink.module.css";

/** The way back to where a page belongs. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Anchor component={Link} to={to} className={classes.back}>
      <IconArrowRight size={16} stroke={1.8} className={classes.arrow} aria-hidden />
      {children}
    </Anchor>
  );
}
